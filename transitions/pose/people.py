"""Everybody in a clip: who is there, whom to follow, and whose rows are asked for.

One person is tracked at the cost of one model run a frame. About once a second the whole frame is searched for
others; each of them is tracked too, because only at the end is it known who filled the clip. Somebody who comes
back into view is known by where they were and what they wear.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

import numpy as np

from transitions.pose.appearance import SAME_CLOTHES
from transitions.pose.detection import Detection, Extent, RgbImage, TimedImage
from transitions.pose.models import PoseModels
from transitions.pose.person import PersonTrack, is_body
from transitions.pose.sighted import Sighted, is_known, same_place
from transitions.pose.window import painted_over, tiles
from transitions.series import FloatArray

LOOK_EVERY_S = 1.0
"""How often the whole frame is searched for people not followed yet."""

LOOK_WHOLE_EVERY = 4
"""Every so many of these searches see the frame as it is. The others see it with those in view painted over, in half
the time, and are made again in the frame as it is when somebody is left: what they can miss is a newcomer who stands
within the box about somebody in view."""

LOOK_HIDDEN_S = 0.25
HIDDEN_FOR_S = 5.0
"""How often while somebody is out of sight, and for how long after they were."""

CLOSE_LOOK_EVERY_S = 10.0
"""How often, by the clip's clock, it is searched tile by tile as well, for people far off beside those followed: first
where a stretch begins. A search costs as much as 8 frames."""

CLOSE_LOOK_MOST_S = 8.0
"""While nobody is in view the tiles are searched more often at first, then ever less, down to this."""

TILE_SHARES = (1.0, 0.6)
"""Sides of the tiles against the frame's shorter side; somebody smaller than a fifth of it cannot be measured."""

LEAST_SIZE_SHARE = 0.2
CLOSE_PRESENCE = 0.95
CLOSE_MASKED = 0.8
CLOSE_VISIBILITY = 0.75
"""Somebody found in a tile must be at least this tall against the frame's shorter side, and present, masked and
visible this much: on pictures without people single tiles show somebody where the whole frame does not
(engineering values, provisional)."""

MOST_FOLLOWED = 3
"""More people than this are counted but not followed: each costs a model run a frame."""

HOPELESS_SHARE = 0.25
HOPELESS_AFTER_S = 3.0
"""Somebody in view for this long with less than this share of the leader's weight is followed no further."""

DOUBLE_SIZES = 0.15
"""Two trackers nearer than this, in body sizes, are on one body."""

APART_FRAMES = 10
"""Frames for which somebody must have been seen alone to be a person of their own."""


