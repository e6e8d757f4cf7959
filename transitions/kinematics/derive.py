"""From a pose to its `Kinematics`: repair, smooth, and derive every named curve with its uncertainty."""

from __future__ import annotations

import numpy as np

from transitions.kinematics import geometry
from transitions.kinematics.filters import derivative, low_pass
from transitions.kinematics.hip_height import hip_height_norm
from transitions.kinematics.repair import repair_pose, smooth_pose
from transitions.series import Curve, FloatArray, Kinematics, PoseSeries

SAGITTAL_CUTOFF_HZ = 6.0
"""Trunk inclination, knees, hips and hip height (MEASURES: signal handling)."""

TWIST_CUTOFF_HZ = 4.0
"""Keeps 98 % of the peak speed of a 0.5 s twist, 90 % of a 0.3 s one (MEASURES: signal handling)."""

MIN_SPEED_FPS_HZ = 10.0
"""Under this frame rate no speed is assessable."""

TOO_SLOW = "The clip has under 10 frames a second, too few to measure speeds; film at 30 frames a second."
NOT_SEEN = "The person is not seen clearly enough here."


def derive(pose: PoseSeries) -> Kinematics:
    """Every curve of ``series.parquet`` from an unrepaired pose."""
    repaired = repair_pose(pose)
    smooth = smooth_pose(repaired)
    frame_rate_hz = float(1.0 / np.median(np.diff(pose.t_s))) if len(pose) > 1 else 0.0
    height, standing_height = hip_height_norm(repaired)
    curves = _angles(repaired)
    curves["hip_height_norm"] = _curve(low_pass(pose.t_s, height, SAGITTAL_CUTOFF_HZ), 0.02, "heights")
    curves["lateral_bend_deg"] = _curve(
        low_pass(pose.t_s, geometry.lateral_bend_deg(repaired.world_m), SAGITTAL_CUTOFF_HZ), 6.0, "deg"
    )
    curves |= _speeds(pose.t_s, curves, frame_rate_hz)
    return Kinematics(
        t_s=pose.t_s,
        pose=smooth,
        curves=curves,
        view_angle_deg=np.abs(geometry.signed_view_deg(smooth.world_m)),
        frame_rate_hz=frame_rate_hz,
        standing_height=standing_height,
    )


def _angles(pose: PoseSeries) -> dict[str, Curve]:
    """Angles straight from the landmarks."""
    world = pose.world_m
    curves = {
        "trunk_inclination_deg": _smooth_angle(
            pose.t_s, geometry.trunk_inclination_deg(world), 4.3, SAGITTAL_CUTOFF_HZ
        ),
        "trunk_twist_deg": _smooth_angle(pose.t_s, geometry.trunk_twist_deg(world), 12.0, TWIST_CUTOFF_HZ),
    }
    for side in ("left", "right"):
        knee = geometry.joint_flexion_deg(world, f"{side}_hip", f"{side}_knee", f"{side}_ankle")
        hip = geometry.joint_flexion_deg(world, f"{side}_shoulder", f"{side}_hip", f"{side}_knee")
        curves[f"knee_flexion_{side}_deg"] = _smooth_angle(pose.t_s, knee, 10.5, SAGITTAL_CUTOFF_HZ)
        curves[f"hip_flexion_{side}_deg"] = _smooth_angle(pose.t_s, hip, 12.0, SAGITTAL_CUTOFF_HZ)
    return curves


def _smooth_angle(t_s: FloatArray, angle_deg: FloatArray, u_deg: float, cutoff_hz: float) -> Curve:
    return _curve(low_pass(t_s, angle_deg, cutoff_hz), u_deg, "deg")


def _curve(value: FloatArray, u: float, unit: str) -> Curve:
    valid = np.isfinite(value)
    return Curve(value, np.full(len(value), u), valid, unit, None if valid.all() else NOT_SEEN)


def _speeds(t_s: FloatArray, curves: dict[str, Curve], frame_rate_hz: float) -> dict[str, Curve]:
    """Rates of change of the curves that rules judge by speed."""
    rates = {
        "hip_speed_hps": ("hip_height_norm", "heights/s", 0.06),
        "trunk_flexion_speed_dps": ("trunk_inclination_deg", "deg/s", 12.0),
        "twist_speed_dps": ("trunk_twist_deg", "deg/s", 18.0),
    }
    result = {}
    for name, (source, unit, u) in rates.items():
        rate = derivative(t_s, curves[source].value)
        if frame_rate_hz < MIN_SPEED_FPS_HZ:
            rate = np.full(len(t_s), np.nan)
            result[name] = Curve(rate, np.full(len(t_s), u), np.isfinite(rate), unit, TOO_SLOW)
        else:
            result[name] = _curve(rate, u, unit)
    return result
