"""What is left of a stretch of frames once it was looked at, and two stretches put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from transitions.errors import NoPersonError
from transitions.pose.scenes import LOOK_BACK
from transitions.pose.sighted import Sighted, ranked, same_people, shared_frames
from transitions.series import (
    SILHOUETTE_STATIONS,
    SURROUNDINGS_CELLS,
    SURROUNDINGS_UNKNOWN,
    TRUNK_MASK_PX,
    BoolArray,
    FloatArray,
    PersonPlace,
    PoseSeries,
    scene_rows,
)


@dataclass(frozen=True, eq=False)
class SeenStretch:
    """Consecutive frames as they were looked at.

    Attributes
    ----------
    t_s : (n,) seconds from the clip's first frame.
    shift_px : (n, 2) how far the background lies from its place in the stretch's first frame, pixels of the frames.
    size : (width, height) of the frames; (0, 0) without any.
    people : everybody seen, numbered by the stretch's own frames.
    scene_starts_s : when another scene begins, in order: the times of its first frames.
    looked_at : (n,) whether the pose model looked at the frame; else its rows lie between those beside it.
    """

    t_s: FloatArray
    shift_px: FloatArray
    size: tuple[int, int]
    people: tuple[Sighted, ...]
    scene_starts_s: tuple[float, ...] = ()
    looked_at: BoolArray | None = None

    def __len__(self) -> int:
        return len(self.t_s)

    @property
    def looks(self) -> BoolArray:
        """(n,) `looked_at`, true everywhere where that was not kept."""
        return np.ones(len(self), dtype=bool) if self.looked_at is None else self.looked_at

    def scenes(self) -> Iterator[SeenStretch]:
        """Its scenes, each a stretch of its own; itself where no other begins."""
        for rows in scene_rows(self.t_s, self.scene_starts_s):
            yield SeenStretch(
                self.t_s[rows],
                self.shift_px[rows],
                self.size,
                tuple(person.within(rows.start, rows.stop, add=-rows.start) for person in self.people),
                looked_at=self.looks[rows],
            )


def joined(stretches: Sequence[SeenStretch]) -> SeenStretch | None:
    """The stretches as one; each begins within the one before, which ends where the next one counts.

    None when they cannot be put together: two do not show the same frames where they overlap, or somebody followed
    across the cut was not found again behind it (somebody far off is found only now and then).
    """
    whole: SeenStretch | None = stretches[0]
    for later in stretches[1:]:
        if whole is not None:
            whole = _join(whole, later)
    return whole


def _join(earlier: SeenStretch, later: SeenStretch) -> SeenStretch | None:
    overlap = int(np.searchsorted(later.t_s, earlier.t_s[-1], side="right")) if len(earlier) else 0
    start = len(earlier) - overlap
    if not overlap or start < 0 or not np.array_equal(earlier.t_s[start:], later.t_s[:overlap]):
        return None
    before = tuple(person.within(0, len(earlier)) for person in earlier.people)
    after = tuple(person.within(0, len(later), add=start) for person in later.people)
    scene_starts_s = _scene_starts_s(earlier, later)
    same = same_people(before, after, scene_starts_s)
    if any(
        _is_lost(person, [after[j] for j, i in same.items() if i == number], start)
        for number, person in enumerate(before)
    ):
        return None
    people = list(before)
    for j, person in enumerate(after):
        counted = person.within(len(earlier), start + len(later))
        if j in same:
            people[same[j]] = people[same[j]].followed_by(counted)
        elif counted.rows:
            people.append(counted)
    moved_px = np.median(earlier.shift_px[start:] - later.shift_px[:overlap], axis=0)
    return SeenStretch(
        np.concatenate([earlier.t_s, later.t_s[overlap:]]),
        np.concatenate([earlier.shift_px, later.shift_px[overlap:] + moved_px]),
        earlier.size,
        tuple(people),
        scene_starts_s,
        np.concatenate([earlier.looks, later.looks[overlap:]]),
    )


def _scene_starts_s(earlier: SeenStretch, later: SeenStretch) -> tuple[float, ...]:
    """Of both: each tells of the frames that both hold where it saw enough before or after them."""
    known_s = float(later.t_s[min(LOOK_BACK, len(later) - 1)])
    return (
        *(start_s for start_s in earlier.scene_starts_s if start_s < known_s),
        *(start_s for start_s in later.scene_starts_s if start_s >= known_s),
    )


def _is_lost(person: Sighted, found_again: Sequence[Sighted], start: int) -> bool:
    """Whether somebody seen from the frame `start` on is seen as the same body in less than half of those frames."""
    crossing = person.within(start, max(person.rows, default=0) + 1)
    kept = sum(shared_frames(crossing, other) for other in found_again)
    return 2 * kept < len(crossing.rows)


def pose_series(stretch: SeenStretch, *, person: int, scale: float) -> PoseSeries:
    """One person's rows through a whole clip, NaN where they are not seen.

    Parameters
    ----------
    person : whom to take, 1 the first choice by size, nearness to the centre and time in view.
    scale : the frames' size as a fraction of the original; image points are given in original pixels.

    Raises
    ------
    NoPersonError
        If there are people in the clip, but fewer than `person`.
    """
    duration_s = float(stretch.t_s[-1] - stretch.t_s[0]) if len(stretch) else 0.0
    chosen = ranked(stretch.people, duration_s, len(stretch))
    if chosen and person > len(chosen):
        raise NoPersonError(
            f"Person {person} was asked for, but {len(chosen)} can be followed in this clip: "
            f"choose a number from 1 to {len(chosen)}."
        )
    n = len(stretch)
    image, world = np.full((2, n, 33, 3), np.nan)
    visibility = np.full((n, 33), np.nan)
    outline = np.full((n, 2, len(SILHOUETTE_STATIONS)), np.nan)
    trunk_mask = np.zeros((n, TRUNK_MASK_PX, TRUNK_MASK_PX), np.uint8)
    surroundings = np.full((n, *SURROUNDINGS_CELLS), SURROUNDINGS_UNKNOWN, np.uint8)
    for number, seen in chosen[person - 1].surroundings.items() if chosen else ():
        surroundings[number] = seen
    for number, found in chosen[person - 1].rows.items() if chosen else ():
        image[number] = found.image_px / scale
        world[number] = found.world_m
        visibility[number] = found.visibility
        outline[number] = found.outline
        trunk_mask[number] = found.trunk_mask
    width, height = stretch.size
    return PoseSeries(
        t_s=stretch.t_s,
        image_px=image,
        world_m=world,
        visibility=visibility,
        width_px=round(width / scale),
        height_px=round(height / scale),
        silhouette=outline,
        people_seen=len(chosen),
        trunk_mask=trunk_mask,
        surroundings=surroundings,
        looked_at=stretch.looks,
        camera_shift_px=stretch.shift_px / scale,
        places=tuple(_places(chosen, stretch.t_s, scale)),
        scene_starts_s=stretch.scene_starts_s,
    )


def _places(people: Sequence[Sighted], t_s: FloatArray, scale: float) -> Iterator[PersonPlace]:
    """Where everybody was in the frame that shows most of them; who isn't in it, in the middle one of their own."""
    shown_in = Counter(number for person in people for number in person.rows)
    most = max(shown_in.values(), default=0)
    together = sorted(number for number, count in shown_in.items() if count == most)
    common = together[len(together) // 2] if together else 0
    for rank, person in enumerate(people, start=1):
        own = sorted(person.rows)
        number = common if common in person.rows else own[len(own) // 2]
        points_px = person.rows[number].image_px[:, :2] / scale
        (left, top), (right, bottom) = points_px.min(axis=0).tolist(), points_px.max(axis=0).tolist()
        yield PersonPlace(rank, float(t_s[number]), left, top, right, bottom)
