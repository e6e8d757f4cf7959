"""The kinds of array that containers hold, and how they are made read-only."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
ByteArray = NDArray[np.uint8]


def freeze(record: Any, name: str, shape: tuple[int, ...], dtype: type = float) -> None:
    """Replace an array of a container by a read-only copy of the right shape; None stays None."""
    if getattr(record, name) is None:
        return
    array: NDArray[Any] = np.array(getattr(record, name), dtype=dtype)
    if array.shape != shape:
        raise ValueError(f"{name} has shape {array.shape}, expected {shape}")
    array.flags.writeable = False
    object.__setattr__(record, name, array)
