"""Which TRC marker stands for which landmark, in the naming of OpenCap, Pose2Sim, Sports2D and this program.

Video keypoints are named alike by all (``RShoulder``, ``LBigToe``; BlazePose exports ``right_shoulder``).
OpenCap adds anatomical markers that a network infers (``r_shoulder_study``, ``r_mknee_study``); they stand in
where the keypoint is missing, a joint centre being the middle of its two sides.
"""

from __future__ import annotations

import re

import numpy as np

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

_ANATOMICAL = {
    "shoulder": ("_shoulder_study",),
    "elbow": ("_lelbow_study", "_melbow_study"),
    "wrist": ("_lwrist_study", "_mwrist_study"),
    "hip": ("HJC_study",),
    "knee": ("_knee_study", "_mknee_study"),
    "ankle": ("_ankle_study", "_mankle_study"),
    "heel": ("_calc_study",),
    "foot_index": ("_toe_study",),
}
"""Landmark → OpenCap's inferred markers (preceded by r or L, and R in ``RHJC_study``) to be averaged."""


def landmarks_from_markers(names: list[str], markers: FloatArray) -> FloatArray:
    """(n, 33, 3) landmarks from (n, markers, 3) positions; NaN where the file has no such marker."""
    column = {_plain(name): i for i, name in reversed(list(enumerate(names)))}
    result = np.full((len(markers), len(LANDMARKS), 3), np.nan)
    for i, landmark in enumerate(LANDMARKS):
        for alternative in _alternatives(landmark):
            wanted = [_plain(name) for name in alternative]
            if all(name in column for name in wanted):
                result[:, i] = markers[:, [column[name] for name in wanted]].mean(axis=1)
                break
    return result


def _alternatives(landmark: str) -> list[tuple[str, ...]]:
    """Sets of marker names that give the landmark, the preferred one first."""
    found: list[tuple[str, ...]] = [(landmark,)]
    side, _, joint = landmark.partition("_")
    if side in ("left", "right"):
        letter = side[0].upper()
        if joint in _KEYPOINTS:
            found.append((letter + _KEYPOINTS[joint],))
        if joint in _ANATOMICAL:
            found.append(tuple(letter + name for name in _ANATOMICAL[joint]))
    elif landmark.startswith("mouth_"):
        found.append((landmark.removeprefix("mouth_")[0].upper() + "Mouth",))
    return found


def _plain(name: str) -> str:
    """Spelling without case and punctuation: exporters differ in both, and add a subject (``P1:RHip``)."""
    return re.sub(r"[^a-z0-9]", "", name.rpartition(":")[2].lower())
