"""What stands about somebody on their feet: what in the picture is strange to its rows' ends.

An empty floor before a wall looks alike along a row; a chair, a bench or a box does not. Seen while the person is up,
it tells later whether there was anything where their hips came down (`detect.movement.seat`).
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from transitions.kinematics.scale import trunk_lengths_px
from transitions.pose.detection import TRUNK, Detection, RgbImage
from transitions.series import (
    INDEX,
    SURROUNDINGS_CELLS,
    SURROUNDINGS_TRUNKS,
    SURROUNDINGS_UNKNOWN,
    BoolArray,
    ByteArray,
    FloatArray,
)

LEG_SHARE = 0.94
"""Hip to ankle against thigh and shank together, of somebody who stands: cos(20°), knees within 40° of straight."""

LEAST_LEG_TRUNKS = 1.0
"""Hips at least this far over the ankles in the picture, in trunk lengths. Legs are 1.7 (0.491 of stature to 0.288:
Winter, figure 4.1); who lies, or is seen from far above, tells no rows of floor."""

BESIDE_TRUNKS = (1.3, 2.4)
"""How far to either side of the hips lies what a row is held against: beyond a chair's seat, within the room."""

LEAST_BESIDE_TRUNKS = 0.3
"""Less of an end in the picture, beside the person, is no measure of what is usual in its row."""

UNLIKE = 12.0
"""Distance of colours in 8-bit CIELAB, lightness counted half (shadows), from which something is another thing: noise,
lossy coding and soft shadows stay under it (engineering value)."""

RARE = 0.2
"""A colour is strange to an end of its row when less than this share of it looks so: there is more than wall and floor
at the ends, too."""

ROWS_ABOUT_TRUNKS = 0.2
"""Rows this far above and below are asked as well: where wall and floor meet is not quite level in a hand-held picture.
"""

LIMB_TRUNKS = 0.36
"""Width of the strokes that cover the person: a thigh in trousers is a third of the trunk's length wide
(engineering value)."""

LEAST_BARE = 0.25
"""Less of a cell than this beside the person tells nothing of it."""

LEAST_PERSON = 0.5
"""Where less of the person's own legs differs from beside them, the picture is too dark or flat to tell anything."""

LEAST_TRUNK_PX = 8.0
"""Somebody smaller shows too little."""

_PX = 20
"""Pixels a trunk length in the small picture that is looked at."""

_HALF = BESIDE_TRUNKS[1]
_KEPT = slice(*(round((_HALF + edge) * _PX) for edge in SURROUNDINGS_TRUNKS[1]))
_ENDS = [slice(*sorted(round((_HALF + side * edge) * _PX) for edge in BESIDE_TRUNKS)) for side in (-1.0, 1.0)]

_LIMBS = [
    (INDEX[f"{side}_{upper}"], INDEX[f"{side}_{lower}"])
    for side in ("left", "right")
    for upper, lower in (
        ("shoulder", "elbow"),
        ("elbow", "wrist"),
        ("hip", "knee"),
        ("knee", "ankle"),
        ("ankle", "heel"),
        ("ankle", "foot_index"),
    )
]
_LEGS = [(INDEX[f"{side}_hip"], INDEX[f"{side}_ankle"]) for side in ("left", "right")]


def surroundings(rgb: RgbImage, found: Detection) -> ByteArray | None:
    """How much of each cell about somebody's legs is strange to the ends of its rows.

    Parameters
    ----------
    rgb : the upright frame. found : the person in it, who `stands`.

    Returns
    -------
    (6, 18) 0-254 (all of it is), laid out as `SURROUNDINGS_TRUNKS` says; `SURROUNDINGS_UNKNOWN` where the person covers
    a cell or it lies outside the picture. None where nothing can be told.
    """
    trunk_px = _trunk_px(found)
    points = found.image_px[:, :2]
    hips, ankles = (
        points[[INDEX[f"left_{joint}"], INDEX[f"right_{joint}"]]].mean(axis=0) for joint in ("hip", "ankle")
    )
    corner = np.array([hips[0] - _HALF * trunk_px, ankles[1] - SURROUNDINGS_TRUNKS[0][1] * trunk_px])
    small, inside = _cut_out(rgb, corner, trunk_px / _PX)
    placed = (points - corner) / trunk_px * _PX
    bare = inside & ~_covered(placed, small.shape[:2], _LIMBS, LIMB_TRUNKS, hull=True)
    unlike, known = _unlike_beside(small, bare)
    legs = _covered(placed, small.shape[:2], _LEGS, LIMB_TRUNKS / 3)[:, _KEPT] & known
    if not legs.any() or unlike[legs].mean() < LEAST_PERSON:
        return None
    return _cells(unlike, known & bare[:, _KEPT])


