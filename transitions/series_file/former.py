"""Series files as the store of an earlier version wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from transitions import columns

if TYPE_CHECKING:
    import pyarrow as pa

_FORMER_LISTS = {
    "image_px": columns.IMAGE,
    "world_m": columns.WORLD,
    "visibility": columns.VISIBILITY,
    "camera_shift_px": columns.CAMERA_SHIFT,
}


def renamed(table: pa.Table, kept: dict[str, Any]) -> tuple[pa.Table, dict[str, Any]]:
    """A file of a store of before it kept what `analyse` writes: the same numbers under other names."""
    import pyarrow as pa

    n, curves = table.num_rows, kept["curves"]
    named = {columns.TIME: table["t_s"], columns.VIEW_ANGLE: table["view_angle_deg"]}
    named[columns.OUTLINE] = table["silhouette"]
    for name in curves:
        named[name] = table[f"{name}|value"]
        named[columns.uncertainty_column(name)] = table[f"{name}|u"]
        named[columns.valid_column(name)] = table[f"{name}|valid"]
        if f"{name}|reason" in table.column_names:
            named[columns.reason_column(name)] = table[f"{name}|reason"]
    for lists, names in _FORMER_LISTS.items():
        if lists in table.column_names:
            values = table[lists].combine_chunks().flatten().to_numpy().reshape(n, len(names))
            named |= {name: pa.array(column) for name, column in zip(names, values.T, strict=True)}
    sizes = {
        columns.IMAGE_WIDTH: "width_px",
        columns.IMAGE_HEIGHT: "height_px",
        columns.PEOPLE_SEEN: "people_seen",
    }
    named |= {name: pa.array(np.full(n, kept[former])) for name, former in sizes.items()}
    reasons = {name: curve["reason"] for name, curve in curves.items() if curve["reason"] is not None}
    units = {name: curve["unit"] for name, curve in curves.items()}
    return pa.table(named), {**kept, "units": units, "reasons": reasons}
