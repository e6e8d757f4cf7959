"""Angles of a landmark file without a picture: straight geometry.

Such files come mostly from several cameras or markers and hold joint centres, not what one camera's pose
model guesses of depth, so the networks' corrections would be wrong there.
"""

from __future__ import annotations

import numpy as np

from transitions.kinematics.geometry import (
    joint_flexion_deg,
    signed_view_deg,
    trunk_inclination_deg,
    trunk_twist_deg,
)
from transitions.kinematics.networks.network import OUTPUTS
from transitions.series import FloatArray

SAGITTAL_U_DEG = 5.0
"""Joint angles from several cameras err by about 4.5 degrees against markers (OpenCap's abstract); provisional."""

TWIST_U_DEG = 8.0
"""Shoulder points move with the arms, not only with the thorax; provisional."""


def geometric_outputs(world_m: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Outputs of (n, 33, 3) landmarks and their uncertainty, (n, 10) each in the order of `OUTPUTS`.

    NaN where a landmark is missing, and for what points cannot show: the spine's bend and the pelvis's tilt.
    """
    view = np.radians(signed_view_deg(world_m))
    known = {
        "trunk_twist_deg": trunk_twist_deg(world_m),
        "trunk_inclination_deg": trunk_inclination_deg(world_m),
        "view_sine": np.sin(view),
        "view_cosine": np.cos(view),
    }
    for side in ("left", "right"):
        ankle, hip = f"{side}_ankle", f"{side}_hip"
        known[f"knee_flexion_{side}_deg"] = joint_flexion_deg(world_m, hip, f"{side}_knee", ankle)
        known[f"hip_flexion_{side}_deg"] = joint_flexion_deg(world_m, f"{side}_shoulder", hip, f"{side}_knee")
    unknown = np.full(len(world_m), np.nan)
    values = np.stack([known.get(name, unknown) for name in OUTPUTS], axis=1)
    u = np.full(values.shape, SAGITTAL_U_DEG)
    u[:, OUTPUTS.index("trunk_twist_deg")] = TWIST_U_DEG
    u[:, [OUTPUTS.index("view_sine"), OUTPUTS.index("view_cosine")]] = np.radians(TWIST_U_DEG)
    return values, u
