"""The 33 landmarks of a pose: their names, their order, and which is whose twin."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

LANDMARKS = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
"""The 33 BlazePose landmarks in the order the model returns them; left and right are the person's own."""

INDEX: Mapping[str, int] = {name: i for i, name in enumerate(LANDMARKS)}

MIRROR = np.array(
    [INDEX[name.replace("left", "#").replace("right", "left").replace("#", "right")] for name in LANDMARKS]
)
"""Index that exchanges every left landmark with its right twin."""
