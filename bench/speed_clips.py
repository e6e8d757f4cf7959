"""Assembles the clips of the speed bench: a sample video forwards and backwards, with fresh noise, at any size."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from bench.clips import SAMPLE

RATE_HZ = 30
NOISE_LEVELS = 4
_SEED = 16
_NOISES = 8


def assemble(path: Path, *, width: int, height: int, seconds: float, source: Path = SAMPLE) -> None:
    """Write an H.264 clip of this size and length; pictures of another shape get their edges continued."""
    noise = np.random.default_rng(_SEED)
    noises = [
        noise.integers(0, 2 * NOISE_LEVELS + 1, (height, width, 1), dtype=np.uint8).repeat(3, axis=2)
        for _ in range(_NOISES)
    ]
    shades = np.full((height, width, 3), NOISE_LEVELS, np.uint8)
    frames = _looped(source)
    with av.open(str(path), "w") as out:
        stream = out.add_stream(
            "libx264", rate=RATE_HZ, options={"preset": "veryfast", "crf": "23", "g": "60"}
        )
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(round(seconds * RATE_HZ)):
            picture = _fitted(next(frames), width, height)
            noisy = cv2.subtract(cv2.add(picture, noises[number % _NOISES]), shades)
            frame = av.VideoFrame.from_ndarray(np.asarray(noisy, np.uint8), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, RATE_HZ)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _looped(source: Path) -> Iterator[av.VideoFrame]:
    """To and fro without end: nobody jumps, as they would where a clip is simply begun again."""
    with av.open(str(source)) as clip:
        frames = list(clip.decode(video=0))
    while True:
        yield from frames
        yield from reversed(frames)


def _fitted(frame: av.VideoFrame, width: int, height: int) -> NDArray[np.uint8]:
    scale = min(width / frame.width, height / frame.height)
    across, down = round(frame.width * scale), round(frame.height * scale)
    rgb = frame.reformat(width=across, height=down, format="rgb24").to_ndarray()
    left, top = (width - across) // 2, (height - down) // 2
    edges = (top, height - down - top, left, width - across - left)
    return np.asarray(cv2.copyMakeBorder(rgb, *edges, cv2.BORDER_REPLICATE), np.uint8)
