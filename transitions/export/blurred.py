"""Faces made unrecognisable: the followed person's head, or the whole picture where it cannot be placed.

What is taken away does not come back: the head is reduced to a few flat patches that move with it, so that frames of a
video say no more of it than one does. Everything else of a picture stays as it is to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from transitions.series import INDEX, FloatArray, PoseSeries

RgbImage = NDArray[np.uint8]

MIN_VISIBILITY = 0.5
"""Mean visibility of the face's landmarks from which the head counts as placed."""

FACE = slice(INDEX["nose"], INDEX["mouth_right"] + 1)

STATURE_OF = (
    (("left_shoulder", "left_hip"), 0.288),
    (("right_shoulder", "right_hip"), 0.288),
    (("left_hip", "left_knee"), 0.245),
    (("right_hip", "right_knee"), 0.245),
    (("left_knee", "left_ankle"), 0.246),
    (("right_knee", "right_ankle"), 0.246),
)
"""Lengths as shares of a person's height (Drillis and Contini 1966, as in Winter 2009). A limb that points at the
camera looks short, so the second longest tells the size."""

HEAD_HEIGHT = 0.13
"""Chin to crown as a share of the person's height (as above)."""

MARGIN = 1.35
DOUBT_MARGIN = 0.5
"""The ellipse is larger than the head by the first, and by up to so much more the less the landmarks were seen."""

BEYOND_LANDMARKS = 1.3
NARROW = 0.85
"""Width of a head to its height, with hair and a half turn."""

FURTHEST_FROM_SHOULDERS = 0.3
NEAREST_SIZE_PX = 3.0
"""A head further from the shoulders than this share of the person's height is misplaced; a smaller person is unread."""

BODY_MARGIN = 0.06
"""How far beside the landmarks the body reaches, as a share of the person's height."""

HEAD_PATCHES = 3
PICTURE_PATCHES = 12
"""Patches across what is blurred: three by three of a head, twelve on a whole picture's longer side."""

LEVELS = 16
"""Shades that a patch may have."""


@dataclass(frozen=True)
class Head:
    """Where a head is: an ellipse in pixels, its longer axis turned by `turned_deg` from upright, clockwise."""

    x: float
    y: float
    half_width: float
    half_height: float
    turned_deg: float


def blurred(picture: RgbImage, image_px: FloatArray | None, visibility: FloatArray | None) -> RgbImage:
    """A copy in which the face can no longer be told.

    Parameters
    ----------
    picture : (height, width, 3) RGB, upright.
    image_px : (33, 2) or more columns, x and y in pixels of `picture`; NaN where unseen. None: nobody was found.
    visibility : (33,) 0-1, NaN where unseen.

    Returns
    -------
    The picture with the head in patches; all of it in patches where the head cannot be placed (`head_of`).
    """
    head = None if image_px is None or visibility is None else head_of(image_px, visibility)
    if head is None:
        return _patched(picture, PICTURE_PATCHES)
    made = picture.copy()
    height, width = picture.shape[:2]
    reach = int(np.ceil(max(head.half_width, head.half_height))) + 1
    left, top = max(0, round(head.x) - reach), max(0, round(head.y) - reach)
    right, bottom = min(width, round(head.x) + reach), min(height, round(head.y) + reach)
    if left >= right or top >= bottom:
        return _patched(picture, PICTURE_PATCHES)
    inside = _ellipse(head, left, top, right, bottom)
    region = made[top:bottom, left:right]
    region[inside] = _patched(region, HEAD_PATCHES)[inside]
    return made


def blurred_at(picture: RgbImage, pose: PoseSeries | None, row: int | None) -> RgbImage:
    """As `blurred`, by a row of a pose whose picture may be of another size; None where the moment has no row.

    Where other people came into view, everything beside the followed person's body is in patches too: nobody
    looked for their heads.
    """
    if pose is None or row is None or not pose.has_image:
        return blurred(picture, None, None)
    points = pose.image_px[row, :, :2] * (picture.shape[1] / pose.width_px)
    made = blurred(picture, points, pose.visibility[row])
    if pose.people_seen > 1 and head_of(points, pose.visibility[row]) is not None:
        _keep_body_only(made, picture, points)
    return made


