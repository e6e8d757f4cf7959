"""One person followed through a clip: tracked from frame to frame, searched for when the tracker loses them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from transitions.pose.appearance import clothes, likeness
from transitions.pose.detection import CORE, TRUNK, Detection, Extent, RgbImage
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

_CLOTHES_MEMORY = 0.8


def is_body(found: Detection) -> bool:
    """Whether the model itself believes in the body it returns."""
    return bool(found.presence[CORE].mean() >= LEAST_PRESENCE and found.masked[TRUNK].any())


class Person:
    """Somebody in the clip.

    Attributes
    ----------
    rows : frame number → what was found in it.
    last : where the person was last seen.
    last_s : when.
    size : their extent of late, pixels.
    weight : how much of the clip is theirs: time in view, by size, nearness to the centre and visibility.
    is_left : whether it was decided to follow the person no further.
    """

    def __init__(self, model_file: Path, found: Detection, rgb: RgbImage) -> None:
        self._model_file = model_file
        self._tracker: Landmarker | None = None
        self._window = whole_frame(rgb)
        self._factor = TRACK_FACTOR
        self._clothes = clothes(rgb, found)
        self.rows: dict[int, Detection] = {}
        self.last = found.extent
        self.last_s = -np.inf
        self.size = found.extent.size
        self.weight = 0.0
        self.is_left = False

    @property
    def is_followed(self) -> bool:
        """Whether the person is tracked or searched for on every frame."""
        return self._tracker is not None

    def take_up(self, found: Detection, rgb: RgbImage, t_s: float, number: int, *, close: bool) -> None:
        """Start to track a person just found, in the whole frame or in a window close about them."""
        self.last, self.last_s, self.size = found.extent, t_s, found.extent.size
        self._factor = TRACK_FACTOR
        self._track_in(self._window_about(rgb) if close else whole_frame(rgb))
        tracked = self._tracked(rgb, t_s)
        self._keep(tracked or found, rgb, t_s, number)

    def follow(self, rgb: RgbImage, t_s: float, number: int, searcher: Landmarker) -> None:
        """Find the person in the next frame, or leave the frame without a row."""
        if self._tracker is None:
            return
        found = self._tracked(rgb, t_s)
        if found is None:
            found = self._searched(rgb, t_s, searcher)
        if found is not None:
            self._keep(found, rgb, t_s, number)
            self._recentre(rgb)
        elif t_s - self.last_s > GIVE_UP_S:
            self.let_go()

    def glimpse(self, found: Detection, t_s: float, number: int) -> None:
        """Note where somebody is who is not followed, only counted."""
        self.last, self.last_s = found.extent, t_s
        self.rows[number] = found

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

    def resembles(self, rgb: RgbImage, found: Detection) -> float:
        """Likeness of somebody's clothes to this person's, 0-1."""
        return likeness(self._clothes, clothes(rgb, found))

    def remember_clothes(self, rgb: RgbImage, found: Detection) -> None:
        """Let the memory of the clothes follow slow changes of light."""
        self._clothes = _CLOTHES_MEMORY * self._clothes + (1 - _CLOTHES_MEMORY) * clothes(rgb, found)

    def _tracked(self, rgb: RgbImage, t_s: float) -> Detection | None:
        assert self._tracker is not None
        found = self._tracker.detect(self._window.view(rgb), t_s)
        return self._nearest([self._window.to_frame(one) for one in found], t_s)

    def _searched(self, rgb: RgbImage, t_s: float, searcher: Landmarker) -> Detection | None:
        """Look about the last place; whoever is found there is tracked in that window from now on."""
        for factor, quarter_turns in SEARCHES:
            window = around(self.last, rgb, factor * self.size).turned(quarter_turns)
            if not window.width or not window.height:
                return None
            found = self._nearest([window.to_frame(one) for one in searcher.detect(window.view(rgb))], t_s)
            if found is not None:
                self._factor = factor
                self._track_in(window)
                return self._tracked(rgb, t_s) or found
        return None

    def _nearest(self, found: list[Detection], t_s: float) -> Detection | None:
        """The one of those found that can be this person and is nearest to where they were."""
        accepted = [one for one in found if is_body(one) and self.could_be(one.extent, t_s)]
        return min(accepted, key=lambda one: self.last.distance(one.extent), default=None)

    def _keep(self, found: Detection, rgb: RgbImage, t_s: float, number: int) -> None:
        self.rows[number] = found
        height, width = rgb.shape[:2]
        extent = found.extent
        offset = ((2 * extent.x - width) / width) ** 2 + ((2 * extent.y - height) / height) ** 2
        since_s = min(t_s - self.last_s, GIVE_UP_S)
        self.weight += since_s * extent.size * float(np.exp(-offset / 2) * found.visibility[CORE].mean())
        self.size += (extent.size - self.size) * min(since_s / SIZE_MEMORY_S, 1.0)
        self.last, self.last_s = extent, t_s

    def _recentre(self, rgb: RgbImage) -> None:
        height, width = rgb.shape[:2]
        if not self._window.holds(self.last, width, height):
            turns = self._window.quarter_turns
            self._track_in(self._window_about(rgb).turned(turns))

    def _window_about(self, rgb: RgbImage) -> Window:
        return around(self.last, rgb, self._factor * self.size)

    def _track_in(self, window: Window) -> None:
        self.let_go()
        self._window = window
        self._tracker = Landmarker(self._model_file, track=True)
