"""Spine flexion (lumbar and thoracic, from upright) from landmarks and the person's outline.

Shoulder, hip and knee points alone cannot tell a rounded back from a bend in the hips, since the pelvis is
not seen tilting; the outline of back and seat from the pose model's mask can. A few small networks, fitted on
rendered people who move at random (``bench/fit_spine.py``), read both; their spread, the view and the distance
from the fitted set give the uncertainty.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from transitions.errors import ModelFileError
from transitions.kinematics.filters import low_pass
from transitions.kinematics.networks import Estimate
from transitions.kinematics.spine_inputs import spine_inputs
from transitions.series import FloatArray, PoseSeries

WEIGHTS = Path(__file__).parent / "spine_weights.npz"

CUTOFF_HZ = 4.0
"""Zero-lag low-pass: a back rounds slowly, and the outline's edge flickers (engineering value)."""

U_LIMIT_DEG = 15.0
"""Over this standard uncertainty the 90 % interval is wider than from upright to fully rounded (provisional)."""

OFFSET_DEG, SCALE_DEG = 12.0, 15.0
"""The networks answer (flexion - offset) / scale: about the mean and spread of the calibration set."""

NO_PICTURE = "A rounded back can only be told in the picture; analyse the video itself, not a landmark file."
NOT_SEEN = "The person's outline is not seen clearly enough here."
UNLIKE = "The pose is unlike those the measurement was tried on; film the whole body side on."
DOUBTFUL = "A rounded back cannot be told in this view; film side on, the whole body in view."

Layers = tuple[tuple[FloatArray, FloatArray], ...]


@dataclass(frozen=True, eq=False)
class SpineNetworks:
    """Fitted weights and what they know of themselves.

    Attributes
    ----------
    members : rectified multi-layer perceptrons on standardised inputs.
    mean, scale : (135,) of the inputs in the fitted set.
    novelty_axes : (135, k) whitening axes of the fitted set: standardised inputs times these have length 1
        on average.
    novelty_limit : novelty reached by one fitted row in a thousand; beyond it nothing is said.
    u_weights : (5,) of `u_features`, fitted on bodies the networks had not seen.
    """

    members: tuple[Layers, ...]
    mean: FloatArray
    scale: FloatArray
    novelty_axes: FloatArray
    novelty_limit: float
    u_weights: FloatArray

    def answers_deg(self, inputs: FloatArray) -> FloatArray:
        """(members, m) each member's spine flexion for (m, 135) inputs."""
        x = self.standardise(inputs)
        return np.stack([OFFSET_DEG + SCALE_DEG * forward(layers, x) for layers in self.members])

    def novelty(self, inputs: FloatArray) -> FloatArray:
        """(m,) distance from the fitted set, 1 on average within it."""
        return np.asarray(np.linalg.norm(self.standardise(inputs) @ self.novelty_axes, axis=1))

    def standardise(self, inputs: FloatArray) -> FloatArray:
        """Zero mean, unit spread, and no input beyond four spreads."""
        return np.clip((inputs - self.mean) / self.scale, -4.0, 4.0)


def estimate_spine_flexion(pose: PoseSeries) -> Estimate:
    """Spine flexion of one person through a clip.

    Parameters
    ----------
    pose : gap-filled, not smoothed, with image landmarks and outline.

    Returns
    -------
    Degrees, 0 the upright spine of the model the networks were fitted on, positive rounded. NaN and not
    valid where the picture or the outline is missing, the pose is unlike the fitted set, or u is over
    `U_LIMIT_DEG`.

    Raises
    ------
    ModelFileError
        If the weights are missing or altered.
    """
    n = len(pose)
    value, u = np.full((2, n), np.nan)
    novelty = np.full(n, np.inf)
    if not pose.has_image:
        return Estimate(value, u, np.zeros(n, dtype=bool), NO_PICTURE)
    inputs, usable = spine_inputs(pose)
    if usable.any():
        networks = load_networks()
        answers = networks.answers_deg(inputs[usable])
        novelty[usable] = networks.novelty(inputs[usable])
        value[usable] = answers.mean(axis=0)
        u[usable] = standard_uncertainty_deg(
            networks.u_weights, u_features(answers, novelty[usable], inputs[usable])
        )
        value, u = low_pass(pose.t_s, value, CUTOFF_HZ), low_pass(pose.t_s, u, CUTOFF_HZ)
        familiar = novelty <= networks.novelty_limit
    else:
        familiar = np.ones(n, dtype=bool)
    valid = usable & familiar & (u <= U_LIMIT_DEG)
    reason = None
    if not valid.all():
        reason = NOT_SEEN if not usable.all() else UNLIKE if not familiar.all() else DOUBTFUL
    return Estimate(np.where(valid, value, np.nan), u, valid, reason)