def head_of(image_px: FloatArray, visibility: FloatArray) -> Head | None:
    """Where the head is; None where its landmarks are unseen, doubtful, or not where a head can be.

    Parameters are those of `blurred`. The middle is that of the ears, the size the larger one of what the body's
    limbs and the face's own landmarks say.
    """
    points = np.asarray(image_px, dtype=float)[:, :2]
    face, seen = points[FACE], np.asarray(visibility, dtype=float)[FACE]
    if not np.isfinite(face).all() or not np.mean(seen) >= MIN_VISIBILITY:
        return None
    stature = _stature_px(points)
    ears = (points[INDEX["left_ear"]] + points[INDEX["right_ear"]]) / 2
    shoulders = (points[INDEX["left_shoulder"]] + points[INDEX["right_shoulder"]]) / 2
    if not stature * HEAD_HEIGHT >= NEAREST_SIZE_PX:
        return None
    if not np.linalg.norm(ears - shoulders) <= FURTHEST_FROM_SHOULDERS * stature:
        return None
    middle = (ears + face.mean(axis=0)) / 2
    spread = float(np.linalg.norm(face - middle, axis=1).max())
    margin = MARGIN + DOUBT_MARGIN * (1.0 - float(np.mean(seen)))
    half_height = max(margin * HEAD_HEIGHT * stature / 2, BEYOND_LANDMARKS * spread)
    half_width = max(NARROW * half_height, BEYOND_LANDMARKS * spread)
    up = middle - shoulders
    turned_deg = float(np.degrees(np.arctan2(up[0], -up[1])))
    return Head(float(middle[0]), float(middle[1]), half_width, half_height, turned_deg)


def _stature_px(points: FloatArray) -> float:
    """The person's height in pixels as the limbs tell; NaN where fewer than two are seen."""
    told = [
        float(np.linalg.norm(points[INDEX[start]] - points[INDEX[end]])) / share
        for (start, end), share in STATURE_OF
    ]
    known = sorted(length for length in told if np.isfinite(length))
    return known[-2] if len(known) > 1 else float("nan")


def _ellipse(head: Head, left: int, top: int, right: int, bottom: int) -> NDArray[np.bool_]:
    """(bottom - top, right - left) which pixels of this window lie on the head."""
    x, y = np.meshgrid(np.arange(left, right) - head.x, np.arange(top, bottom) - head.y)
    turn = np.radians(head.turned_deg)
    along = x * np.sin(turn) - y * np.cos(turn)
    across = x * np.cos(turn) + y * np.sin(turn)
    inside: NDArray[np.bool_] = (along / head.half_height) ** 2 + (across / head.half_width) ** 2 <= 1.0
    return inside


def _patched(picture: RgbImage, patches: int) -> RgbImage:
    """The picture as so many flat patches on its longer side, in few shades, with soft edges."""
    height, width = picture.shape[:2]
    patch = max(height, width) / patches
    few = (max(1, round(width / patch)), max(1, round(height / patch)))
    step = 256 // LEVELS
    means = cv2.resize(picture, few, interpolation=cv2.INTER_AREA) // step * step + step // 2
    return np.asarray(cv2.resize(means, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _keep_body_only(made: RgbImage, picture: RgbImage, points: FloatArray) -> None:
    """Put everything of `made` in patches but what lies on the followed person's body and about it."""
    known = points[np.isfinite(points).all(axis=1)]
    stature = _stature_px(points)
    body = np.zeros(picture.shape[:2], np.uint8)
    hull = cv2.convexHull(np.rint(known).astype(np.int32))
    cv2.fillConvexPoly(body, hull, 1)
    cv2.polylines(body, [hull], True, 1, max(1, round(2 * BODY_MARGIN * stature)))
    beside = body == 0
    made[beside] = _patched(picture, PICTURE_PATCHES)[beside]
