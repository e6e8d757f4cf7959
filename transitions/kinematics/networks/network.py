"""Small left/right-symmetric networks in NumPy: three matrix products a row.

A member answers (f(x) + S f(mirror x)) / 2, where S exchanges left and right outputs and negates twist:
mirroring the person therefore swaps sides exactly, whatever the weights. What it answers is added to the
angle that geometry reads from the same landmarks (`geometric_answer`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from transitions.kinematics.networks.features import INPUT_LIMIT, encode, geometric_angles
from transitions.kinematics.networks.inputs import context_windows, mirror_inputs
from transitions.series import BoolArray, FloatArray

ROWS_AT_ONCE = 128
"""Windows are wide: this many at a time keep the memory flat in long clips."""

OUTPUTS = (
    "trunk_twist_deg",
    "trunk_inclination_deg",
    "spine_flexion_deg",
    "hip_flexion_left_deg",
    "hip_flexion_right_deg",
    "knee_flexion_left_deg",
    "knee_flexion_right_deg",
    "view_sine",
    "view_cosine",
    "pelvis_tilt_deg",
)
"""What every member answers. The view is where the pelvis points: cosine 1 at the camera."""

OUTPUT_SCALE = np.array([15.0, 15.0, 12.0, 30.0, 30.0, 30.0, 30.0, 0.5, 0.5, 12.0])
"""Brings the outputs to about one standard deviation for the fit."""

OUTPUT_TWIN = np.array([0, 1, 2, 4, 3, 6, 5, 7, 8, 9])
OUTPUT_SIGN = np.array([-1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, -1.0, 1.0, 1.0])
"""The mirrored person's outputs are ``OUTPUT_SIGN * outputs[OUTPUT_TWIN]``."""

Layers = Sequence[tuple[FloatArray, FloatArray]]
"""Weights (n_in, n_out) and biases (n_out,) of each layer; a rectifier between layers."""


class Answer(NamedTuple):
    """What an ensemble says of m rows.

    `mean` and `spread` (m, 10) over the members; `novelty` (m,) the root mean square whitened distance from
    the calibration set's mean, about 1 within the set; `departure` (m,) the same from the clip's own median
    posture; `correction` (m, 10) the answer less what plain geometry reads, 0 where geometry shows nothing.
    """

    mean: FloatArray
    spread: FloatArray
    novelty: FloatArray
    departure: FloatArray
    correction: FloatArray


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Networks fitted from different random starts; their spread says where to doubt them.

    Attributes
    ----------
    offsets_s : (k,) the instants each row is read at, relative to its own time.
    mean, scale : (F,) of the encoded inputs and their mirror images in the calibration set.
    members : the layers of each network.
    shares : (members, 10) each member's weight in each output; columns add up to 1.
    novelty_axes : (F, p) whitened principal axes of the standardised inputs.
    novelty_limit : the largest novelty at which the networks were tried.
    u_weights : (10, n_features) log-linear model of each output's standard uncertainty.
    """

    offsets_s: FloatArray
    mean: FloatArray
    scale: FloatArray
    members: Sequence[Layers]
    shares: FloatArray
    novelty_axes: FloatArray
    novelty_limit: float
    u_weights: FloatArray

    def windows(self, t_s: FloatArray, landmarks: FloatArray, rows: BoolArray) -> FloatArray:
        """(m, k, 21, 5) the landmarks around each usable row."""
        around = context_windows(t_s, landmarks, rows, self.offsets_s)
        return np.asarray(around, dtype=np.float32)

    def answer(self, windows: FloatArray) -> Answer:
        """Answer in degrees (sine and cosine for the view) for the windows of one clip."""
        starts = range(0, len(windows), ROWS_AT_ONCE)
        parts = [self._corrections(windows[first : first + ROWS_AT_ONCE]) for first in starts]
        corrections = np.concatenate([part[0] for part in parts], axis=1)
        shares = self.shares[:, None]
        mean = np.sum(shares * corrections, axis=0)
        spread = np.sqrt(np.sum(shares * (corrections - mean) ** 2, axis=0))
        places = [np.concatenate([part[1][side] for part in parts]) for side in (0, 1)]
        departures = [place - np.median(place, axis=0) for place in places]
        answer = mean + geometric_answer(windows)
        plain = answer - plain_geometry(windows)
        return Answer(answer, spread, _distance(places), _distance(departures), np.nan_to_num(plain))

    def _corrections(self, windows: FloatArray) -> tuple[FloatArray, tuple[FloatArray, FloatArray]]:
        """Each member's correction, and the places of the windows and of their mirror images."""
        direct, twin = self._standardise(windows), self._standardise(mirror_inputs(windows))
        corrections = np.stack([symmetric_answer(layers, direct, twin) for layers in self.members])
        return corrections, (direct @ self.novelty_axes, twin @ self.novelty_axes)

    def _standardise(self, windows: FloatArray) -> FloatArray:
        standard = (encode(windows) - self.mean) / self.scale
        return np.asarray(np.clip(standard, -INPUT_LIMIT, INPUT_LIMIT))


def _distance(places: Sequence[FloatArray]) -> FloatArray:
    """(m,) root mean square over the axes and over the person and the mirrored person."""
    return np.asarray(np.sqrt(np.mean([np.mean(place**2, axis=1) for place in places], axis=0)))


def geometric_answer(windows: FloatArray) -> FloatArray:
    """(m, 10) where the networks start from: geometry at the row's own instant for lean, hips, knees and view.

    Twist and the spine start from zero: their raw angles are too small or not to be seen.
    """
    angles = geometric_angles(windows[:, windows.shape[1] // 2])
    start = np.zeros((len(windows), len(OUTPUTS)))
    known = {
        "trunk_inclination_deg": angles.inclination_deg,
        "hip_flexion_left_deg": angles.hip_left_deg,
        "hip_flexion_right_deg": angles.hip_right_deg,
        "knee_flexion_left_deg": angles.knee_left_deg,
        "knee_flexion_right_deg": angles.knee_right_deg,
        "view_sine": -angles.pelvis_across[:, 1],
        "view_cosine": angles.pelvis_across[:, 0],
    }
    for name, value in known.items():
        start[:, OUTPUTS.index(name)] = value
    return start


def plain_geometry(windows: FloatArray) -> FloatArray:
    """(m, 10) what geometry alone reads at the row's own instant; NaN for the spine and the pelvis's tilt."""
    plain = geometric_answer(windows)
    plain[:, OUTPUTS.index("trunk_twist_deg")] = geometric_angles(windows[:, windows.shape[1] // 2]).twist_deg
    plain[:, [OUTPUTS.index("spine_flexion_deg"), OUTPUTS.index("pelvis_tilt_deg")]] = np.nan
    return plain


def symmetric_answer(layers: Layers, direct: FloatArray, twin: FloatArray) -> FloatArray:
    """(m, 10) one member's correction for encoded inputs (m, F) and those of the mirrored person."""
    ours, theirs = _forward(layers, direct), _forward(layers, twin)
    answer: FloatArray = (ours + theirs[:, OUTPUT_TWIN] * OUTPUT_SIGN) / 2 * OUTPUT_SCALE
    return answer


def _forward(layers: Layers, x: FloatArray) -> FloatArray:
    for weights, biases in layers[:-1]:
        x = np.maximum(x @ weights + biases, 0.0)
    weights, biases = layers[-1]
    return np.asarray(x @ weights + biases, dtype=float)
