"""How a clip could be read: where pictures were missing or patched, and how many were left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Stretches = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class DecodeAccount:
    """How a clip could be read: see the attributes of `ClipReader` by these names."""

    gaps: Stretches = ()
    patched: Stretches = ()
    frames_dropped: int = 0


def merged_readings(readings: Sequence[DecodeAccount]) -> DecodeAccount:
    """One for overlapping parts of a clip, in order; a frame left out where two overlap is counted by both."""
    return DecodeAccount(
        _union([stretch for each in readings for stretch in each.gaps]),
        _union([stretch for each in readings for stretch in each.patched]),
        sum(each.frames_dropped for each in readings),
    )


def _union(stretches: Iterable[tuple[float, float]]) -> Stretches:
    """Those that overlap or touch made into one, in rising order."""
    union: list[tuple[float, float]] = []
    for start_s, end_s in sorted(stretches):
        if union and start_s <= union[-1][1]:
            union[-1] = (union[-1][0], max(end_s, union[-1][1]))
        else:
            union.append((start_s, end_s))
    return tuple(union)
