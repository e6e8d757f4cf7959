"""Where a clip is cut into stretches."""

from __future__ import annotations

import math
from dataclasses import dataclass

SETTLE_S = 0.5
SETTLE_FRAMES = 15
"""How long before it counts a stretch begins, at least so long and so many frames. The model's tracking settles within
10 frames to what it differs by for ever after (0.1 to 0.3 of a pixel in the middle of the landmarks)."""

LEAST_STRETCH_S = 3.0
"""A stretch shorter than this costs more to start and to settle than it spares."""

FIRST_SHORTER_S = 0.3
"""How much less of the clip the first stretch holds: the process that looks at it has also loaded the command, and
opens its pose models and loads what comes after them while it works; the others have opened theirs by then."""


@dataclass(frozen=True)
class ClipSpan:
    """A stretch of a clip, start_s <= t < end_s, its settling included."""

    start_s: float
    end_s: float

    @property
    def is_whole(self) -> bool:
        """Whether it is the clip, so that nobody else works on it."""
        return self.start_s <= 0 and self.end_s == math.inf


def settle_s(frame_rate_hz: float) -> float:
    """How long before it counts a stretch begins."""
    return max(SETTLE_S, SETTLE_FRAMES / frame_rate_hz)


def plan_spans(duration_s: float, frame_rate_hz: float, processes: int) -> list[ClipSpan]:
    """Stretches of equal length, one for each process that is worth it; the first from 0, the last without end."""
    number = min(processes, int(duration_s // LEAST_STRETCH_S))
    if number < 2:
        return [ClipSpan(0.0, math.inf)]
    overlap_s = settle_s(frame_rate_hz)
    each_s = (duration_s + (number - 1) * overlap_s + FIRST_SHORTER_S) / number
    starts_s = [k * (each_s - overlap_s) - FIRST_SHORTER_S for k in range(number)]
    return [
        ClipSpan(start_s if k else 0.0, start_s + each_s if k < number - 1 else math.inf)
        for k, start_s in enumerate(starts_s)
    ]