def stands(found: Detection) -> bool:
    """Whether somebody is on straight legs, so that what stands about them can be seen."""
    trunk_px = _trunk_px(found)
    if not trunk_px >= LEAST_TRUNK_PX:
        return False
    shares, heights = [], []
    for side in ("left", "right"):
        hip, knee, ankle = (INDEX[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle"))
        world = found.world_m
        bones = np.linalg.norm(world[hip] - world[knee]) + np.linalg.norm(world[knee] - world[ankle])
        shares.append(np.linalg.norm(world[hip] - world[ankle]) / bones)
        heights.append((found.image_px[ankle, 1] - found.image_px[hip, 1]) / trunk_px)
    return bool(min(shares) >= LEG_SHARE and min(heights) >= LEAST_LEG_TRUNKS)


def _trunk_px(found: Detection) -> float:
    return float(trunk_lengths_px(found.image_px[None], found.world_m[None])[0])


def _cut_out(rgb: RgbImage, corner: FloatArray, step_px: float) -> tuple[NDArray[np.uint8], BoolArray]:
    """The small picture in CIELAB, and which of its pixels lie in the frame."""
    low, top = SURROUNDINGS_TRUNKS[0]
    size = np.array([round(2 * _HALF * _PX), round((top - low) * _PX)])
    height, width = rgb.shape[:2]
    first = np.clip(np.ceil(-corner / step_px), 0, size).astype(int)
    last = np.clip(np.floor((np.array([width, height]) - corner) / step_px), 0, size).astype(int)
    inside = np.zeros((size[1], size[0]), dtype=bool)
    small = np.zeros((*inside.shape, 3), np.uint8)
    begin, end = (np.rint(corner + place * step_px).astype(int) for place in (first, last))
    if (last - first < 2).any() or (end - begin < 2).any():
        return small, inside
    inside[first[1] : last[1], first[0] : last[0]] = True
    part = np.ascontiguousarray(rgb[begin[1] : end[1], begin[0] : end[0]])
    shrunk = cv2.resize(
        part, (int(last[0] - first[0]), int(last[1] - first[1])), interpolation=cv2.INTER_AREA
    )
    small[first[1] : last[1], first[0] : last[0]] = cv2.cvtColor(shrunk, cv2.COLOR_RGB2LAB)
    return small, inside


def _covered(
    placed: FloatArray,
    shape: tuple[int, ...],
    limbs: list[tuple[int, int]],
    width_trunks: float,
    hull: bool = False,
) -> BoolArray:
    """Where the person lies: strokes along the limbs, and the trunk filled."""
    mask = np.zeros(shape, np.uint8)
    points = np.rint(np.clip(placed, -1e4, 1e4)).astype(np.int32)
    for one, other in limbs:
        cv2.line(mask, points[one].tolist(), points[other].tolist(), 1, max(1, round(width_trunks * _PX)))
    if hull:
        cv2.fillConvexPoly(mask, cv2.convexHull(points[TRUNK]), 1)
    return mask > 0


def _unlike_beside(small: NDArray[np.uint8], bare: BoolArray) -> tuple[BoolArray, BoolArray]:
    """Which pixels are strange to both ends of the rows about theirs, and of which rows an end is seen.

    Both (rows, columns) of what is kept of the small picture; `bare` is true where the person is not, of all of it.
    """
    lab = small.astype(np.float32) * np.array([0.5, 1.0, 1.0], np.float32)
    inner = lab[:, _KEPT]
    most_alike = np.zeros(inner.shape[:2])
    known = np.zeros(inner.shape[:2], dtype=bool)
    step = round(ROWS_ABOUT_TRUNKS * _PX)
    for columns in _ENDS:
        for by in (-step, 0, step):
            end, there = (_rows_from(x[:, columns], by) for x in (lab, bare))
            counted = there.sum(axis=1)
            seen = counted >= LEAST_BESIDE_TRUNKS * _PX
            alike = _apart(inner[seen], end[seen]) <= UNLIKE**2
            share = (alike & there[seen][:, None]).sum(axis=2) / counted[seen][:, None]
            most_alike[seen] = np.maximum(most_alike[seen], share)
            known[seen] |= by == 0
    return _without_lines(known & (most_alike < RARE)), known


def _without_lines(marked: BoolArray) -> BoolArray:
    """Only what is two pixels high and wide, 5 cm on most people: no skirting board, no cable."""
    squares = marked[:-1, :-1] & marked[1:, :-1] & marked[:-1, 1:] & marked[1:, 1:]
    kept = np.zeros_like(marked)
    for rows, columns in ((0, 0), (0, 1), (1, 0), (1, 1)):
        kept[rows : rows + len(squares), columns : columns + squares.shape[1]] |= squares
    return kept


def _apart(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """(rows, i, j) squared distances of (rows, i, 3) and (rows, j, 3) colours."""
    products = one @ other.transpose(0, 2, 1)
    squares = [(x**2).sum(axis=2) for x in (one, other)]
    result: NDArray[np.float32] = squares[0][:, :, None] + squares[1][:, None, :] - 2.0 * products
    return result


def _rows_from(rows: NDArray[Any], by: int) -> NDArray[Any]:
    """Row k holds what row k + `by` did; the edge rows repeat."""
    return rows[np.clip(np.arange(len(rows)) + by, 0, len(rows) - 1)]


def _cells(unlike: BoolArray, bare: BoolArray) -> ByteArray:
    rows, columns = SURROUNDINGS_CELLS
    # The small picture's first row is the highest; a cell's first is the lowest.
    each = (rows, unlike.shape[0] // rows, columns, unlike.shape[1] // columns)
    differs, counted = (x[::-1].reshape(each).sum(axis=(1, 3)) for x in (unlike & bare, bare))
    share = differs / np.maximum(counted, 1)
    known = counted >= LEAST_BARE * each[1] * each[3]
    cells: ByteArray = np.where(known, np.rint(share * 254.0), SURROUNDINGS_UNKNOWN).astype(np.uint8)
    return cells
