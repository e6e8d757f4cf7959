"""The pose as columns of a table: landmarks and outline by name as `columns` says, and their numbers back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from transitions import columns
from transitions.series import (
    LANDMARKS,
    SILHOUETTE_STATIONS,
    SURROUNDINGS_CELLS,
    TRUNK_MASK_PX,
    ByteArray,
    FloatArray,
    PoseSeries,
)

if TYPE_CHECKING:
    import pyarrow as pa

MOST_BYTES = 1 << 28
"""Of pictures in one chunk of a column: where each ends is a 32-bit number, and a workday's masks are 2 GB."""


def pose_columns(pose: PoseSeries) -> dict[str, pa.Array]:
    """Landmarks and outline as 32-bit numbers: a tenth of a millimetre is far below what the model knows."""
    import pyarrow as pa

    n = len(pose)
    groups = [
        (columns.WORLD, pose.world_m),
        (columns.IMAGE, pose.image_px),
        (columns.VISIBILITY, pose.visibility),
    ]
    if pose.camera_shift_px is not None:
        groups.append((columns.CAMERA_SHIFT, pose.camera_shift_px))
    table = {
        name: as_column(column)
        for names, values in groups
        for name, column in zip(names, values.reshape(n, len(names)).T.astype(np.float32), strict=True)
    }
    outline = np.asarray(pose.silhouette, dtype=np.float32).reshape(n, 2 * len(SILHOUETTE_STATIONS))
    table[columns.OUTLINE] = pa.FixedSizeListArray.from_arrays(as_column(outline.ravel()), outline.shape[1])
    if pose.trunk_mask is not None:
        table[columns.TRUNK_MASK] = _pictures(pose.trunk_mask)
    if pose.looked_at is not None:
        table[columns.LOOKED_AT] = as_column(pose.looked_at)
    if pose.surroundings is not None:
        table[columns.SURROUNDINGS] = _pictures(pose.surroundings)
    for name, value in (
        (columns.IMAGE_WIDTH, pose.width_px),
        (columns.IMAGE_HEIGHT, pose.height_px),
        (columns.PEOPLE_SEEN, pose.people_seen),
    ):
        table[name] = as_column(np.full(n, value, dtype=np.int32))
    return table


def pose_of(table: pa.Table) -> PoseSeries:
    """Landmarks of a table laid out as `columns` says; image, outline and sizes may be missing.

    Raises
    ------
    KeyError, TypeError, ValueError
        It is no such table.
    """
    n = table.num_rows
    present = set(table.column_names)
    world = _stacked(table, columns.WORLD)
    image = (
        _stacked(table, columns.IMAGE) if present.issuperset(columns.IMAGE) else np.full(world.shape, np.nan)
    )
    sizes = [
        int(table[name][0].as_py()) if n and name in present else default
        for name, default in ((columns.IMAGE_WIDTH, 0), (columns.IMAGE_HEIGHT, 0), (columns.PEOPLE_SEEN, 1))
    ]
    if min(sizes) < 0:
        raise ValueError("a size of its picture is negative")
    return PoseSeries(
        t_s=as_numbers(table[columns.TIME]),
        image_px=image.reshape(n, len(LANDMARKS), 3),
        world_m=world.reshape(n, len(LANDMARKS), 3),
        visibility=_stacked(table, columns.VISIBILITY),
        width_px=sizes[0],
        height_px=sizes[1],
        silhouette=_outline(table) if columns.OUTLINE in present else None,
        people_seen=sizes[2],
        trunk_mask=_bytes(table, columns.TRUNK_MASK, (TRUNK_MASK_PX, TRUNK_MASK_PX)),
        surroundings=_bytes(table, columns.SURROUNDINGS, SURROUNDINGS_CELLS),
        looked_at=table[columns.LOOKED_AT].to_numpy() if columns.LOOKED_AT in present else None,
        camera_shift_px=_stacked(table, columns.CAMERA_SHIFT)
        if present.issuperset(columns.CAMERA_SHIFT)
        else None,
    )


def as_column(values: NDArray[Any]) -> pa.Array:
    """What `pyarrow.array` makes of an array, without pandas, which that imports for the asking (0.5 s)."""
    import pyarrow as pa

    kept = np.packbits(values, bitorder="little") if values.dtype == bool else np.ascontiguousarray(values)
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [None, pa.py_buffer(kept)])


def as_numbers(column: pa.ChunkedArray | pa.Array) -> FloatArray:
    """Values as 64-bit numbers, a null as NaN."""
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=float)


def _pictures(masks: ByteArray) -> pa.ChunkedArray:
    """(n, height, width) as the bytes of each, in as many chunks as where each of them ends fits 32 bits."""
    import pyarrow as pa

    each = masks[0].nbytes if len(masks) else 0
    most = max(1, MOST_BYTES // max(each, 1))
    chunks = []
    for first in range(0, len(masks), most):
        kept = masks[first : first + most]
        ends = np.arange(len(kept) + 1, dtype=np.int32) * np.int32(each)
        buffers = [None, pa.py_buffer(ends), pa.py_buffer(np.ascontiguousarray(kept))]
        chunks.append(pa.Array.from_buffers(pa.binary(), len(kept), buffers))
    return pa.chunked_array(chunks, pa.binary())


def _bytes(table: pa.Table, name: str, each: tuple[int, int]) -> ByteArray | None:
    """(n, height, width) of a column of `_pictures`; None without it."""
    if name not in table.column_names:
        return None
    return np.frombuffer(b"".join(table[name].to_pylist()), np.uint8).reshape(table.num_rows, *each)


def _outline(table: pa.Table) -> FloatArray:
    stations = table[columns.OUTLINE].combine_chunks().flatten()
    return as_numbers(stations).reshape(table.num_rows, 2, len(SILHOUETTE_STATIONS))


def _stacked(table: pa.Table, names: tuple[str, ...]) -> FloatArray:
    return np.stack([as_numbers(table[name]) for name in names], axis=1)
