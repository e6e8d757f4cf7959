"""One person followed through a clip: tracked from frame to frame, searched for when the tracker loses them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from transitions.pose.appearance import SAME_CLOTHES, clothes, likeness
from transitions.pose.detection import CORE, TRUNK, Detection, Extent, Moment
from transitions.pose.mediapipe import Landmarker
from transitions.pose.window import Window, around, whole_frame

TRACK_FACTOR = 2.6
"""Side of the window in which a person is tracked, in body sizes: room for a step and a reach."""

SEARCHES = ((1.5, 0), (2.4, 0), (1.5, 2), (1.5, 1), (1.5, 3))
"""Where a lost person is looked for: window in body sizes about the last place, and quarter turns of it. A head
held low is found upside down."""

GIVE_UP_S = 1.0
"""After this long unseen the person is no longer searched for on every frame, only looked for now and then."""

JUMP_SIZES = 0.35
SPEED_SIZES_PER_S = 3.0
"""A person's centre moves at most this many body sizes between frames, plus this many a second."""

SIZE_RATIO = 2.5
"""A body's extent is at most this much larger or smaller than it was of late (arms raised, a crouch)."""

SIZE_MEMORY_S = 1.0
"""How long "of late" is: a tracker that slips shrinks within a few frames, a person walking away does not."""

LEAST_PRESENCE = 0.5
"""Mean presence of trunk and leg landmarks under which the model itself doubts that anybody is there."""

CLOTHES_MARGIN = 0.15
"""A body is somebody else's when their clothes match it better by this much (see `appearance.likeness`)."""

_CLOTHES_MEMORY = 0.8


def is_body(found: Detection) -> bool:
    """Whether the model itself believes in the body it returns."""
    return bool(found.presence[CORE].mean() >= LEAST_PRESENCE and found.masked[TRUNK].any())


