"""Small left/right-symmetric networks in NumPy: three matrix products a row.

A member answers (f(x) + S f(mirror x)) / 2, where S exchanges left and right outputs and negates twist:
mirroring the person therefore swaps sides exactly, whatever the weights. What it answers is added to the
angle that geometry reads from the same landmarks (`starting_answer`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from transitions.fitted import SHIPPED, in_steps, load_weights, save_weights
from transitions.kinematics.networks.joint_inputs import (
    WORLD_CHANNELS,
    GeometricAngles,
    context_windows,
    encode,
    geometric_angles,
    mirror_inputs,
)
from transitions.kinematics.networks.layers import Layers, forward, standardised
from transitions.series import BoolArray, FloatArray

INPUT_LIMIT = 5.0
"""Spreads that no standardised input counts beyond."""

ROWS_AT_ONCE = 128
"""Windows are wide: this many at a time keep the memory flat in long clips."""

OUTPUTS = (
    "trunk_twist_deg",
    "trunk_inclination_deg",
    "hip_flexion_left_deg",
    "hip_flexion_right_deg",
    "knee_flexion_left_deg",
    "knee_flexion_right_deg",
    "view_sine",
    "view_cosine",
    "pelvis_tilt_deg",
)
"""What every member answers. The view is where the pelvis points: cosine 1 at the camera."""

OUTPUT_SCALE = np.array([15.0, 15.0, 30.0, 30.0, 30.0, 30.0, 0.5, 0.5, 12.0])
"""Brings the outputs to about one standard deviation for the fit."""

OUTPUT_TWIN = np.array([0, 1, 3, 2, 5, 4, 6, 7, 8])
OUTPUT_SIGN = np.array([-1.0, 1.0, 1.0, 1.0, 1.0, 1.0, -1.0, 1.0, 1.0])
"""The mirrored person's outputs are ``OUTPUT_SIGN * outputs[OUTPUT_TWIN]``."""

_FROM_ZERO = [OUTPUTS.index(name) for name in ("trunk_twist_deg", "pelvis_tilt_deg")]


class JointAnswer(NamedTuple):
    """What the networks say of m rows.

    `mean` and `spread` (m, 9) over the members; `novelty` (m,) the root mean square whitened distance from
    the calibration set's mean, about 1 within the set; `departure` (m,) the same from the clip's own median
    posture; `correction` (m, 9) the answer less what plain geometry reads, 0 where geometry shows nothing.
    """

    mean: FloatArray
    spread: FloatArray
    novelty: FloatArray
    departure: FloatArray
    correction: FloatArray


@dataclass(frozen=True, eq=False)
class JointNetworks:
    """Networks fitted from different random starts; their spread says where to doubt them.

    Attributes
    ----------
    offsets_s : (k,) the instants each row is read at, relative to its own time.
    mean, scale : (F,) of the encoded inputs and their mirror images in the calibration set.
    members : the layers of each network.
    shares : (members, 9) each member's weight in each output; columns add up to 1.
    novelty_axes : (F, p) whitened principal axes of the standardised inputs.
    novelty_limit : the largest novelty at which the networks were tried.
    u_weights : (9, n_features) log-linear model of each output's standard uncertainty.
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

    def answer(self, windows: FloatArray) -> JointAnswer:
        """Answer in degrees (sine and cosine for the view) for the windows of one clip."""
        starts = range(0, len(windows), ROWS_AT_ONCE)
        parts = [self._corrections(windows[first : first + ROWS_AT_ONCE]) for first in starts]
        corrections = np.concatenate([part[0] for part in parts], axis=1)
        shares = self.shares[:, None]
        mean = np.sum(shares * corrections, axis=0)
        spread = np.sqrt(np.sum(shares * (corrections - mean) ** 2, axis=0))
        places = [np.concatenate([part[1][side] for part in parts]) for side in (0, 1)]
        departures = [place - np.median(place, axis=0) for place in places]
        answer = mean + starting_answer(windows)
        plain = geometric_answer(geometric_angles(_own_instant(windows)))
        return JointAnswer(
            answer, spread, _distance(places), _distance(departures), np.nan_to_num(answer - plain)
        )

    def _corrections(self, windows: FloatArray) -> tuple[FloatArray, tuple[FloatArray, FloatArray]]:
        """Each member's correction, and the places of the windows and of their mirror images."""
        direct, twin = (
            standardised(encode(side), self.mean, self.scale, INPUT_LIMIT)
            for side in (windows, mirror_inputs(windows))
        )
        corrections = np.stack([_symmetric(layers, direct, twin) for layers in self.members])
        return corrections, (direct @ self.novelty_axes, twin @ self.novelty_axes)


@cache
def load_joint_networks(path: Path = SHIPPED.angles) -> JointNetworks:
    """Read networks from `path`, once.

    Raises
    ------
    ModelFileError
        If a file is missing or is not the one that was committed.
    """
    tree = load_weights(path)
    return JointNetworks(**{**tree, "novelty_limit": float(tree["novelty_limit"])})


def save_joint_networks(networks: JointNetworks, path: Path) -> None:
    """Write `path` and its sha256: weights in steps, which moves the answers by a few hundredths of a degree."""
    members = [
        [(in_steps(weights), biases.astype(np.float32)) for weights, biases in layers]
        for layers in networks.members
    ]
    small = {
        "mean": networks.mean.astype(np.float32),
        "scale": networks.scale.astype(np.float32),
        "novelty_axes": networks.novelty_axes.astype(np.float16),
    }
    save_weights({**vars(networks), **small, "members": members}, path)


def starting_answer(windows: FloatArray) -> FloatArray:
    """(m, 9) where the networks start from: geometry at the row's own instant for lean, hips, knees and view.

    The twist starts from zero, since its raw angle is too small, and so does the pelvis's tilt, which is not seen.
    """
    start = geometric_answer(geometric_angles(_own_instant(windows)))
    start[:, _FROM_ZERO] = 0.0
    return start


def geometric_answer(angles: GeometricAngles) -> FloatArray:
    """(m, 9) what geometry alone reads, in the order of `OUTPUTS`; NaN for the pelvis's tilt."""
    columns = (
        angles.twist_deg,
        angles.inclination_deg,
        angles.hip_left_deg,
        angles.hip_right_deg,
        angles.knee_left_deg,
        angles.knee_right_deg,
        -angles.pelvis_across[:, 1],
        angles.pelvis_across[:, 0],
        np.full(len(angles.twist_deg), np.nan),
    )
    return np.stack(columns, axis=1).astype(float)


def _own_instant(windows: FloatArray) -> FloatArray:
    """(m, 21, 3) the world landmarks at the rows' own times."""
    own: FloatArray = windows[:, windows.shape[1] // 2, :, :WORLD_CHANNELS]
    return own


def _distance(places: Sequence[FloatArray]) -> FloatArray:
    """(m,) root mean square over the axes and over the person and the mirrored person."""
    return np.asarray(np.sqrt(np.mean([np.mean(place**2, axis=1) for place in places], axis=0)))


def _symmetric(layers: Layers, direct: FloatArray, twin: FloatArray) -> FloatArray:
    """(m, 9) one member's correction for encoded inputs (m, F) and those of the mirrored person."""
    ours, theirs = forward(layers, direct), forward(layers, twin)
    answer: FloatArray = (ours + theirs[:, OUTPUT_TWIN] * OUTPUT_SIGN) / 2 * OUTPUT_SCALE
    return answer
