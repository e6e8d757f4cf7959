"""Where another scene begins: all of the picture is another from one frame to the next, and stays so.

A cut is told from all else that changes a whole picture. A light that is switched leaves the relief of the picture as
it was (`picture_change`). A camera that is bumped, turned or carried still shows a part of what it showed, displaced,
turned or nearer: details are found again in one arrangement. Somebody close before the lens, a flash or a hand over
it goes, and the scene is there again. A camera that is swung changes the picture again and again, a cut once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import cv2
import numpy as np

from transitions.pose import TimedFrame
from transitions.pose.camera_motion import GreyImage, shrunk_by, small_grey
from transitions.pose.picture_change import Relief, changed_cells, relief

MOST_ALIKE = 0.5
"""Pictures on two sides of a cut correlate no more than this, their light taken out. Of 286 pairs of pictures from 26
clips (rendered and filmed) the middle one correlates 0.05, 99 of 100 at most 0.37, the most alike 0.50; of two
frames of one clip a fifth of a second apart the least alike correlate 0.60, a thirtieth apart 0.86."""

LEAST_FALL = 0.3
"""By so much less alike are they than the frames on either side among themselves (engineering value)."""

LEAST_CHANGED_SHARE = 0.2
"""So much of the picture changes at a cut: between those clips a quarter at least, within one, a fifth of a second
apart, 0.19 at most. Somebody before a bare wall can be all there is to correlate, but not all of the picture."""

BLANK_CONTRAST = 0.05
"""Standard deviation of the relief under which a picture shows nothing to be compared: dark, blinded, or covered. Those
clips have 0.12 at least (engineering value)."""

LEAST_DETAILS = 7
"""So many details found again in one arrangement show the same scene, however the camera moved. Between those clips at
most 6 are found (638 pairs); from the first to the last frame of one, turned by 6 degrees and shifted by a tenth,
14 at least."""

LOOK_AHEAD = 12
"""Frames after a cut that must not show the scene before it, nor any as many before: a scene of fewer frames is not
told from somebody who passes close by. With the frames before it they fit into what two
stretches share (`following.plan.SETTLE_FRAMES`), so that a cut anywhere is told by one of them."""

LOOK_BACK = 3
"""Frames before a cut that are known when it is told."""

_DETAIL_SIDE_PX = 400
_MOST_DETAILS = 300
_DETAIL_CONTRAST = 0.02
_CLEARLY_NEAREST = 0.8
"""How details are looked for (SIFT; Lowe, Int J Comput Vis 2004, whose ratio of the nearest to the next is 0.8)."""

_ARRANGED_PX = 2.0
_MOST_ZOOM = 1.6
_MOST_TURN_DEG = 25.0
"""Details lie in one arrangement that a shift, a turn and a change of size within these bounds carry to within so many
pixels of each other."""


class ComparedFrame:
    """A frame and what is compared of it, each made when first asked for.

    Attributes
    ----------
    begins_scene : whether another scene begins with it.
    """

    def __init__(self, frame: TimedFrame) -> None:
        self.frame = frame
        self.begins_scene = False

    @cached_property
    def grey(self) -> GreyImage:
        """The frame small and grey, as `camera_motion` follows it."""
        return small_grey(self.frame.rgb, shrunk_by(self.frame.rgb))

    @cached_property
    def relief(self) -> Relief:
        """What is compared first: the small picture without its light."""
        return relief(self.grey)

    @cached_property
    def is_blank(self) -> bool:
        """Whether it shows nothing to be compared."""
        return float(self.relief.std()) < BLANK_CONTRAST

    @cached_property
    def details(self) -> tuple[Sequence[Any], Any]:
        """Key points and their descriptions."""
        rgb = self.frame.rgb
        grey = small_grey(rgb, max(1, round(max(rgb.shape[:2]) / _DETAIL_SIDE_PX)))
        finder = cv2.SIFT_create(_MOST_DETAILS, contrastThreshold=_DETAIL_CONTRAST)  # type: ignore[attr-defined]
        points, described = finder.detectAndCompute(grey, None)
        return points, described

    def likeness(self, other: ComparedFrame) -> float:
        """Correlation of two reliefs, 1 for the same."""
        return _correlation(self.relief, other.relief)


def with_scene_starts(frames: Iterable[TimedFrame]) -> Iterator[ComparedFrame]:
    """Each frame, and whether another scene begins with it.

    Where all of a picture is another, `LOOK_AHEAD` frames are read before it is told; else none.

    Parameters
    ----------
    frames : upright, of one size, in order.
    """
    source = iter(frames)
    ahead: deque[ComparedFrame] = deque()
    past: deque[ComparedFrame] = deque(maxlen=LOOK_BACK)
    shown: deque[Relief] = deque(maxlen=LOOK_AHEAD)
    while True:
        now = ahead.popleft() if ahead else next((ComparedFrame(frame) for frame in source), None)
        if now is None:
            return
        if not now.is_blank:
            anchor = _last_unlike(past, now)
            if anchor is not None:
                _read_ahead(source, ahead)
                after = [one for one in ahead if not one.is_blank]
                mixed = len(past) - 1 - anchor
                now.begins_scene = _is_cut([*past][: anchor + 1], now, after) and not _come_back(
                    [*shown][: len(shown) - mixed], [now, *after]
                )
            if now.begins_scene:
                past.clear()
                shown.clear()
            past.append(now)
            shown.append(now.relief)
        yield now


def _read_ahead(source: Iterator[TimedFrame], ahead: deque[ComparedFrame]) -> None:
    while len(ahead) < LOOK_AHEAD:
        frame = next(source, None)
        if frame is None:
            return
        ahead.append(ComparedFrame(frame))


def _last_unlike(past: Sequence[ComparedFrame], now: ComparedFrame) -> int | None:
    """Which of the frames before shows another scene, if any seems to: the last one, or the one before.

    Frames of another rate, or of lines shown in turn, have a picture at a cut that mixes both sides.
    """
    if past and past[-1].likeness(now) < MOST_ALIKE:
        return len(past) - 1
    if len(past) > 1 and past[-2].likeness(now) < MOST_ALIKE < past[-2].likeness(past[-1]):
        return len(past) - 2
    return None


def _is_cut(before: Sequence[ComparedFrame], now: ComparedFrame, after: Sequence[ComparedFrame]) -> bool:
    """Whether the scene of the last frame `before` is gone with this one.

    Parameters
    ----------
    before : frames up to the last of the old scene, one at least. after : those that follow on `now`.
    """
    last = before[-1]
    if not after:
        return False
    least_alike = max(MOST_ALIKE, last.likeness(now) + LEAST_FALL)
    around = [(now, after[0]), *([(before[-2], last)] if len(before) > 1 else [])]
    if any(one.likeness(other) < least_alike and not _share_details(one, other) for one, other in around):
        return False
    if changed_cells(last.relief, now.relief).mean() < LEAST_CHANGED_SHARE:
        return False
    following = [now, *after]
    if any(last.likeness(one) >= MOST_ALIKE for one in following):
        return False
    return not any(_share_details(last, one) for one in following)


def _come_back(shown: Iterable[Relief], following: Sequence[ComparedFrame]) -> bool:
    """Whether what was shown of late is shown again: somebody before the lens was all of the picture meanwhile."""
    return any(_correlation(each, one.relief) >= MOST_ALIKE for each in shown for one in following)


def _correlation(one: Relief, other: Relief) -> float:
    return float(np.vdot(one, other) / max(1e-9, float(np.sqrt(np.vdot(one, one) * np.vdot(other, other)))))


def _share_details(one: ComparedFrame, other: ComparedFrame) -> bool:
    """Whether details of one picture are found again in the other, in one arrangement."""
    (points, described), (other_points, other_described) = one.details, other.details
    if min(len(points), len(other_points)) < LEAST_DETAILS:
        return False
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(described, other_described, k=2)
    clear = [pair[0] for pair in pairs if pair[0].distance < _CLEARLY_NEAREST * pair[1].distance]
    if len(clear) < LEAST_DETAILS:
        return False
    places = np.array([points[match.queryIdx].pt for match in clear], np.float32)
    others = np.array([other_points[match.trainIdx].pt for match in clear], np.float32)
    found: tuple[Any, Any] = cv2.estimateAffinePartial2D(places, others, ransacReprojThreshold=_ARRANGED_PX)
    carried, inside = found
    if carried is None:
        return False
    zoom, turn_deg = (
        float(np.hypot(carried[0, 0], carried[1, 0])),
        float(np.degrees(np.arctan2(carried[1, 0], carried[0, 0]))),
    )
    if not 1 / _MOST_ZOOM < zoom < _MOST_ZOOM or abs(turn_deg) > _MOST_TURN_DEG:
        return False
    # A place described twice (as more than one direction) counts once.
    return len(np.unique(np.round(others[inside[:, 0] > 0]), axis=0)) >= LEAST_DETAILS
