"""Joint angles of one person through a clip, from an ensemble of small networks, each with its uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from transitions.kinematics.filters import low_pass
from transitions.kinematics.networks.geometric import geometric_outputs
from transitions.kinematics.networks.inputs import scaled_landmarks
from transitions.kinematics.networks.network import OUTPUTS, Ensemble
from transitions.kinematics.networks.neutral import neutral_twist_deg
from transitions.kinematics.networks.uncertainty import (
    U_FEATURES,
    Evidence,
    standard_uncertainty,
    uncertainty_features,
)
from transitions.kinematics.networks.weights import load_ensemble
from transitions.series import BoolArray, FloatArray, PoseSeries, Reasons, reason_of

TWIST = "trunk_twist_deg"
VIEW = "view_angle_deg"
TWIST_COLUMN = OUTPUTS.index(TWIST)
ANGLES = tuple(name for name in OUTPUTS if name.endswith("_deg"))

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

UNSEEN = "The person is not seen clearly enough here."
UNLIKE = "The pose is unlike those the measurement was tried on; film the whole body from the front or side."
DOUBTFUL = "The measurement is too uncertain in this view; film at an angle from the front."


@dataclass(frozen=True, eq=False)
class Estimate:
    """One angle through a clip.

    Attributes
    ----------
    value : (n,) degrees; NaN where not valid.
    u : (n,) standard uncertainty: the stated 90 % interval is value ± 1.64 u. NaN where nobody is seen.
    valid : (n,) whether it can be assessed.
    reasons : why it cannot be assessed where it cannot: one plain sentence for all rows or one for each.
    """

    value: FloatArray
    u: FloatArray
    valid: BoolArray
    reasons: Reasons | str | None

    @property
    def reason(self) -> str | None:
        """Why it cannot be assessed in most of the rows where it cannot; None when it can in all."""
        return reason_of(self.reasons, ~self.valid)


@dataclass(frozen=True, eq=False)
class Reading:
    """What an ensemble makes of one clip.

    Attributes
    ----------
    values : (n, 10) smoothed answers in the order of `OUTPUTS`; NaN where a landmark is missing.
    rows : (n,) where none is missing. features : (rows.sum(), 10, f) of the uncertainty model.
    novelty : (rows.sum(),) distance from what was fitted on.
    """

    values: FloatArray
    rows: BoolArray
    features: FloatArray
    novelty: FloatArray


def estimate_angles(pose: PoseSeries, ensemble: Ensemble | None = None) -> Mapping[str, Estimate]:
    """Every angle the networks answer, for one person's clip.

    Parameters
    ----------
    pose : gap-filled and not smoothed, at any frame rate from 5 to 60 Hz, even or not. Without an image
        (``width_px == 0``: a landmark file) the angles are plain geometry.
    ensemble : other networks than those that ship.

    Returns
    -------
    Keyed ``trunk_twist_deg`` (thorax against pelvis, left turn positive, 0 in the clip's neutral posture),
    ``trunk_inclination_deg``, ``spine_flexion_deg``, ``hip_flexion_left_deg`` …, ``knee_flexion_left_deg`` …,
    ``pelvis_tilt_deg``, and ``view_angle_deg`` (signed: 0 the pelvis faces the camera, ±180 its back).
    Rows with a landmark missing are NaN and not valid.

    Raises
    ------
    ModelFileError
        If the weights are missing or altered.
    """
    values, u, familiar = _answers(pose, ensemble or load_ensemble()) if pose.has_image else _geometry(pose)
    measured = {name: _estimate(values[:, k], u[:, k], familiar[:, k]) for k, name in enumerate(OUTPUTS)}
    return {name: measured[name] for name in ANGLES} | {VIEW: _view(values, u, familiar)}


def read_angles(pose: PoseSeries, ensemble: Ensemble) -> Reading:
    """What `ensemble` answers for one person's clip, and what its uncertainty is worked out from."""
    landmarks = scaled_landmarks(pose.world_m, pose.image_px)
    rows: BoolArray = np.all(np.isfinite(landmarks), axis=(1, 2))
    values = np.full((len(pose), len(OUTPUTS)), np.nan)
    if not rows.any():
        return Reading(values, rows, np.empty((0, len(OUTPUTS), len(U_FEATURES))), np.empty(0))
    answer = ensemble.answer(ensemble.windows(pose.t_s, landmarks, rows))
    values[rows] = answer.mean
    values = smoothed(pose.t_s, values)
    values[:, TWIST_COLUMN] *= TWIST_GAIN
    evidence = Evidence(
        pose.t_s[rows],
        values[rows],
        answer.spread,
        answer.novelty,
        answer.departure,
        answer.correction,
        landmarks[rows],
    )
    return Reading(values, rows, uncertainty_features(evidence), answer.novelty)


def smoothed(t_s: FloatArray, answers: FloatArray) -> FloatArray:
    """(n, 10) answers after the zero-lag filters, the twist less the clip's neutral; NaN stays NaN."""
    values = low_pass(t_s, answers, SAGITTAL_CUTOFF_HZ)
    twist_deg = low_pass(t_s, answers[:, TWIST_COLUMN], TWIST_CUTOFF_HZ)
    values[:, TWIST_COLUMN] = twist_deg - neutral_twist_deg(t_s, twist_deg)
    return values


def _answers(pose: PoseSeries, ensemble: Ensemble) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Smoothed outputs and their uncertainty, and whether the pose is like those fitted on, (n, 10) each."""
    reading = read_angles(pose, ensemble)
    u = np.full(reading.values.shape, np.nan)
    familiar = np.ones(u.shape, dtype=bool)
    u[reading.rows] = standard_uncertainty(ensemble.u_weights, reading.features)
    familiar[reading.rows] = (reading.novelty <= ensemble.novelty_limit)[:, None]
    return reading.values, u, familiar


def _geometry(pose: PoseSeries) -> tuple[FloatArray, FloatArray, BoolArray]:
    outputs, u = geometric_outputs(pose.world_m)
    return smoothed(pose.t_s, outputs), u, np.ones(outputs.shape, dtype=bool)


def _estimate(value: FloatArray, u: FloatArray, familiar: BoolArray) -> Estimate:
    seen = np.isfinite(value)
    valid = seen & familiar & (u <= U_LIMIT_DEG)
    reasons = Reasons.first_of((~seen, UNSEEN), (~familiar, UNLIKE), (~valid, DOUBTFUL))
    return Estimate(np.where(valid, value, np.nan), u, valid, reasons)


def _view(values: FloatArray, u: FloatArray, familiar: BoolArray) -> Estimate:
    sine, cosine = OUTPUTS.index("view_sine"), OUTPUTS.index("view_cosine")
    angle_deg = np.degrees(np.arctan2(values[:, sine], values[:, cosine]))
    u_deg = np.degrees(np.hypot(u[:, sine], u[:, cosine]) / np.sqrt(2.0))
    return _estimate(angle_deg, u_deg, familiar[:, sine])
