"""The clips that `bench.screenshots` shows, made of the samples: an upright one, a long one, none found, two people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from transitions.samples import sample_clips
from transitions.video import encode_video, open_clip
from transitions.video.picture import RgbImage

RATE_HZ = 30.0
TIMES, LASTS_S = 4, 8.5
"""The twist of the long clip is shown this often, each time followed by stillness up to this length."""

STILL_S = 5.0
FAR_SHARE = 0.75
"""Somebody beside another is this much smaller, so that it is clear who is followed first."""


def make_clip(name: str, folder: Path) -> Path:
    """Write the clip of this name: ``portrait``, ``long``, ``none``, ``two`` or ``nobody``."""
    samples = {clip.stem: clip for clip in sample_clips()}

    def sample(stem: str) -> list[RgbImage]:
        return _frames(samples[stem])

    made: dict[str, Callable[[], Iterator[RgbImage]]] = {
        "portrait": lambda: iter(sample("rise_slouched_and_fast")),
        "long": lambda: again_and_again(sample("reach_with_quick_twist")),
        "none": lambda: iter([sample("rise_and_sit_controlled")[0]] * round(STILL_S * RATE_HZ)),
        "nobody": lambda: iter([bare_wall(sample("rise_and_sit_controlled")[0])] * round(STILL_S * RATE_HZ)),
        "two": lambda: side_by_side(sample("rise_and_sit_controlled"), sample("rise_slouched_and_fast")),
    }
    return _write(folder / f"{name}.mp4", made[name]())


def _frames(clip: Path) -> list[RgbImage]:
    return [frame.rgb for frame in open_clip(clip).read()]


def bare_wall(picture: RgbImage) -> RgbImage:
    """The room at the picture's edge, all over it."""
    return np.repeat(picture[:, :1], picture.shape[1], axis=1)


def again_and_again(frames: list[RgbImage]) -> Iterator[RgbImage]:
    """A movement, then stillness, over and over: 34 s."""
    for _ in range(TIMES):
        yield from frames
        yield from [frames[-1]] * (round(LASTS_S * RATE_HZ) - len(frames))


def side_by_side(near: list[RgbImage], far: list[RgbImage]) -> Iterator[RgbImage]:
    """Two people in one picture, the second one smaller."""
    height, width, _ = near[0].shape
    tall, wide = int(height * FAR_SHARE), int(width * FAR_SHARE)
    for number, one in enumerate(near):
        other = np.asarray(Image.fromarray(far[min(number, len(far) - 1)]).resize((wide, tall)))
        beside = np.empty((height, wide, 3), np.uint8)
        beside[:] = other[:1]  # the wall goes on above
        beside[height - tall :] = other
        yield np.hstack([one, beside])


def _write(path: Path, frames: Iterator[RgbImage]) -> Path:
    first = next(frames)
    height, width, _ = first.shape
    with encode_video(path, width, height) as writer:
        writer.write(first, 0.0)
        for number, rgb in enumerate(frames, start=1):
            writer.write(rgb, number / RATE_HZ)
    return path
