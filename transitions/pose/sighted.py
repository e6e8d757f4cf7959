"""Somebody as seen through a stretch of a clip, and who of the next stretch is the same person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from transitions.pose.appearance import SAME_CLOTHES, likeness
from transitions.pose.detection import Detection, Extent
from transitions.pose.whereabouts import Whereabouts
from transitions.series import ByteArray, FloatArray

_T = TypeVar("_T")

PERSON_S = 0.4
"""Somebody seen for less than this, in a clip longer than that, is taken for a false alarm."""

STILL_THERE_S = 2.0
EXPECTED_CLOTHES = 0.25
"""Somebody lost for no longer than this and found where they can be, or the only one who was ever in view, need
resemble themselves only this much: enough to tell them from a stranger, and light changes colours."""

SAME_PLACE_SIZES = 0.3
"""Two bodies nearer than this, in body sizes, are one."""


@dataclass(frozen=True, eq=False)
class Sighted:
    """One person of a stretch.

    Attributes
    ----------
    rows : frame number → what was found in it.
    weights : frame number → how much that frame speaks for this person as the one who is meant.
    surroundings : frame number → what stood about them there, of the frames in which that was looked at.
    first, last : where they were when first and when last seen.
    first_clothes, last_clothes : what they wore then (see `appearance.clothes`).
    """

    rows: Mapping[int, Detection]
    weights: Mapping[int, float]
    surroundings: Mapping[int, ByteArray]
    first: Whereabouts
    last: Whereabouts
    first_clothes: FloatArray
    last_clothes: FloatArray

    @property
    def weight(self) -> float:
        """How much of the stretch is theirs."""
        return sum(self.weights.values())

    def within(self, start: int, stop: int, *, add: int = 0) -> Sighted:
        """Only the frames with start <= number < stop, renumbered by `add`."""

        def part(kept: Mapping[int, _T]) -> dict[int, _T]:
            return {number + add: value for number, value in kept.items() if start <= number < stop}

        return replace(
            self, rows=part(self.rows), weights=part(self.weights), surroundings=part(self.surroundings)
        )

    def followed_by(self, other: Sighted) -> Sighted:
        """The same person through both stretches, numbered alike."""
        return Sighted(
            {**self.rows, **other.rows},
            {**self.weights, **other.weights},
            {**self.surroundings, **other.surroundings},
            self.first,
            other.last,
            self.first_clothes,
            other.last_clothes,
        )


def ranked(people: Sequence[Sighted], duration_s: float, frames: int) -> list[Sighted]:
    """Everybody who was in view long enough in a clip, the first choice first."""
    least_rows = min(PERSON_S, 0.5 * duration_s) / max(duration_s, 1e-9) * frames
    real = [person for person in people if len(person.rows) >= max(least_rows, 1)]
    return sorted(real, key=lambda person: -person.weight)


def same_place(one: Detection, other: Detection, sizes: float = SAME_PLACE_SIZES) -> bool:
    """Whether two bodies lie so near to each other that they are one."""
    a, b = one.extent, other.extent
    return a.distance(b) <= sizes * max(a.size, b.size)


def is_known(
    likeness_now: float,
    last: Whereabouts,
    extent: Extent,
    t_s: float,
    *,
    only_one: bool,
    same_scene: bool = True,
) -> bool:
    """Whether somebody found is the person out of sight whose clothes they resemble this much.

    `same_scene` is whether they were last seen in the scene that is shown now: else their place tells nothing.
    """
    lately = same_scene and t_s - last.t_s <= STILL_THERE_S
    expected = only_one or (lately and last.allow(extent, t_s))
    return likeness_now >= (EXPECTED_CLOTHES if expected else SAME_CLOTHES)


def same_people(
    earlier: Sequence[Sighted], later: Sequence[Sighted], scene_starts_s: Sequence[float] = ()
) -> dict[int, int]:
    """Who of the later stretch is who of the earlier one, by index; both are numbered alike and overlap.

    In the frames that both hold, the same body is the same person. Somebody who came into view only later is known
    by place and clothes, as within a stretch; by clothes alone where another scene began meanwhile.
    """
    same: dict[int, int] = {}
    agreeing = [
        (shared, i, j)
        for i, one in enumerate(earlier)
        for j, other in enumerate(later)
        if (shared := shared_frames(one, other))
    ]
    for _, i, j in sorted(agreeing, reverse=True):
        if i not in same.values() and j not in same:
            same[j] = i
    for j, other in enumerate(later):
        if j in same:
            continue
        likely = [
            (alike, i)
            for i, one in enumerate(earlier)
            if i not in same.values()
            and not _seen_together(one, other)
            and is_known(
                alike := likeness(one.last_clothes, other.first_clothes),
                one.last,
                other.first.extent,
                other.first.t_s,
                only_one=len(earlier) == 1,
                same_scene=not any(one.last.t_s < start_s <= other.first.t_s for start_s in scene_starts_s),
            )
        ]
        if likely:
            same[j] = max(likely)[1]
    return same


def shared_frames(one: Sighted, other: Sighted) -> int:
    """In how many frames both are one body; 0 when they are two bodies in most of the frames that show both."""
    both = one.rows.keys() & other.rows.keys()
    together = sum(same_place(one.rows[number], other.rows[number]) for number in both)
    return together if 2 * together > len(both) else 0


def _seen_together(one: Sighted, other: Sighted) -> bool:
    return bool(one.rows.keys() & other.rows.keys())
