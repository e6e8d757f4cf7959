"""Small left/right-symmetric networks in NumPy: two or three matrix products a row.

A member answers (f(x) + S f(mirror x)) / 2, where S exchanges left and right outputs and negates twist:
mirroring the person therefore swaps sides exactly, whatever the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transitions.kinematics.networks.inputs import context_windows, mirror_inputs
from transitions.series import BoolArray, FloatArray

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


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Several networks fitted alike from different random starts; their spread says where to doubt them.

    Attributes
    ----------
    offsets_s : (k,) the instants each row is read at, relative to its own time.
    mean, scale : (k, 21, c) of the inputs in the calibration set.
    members : the layers of each network.
    novelty_axes : (k * 21 * c, p) whitened principal axes of the standardised inputs.
    novelty_limit : the largest `novelty` at which the networks were tried and found sound.
    u_weights : (10, n_features) log-linear model of each output's standard uncertainty.
    """

    offsets_s: FloatArray
    mean: FloatArray
    scale: FloatArray
    members: Sequence[Layers]
    novelty_axes: FloatArray
    novelty_limit: float
    u_weights: FloatArray

    @property
    def channels(self) -> int:
        """3 when it reads world landmarks only, 5 with the image."""
        return int(self.mean.shape[-1])

    def standardise(self, t_s: FloatArray, landmarks: FloatArray, rows: BoolArray) -> FloatArray:
        """(m, k, 21, c) inputs of the usable rows, about zero and of unit spread."""
        windows = context_windows(t_s, landmarks[..., : self.channels], rows, self.offsets_s)
        return np.asarray((windows - self.mean) / self.scale, dtype=np.float32)

    def answer(self, inputs: FloatArray) -> FloatArray:
        """(members, m, 10) what each member says, in degrees (sine and cosine for the view)."""
        mirrored = self._mirror_standardised(inputs)
        return np.stack([symmetric_answer(layers, inputs, mirrored) for layers in self.members])

    def novelty(self, inputs: FloatArray) -> FloatArray:
        """(m,) root-mean-square whitened distance from the calibration set's mean: about 1 within it."""
        direct, mirrored = (
            np.mean((x.reshape(len(x), -1) @ self.novelty_axes) ** 2, axis=1)
            for x in (inputs, self._mirror_standardised(inputs))
        )
        return np.asarray(np.sqrt((direct + mirrored) / 2))

    def _mirror_standardised(self, inputs: FloatArray) -> FloatArray:
        """Mean and scale are mirror images of themselves, so mirroring commutes with standardising."""
        return mirror_inputs(inputs)


def symmetric_answer(layers: Layers, inputs: FloatArray, mirrored: FloatArray) -> FloatArray:
    """(m, 10) one member's answer for inputs (m, k, 21, c) and their mirror image."""
    direct, twin = (_forward(layers, x.reshape(len(x), -1)) for x in (inputs, mirrored))
    answer: FloatArray = (direct + twin[:, OUTPUT_TWIN] * OUTPUT_SIGN) / 2 * OUTPUT_SCALE
    return answer


def _forward(layers: Layers, x: FloatArray) -> FloatArray:
    for weights, biases in layers[:-1]:
        x = np.maximum(x @ weights + biases, 0.0)
    weights, biases = layers[-1]
    return np.asarray(x @ weights + biases, dtype=float)