def forward(layers: Layers, x: FloatArray) -> FloatArray:
    """(m,) answer of one member to standardised inputs (m, 135)."""
    for weights, biases in layers[:-1]:
        x = np.maximum(x @ weights + biases, 0.0)
    weights, biases = layers[-1]
    return np.asarray((x @ weights + biases)[:, 0], dtype=float)


def u_features(answers_deg: FloatArray, novelty: FloatArray, inputs: FloatArray) -> FloatArray:
    """(m, 5) terms of the uncertainty: one, members' spread, novelty, facing the camera, flexion read."""
    facing_x = inputs[:, 105]
    return np.stack(
        [
            np.ones(len(inputs)),
            np.log(np.maximum(answers_deg.std(axis=0), 0.3)),
            np.log(np.maximum(novelty, 0.3)),
            1.0 - np.abs(facing_x),
            np.clip(answers_deg.mean(axis=0), 0.0, 60.0) / 30.0,
        ],
        axis=1,
    )


def standard_uncertainty_deg(u_weights: FloatArray, features: FloatArray) -> FloatArray:
    """(m,) log-linear in the features."""
    return np.asarray(np.exp(features @ u_weights))


@cache
def load_networks(path: Path = WEIGHTS) -> SpineNetworks:
    """Read the committed weights, checked against the sha256 beside them.

    Raises
    ------
    ModelFileError
        If a file is missing or is not the one that was committed.
    """
    try:
        content = path.read_bytes()
        expected = path.with_suffix(".npz.sha256").read_text(encoding="ascii").split()[0]
    except (OSError, IndexError) as error:
        raise ModelFileError(
            f"The measuring network {path.name} is missing: install the program again to restore it."
        ) from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise ModelFileError(
            f"The measuring network {path.name} was altered: install the program again to restore it."
        )
    with np.load(BytesIO(content)) as stored:
        a = {key: stored[key].astype(np.float64) for key in stored.files}
    members = tuple(
        tuple((a[f"weights_{m}_{k}"], a[f"biases_{m}_{k}"]) for k in range(int(a["shape"][1])))
        for m in range(int(a["shape"][0]))
    )
    return SpineNetworks(
        members, a["mean"], a["scale"], a["novelty_axes"], float(a["novelty_limit"]), a["u_weights"]
    )


def save_networks(networks: SpineNetworks, path: Path = WEIGHTS) -> None:
    """Write the weights (float16: under a tenth of a degree in the answer) and their sha256."""
    arrays: dict[str, Any] = {
        "mean": networks.mean.astype(np.float32),
        "scale": networks.scale.astype(np.float32),
        "novelty_axes": networks.novelty_axes.astype(np.float16),
        "novelty_limit": np.array(networks.novelty_limit),
        "u_weights": networks.u_weights,
        "shape": np.array([len(networks.members), len(networks.members[0])]),
    }
    for m, layers in enumerate(networks.members):
        for k, (weights, biases) in enumerate(layers):
            arrays[f"weights_{m}_{k}"] = weights.astype(np.float16)
            arrays[f"biases_{m}_{k}"] = biases.astype(np.float32)
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)
    path.write_bytes(buffer.getvalue())
    digest = hashlib.sha256(buffer.getvalue()).hexdigest()
    path.with_suffix(".npz.sha256").write_text(f"{digest}  {path.name}\n", encoding="ascii")
