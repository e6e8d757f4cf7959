"""One clip as every detector reads it: what several of them need is worked out once, when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from transitions.detect.movement import Movements
from transitions.kinematics.filters import fill_gaps, low_pass
from transitions.kinematics.geometry import midpoint
from transitions.kinematics.scale import pixels_per_metre, trunk_length_m
from transitions.series import INDEX, FloatArray, Kinematics

DEPTH_WEIGHT = 0.3
"""The pose model's depth wanders several times as far as its image plane (engineering value, provisional)."""

STROKE_CUTOFF_HZ = 4.0
"""Passes a stroke of 0.4 s; jitter of the landmarks lies above."""

MAX_BRIDGE_S = 0.4
"""Detectors ask where a hand went, not how fast it was there: they bridge longer gaps than measures do."""


@dataclass(frozen=True, eq=False)
class ClipMotion:
    """The curves of a clip, what the movement networks find in it, and where the body's parts are.

    Places are in trunk lengths, which takes out the camera's distance and the person's size; NaN where unseen.
    """

    kinematics: Kinematics
    movements: Movements

    @property
    def t_s(self) -> FloatArray:
        """(n,) seconds of the rows."""
        return self.kinematics.t_s

    @cached_property
    def trunk_length_m(self) -> float:
        """Median distance from hip midpoint to shoulder midpoint; NaN when never seen."""
        return trunk_length_m(self.kinematics.pose.world_m)

    @cached_property
    def body_points(self) -> FloatArray:
        """(n, 33, 3) places from the hip midpoint: walking across the room is taken out.

        Depth is weighted down where it comes from an image, and counts in full where it was measured in the room.
        """
        pose = self.kinematics.pose
        weights = np.array([1.0, 1.0, DEPTH_WEIGHT if pose.has_image else 1.0])
        return self._smooth(
            (pose.world_m - midpoint(pose.world_m, "hip")[:, None]) / self.trunk_length_m * weights
        )

    @cached_property
    def scene_points(self) -> FloatArray:
        """(n, 33, d) places in the picture (d = 2), or in the room without one (d = 3).

        The camera's own motion is taken out.
        """
        pose = self.kinematics.pose
        if pose.has_image:
            return self._smooth(pose.scene_px / (self.trunk_length_m * pixels_per_metre(pose)))
        return self._smooth(pose.world_m / self.trunk_length_m)

    def body_point(self, landmark: str) -> FloatArray:
        """(n, 3) of `body_points`."""
        return self.body_points[:, INDEX[landmark]]

    def _smooth(self, points: FloatArray) -> FloatArray:
        return low_pass(self.t_s, fill_gaps(self.t_s, points, MAX_BRIDGE_S), STROKE_CUTOFF_HZ)
