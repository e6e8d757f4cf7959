"""Which slightly damaged pictures can still be used.

A few bytes hurt in an H.264 stream leave a few blocks that the decoder fills in from the picture before, and
landmarks up to the next key picture mostly stay within their own jitter. Such pictures are given, marked as
patched; after a burst that hurts neighbouring pictures they are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import Interpolation
from numpy.typing import NDArray

from transitions.video.decoded import Picture

_BURST_PICTURES = 2
"""Damage again within this many pictures is a burst: noise over a stretch of the file, not a few bytes
(engineering value)."""

_MAX_PATCHES = 6
"""Scattered damage between two key pictures adds up: more of it than this is not used (engineering value)."""

_BLOCK_PX, _CHANGED_LEVELS, _CHANGED_SHARE = 16, 12, 0.05
"""A hurt picture in which more than this share of the blocks is this much lighter or darker than in the picture
before is no patch but noise. In sound rendered and real clips up to 0.03 of them change so from frame to frame, and
as many in pictures hurt by three bytes."""


class Patches:
    """Damage since the last sound key picture, and the pictures that wait for what follows them.

    A picture between two others (B) is shown before the one it is built on, so it waits for that one; a patched
    picture waits to see that it was hurt alone.
    """

    def __init__(self) -> None:
        self._last: av.VideoFrame | None = None
        self._between: list[Picture] = []
        self.reset()

    def reset(self) -> None:
        """Forget the damage, and drop what waits."""
        self._count = 0
        self._sound_since = 0
        self._waiting: list[Picture] = []
        self._between = []

    def bear_one_more(self, frame: av.VideoFrame) -> bool:
        """Whether one more hurt picture can be patched: it looks like the one before, no burst, and few so far."""
        if self._is_burst() or self._count >= _MAX_PATCHES or not self._resembles_last(frame):
            return False
        self._count, self._sound_since = self._count + 1, 0
        return True

    def push(self, picture: Picture, *, hurt: bool) -> Iterator[Picture]:
        """Those of the pictures so far that can be given."""
        self._last = picture.frame
        self._between.append(picture)
        if picture.frame.pict_type == PictureType.B and not hurt:
            return
        ready, self._between = self._between, []
        if not self._count:
            yield from ready
            return
        self._waiting += [replace(each, patched=True) for each in ready]
        self._sound_since += 0 if hurt else len(ready)
        if not self._is_burst():
            waiting, self._waiting = self._waiting, []
            yield from waiting

    def settle(self) -> Iterator[Picture]:
        """Before a key picture or at the end, those between others that are known to be good enough.

        A hurt picture right before is not given: nothing shows that it was hurt alone.
        """
        if not self._is_burst():
            yield from (replace(each, patched=self._count > 0) for each in self._between)
        self.reset()

    def _is_burst(self) -> bool:
        return self._count > 0 and self._sound_since < _BURST_PICTURES

    def _resembles_last(self, frame: av.VideoFrame) -> bool:
        if self._last is None or (frame.width, frame.height) != (self._last.width, self._last.height):
            return False
        before, after = (_block_levels(each) for each in (self._last, frame))
        return float(np.mean(np.abs(after - before) > _CHANGED_LEVELS)) <= _CHANGED_SHARE


def _block_levels(frame: av.VideoFrame) -> NDArray[np.float64]:
    """Mean lightness, 0-255, of each block of the picture."""
    small = frame.reformat(
        width=max(1, frame.width // _BLOCK_PX),
        height=max(1, frame.height // _BLOCK_PX),
        format="gray",
        interpolation=Interpolation.AREA,
    )
    return np.asarray(small.to_ndarray(), dtype=float)
