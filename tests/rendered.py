"""Rendered clips kept with the tests, as frames in memory, and ways to spoil them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from transitions.video import open_clip

CLIPS = Path(__file__).resolve().parent / "clips"
STOOP = CLIPS / "pickup_stoop_+90.mp4"
"""Somebody seen from the side bends to the floor with straight knees; the lowest point is at 2.8 s."""

TURN = CLIPS / "reach_stand_abrupt_+00.mp4"
"""Somebody stands facing the camera and twists to the side."""


@dataclass(frozen=True)
class RenderedFrame:
    t_s: float
    rgb: NDArray[np.uint8]


def frames(clip: Path, every: int = 1, first: int = 0, last: int = 10_000) -> list[RenderedFrame]:
    return [
        RenderedFrame(frame.t_s, frame.rgb)
        for number, frame in enumerate(open_clip(clip).read())
        if first <= number < last and (number - first) % every == 0
    ]


def changed(
    given: Iterable[RenderedFrame], change: Callable[[NDArray[np.uint8]], NDArray[np.uint8]], first: int = 0
) -> list[RenderedFrame]:
    """The frames with the pictures from number `first` on changed."""
    return [
        RenderedFrame(frame.t_s, np.ascontiguousarray(change(frame.rgb)) if number >= first else frame.rgb)
        for number, frame in enumerate(given)
    ]


def squared(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture in the middle of a grey square, so that it can be turned without changing its size."""
    height, width = rgb.shape[:2]
    side = max(height, width)
    square = np.full((side, side, 3), 127, np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = rgb
    return square


def halved(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture at half its size."""
    height, width = (side // 2 * 2 for side in rgb.shape[:2])
    small = rgb[:height, :width].reshape(height // 2, 2, width // 2, 2, 3).mean(axis=(1, 3))
    return np.asarray(small, np.uint8)
