"""Fits the movement network: ``python -m bench.fit_movement --help``."""
