"""Refits the measurement networks from the calibration folder: ``python -m bench.fit_networks --help``."""
