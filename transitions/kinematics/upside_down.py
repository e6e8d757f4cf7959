"""Rows in which the pose model sees the body upside down, as it does where a car's roof is taken for legs.

What such rows hold is no measure of anybody: they are kept out of every curve, and say why.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from transitions.kinematics.geometry import midpoint
from transitions.series import INDEX, BoolArray, PoseSeries

UPSIDE_DOWN = "The body is seen upside down here; film from where nothing hides the person."

_KNEES_AND_ANKLES = [INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("knee", "ankle")]


def upside_down(pose: PoseSeries) -> BoolArray:
    """(n,) the rows in which the body is seen upside down; none without a picture.

    Of somebody on their own feet the shoulders never sink to the ankles, however deep the stoop: both are over the same
    floor. A body is upside down where hips to shoulders points down rather than aside (within 45 degrees, so that
    neither somebody lying nor a tilted camera counts) and neither knee nor ankle lies lower than the trunk's middle:
    half a trunk is a margin several times the landmarks' noise, and for cameras that look down on a stoop. Legs
    lifted one at a time do not count.

    Nobody turns over on the way from there into a stoop: the rows up to the next, and from the last, with the
    shoulders above the hips go with them.
    """
    down = pose.image_px[:, :, 1]
    hips, shoulders = (midpoint(pose.image_px, joint) for joint in ("hip", "shoulder"))
    drop, aside = shoulders[:, 1] - hips[:, 1], np.abs(shoulders[:, 0] - hips[:, 0])
    lowest = down[:, _KNEES_AND_ANKLES].max(axis=1)
    over = (drop > aside) & (lowest < hips[:, 1] + drop / 2)
    return _stretches_with(over, drop > 0)


def without(pose: PoseSeries, rows: BoolArray) -> PoseSeries:
    """The pose as if nobody were seen in these rows."""
    if not rows.any():
        return pose
    lost = rows[:, None, None]
    return replace(
        pose,
        image_px=np.where(lost, np.nan, pose.image_px),
        world_m=np.where(lost, np.nan, pose.world_m),
        visibility=np.where(rows[:, None], np.nan, pose.visibility),
    )


def _stretches_with(rows: BoolArray, within: BoolArray) -> BoolArray:
    """(n,) the unbroken stretches of `within` that hold one of `rows`."""
    stretch = np.cumsum(np.diff(within, prepend=False))
    held: BoolArray = within & np.isin(stretch, stretch[rows])
    return held