class Person:
    """Somebody in the clip.

    Parameters
    ----------
    model_file : a verified pose model.
    found, moment : where and when they were first found.

    Attributes
    ----------
    rows : frame number → what was found in it.
    last : where the person was last seen.
    last_s : when.
    size : their extent of late, pixels.
    weight : how much of the clip is theirs: time in view (or hidden, up to `GIVE_UP_S`), by size, nearness
        to the centre and visibility.
    is_left : whether it was decided to follow the person no further.
    """

    def __init__(self, model_file: Path, found: Detection, moment: Moment) -> None:
        self._model_file = model_file
        self._tracker: Landmarker | None = None
        self._window = whole_frame(moment.rgb)
        self._factor = TRACK_FACTOR
        self._clothes = clothes(moment.rgb, found)
        self.rows: dict[int, Detection] = {}
        self.last = found.extent
        self.last_s = moment.t_s
        self.size = found.extent.size
        self.weight = 0.0
        self.is_left = False

    @property
    def is_followed(self) -> bool:
        """Whether the person is tracked or searched for on every frame."""
        return self._tracker is not None

    def take_up(self, found: Detection, moment: Moment, *, close: bool) -> None:
        """Start to track a person just found, in the whole frame or in a window close about them."""
        self.last, self.size = found.extent, found.extent.size
        self._factor = TRACK_FACTOR
        self._track_in(self._window_about(moment) if close else whole_frame(moment.rgb))
        self._keep(self._tracked(moment, ()) or found, moment)

    def follow(self, moment: Moment, searcher: Landmarker, others: Sequence[Person]) -> None:
        """Find the person in the next frame, or leave the frame without a row.

        `others` are the people known beside them: a body in their clothes is not this person's.
        """
        if self._tracker is None:
            return
        found = self._tracked(moment, others) or self._searched(moment, searcher, others)
        if found is not None:
            self._keep(found, moment)
            self._recentre(moment)
        elif moment.t_s - self.last_s > GIVE_UP_S:
            self.let_go()

    def glimpse(self, found: Detection, moment: Moment) -> None:
        """Note where somebody is who is not followed, only counted."""
        self.last, self.last_s = found.extent, moment.t_s
        self.rows[moment.number] = found

    def leave(self) -> None:
        """Follow the person no further, also when they come into view again."""
        self.is_left = True
        self.let_go()

    def let_go(self) -> None:
        """Stop tracking; the rows so far stay."""
        if self._tracker is not None:
            self._tracker.close()
            self._tracker = None

    def could_be(self, extent: Extent, t_s: float) -> bool:
        """Whether a body of this extent at this time can be this person, by place and size."""
        step = JUMP_SIZES + SPEED_SIZES_PER_S * (t_s - self.last_s)
        ratio = extent.size / self.size
        return self.last.distance(extent) <= step * self.size and 1 / SIZE_RATIO <= ratio <= SIZE_RATIO

    def resembles(self, found: Detection, moment: Moment) -> float:
        """Likeness of somebody's clothes to this person's, 0-1."""
        return likeness(self._clothes, clothes(moment.rgb, found))

    def remember_clothes(self, found: Detection, moment: Moment) -> None:
        """Let the memory of the clothes follow slow changes of light."""
        seen = clothes(moment.rgb, found)
        self._clothes = _CLOTHES_MEMORY * self._clothes + (1 - _CLOTHES_MEMORY) * seen

    def _tracked(self, moment: Moment, others: Sequence[Person]) -> Detection | None:
        assert self._tracker is not None
        found = self._tracker.detect(self._window.view(moment.rgb), moment.t_s)
        return self._nearest([self._window.to_frame(one) for one in found], moment, others)

    def _searched(self, moment: Moment, searcher: Landmarker, others: Sequence[Person]) -> Detection | None:
        """Look about the last place; whoever is found there is tracked in that window from now on."""
        for factor, quarter_turns in SEARCHES:
            window = around(self.last, moment.rgb, factor * self.size).turned(quarter_turns)
            if not window.width or not window.height:
                return None
            seen = [window.to_frame(one) for one in searcher.detect(window.view(moment.rgb))]
            found = self._nearest(seen, moment, others)
            if found is not None:
                self._factor = factor
                self._track_in(window)
                return self._tracked(moment, others) or found
        return None

    def _nearest(self, found: list[Detection], moment: Moment, others: Sequence[Person]) -> Detection | None:
        """The one of those found that can be this person and is nearest to where they were."""
        accepted = [
            one
            for one in found
            if is_body(one)
            and self.could_be(one.extent, moment.t_s)
            and not any(self._is_of(other, one, moment) for other in others)
        ]
        return min(accepted, key=lambda one: self.last.distance(one.extent), default=None)

    def _is_of(self, other: Person, found: Detection, moment: Moment) -> bool:
        theirs = other.resembles(found, moment)
        return theirs >= SAME_CLOTHES and theirs > self.resembles(found, moment) + CLOTHES_MARGIN

    def _keep(self, found: Detection, moment: Moment) -> None:
        self.rows[moment.number] = found
        height, width = moment.rgb.shape[:2]
        extent = found.extent
        offset = ((2 * extent.x - width) / width) ** 2 + ((2 * extent.y - height) / height) ** 2
        since_s = min(moment.t_s - self.last_s, GIVE_UP_S)
        self.weight += since_s * extent.size * float(np.exp(-offset / 2) * found.visibility[CORE].mean())
        self.size += (extent.size - self.size) * min(since_s / SIZE_MEMORY_S, 1.0)
        self.last, self.last_s = extent, moment.t_s

    def _recentre(self, moment: Moment) -> None:
        height, width = moment.rgb.shape[:2]
        if not self._window.holds(self.last, width, height):
            turns = self._window.quarter_turns
            self._track_in(self._window_about(moment).turned(turns))

    def _window_about(self, moment: Moment) -> Window:
        return around(self.last, moment.rgb, self._factor * self.size)

    def _track_in(self, window: Window) -> None:
        self.let_go()
        self._window = window
        self._tracker = Landmarker(self._model_file, track=True)
