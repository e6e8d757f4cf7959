"""Refits the spine networks from the calibration folder and everyday clips: ``python -m bench.fit_spine --help``."""
