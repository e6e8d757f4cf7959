"""Joint angles of one person through a clip, from a few small networks, each with its uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from transitions.kinematics.filters import low_pass
from transitions.kinematics.geometry import about_hips
from transitions.kinematics.networks.assessed import assessed, not_assessable
from transitions.kinematics.networks.joint_inputs import geometric_angles, scaled_landmarks
from transitions.kinematics.networks.joint_networks import (
    OUTPUTS,
    JointNetworks,
    geometric_answer,
    load_joint_networks,
)
from transitions.kinematics.networks.joint_uncertainty import (
    JOINT_U_FEATURES,
    Predictors,
    joint_u,
    joint_u_features,
)
from transitions.kinematics.networks.neutral_twist import neutral_twist_deg
from transitions.series import INDEX, BoolArray, Curve, FloatArray, PoseSeries

TWIST = "trunk_twist_deg"
VIEW = "view_angle_deg"
ANGLES = tuple(name for name in OUTPUTS if name.endswith("_deg"))
_TWIST, _SINE, _COSINE = (OUTPUTS.index(name) for name in (TWIST, "view_sine", "view_cosine"))

SAGITTAL_CUTOFF_HZ = 6.0
TWIST_CUTOFF_HZ = 4.0
"""Zero-lag low-pass of the answers (MEASURES: signal handling)."""

U_LIMIT_DEG = 25.0
"""Over this standard uncertainty an angle is not assessable. In a quick twist it reaches 10-20 degrees, which the rules
weigh themselves; poses unlike those fitted on reach 30 (provisional, set on the rendered clips)."""

TWIST_GAIN = 1.1
"""The networks' twist shrinks at its peaks, by 4 to 7 degrees on takes they were not fitted on. Set there: of the
peaks of `clips` left out 79 % instead of 57 % are then within 8 degrees, elsewhere as many as without it, and the
mean error stays."""

GEOMETRY_U_DEG = 5.0
"""Joint angles from several cameras err by about 4.5 degrees against markers (OpenCap's abstract); provisional."""

GEOMETRY_TWIST_U_DEG = 8.0
"""Shoulder points move with the arms, not only with the thorax; provisional."""

UNSEEN = "The person is not seen clearly enough here."
UNLIKE = "The pose is unlike those the measurement was tried on; film the whole body from the front or side."
FLAT = (
    "These landmarks lie in one plane, so turns out of it cannot be measured; give the video or a 3-D file."
)
TOO_UNCERTAIN = "The measurement is too uncertain in this view; film at an angle from the front."


@dataclass(frozen=True, eq=False)
class JointReading:
    """What the networks make of one clip.

    Attributes
    ----------
    values : (n, 9) smoothed answers in the order of `OUTPUTS`; NaN where a landmark is missing.
    rows : (n,) where none is missing. features : (rows.sum(), 9, f) of the uncertainty model.
    novelty : (rows.sum(),) distance from what was fitted on.
    """

    values: FloatArray
    rows: BoolArray
    features: FloatArray
    novelty: FloatArray


def estimate_joint_angles(pose: PoseSeries, networks: JointNetworks | None = None) -> Mapping[str, Curve]:
    """Every angle the joint networks answer, for one person's clip.

    Parameters
    ----------
    pose : gap-filled and not smoothed, at any frame rate from 5 to 60 Hz, even or not. Without an image
        (``width_px == 0``: a landmark file) the angles are plain geometry: such files come mostly from several
        cameras or markers and hold joint centres, not what one camera's pose model guesses of depth, so the
        networks' corrections would be wrong there.
    networks : others than those that ship.

    Returns
    -------
    Keyed ``trunk_twist_deg`` (thorax against pelvis, left turn positive, 0 in the clip's neutral posture),
    ``trunk_inclination_deg``, ``hip_flexion_left_deg`` …, ``knee_flexion_left_deg`` …, ``pelvis_tilt_deg``, and
    ``view_angle_deg`` (signed: 0 the pelvis faces the camera, ±180 its back). Rows with a landmark missing are NaN
    and not valid.

    Raises
    ------
    ModelFileError
        If the weights are missing or altered.
    """
    values, u, in_distribution = (
        _answers(pose, networks or load_joint_networks()) if pose.has_image else _geometry(pose)
    )
    view_deg = np.degrees(np.arctan2(values[:, _SINE], values[:, _COSINE]))
    view_u_deg = np.degrees(np.hypot(u[:, _SINE], u[:, _COSINE]) / np.sqrt(2.0))
    columns = {name: (values[:, k], u[:, k]) for k, name in enumerate(OUTPUTS) if name in ANGLES}
    columns[VIEW] = view_deg, view_u_deg
    flat = (TWIST, VIEW) if pose.seen.any() and not pose.has_depth else ()
    return {
        name: not_assessable(len(pose), "deg", FLAT)
        if name in flat
        else assessed(*column, in_distribution, U_LIMIT_DEG, (UNSEEN, UNLIKE, TOO_UNCERTAIN))
        for name, column in columns.items()
    }


def read_joints(pose: PoseSeries, networks: JointNetworks) -> JointReading:
    """What `networks` answer for one person's clip, and what their uncertainty is worked out from."""
    landmarks = scaled_landmarks(pose.world_m, pose.image_px)
    rows: BoolArray = np.all(np.isfinite(landmarks), axis=(1, 2))
    values = np.full((len(pose), len(OUTPUTS)), np.nan)
    if not rows.any():
        return JointReading(values, rows, np.empty((0, len(OUTPUTS), len(JOINT_U_FEATURES))), np.empty(0))
    answer = networks.answer(networks.windows(pose.t_s, landmarks, rows))
    values[rows] = answer.mean
    values = smoothed(pose.t_s, values)
    values[:, _TWIST] *= TWIST_GAIN
    known = Predictors(
        pose.t_s[rows],
        values[rows],
        answer.spread,
        answer.novelty,
        answer.departure,
        answer.correction,
        landmarks[rows],
    )
    return JointReading(values, rows, joint_u_features(known), answer.novelty)


def smoothed(t_s: FloatArray, answers: FloatArray) -> FloatArray:
    """(n, 9) answers after the zero-lag filters, the twist less the clip's neutral; NaN stays NaN."""
    values = low_pass(t_s, answers, SAGITTAL_CUTOFF_HZ)
    twist_deg = low_pass(t_s, answers[:, _TWIST], TWIST_CUTOFF_HZ)
    values[:, _TWIST] = twist_deg - neutral_twist_deg(t_s, twist_deg)
    return values


def _answers(pose: PoseSeries, networks: JointNetworks) -> tuple[FloatArray, FloatArray, BoolArray]:
    """(n, 9) smoothed outputs, (n, 9) their uncertainty, and (n,) whether the pose is like those fitted on."""
    reading = read_joints(pose, networks)
    u = np.full(reading.values.shape, np.nan)
    in_distribution = np.ones(len(pose), dtype=bool)
    u[reading.rows] = joint_u(networks.u_weights, reading.features)
    in_distribution[reading.rows] = reading.novelty <= networks.novelty_limit
    return reading.values, u, in_distribution


def _geometry(pose: PoseSeries) -> tuple[FloatArray, FloatArray, BoolArray]:
    outputs = geometric_answer(geometric_angles(about_hips(pose.world_m), INDEX))
    u = np.full(outputs.shape, GEOMETRY_U_DEG)
    u[:, _TWIST] = GEOMETRY_TWIST_U_DEG
    u[:, [_SINE, _COSINE]] = np.radians(GEOMETRY_TWIST_U_DEG)
    return smoothed(pose.t_s, outputs), u, np.ones(len(pose), dtype=bool)
