"""What the curves that the analysis keeps are called on the page; their names are columns of ``series.parquet``."""

from __future__ import annotations

CURVE_LABELS = {
    "trunk_twist_deg": "Twist of the trunk",
    "twist_speed_dps": "Speed of the twist",
    "trunk_inclination_deg": "Lean of the trunk",
    "trunk_flexion_speed_dps": "Speed of the lean",
    "hip_height_norm": "Height of the hips",
    "hip_speed_hps": "Speed of the hips, up or down",
    "spine_flexion_deg": "Rounding of the back",
    "knee_flexion_left_deg": "Bend of the left knee",
    "knee_flexion_right_deg": "Bend of the right knee",
    "hip_flexion_left_deg": "Bend of the left hip",
    "hip_flexion_right_deg": "Bend of the right hip",
    "lateral_bend_deg": "Sideways bend",
    "pelvis_tilt_deg": "Tilt of the pelvis",
}


def curve_label(name: str) -> str:
    """A curve's name in words; of one added later, its identifier's."""
    return CURVE_LABELS.get(name, name.replace("_", " "))