class PeopleTracker:
    """The people of one clip, fed frame by frame. Use it in a ``with`` block: it holds pose models.

    Parameters
    ----------
    models : where its pose models come from.
    wanted : which person will be asked for, 1 the first choice.
    """

    def __init__(self, models: PoseModels, wanted: int = 1) -> None:
        self._models = models
        self._wanted = wanted
        self._searcher = models.searcher()
        self._people: list[PersonTrack] = []
        self._first_s = self._look_s = self._close_look_s = self._scene_s = -np.inf
        self._close_wait_s = LOOK_EVERY_S / 2
        self._frames = self._looks = self._settled_from = 0
        self._times_s: list[float] = []
        self._looked_at: list[int] = []

    def pass_over(self, t_s: float) -> None:
        """Take note of the next frame without a look at it: whoever is seen before and after it was between."""
        self._times_s.append(t_s)
        self._frames += 1

    def see(self, rgb: RgbImage, t_s: float) -> None:
        """Take in the next frame."""
        moment = TimedImage(rgb, t_s, self._frames)
        self._looked_at.append(self._frames)
        self._times_s.append(t_s)
        self._frames += 1
        if moment.number == 0:
            self._first_s = t_s
        for person in self._people:
            others = [other for other in self._people if other is not person]
            person.follow(moment, self._searcher, others)
        self._part_doubles(moment)
        followed = any(person.is_followed for person in self._people)
        hidden = self._is_hidden(moment)
        if not followed or t_s - self._look_s >= (LOOK_HIDDEN_S if hidden else LOOK_EVERY_S):
            self._look_s = t_s
            # Somebody hidden may come out within the box about whoever hides them.
            self._look(moment, alone=not followed, whole=not followed or hidden)
            self._leave_hopeless(t_s)

    def begin_scene(self, t_s: float) -> None:
        """Another scene begins with the next frame: nobody is followed into it, everybody looked for anew."""
        for person in self._people:
            person.let_go()
        self._scene_s, self._settled_from = t_s, len(self._looked_at)
        self._look_s = self._close_look_s = -np.inf
        self._close_wait_s = LOOK_EVERY_S / 2

    @property
    def settling_looks(self) -> int:
        """At how many frames since somebody was last begun to be tracked, or a scene began."""
        return len(self._looked_at) - self._settled_from

    @property
    def misses_somebody(self) -> bool:
        """Whether somebody who is followed was not found in the last frame."""
        number = self._frames - 1
        return any(person.is_followed and number not in person.rows for person in self._people)

    @property
    def fastest_sizes_s(self) -> float:
        """How fast the fastest joint of anybody went between the last two looks, body sizes a second."""
        if len(self._looked_at) < 2:
            return 0.0
        before, now = self._looked_at[-2:]
        took_s = self._times_s[now] - self._times_s[before]
        both = [
            (person.rows[before], person.rows[now])
            for person in self._people
            if before in person.rows and now in person.rows
        ]
        return max((one.apart_sizes(other) / took_s for one, other in both), default=0.0)

    def points_px(self) -> list[FloatArray]:
        """(33, 3) image points of everybody seen in the last frame, pixels of the frame."""
        number = self._frames - 1
        return [person.rows[number].image_px for person in self._people if number in person.rows]

    def sighted(self) -> tuple[Sighted, ...]:
        """Everybody seen so far, in the order they came into view."""
        return tuple(person.sighted(self._looked_at, self._times_s) for person in self._people)

    def close(self) -> None:
        """Free the pose models."""
        for person in self._people:
            person.let_go()
        self._searcher.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _is_hidden(self, moment: TimedImage) -> bool:
        """Whether somebody is out of sight who may come out from behind somebody else."""
        return any(
            moment.number not in person.rows
            and not person.is_left
            and moment.t_s - person.last.t_s <= HIDDEN_FOR_S
            for person in self._people
        )

    def _look(self, moment: TimedImage, *, alone: bool, whole: bool) -> None:
        """Search the whole frame, and now and then its tiles, for people who are not followed."""
        found = self._bodies(moment, whole=whole)
        crowd = len(found) > 1
        for one in found:
            self._welcome(one, moment, close=crowd or not alone)
        if not self._close_look_is_due(moment.t_s, in_vain=alone and not found):
            return
        self._close_look_s = moment.t_s
        if alone and not found:
            self._close_wait_s = min(1.5 * self._close_wait_s, CLOSE_LOOK_MOST_S)
        for one in self._close_look(moment):
            self._close_wait_s = LOOK_EVERY_S / 2
            if not any(
                _holds(person.last.extent, one) for person in self._people if moment.number in person.rows
            ):
                self._welcome(one, moment, close=True)

    def _bodies(self, moment: TimedImage, *, whole: bool) -> list[Detection]:
        """Everybody in the whole frame; nobody when it is empty beside those in view, unless it is seen as it is."""
        self._looks = 0 if whole else self._looks + 1
        if self._looks % LOOK_WHOLE_EVERY:
            beside = self._searcher.detect(painted_over(moment.rgb, self.points_px()))
            if not any(is_body(one) for one in beside):
                return []
        return [one for one in self._searcher.detect(moment.rgb) if is_body(one)]

    def _close_look_is_due(self, t_s: float, *, in_vain: bool) -> bool:
        if in_vain or not np.isfinite(self._close_look_s):
            return t_s - self._close_look_s >= self._close_wait_s
        return t_s // CLOSE_LOOK_EVERY_S > self._close_look_s // CLOSE_LOOK_EVERY_S

    def _close_look(self, moment: TimedImage) -> list[Detection]:
        """Whoever else the tiles show convincingly, the most visible first."""
        # Those in view are painted over: measuring them again in every tile that shows a part of them was three fifths
        # of the cost.
        rgb = painted_over(moment.rgb, self.points_px())
        least_size_px = LEAST_SIZE_SHARE * min(rgb.shape[:2])
        found = [
            tile.to_frame(one)
            for share in TILE_SHARES
            for tile in tiles(rgb, share)
            for one in self._searcher.detect(tile.view(rgb))
        ]
        convincing = [one for one in found if _is_convincing(one, least_size_px)]
        return sorted(convincing, key=lambda one: -one.visibility.mean())

    def _welcome(self, found: Detection, moment: TimedImage, *, close: bool) -> None:
        """Match somebody found with the people known; follow them if they are new or back."""
        for person in self._people:
            row = person.rows.get(moment.number)
            if row is not None and person.is_followed and same_place(found, row):
                return
        known = self._known(found, moment)
        person = known or PersonTrack(self._models, found, moment)
        if known is None:
            self._people.append(person)
        if person.is_left or sum(one.is_followed for one in self._people) >= max(MOST_FOLLOWED, self._wanted):
            person.glimpse(found, moment)
        else:
            person.take_up(found, moment, close=close)
            self._settled_from = len(self._looked_at) - 1

    def _known(self, found: Detection, moment: TimedImage) -> PersonTrack | None:
        """The person out of sight who must be the one found."""
        missing = [person for person in self._people if moment.number not in person.rows]
        likely = [
            person
            for person in missing
            if is_known(
                person.resembles(found, moment),
                person.last,
                found.extent,
                moment.t_s,
                only_one=len(self._people) == 1,
                same_scene=person.last.t_s >= self._scene_s,
            )
        ]
        return max(likely, key=lambda person: person.resembles(found, moment), default=None)

    def _part_doubles(self, moment: TimedImage) -> None:
        """Where two trackers ended on one body, leave it to the person whose clothes it wears."""
        number = moment.number
        present = [person for person in self._people if person.is_followed and number in person.rows]
        for i, one in enumerate(present):
            for other in present[i + 1 :]:
                both = number in one.rows and number in other.rows
                if both and same_place(one.rows[number], other.rows[number], DOUBLE_SIZES):
                    stray = _stray(one, other, moment)
                    del stray.rows[number]
                    stray.let_go()

    def _leave_hopeless(self, t_s: float) -> None:
        """Stop following people who will not be asked for: each costs a model run a frame."""
        ranked = sorted(self._people, key=lambda person: -person.weight)
        if len(ranked) <= self._wanted or t_s - self._first_s < HOPELESS_AFTER_S:
            return
        least = HOPELESS_SHARE * ranked[self._wanted - 1].weight
        for person in ranked[self._wanted :]:
            if person.weight < least:
                person.leave()


def _stray(one: PersonTrack, other: PersonTrack, moment: TimedImage) -> PersonTrack:
    """Of two people tracked on one body, the one whose body it is not: the lesser, unless clothes say so."""
    here = one.rows[moment.number]
    lesser, greater = sorted((one, other), key=lambda person: person.weight)
    is_lesser = lesser.resembles(here, moment) >= SAME_CLOTHES > greater.resembles(here, moment)
    return greater if is_lesser and np.ptp(list(lesser.rows)) >= APART_FRAMES else lesser


def _is_convincing(found: Detection, least_size_px: float) -> bool:
    return bool(
        found.extent.size >= least_size_px
        and found.presence.mean() >= CLOSE_PRESENCE
        and found.masked.mean() >= CLOSE_MASKED
        and found.visibility.mean() >= CLOSE_VISIBILITY
    )


def _holds(extent: Extent, found: Detection) -> bool:
    """Whether somebody found lies on a person known: their trunk within half that person's size."""
    return extent.distance(found.extent) <= extent.size / 2
