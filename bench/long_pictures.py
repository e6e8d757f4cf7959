"""The pictures that long clips are made of: a rendered clip's own, fresh noise, and what disturbs a quiet room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

RATE_HZ = 30
NOISE_LEVELS = 6
_NOISES = 8

Luma = NDArray[np.uint8]
"""The planes of a YUV 4:2:0 picture one below the other, (3/2 h, w)."""


def fresh_noise(size: tuple[int, int], levels: int, chance: np.random.Generator) -> Callable[[Luma], Luma]:
    """What adds noise of up to so many levels to each picture: one of a few fields, rolled anew every time."""
    width, height = size
    fields = [chance.integers(0, 2 * levels + 1, (height, width), dtype=np.uint8) for _ in range(_NOISES)]
    level = np.full((height, width), levels, np.uint8)

    def noisy(picture: Luma) -> Luma:
        field = fields[int(chance.integers(_NOISES))]
        rolled = np.roll(field, int(chance.integers(height)), axis=0)
        fresh = picture.copy()
        fresh[:height] = cv2.subtract(cv2.add(picture[:height], rolled), level)
        return fresh

    return noisy


def pictures_of(clip: Path, size: tuple[int, int]) -> list[Luma]:
    """The clip at `RATE_HZ`, its edges continued to the shape asked for."""
    return list(_read(clip, size))


def to_and_fro(pictures: Sequence[Luma]) -> Iterator[Luma]:
    """Forward and back again, so that it can follow on itself."""
    yield from pictures
    yield from reversed(pictures)


def disturbed(picture: Luma, frames: int, chance: np.random.Generator) -> Iterator[Luma]:
    """A held picture while the lights are down, a screen flickers or the camera was bumped."""
    kind = chance.choice(["light", "screen", "bump"])
    dark = _darker(picture)
    for number in range(frames):
        if kind == "light":
            yield dark
        elif kind == "screen":
            yield _flickering(picture, number)
        else:
            yield _bumped(picture, number)


def _read(clip: Path, size: tuple[int, int]) -> Iterator[Luma]:
    due = 0
    with av.open(str(clip)) as container:
        for frame in container.decode(video=0):
            assert frame.time is not None
            picture: Luma | None = None
            while due / RATE_HZ <= frame.time + 0.5 / RATE_HZ:
                if picture is None:
                    picture = _fitted(frame, *size)
                yield picture
                due += 1


def _fitted(frame: av.VideoFrame, width: int, height: int) -> Luma:
    scale = min(width / frame.width, height / frame.height)
    across, down = round(frame.width * scale), round(frame.height * scale)
    rgb = frame.reformat(width=across, height=down, format="rgb24").to_ndarray()
    left, top = (width - across) // 2, (height - down) // 2
    edges = (top, height - down - top, left, width - across - left)
    whole = cv2.copyMakeBorder(rgb, *edges, cv2.BORDER_REPLICATE)
    return np.asarray(cv2.cvtColor(whole, cv2.COLOR_RGB2YUV_I420), np.uint8)


def _darker(picture: Luma) -> Luma:
    dark = picture.copy()
    height = 2 * picture.shape[0] // 3
    dark[:height] = cv2.convertScaleAbs(picture[:height], alpha=0.6, beta=6)
    return dark


def _flickering(picture: Luma, number: int) -> Luma:
    """A bright screen in an upper corner changes twice a second."""
    lit = picture.copy()
    height, width = 2 * picture.shape[0] // 3, picture.shape[1]
    level = (60, 200, 120, 230)[number // 15 % 4]
    lit[height // 20 : height // 4, width // 30 : width // 5] = level
    return lit


def _bumped(picture: Luma, since: int) -> Luma:
    """The camera swings for a second and comes to rest a little beside where it was."""
    height, width = 2 * picture.shape[0] // 3, picture.shape[1]
    swing = 0.012 * height * (np.exp(-since / 10.0) * np.cos(since / 2.0) + 0.3)
    shift = np.array([[1, 0, swing], [0, 1, swing / 2]], dtype=np.float32)
    moved = picture.copy()
    moved[:height] = cv2.warpAffine(picture[:height], shift, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return moved
