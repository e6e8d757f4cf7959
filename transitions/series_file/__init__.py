"""``series.parquet``: pose and curves, a row per analysed frame, in results folders and in the store alike.

Columns are named in `columns`. What does not differ from row to row (units, reasons, the frame rate) is in the
file's metadata. Curves are 64-bit; landmarks 32-bit, a landmark to 0.0002 pixels. Row groups make ten seconds
of an eight-hour recording readable without the rest.
"""

from __future__ import annotations

from transitions.series_file.reading import read_series, scene_starts_of
from transitions.series_file.writing import (
    ROW_GROUP_FRAMES,
    SeriesPart,
    join_series,
    prepare_series,
    write_series,
)

__all__ = [
    "ROW_GROUP_FRAMES",
    "SeriesPart",
    "join_series",
    "prepare_series",
    "read_series",
    "scene_starts_of",
    "write_series",
]
