"""One person followed through a clip: tracked from frame to frame, searched for when the tracker loses them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from transitions.pose.appearance import SAME_CLOTHES, clothes, likeness
from transitions.pose.between import with_rows_between
from transitions.pose.detection import CORE, TRUNK, Detection, TimedImage
from transitions.pose.mediapipe import Landmarker
from transitions.pose.models import PoseModels
from transitions.pose.sighted import Sighted
from transitions.pose.surroundings import stands, surroundings
from transitions.pose.tracker import Tracker
from transitions.pose.whereabouts import Whereabouts
from transitions.pose.window import Window, around, whole_frame
from transitions.series import ByteArray

TRACK_SIZES = 2.6
"""Side of the window in which a person is tracked, in body sizes: room for a step and a reach."""

SEARCHES = ((1.5, 0), (2.4, 0), (1.5, 2), (1.5, 1), (1.5, 3))
"""Where a lost person is looked for: side of the window in body sizes about the last place, and its quarter
turns. A head held low is found upside down."""

LOOK_AROUND_S = 0.5
"""How often what stands about somebody on their feet is looked at: what they sit on is there for seconds before."""

GIVE_UP_S = 1.0
"""After this long unseen the person is no longer searched for on every frame, only looked for now and then."""

LEAST_PRESENCE = 0.5
"""Mean presence of trunk and leg landmarks under which the model itself doubts that anybody is there."""

SOUND_PRESENCE = (0.9, 0.3)
SOUND_MASKED = 0.6
SOUND_VISIBILITY = 0.6
"""What a body found by search must show: mean and least presence, share of landmarks on the person's own pixels,
mean visibility. Set on crops of the calibration clips, turned or not, so that nearly every body found passes and
those that lie off the tracked pose are rarer among them (engineering values, provisional)."""

CLOTHES_MARGIN = 0.15
NEAR_SIZES = 0.6
"""A body is somebody else's when they were this near and their clothes match it better by this much. Farther off
the place tells people apart, and better: colours change as people walk from shade into light."""

CLOTHES_MEMORY_S = 2.0
"""Time in which the memory of the clothes follows the light."""


def is_body(found: Detection) -> bool:
    """Whether the model itself believes in the body it returns."""
    return bool(found.presence[CORE].mean() >= LEAST_PRESENCE and found.masked[TRUNK].any())


def is_sound(found: Detection) -> bool:
    """Whether a body found where the tracker saw nobody is good enough to be measured."""
    mean, least = SOUND_PRESENCE
    return bool(
        found.presence.mean() >= mean
        and found.presence.min() >= least
        and found.masked.mean() >= SOUND_MASKED
        and found.visibility.mean() >= SOUND_VISIBILITY
    )


class PersonTrack:
    """Somebody in the clip.

    The tracker works as the pose model's own does, in the whole frame where it can. While it sees nobody, a
    second one stands in where a search of turned and closer windows finds the person.

    Parameters
    ----------
    models : where its trackers come from.
    found, moment : where and when they were first found.

    Attributes
    ----------
    rows : frame number → what was found in it.
    last : where they were last seen.
    surroundings : frame number → what stood about them, looked at every `LOOK_AROUND_S` while they stand.
    weights, weight : how much of the clip is theirs, frame by frame and in all: time in view (or hidden, up to
        `GIVE_UP_S`), by size, nearness to the centre and visibility.
    is_left : whether it was decided to follow the person no further.
    """

    def __init__(self, models: PoseModels, found: Detection, moment: TimedImage) -> None:
        self._models = models
        self._tracker: Tracker | None = None
        self._stand_in: Tracker | None = None
        self._clothes = self._first_clothes = clothes(moment.rgb, found)
        self._first = Whereabouts.first(found.extent, moment.t_s)
        self._tracked_last = self.last = Whereabouts.first(found.extent, moment.t_s)
        self.rows: dict[int, Detection] = {}
        self.surroundings: dict[int, ByteArray] = {}
        self._look_around = -1
        self.weights: dict[int, float] = {}
        self.weight = 0.0
        self.is_left = False

    @property
    def is_followed(self) -> bool:
        """Whether the person is tracked or searched for on every frame."""
        return self._tracker is not None

    def take_up(self, found: Detection, moment: TimedImage, *, close: bool) -> None:
        """Start to track a person just found, in the whole frame or in a window close about them."""
        self.let_go()
        hidden_since_s = self.last.t_s
        self._tracked_last = self.last = Whereabouts.first(found.extent, moment.t_s)
        window = self._window_about(moment) if close else whole_frame(moment.rgb)
        self._tracker = Tracker(self._models.tracker(), window)
        tracked = self._nearest(self._tracker.detect(moment), moment, (), self._tracked_last)
        self._keep(tracked or found, moment, moment.t_s - hidden_since_s)

    def follow(self, moment: TimedImage, searcher: Landmarker, others: Sequence[PersonTrack]) -> None:
        """Find the person in the next frame, or leave the frame without a row.

        `others` are the people known beside them: a body in their clothes is not this person's.
        """
        if self._tracker is None:
            return
        seen = self._tracker.detect(moment)
        since_s = moment.t_s - self.last.t_s
        found = self._nearest(seen, moment, others, self._tracked_last)
        if found is not None:
            self._tracked_last = self._tracked_last.moved(found.extent, moment.t_s)
            self._dismiss_stand_in()
        else:
            found = self._stood_in(moment, others) or self._searched(moment, searcher, others)
        if found is not None:
            self._keep(found, moment, since_s)
            self._recentre(moment, strayed=bool(seen) and self._stand_in is not None)
        elif since_s > GIVE_UP_S:
            self.let_go()

    def glimpse(self, found: Detection, moment: TimedImage) -> None:
        """Note where somebody is who is not followed, only counted."""
        self.last = Whereabouts.first(found.extent, moment.t_s)
        self.rows[moment.number] = found

    def leave(self) -> None:
        """Follow the person no further, also when they come into view again."""
        self.is_left = True
        self.let_go()

    def let_go(self) -> None:
        """Stop tracking; the rows so far stay."""
        self._dismiss_stand_in()
        if self._tracker is not None:
            self._tracker.close()
            self._tracker = None

    def sighted(self, looked_at: Sequence[int], t_s: Sequence[float]) -> Sighted:
        """What is kept of the person when the frames are gone, rows of frames passed over included.

        Parameters
        ----------
        looked_at : numbers of the frames at which the model looked. t_s : the time of each frame.
        """
        return Sighted(
            with_rows_between(self.rows, looked_at, t_s),
            self.weights,
            self.surroundings,
            self._first,
            self.last,
            self._first_clothes,
            self._clothes,
        )

    def resembles(self, found: Detection, moment: TimedImage) -> float:
        """Likeness of somebody's clothes to this person's, 0-1."""
        return likeness(self._clothes, clothes(moment.rgb, found))

    def _stood_in(self, moment: TimedImage, others: Sequence[PersonTrack]) -> Detection | None:
        if self._stand_in is None:
            return None
        sound = [one for one in self._stand_in.detect(moment) if is_sound(one)]
        return self._nearest(sound, moment, others, self.last)

    def _searched(
        self, moment: TimedImage, searcher: Landmarker, others: Sequence[PersonTrack]
    ) -> Detection | None:
        """Look about the last place; a stand-in tracks whoever is found there from now on."""
        for sizes, quarter_turns in SEARCHES:
            window = around(self.last.extent, moment.rgb, sizes * self.last.size).turned(quarter_turns)
            if not window.width or not window.height:
                return None
            seen = [window.to_frame(one) for one in searcher.detect(window.view(moment.rgb))]
            found = self._nearest([one for one in seen if is_sound(one)], moment, others, self.last)
            if found is not None:
                self._dismiss_stand_in()
                self._stand_in = Tracker(self._models.tracker(), window)
                return self._stood_in(moment, others) or found
        return None

    def _nearest(
        self, found: list[Detection], moment: TimedImage, others: Sequence[PersonTrack], last: Whereabouts
    ) -> Detection | None:
        """The one of those found that can be this person and is nearest to where they were."""
        accepted = [
            one
            for one in found
            if is_body(one)
            and last.allow(one.extent, moment.t_s)
            and not any(self._is_of(other, one, moment) for other in others)
        ]
        return min(accepted, key=lambda one: last.extent.distance(one.extent), default=None)

    def _is_of(self, other: PersonTrack, found: Detection, moment: TimedImage) -> bool:
        """Whether a body near another person is theirs by its clothes."""
        if other.last.extent.distance(found.extent) > NEAR_SIZES * other.last.size:
            return False
        theirs = other.resembles(found, moment)
        return theirs >= SAME_CLOTHES and theirs > self.resembles(found, moment) + CLOTHES_MARGIN

    def _keep(self, found: Detection, moment: TimedImage, since_s: float) -> None:
        self.rows[moment.number] = found
        height, width = moment.rgb.shape[:2]
        extent = found.extent
        offset = ((2 * extent.x - width) / width) ** 2 + ((2 * extent.y - height) / height) ** 2
        prominence = extent.size * float(np.exp(-offset / 2) * found.visibility[CORE].mean())
        self.weights[moment.number] = min(since_s, GIVE_UP_S) * prominence
        self.weight += self.weights[moment.number]
        self.last = self.last.moved(extent, moment.t_s)
        share = min(since_s / CLOTHES_MEMORY_S, 1.0)
        self._clothes = (1 - share) * self._clothes + share * clothes(moment.rgb, found)
        self._see_around(found, moment)

    def _see_around(self, found: Detection, moment: TimedImage) -> None:
        """Once in each `LOOK_AROUND_S` of the clip's clock: wherever a stretch of it begins, alike."""
        turn = int(moment.t_s / LOOK_AROUND_S)
        if turn == self._look_around or not stands(found):
            return
        self._look_around = turn
        if (seen := surroundings(moment.rgb, found)) is not None:
            self.surroundings[moment.number] = seen

    def _recentre(self, moment: TimedImage, *, strayed: bool) -> None:
        """Move the windows along with the person; call a tracker back that `strayed` to somebody else."""
        height, width = moment.rgb.shape[:2]
        assert self._tracker is not None
        if strayed or not self._tracker.window.holds(self.last.extent, width, height):
            self._tracker.close()
            self._tracker = Tracker(self._models.tracker(), self._window_about(moment))
            self._tracked_last = self.last
        if self._stand_in is not None and not self._stand_in.window.holds(self.last.extent, width, height):
            turned = self._window_about(moment).turned(self._stand_in.window.quarter_turns)
            self._dismiss_stand_in()
            self._stand_in = Tracker(self._models.tracker(), turned)

    def _window_about(self, moment: TimedImage) -> Window:
        return around(self.last.extent, moment.rgb, TRACK_SIZES * self.last.size)

    def _dismiss_stand_in(self) -> None:
        if self._stand_in is not None:
            self._stand_in.close()
            self._stand_in = None
