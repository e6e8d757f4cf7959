"""From landmarks to measures: `derive.derive` turns a `PoseSeries` into `Kinematics`.

What goes in is the pose as the pose model or a landmark file gave it, with gaps, jumps and NaN. What comes out is the
smoothed pose and every named curve of ``series.parquet`` with its unit, standard uncertainty and the rows in which it
is assessable. Pure functions of arrays, NumPy and SciPy only: `repair` and `filters` handle the signal, `geometry` and
`scale` hold every angle and length read straight from landmarks, `networks` the fitted ones, `view` where the camera
stands.
"""
