"""Spine flexion (lumbar and thoracic, from upright) from landmarks and the person's outline.

Shoulder, hip and knee points alone cannot tell a rounded back from a bend in the hips, since the pelvis is
not seen tilting; the shape of back and seat in the pose model's mask can. A few small networks, fitted on
rendered people (``bench/fit_networks``), read both; their own expected error, their disagreement and
the distance from the fitted set say how far to trust them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.kinematics.filters import fill_gaps, low_pass
from transitions.kinematics.networks.assessed import assessed, not_assessable
from transitions.kinematics.networks.spine_inputs import FACING_X, spine_inputs
from transitions.kinematics.networks.spine_networks import SpineNetworks, load_spine_networks
from transitions.series import MAX_GAP_S, Curve, FloatArray, PoseSeries

CUTOFF_HZ = 4.0
"""Zero-lag low-pass: a back rounds slowly, and the mask's edge flickers (engineering value)."""

U_LIMIT_DEG = 18.0
"""A back fully rounded bends by about 60 degrees: at this standard uncertainty the 90 % interval, half of that to
either side, still tells it from a straight one (provisional)."""

NO_PICTURE = "A rounded back can only be told in the picture; analyse the video itself, not its landmarks."
NOT_SEEN = "The person's outline is not seen clearly enough here."
UNLIKE = "The pose is unlike those the measurement was tried on; film the whole body side on."
TOO_UNCERTAIN = "A rounded back cannot be told in this view; film side on, the whole body in view."

SPINE_U_FEATURES = (
    "one",
    "log_expected_error",
    "log_spread",
    "log_novelty",
    "log_departure",
    "rounded",
    "side_on",
)
"""The terms of the log-linear model of the standard uncertainty, fitted so that ± `INTERVAL_U` u holds nine tenths of
the errors on takes not fitted on (``bench/fit_networks``)."""

_SPREAD_FLOOR_DEG = 0.3
_DEPARTURE_FLOOR_DEG = 3.0
"""Below these nothing more is known."""


@dataclass(frozen=True, eq=False)
class SpineReading:
    """What the networks make of one clip.

    Attributes
    ----------
    value : (n,) degrees, smoothed; NaN where the mask or a landmark is missing.
    features : (n, f) of the uncertainty model. novelty : (n,) distance from what was fitted on; NaN there too.
    """

    value: FloatArray
    features: FloatArray
    novelty: FloatArray


def estimate_spine_flexion(pose: PoseSeries, networks: SpineNetworks | None = None) -> Curve:
    """Spine flexion of one person through a clip.

    Parameters
    ----------
    pose : gap-filled, not smoothed, with image landmarks, outline and the mask about the trunk.
    networks : other networks than those that ship.

    Returns
    -------
    Degrees, 0 the upright spine of the model the networks were fitted on, positive rounded. NaN and not
    valid where the picture or the mask is missing, the pose is unlike the fitted set, or u is over
    `U_LIMIT_DEG`.

    Raises
    ------
    ModelFileError
        If the weights are missing or altered.
    """
    if not pose.has_image or pose.trunk_mask is None:
        return not_assessable(len(pose), "deg", NO_PICTURE)
    networks = networks or load_spine_networks()
    reading = read_spine(pose, networks)
    in_distribution = ~(reading.novelty > networks.novelty_limit)
    u_deg = spine_u_deg(networks.u_weights, reading.features)
    return assessed(reading.value, u_deg, in_distribution, U_LIMIT_DEG, (NOT_SEEN, UNLIKE, TOO_UNCERTAIN))


def read_spine(pose: PoseSeries, networks: SpineNetworks) -> SpineReading:
    """What `networks` answer for one person's clip, and what their uncertainty is worked out from."""
    inputs, masks, usable = spine_inputs(pose)
    answers = np.full((4, len(pose)), np.nan)
    if usable.any():
        answers[:3, usable] = networks.answer_deg(inputs[usable], masks[usable])
        answers[3, usable] = networks.novelty(inputs[usable])
    value, expected_error, spread, novelty = (smooth_spine(pose.t_s, row) for row in answers)
    side_on = fill_gaps(pose.t_s, np.abs(inputs[:, FACING_X]), MAX_GAP_S)
    features = spine_u_features(value, expected_error, spread, novelty, side_on)
    return SpineReading(value, features, novelty)


def smooth_spine(t_s: FloatArray, x: FloatArray) -> FloatArray:
    """(n,) short gaps bridged, then the zero-lag low-pass."""
    return low_pass(t_s, fill_gaps(t_s, x, MAX_GAP_S), CUTOFF_HZ)


def spine_u_features(
    value: FloatArray,
    expected_error: FloatArray,
    spread: FloatArray,
    novelty: FloatArray,
    side_on: FloatArray,
) -> FloatArray:
    """(n, f) the terms `SPINE_U_FEATURES`; NaN where the spine is not read.

    Parameters
    ----------
    value, expected_error, spread : (n,) degrees, smoothed. novelty : (n,). side_on : (n,) 1 seen from the side, 0 from
        front or back. The departure is from the clip's own median answer.
    """
    seen = np.isfinite(value)
    middle = float(np.median(value[seen])) if seen.any() else 0.0
    return np.stack(
        [
            np.where(seen, 1.0, np.nan),
            np.log(np.maximum(expected_error, _SPREAD_FLOOR_DEG)),
            np.log(np.maximum(spread, _SPREAD_FLOOR_DEG)),
            np.log(np.maximum(novelty, 0.1)),
            np.log(np.abs(value - middle) + _DEPARTURE_FLOOR_DEG),
            np.clip(value / 30.0, -0.5, 2.5),
            side_on,
        ],
        axis=1,
    )


def spine_u_deg(u_weights: FloatArray, features: FloatArray) -> FloatArray:
    """(n,) standard uncertainty from the fitted weights (f,)."""
    return np.asarray(np.exp(features @ u_weights))
