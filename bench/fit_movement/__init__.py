"""Fits the movement network: ``python -m bench.fit_movement --help``.

Simulated takes and clips with marked transitions go in; ``transitions/detect/movement/weights.npz`` comes out, with a
table of how well transitions of clips left out are found.
"""
