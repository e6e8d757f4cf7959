"""Whether the person is whole in the picture, from where the landmarks lie; and whether the picture rests.

The pose model always returns a whole body: what it cannot see it places where it would be, beyond the picture's
edge or huddled against it, and may still call it visible. So the edge decides, not the model's visibility.
"""

from __future__ import annotations

import numpy as np

from transitions.series import INDEX, BoolArray, PoseSeries

HEAD_TO_ANKLES = [INDEX["nose"]] + [
    INDEX[f"{side}_{part}"]
    for part in ("ear", "shoulder", "hip", "knee", "ankle")
    for side in ("left", "right")
]

MARGIN_SHARE = 0.02
"""Nearer to the picture's edge than this share of its shorter side a landmark counts as cut off (engineering
value: the crown is farther from the ears and the sole from the ankle than this, in any picture that holds them)."""


def whole_body_rows(pose: PoseSeries) -> BoolArray:
    """(n,) whether head to ankles lie inside the picture; false where the person is unseen.

    True wherever the person is seen when there is no picture (landmarks from a file).
    """
    if not pose.has_image:
        return pose.seen
    margin = MARGIN_SHARE * min(pose.width_px, pose.height_px)
    x, y = np.moveaxis(pose.image_px[:, HEAD_TO_ANKLES, :2], -1, 0)
    with np.errstate(invalid="ignore"):
        across = (x >= margin) & (x <= pose.width_px - margin)
        down = (y >= margin) & (y <= pose.height_px - margin)
    whole: BoolArray = (across & down).all(axis=1)
    return whole


def whole_body_share(pose: PoseSeries) -> float:
    """Share of the frames with the person in which they are whole in the picture; 0 when never seen."""
    seen = pose.seen
    return float(whole_body_rows(pose)[seen].mean()) if seen.any() else 0.0


def camera_travel_share(pose: PoseSeries) -> float:
    """How far the camera's own motion carried the picture, as a share of its shorter side; 0 when unmeasured.

    The longer side of the box about the background's places, without their outermost hundredths.
    """
    if pose.camera_shift_px is None or not len(pose) or not pose.has_image:
        return 0.0
    low, high = np.percentile(pose.camera_shift_px, [1.0, 99.0], axis=0)
    return float(np.max(high - low)) / min(pose.width_px, pose.height_px)
