"""Clips with two people in view: one who is large and stands still, and beside them one who is small and may move."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import av
import cv2
import numpy as np
from rendered import STOOP, TURN, frames

from transitions.pose.detection import RgbImage

RATE_HZ = 10
HEIGHT_PX = 360
LARGE, SMALL = (400, 1.0), (240, 0.6)
"""Width of their part of the picture, and how large they are in it as a share of the clip's height."""


def write_side_by_side(path: Path, *, rest_s: float, small_moves: bool) -> tuple[float, float]:
    """Write a clip in which the small one bends to the floor after a rest; returns from when to when.

    Where `small_moves` is false they stay as they are, and the large one twists to the side instead.
    """
    large, small = _shown(TURN, *LARGE), _shown(STOOP, *SMALL)
    rests, moving = round(rest_s * RATE_HZ), small if small_moves else large
    count = 2 * rests + len(moving)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=RATE_HZ, options={"preset": "veryfast", "g": "100"})
        stream.width, stream.height, stream.pix_fmt = LARGE[0] + SMALL[0], HEIGHT_PX, "yuv420p"
        for number in range(count):
            at = min(max(number - rests, 0), len(moving) - 1)
            both = (large[0], small[at]) if small_moves else (large[at], small[0])
            for packet in stream.encode(av.VideoFrame.from_ndarray(np.hstack(both), format="rgb24")):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)
    return rest_s, rest_s + len(moving) / RATE_HZ


def _shown(clip: Path, width: int, share: float) -> Sequence[RgbImage]:
    """Its pictures at `RATE_HZ`, the middle of each at this share of the height, over a floor that goes on."""
    pictures = []
    for frame in frames(clip, every=3):
        scale = share * HEIGHT_PX / frame.rgb.shape[0]
        rgb = cv2.resize(frame.rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        left = max(0, (rgb.shape[1] - width) // 2)
        rgb = rgb[:, left : left + width]
        above = (HEIGHT_PX - rgb.shape[0]) // 2
        below, beside = HEIGHT_PX - rgb.shape[0] - above, width - rgb.shape[1]
        whole = cv2.copyMakeBorder(rgb, above, below, 0, beside, cv2.BORDER_REPLICATE)
        pictures.append(np.asarray(whole, np.uint8))
    return pictures
