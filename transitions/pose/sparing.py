"""Which frames the pose model looks at: all of them where something moves, fewer where the picture stands still.

A frame that is passed over gets its row from the two beside it at which the model looked. What that leaves out has a
bound: a point that speeds up by ``a`` strays from the straight line between two looks ``T`` apart by ``a T^2 / 8``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from transitions.pose.camera_motion import box_about, shrunk_by
from transitions.pose.picture_change import compared
from transitions.pose.scenes import ComparedFrame
from transitions.series import FloatArray

STILL_LOOKS_HZ = 7.5
"""Looks a second while somebody stands or sits still."""

LOOKS_HZ = 15.0
"""Looks a second while they move a little: every curve is low-passed at 6 Hz or less (MEASURES: signal handling), which
12 values a second hold. A trunk that is thrown forward (750 degrees/s^2) strays by 0.4 degrees from the line."""

STILL_SHARE = 0.02
LITTLE_SHARE = 0.2
"""Somebody is still, or moves a little, while no more than this share of the box about them changes: reaches and rises
of 14 clips change 0.09 to 0.54 of the person at their fastest (`docs/long.md`). How far curves then lie from those of
every frame, beside how far two passes lie from each other that begin four frames apart: `docs/design.md`."""

STILL_SIZES_S = 0.2
LITTLE_SIZES_S = 0.5
"""Nor does whose fastest joint of trunk or legs went faster than this between the last two looks, in body sizes a
second: in the dark the picture does not show it, and peaks of speed are seen whole. These and the shares are
engineering values, set with clips of `people` and `clips` in view."""

SETTLING_LOOKS = 20
"""So many frames are all looked at where a stretch or a scene begins, or somebody is begun to be tracked: those before
a stretch counts, in which the model's tracking settles (`following.plan.SETTLE_FRAMES`), and a few more. With ten,
knees after the cut of one of two samples were off by over a degree for two seconds (8 % of the clip's frames)."""

Glances = Sequence[ComparedFrame]
Still = Callable[[ComparedFrame, Glances, float], bool]
"""`is_still` of those in view."""


def with_looks(glances: Iterable[ComparedFrame], is_still: Still) -> Iterator[tuple[ComparedFrame, bool]]:
    """Each frame, and whether the pose model looks at it.

    It always looks at the first frame in each 1 / `STILL_LOOKS_HZ` of the clip's clock, so that two stretches of a clip
    look at the same ones, at the first and the last frame of all, and on both sides of a cut.

    Parameters
    ----------
    glances : in order; those of 1 / `STILL_LOOKS_HZ` are held until it is known what comes after them.
    is_still : whether no more than a share changes from a frame through later ones; asked after the look at the first.
    """
    last: ComparedFrame | None = None
    for run in _up_to_slots(glances, STILL_LOOKS_HZ):
        for part in _sparingly(last, run, is_still):
            yield from ((glance, False) for glance in part[:-1])
            yield part[-1], True
        last = run[-1]


def is_still(last: ComparedFrame, later: Glances, share: float, people_px: Sequence[FloatArray]) -> bool:
    """Whether the pictures of some later frames show everybody as one frame does, from where it does.

    Parameters
    ----------
    share : how much of the box about somebody may have changed.
    people_px : (33, 2) or more columns each, the image points of everybody in the first frame. Without anybody nothing
        in the picture may have changed: who comes into it may be small.
    """
    step = shrunk_by(last.frame.rgb)
    boxes = [box_about(points[:, :2] / step) for points in people_px]
    for glance in reversed(later):  # the last is the likeliest to differ
        changed, camera_moved = compared(last.relief, glance.relief)
        if camera_moved or (not boxes and changed.any()):
            return False
        for top, left, bottom, right in boxes:
            about = changed[top:bottom, left:right]
            if np.count_nonzero(about) > share * about.size:
                return False
    return True


def _sparingly(last: ComparedFrame | None, run: Glances, is_still: Still) -> Iterator[Glances]:
    """The frames of a run in parts, of each of which only the last is looked at."""
    if last is None or len(run) == 1 or is_still(last, run, STILL_SHARE):
        yield run
        return
    for part in _up_to_slots(run, LOOKS_HZ, last):
        if len(part) == 1 or is_still(last, part, LITTLE_SHARE):
            yield part
        else:
            yield from ([glance] for glance in part)
        last = part[-1]


def _up_to_slots(
    glances: Iterable[ComparedFrame], rate_hz: float, before: ComparedFrame | None = None
) -> Iterator[list[ComparedFrame]]:
    """Frames in runs, each up to the first in a slot of the clip's clock, the first of a scene or the last before."""
    run: list[ComparedFrame] = []
    for glance in glances:
        begins = before is None or glance.begins_scene
        if begins and run:
            yield run
            run = []
        run.append(glance)
        if begins or _slot(glance, rate_hz) != _slot(before, rate_hz):
            yield run
            run = []
        before = glance
    if run:
        yield run


def _slot(glance: ComparedFrame | None, rate_hz: float) -> int:
    # Frames of 30 a second lie on the edges of slots: times as they are written are a little off.
    return -1 if glance is None else math.floor(glance.frame.t_s * rate_hz + 1e-3)
