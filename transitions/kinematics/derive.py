"""From a pose to its `Kinematics`: repair, smooth, and derive every named curve with its uncertainty."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from transitions.fitted import SHIPPED, Fitted
from transitions.kinematics import geometry
from transitions.kinematics.filters import derivative, low_pass
from transitions.kinematics.hip_height import hip_height_norm
from transitions.kinematics.networks import estimate_joint_angles, estimate_spine_flexion
from transitions.kinematics.networks.assessed import not_assessable, withheld
from transitions.kinematics.networks.joint_networks import load_joint_networks
from transitions.kinematics.networks.spine_networks import load_spine_networks
from transitions.kinematics.repair import repair_pose, smooth_pose
from transitions.kinematics.sampling import speed_share_missed
from transitions.kinematics.upside_down import UPSIDE_DOWN, upside_down, without
from transitions.series import Curve, FloatArray, Kinematics, PoseSeries

SAGITTAL_CUTOFF_HZ = 6.0
"""Hip height and lateral bend (MEASURES: signal handling)."""

HIP_HEIGHT_U = 0.02
LATERAL_BEND_U_DEG = 6.0
"""Standard errors. Set on the choreography source (rendered clips), provisional."""

MIN_SPEED_FPS_HZ = 10.0
"""Under this frame rate no speed is assessable."""

TOO_SLOW = "The clip has under 10 frames a second, too few to measure speeds; film at 30 frames a second."
NOT_SEEN = "The person is not seen clearly enough here."

SPEEDS: Mapping[str, tuple[str, str, float, float]] = {
    "hip_speed_hps": ("hip_height_norm", "heights/s", 0.03, 0.10),
    "trunk_flexion_speed_dps": ("trunk_inclination_deg", "deg/s", 5.0, 0.05),
    "twist_speed_dps": ("trunk_twist_deg", "deg/s", 6.0, 0.15),
}
"""Each speed's curve, unit, and standard uncertainty: a floor in its unit and a share of the speed (errors of
a speed are mostly of scale). Set on the choreography source (rendered clips), provisional. What frames far apart
miss comes on top."""


def derive(pose: PoseSeries, fitted: Fitted = SHIPPED) -> Kinematics:
    """Every curve of ``series.parquet`` from an unrepaired pose, measured with the networks `fitted`.

    Nothing is measured in rows in which the body is seen upside down; the pose keeps them.
    """
    repaired = repair_pose(pose)
    overturned = upside_down(repaired)
    measured = without(repaired, overturned)
    frame_rate_hz = frame_rate_of(pose.t_s)
    height, standing_height = hip_height_norm(measured)
    curves = dict(estimate_joint_angles(measured, load_joint_networks(fitted.angles)))
    curves["spine_flexion_deg"] = estimate_spine_flexion(measured, load_spine_networks(fitted.spine))
    view = curves.pop("view_angle_deg")
    curves["hip_height_norm"] = _curve(
        low_pass(pose.t_s, height, SAGITTAL_CUTOFF_HZ), HIP_HEIGHT_U, "heights"
    )
    bend_deg = low_pass(pose.t_s, geometry.lateral_bend_deg(measured.world_m), SAGITTAL_CUTOFF_HZ)
    curves["lateral_bend_deg"] = _curve(bend_deg, LATERAL_BEND_U_DEG, "deg")
    for name in SPEEDS:
        curves[name] = _speed(name, pose.t_s, curves, frame_rate_hz)
    return Kinematics(
        t_s=pose.t_s,
        pose=smooth_pose(repaired),
        curves={name: withheld(curve, overturned, UPSIDE_DOWN) for name, curve in curves.items()},
        view_angle_deg=np.abs(view.value),
        frame_rate_hz=frame_rate_hz,
        standing_height=standing_height,
    )


def frame_rate_of(t_s: FloatArray) -> float:
    """The median frame rate in hertz; 0 of a single frame."""
    # Rounded: ten frames a second in floating-point times are not 9.9999999.
    return round(float(1.0 / np.median(np.diff(t_s))), 3) if len(t_s) > 1 else 0.0


def _curve(value: FloatArray, u: float, unit: str) -> Curve:
    valid = np.isfinite(value)
    return Curve(value, np.full(len(value), u), valid, unit, None if valid.all() else NOT_SEEN)


def _speed(name: str, t_s: FloatArray, curves: Mapping[str, Curve], frame_rate_hz: float) -> Curve:
    """Rate of change of a curve; not assessable where the curve is not, nor in a clip of too few frames."""
    source, unit, floor, share = SPEEDS[name]
    curve = curves[source]
    if frame_rate_hz < MIN_SPEED_FPS_HZ:
        return not_assessable(len(t_s), unit, TOO_SLOW)
    rate = derivative(t_s, curve.value)
    u = np.hypot(floor, np.hypot(share, speed_share_missed(t_s)) * np.nan_to_num(np.abs(rate), nan=0.0))
    return Curve(rate, u, np.isfinite(rate), unit, curve.reasons)
