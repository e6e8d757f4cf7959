"""Which TRC marker stands for which landmark, in the naming of OpenCap, Pose2Sim, Sports2D and this program.

Video keypoints are named alike by all (``RShoulder``, ``LBigToe``; BlazePose exports ``right_shoulder``) and are
joint centres. A laboratory's ``L_Knee`` is a marker on the skin and spelt the same but for the underscore, so a
file with pelvic markers of its own is left to `lab_markers`, and so is one without all the joints.
"""

from __future__ import annotations

import re

import numpy as np

from transitions.pose.lab_names import without_subject
from transitions.series import LANDMARKS, FloatArray

_KEYPOINTS = {
    "shoulder": "Shoulder",
    "elbow": "Elbow",
    "wrist": "Wrist",
    "hip": "Hip",
    "knee": "Knee",
    "ankle": "Ankle",
    "heel": "Heel",
    "foot_index": "BigToe",
    "eye_inner": "EyeInner",
    "eye": "Eye",
    "eye_outer": "EyeOuter",
    "ear": "Ear",
    "pinky": "Pinky",
    "index": "Index",
    "thumb": "Thumb",
}
"""Landmark → keypoint name, to be preceded by L or R (HALPE_26, COCO_17, COCO_133, BODY_25B, BlazePose)."""

_CORE = {f"{side}_{joint}" for side in ("left", "right") for joint in ("shoulder", "hip", "knee", "ankle")}
_PELVIC = re.compile(r"[lr](asis?|psis?|ias|ips)|[lr]hjc")
"""Markers that only a laboratory puts on (OpenCap's inferred ones end in ``study``)."""


def landmarks_from_markers(names: list[str], markers: FloatArray) -> FloatArray | None:
    """(n, 33, 3) landmarks from (n, markers, 3) positions; NaN where the file has no such marker.

    None when these are not the keypoints of a person: a joint is missing, or it is a laboratory's file.
    """
    names = without_subject(names)
    if any(_PELVIC.fullmatch(_plain(name)) for name in names):
        return None
    column = {_plain(name): i for i, name in reversed(list(enumerate(names)))}
    result = np.full((len(markers), len(LANDMARKS), 3), np.nan)
    found: set[str] = set()
    for i, landmark in enumerate(LANDMARKS):
        for alternative in _alternatives(landmark):
            if _plain(alternative) in column:
                result[:, i] = markers[:, column[_plain(alternative)]]
                found.add(landmark)
                break
    return result if found.issuperset(_CORE) else None


def _alternatives(landmark: str) -> list[str]:
    """Names of the landmark, the preferred one first."""
    found = [landmark]
    side, _, joint = landmark.partition("_")
    if side in ("left", "right"):
        letter = side[0].upper()
        if joint in _KEYPOINTS:
            found.append(letter + _KEYPOINTS[joint])
    elif landmark.startswith("mouth_"):
        found.append(landmark.removeprefix("mouth_")[0].upper() + "Mouth")
    return found


def _plain(name: str) -> str:
    """Spelling without case and punctuation: exporters differ in both, and add a subject (``P1:RHip``)."""
    return re.sub(r"[^a-z0-9]", "", name.rpartition(":")[2].lower())
