"""Joint centres from the markers of optical motion capture, which sit on the skin over bones.

A pair of markers on both sides of a joint gives its centre. Where only the outer one is worn (Plug-in Gait, and
most laboratories once the standing trial is done) the centre lies half the joint's breadth inwards, across the
plane in which the leg bends: that of shank and foot. The centre of the hip comes from the four pelvic markers
by the regression of Harrington et al. 2007 unless the file holds one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from transitions.pose.lab_names import Place, columns_by_place
from transitions.series import INDEX, LANDMARKS, FloatArray

SIDES = ("left", "right")
CORE = ("shoulder", "hip", "knee", "ankle")
"""Without these on both sides no transition can be followed."""

HIP_ACROSS = (0.33, 0.0073)
HIP_BACK = (0.24, 0.0099)
HIP_DOWN = (0.30, 0.0109)
"""Hip centre from the middle of the ASIS: (share, metres) of the pelvis's width to the side and down, of its depth
back (Harrington 2007, doi:10.1016/j.jbiomech.2006.02.003; MRI of 32 people, within 4 to 5 mm)."""

KNEE_HALF_M, ANKLE_HALF_M = 0.055, 0.043
"""From an outer marker's centre to the joint's: half of 9.5 and 7.2 cm across the bones, and the marker's own
radius of 7 mm (engineering values; 1 cm too much tilts a shank by 1.4 degrees)."""

ACROMION_SHARE = 0.17
"""The shoulder's centre lies under the acromion by this share of the distance between the two, as models of the
arm after Rab 2002 have it. It moves along the trunk, so no angle of the trunk hangs on it (provisional)."""

FLAT_FOOT_SINE = 0.4
"""A foot nearer in line with its shank than this (24 degrees) says nothing of the plane they lie in."""

NOSE_AHEAD_M, NOSE_BELOW_M = 0.05, 0.05
"""The nose against the front head markers, which sit over the temples (engineering values)."""

Places = Mapping[Place, FloatArray]


@dataclass(frozen=True, eq=False)
class LabReading:
    """What the markers of a file gave.

    Attributes
    ----------
    landmarks : (n, 33, 3) in metres and the axes of the file; NaN where nothing gives them.
    missing : in words, the joints of `CORE` that could not be built.
    unknown : the marker names that were not understood.
    """

    landmarks: FloatArray
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def landmarks_from_lab_markers(names: list[str], markers_m: FloatArray) -> LabReading:
    """Landmarks from (n, markers, 3) positions in metres, NaN where a marker was not seen."""
    is_seen = [_is_seen(markers_m[:, column]) for column in range(len(names))]
    columns, unknown = columns_by_place(names, is_seen)
    places = {place: markers_m[:, column] for place, column in columns.items()}
    built: dict[Place, FloatArray] = {}
    for side in SIDES:
        built |= _arm(places, side) | _foot(places, side)
    built |= _hips(places)
    built |= _shoulders(places, built)
    for side in SIDES:
        built |= _leg(places, built, side)
    built |= _head(places)
    landmarks = np.full((len(markers_m), len(LANDMARKS), 3), np.nan)
    for (side, part), position in built.items():
        landmarks[:, INDEX[f"{side}_{part}".lstrip("_")]] = position
    missing = tuple(
        f"{side} {part}" for part in CORE for side in SIDES if not _is_seen(built.get((side, part)))
    )
    return LabReading(landmarks, missing, tuple(unknown))


def _is_seen(place: FloatArray | None) -> bool:
    return place is not None and bool(np.isfinite(place).any())


def _middle(*points: FloatArray) -> FloatArray:
    middle: FloatArray = np.mean(points, axis=0)
    return middle


def _first(places: Places, side: str, part: str, *instead: str) -> dict[Place, FloatArray]:
    """The first place that the file holds, as a landmark; the middle of a pair is written ``a+b``."""
    for option in (part, *instead):
        wanted = [(side, name) for name in option.split("+")]
        if all(place in places for place in wanted):
            return {(side, part): _middle(*(places[place] for place in wanted))}
    return {}


def _arm(places: Places, side: str) -> dict[Place, FloatArray]:
    return _first(places, side, "elbow", "elbow_lateral+elbow_medial", "elbow_lateral") | _first(
        places, side, "wrist", "wrist_radius+wrist_ulna", "wrist_radius", "wrist_ulna"
    )


def _foot(places: Places, side: str) -> dict[Place, FloatArray]:
    return _first(places, side, "heel") | _first(
        places, side, "foot_index", "toe_inner+toe_outer", "toe_inner", "toe_outer"
    )


def _shoulders(places: Places, built: Places) -> dict[Place, FloatArray]:
    centres = {(side, "shoulder") for side in SIDES}
    if centres <= places.keys():
        return {place: places[place] for place in centres}
    left, right = (places.get((side, "acromion")) for side in SIDES)
    hips = [built[(side, "hip")] for side in SIDES if (side, "hip") in built]
    if left is None or right is None or not hips:
        return {}
    down = _unit(_middle(*hips) - _middle(left, right))
    drop = ACROMION_SHARE * float(np.nanmedian(np.linalg.norm(left - right, axis=1))) * down
    return {("left", "shoulder"): left + drop, ("right", "shoulder"): right + drop}


def _hips(places: Places) -> dict[Place, FloatArray]:
    """The file's own hip centres, or Harrington's."""
    own = {(side, "hip"): places[(side, "hip")] for side in SIDES if (side, "hip") in places}
    if len(own) == len(SIDES):
        return own
    front = [places.get((side, "asis")) for side in SIDES]
    back = [places[(side, "psis")] for side in SIDES if (side, "psis") in places]
    left, right = front
    if left is None or right is None:
        return {}
    if len(back) < len(SIDES):
        back = [places[("", "sacrum")]] if ("", "sacrum") in places else []
    if not back:
        return {}
    origin = _middle(left, right)
    depth = origin - _middle(*back)
    to_right = _unit(right - left)
    ahead = _unit(depth - np.sum(depth * to_right, axis=1, keepdims=True) * to_right)
    up = _towards(np.cross(to_right, ahead), _above_pelvis(places, origin))
    width_m = float(np.nanmedian(np.linalg.norm(right - left, axis=1)))
    depth_m = float(np.nanmedian(np.linalg.norm(depth, axis=1)))
    across, behind, below = (
        share * size_m + more_m
        for (share, more_m), size_m in ((HIP_ACROSS, width_m), (HIP_BACK, depth_m), (HIP_DOWN, width_m))
    )
    centre = origin - behind * ahead - below * up
    return {("left", "hip"): centre - across * to_right, ("right", "hip"): centre + across * to_right}


def _above_pelvis(places: Places, origin: FloatArray) -> FloatArray:
    above = [p for (_, part), p in places.items() if part in ("acromion", "shoulder")]
    return _middle(*above) - origin if above else np.full_like(origin, np.nan)


def _leg(places: Places, built: Places, side: str) -> dict[Place, FloatArray]:
    """Knee and ankle centres."""
    other = SIDES[1 - SIDES.index(side)]
    inward = _inward(places, built, side, other)
    found: dict[Place, FloatArray] = {}
    for joint, half_m in (("knee", KNEE_HALF_M), ("ankle", ANKLE_HALF_M)):
        centre = places.get((side, joint))
        outer, inner = (places.get((side, f"{joint}_{where}")) for where in ("lateral", "medial"))
        if centre is not None:
            found[side, joint] = centre
        elif outer is not None:
            found[side, joint] = outer + half_m * inward
            if inner is not None:
                paired = _middle(outer, inner)
                found[side, joint] = np.where(np.isfinite(paired), paired, found[side, joint])
    return found


def _inward(places: Places, built: Places, side: str, other: str) -> FloatArray:
    """(n, 3) unit vector from the outer side of the knee to the inner: across shank and foot.

    Across the pelvis where a marker of the foot is missing or the foot points along the shank; NaN without either.
    """
    knee, ankle = places.get((side, "knee_lateral")), places.get((side, "ankle_lateral"))
    if knee is None:
        knee = places.get((side, "knee"))
    if knee is None or ankle is None:
        return np.full((1, 3), np.nan)
    shank = _unit(knee - ankle)
    across_to = places.get((other, "knee_lateral"), built.get((other, "hip"), knee)) - knee
    heel, toe = built.get((side, "heel")), built.get((side, "foot_index"))
    near, far = (built.get((each, "hip")) for each in (side, other))
    by_pelvis = np.full_like(knee, np.nan)
    if near is not None and far is not None:
        by_pelvis = _unit(far - near - np.sum((far - near) * shank, axis=1, keepdims=True) * shank)
    if heel is None or toe is None:
        return by_pelvis
    plane = np.cross(_unit(toe - heel), shank)
    by_foot = _towards(_unit(plane), across_to)
    with np.errstate(invalid="ignore"):
        flat = ~(np.linalg.norm(plane, axis=1, keepdims=True) > FLAT_FOOT_SINE)
    return np.where(flat, by_pelvis, by_foot)


def _head(places: Places) -> dict[Place, FloatArray]:
    """Nose and ears from front and back head markers."""
    if ("", "nose") in places:
        return {("", "nose"): places[("", "nose")]}
    fronts, backs = ([places.get((side, f"head_{where}")) for side in SIDES] for where in ("front", "back"))
    seen = [point for point in (*fronts, *backs) if point is not None]
    if len(seen) < 4:
        return {}
    left_front, right_front, left_back, right_back = seen
    front = _middle(left_front, right_front)
    ahead = _unit(front - _middle(left_back, right_back))
    necks = [p for (_, part), p in places.items() if part in ("acromion", "shoulder")]
    up = _unit(np.cross(right_front - left_front, ahead))
    up = _towards(up, front - _middle(*necks)) if necks else up
    return {
        ("", "nose"): front + NOSE_AHEAD_M * ahead - NOSE_BELOW_M * up,
        ("left", "ear"): _middle(left_front, left_back),
        ("right", "ear"): _middle(right_front, right_back),
    }


def _unit(vectors: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore", divide="ignore"):
        unit: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _towards(vectors: FloatArray, direction: FloatArray) -> FloatArray:
    """The vectors, all turned round if they mostly point away from `direction`: some files are left-handed."""
    along = np.sum(vectors * direction, axis=1)
    along = along[np.isfinite(along)]
    return -vectors if len(along) and float(np.median(along)) < 0 else vectors
