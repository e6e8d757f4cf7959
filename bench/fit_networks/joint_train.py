"""Fits several members at once in torch: rectified perceptrons, symmetric by construction, AdamW, Huber loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch

from bench.fit_networks.joint_augment import LEG_OUTPUTS, augmented, strided, with_other_legs
from bench.fit_networks.joint_samples import OFFSETS_S, JointSamples
from bench.fit_networks.minimise import minimise
from transitions.kinematics.networks.joint_inputs import encode, leg_columns, mirror_inputs
from transitions.kinematics.networks.joint_networks import (
    INPUT_LIMIT,
    OUTPUT_SCALE,
    OUTPUT_SIGN,
    OUTPUT_TWIN,
    OUTPUTS,
    starting_answer,
)
from transitions.kinematics.networks.landmarks import JOINTS
from transitions.kinematics.networks.layers import Layers, standardised
from transitions.series import BoolArray, FloatArray

LAST_LAYER_GAIN = 0.3
"""The fit starts near the geometric angle."""

HUBER = 0.5
SEEN_SHARE = 0.8
"""Of the choreographies and bodies, drawn anew for each member: their disagreement then tells what one adds."""

BATCH = 320
WEIGHT_DECAY = 1e-2
RISING = 0.15
"""Share of the steps in which the rate rises."""
BODY_STEPS = 100
"""Another person's proportions last for as many steps."""


@dataclass(frozen=True)
class Recipe:
    """How members are fitted; lengths in trunk lengths.

    `row_noise` is drawn once a row (the pose model errs for longer than a window), `body_noise` once a take and for a
    hundred steps (another person's proportions). `legs_only` members read what `leg_columns` tells, and answer knees,
    hips and lean. `leg_length_spread` is how much longer or shorter, as a share, thighs and shanks are made.
    `bent_standing` is how often, against others, rows are drawn in which somebody stands who never straightens their
    knees, `low_pelvis` how often all rows of calibration bodies of that kind are (`JointSamples.shares`).
    """

    hidden: tuple[int, ...]
    dropout: float
    twist_weight: float
    sagittal_weight: float
    row_noise: float
    body_noise: float
    legs_only: bool = False
    leg_length_spread: float = 0.0
    bent_standing: float = 1.0
    low_pelvis: float = 1.0

    def weight(self, output: str) -> float:
        """How much the error of an output counts."""
        if output == "trunk_twist_deg":
            return self.twist_weight
        if self.legs_only and not output.startswith(("knee", "hip", "trunk_inclination")):
            return 0.0
        return self.sagittal_weight


RECIPES = {
    "twist": Recipe((512, 128), 0.3, 3.0, 0.5, 0.015, 0.02),
    "sagittal": Recipe((256, 64), 0.1, 0.3, 1.0, 0.008, 0.012),
    "legs": Recipe((64, 32), 0.0, 0.0, 1.0, 0.008, 0.012, True, 0.12, 0.3, 0.1),
}
"""Twist needs a wide, strongly regularised network, the sagittal angles a smaller one that trusts its inputs, and the
knees one that sees nothing but legs."""


LEGS_MEASURED = 50
"""Every so many rows tell how widely legs are spread."""


@dataclass(frozen=True)
class Schedule:
    """How long and how fast: one cycle up to `rate` and down to zero."""

    steps: int
    rate: float


def random_members(recipe: Recipe, inputs: int, members: int, seed: int) -> list[Layers]:
    """Members scaled for rectifiers (He et al. 2015), the last layer small."""
    rng = np.random.default_rng(seed)
    sizes = [inputs, *recipe.hidden, len(OUTPUTS)]
    result: list[Layers] = []
    for _ in range(members):
        layers = []
        for n_in, n_out in pairwise(sizes):
            gain = LAST_LAYER_GAIN if n_out == sizes[-1] else np.sqrt(2.0)
            layers.append((rng.normal(0, gain / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))
        result.append(layers)
    return result


def fit_members(
    members: Sequence[Layers],
    samples: JointSamples,
    kept: BoolArray,
    moments: tuple[FloatArray, FloatArray],
    recipe: Recipe,
    schedule: Schedule,
    seed: int,
) -> list[Layers]:
    """Fit `members` (of one shape) further on rows of `samples` from the takes of `kept`.

    The first layer of members that are given legs only reads `legs_of`; what returns reads every column.
    """
    shares = samples.shares(kept, recipe.bent_standing, recipe.low_pelvis)
    legs = legs_of(samples, moments) if recipe.legs_only else None
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    parameters = _stacked(members)
    output_weight = torch.tensor([recipe.weight(name) for name in OUTPUTS])
    sees = rng.random((len(members), int(samples.unit.max()) + 1)) < SEEN_SHARE
    batches = rng.choice(len(shares), (schedule.steps, BATCH), p=shares)
    takes = int(samples.take.max()) + 1
    body_shift = np.zeros((takes, 1, len(JOINTS), 5))

    def loss_of(step: int) -> torch.Tensor:
        rows = batches[step]
        if step % BODY_STEPS == 0:
            body_shift[:] = recipe.body_noise * rng.standard_normal(body_shift.shape)
        windows = samples.windows[int(rng.integers(len(samples.windows)))][rows]
        windows = windows + body_shift[samples.take[rows]]
        strides = np.zeros(BATCH, dtype=bool)
        if not recipe.legs_only:
            windows, strides = strided(windows, samples.truth[rows], rng)
        windows = with_other_legs(windows, recipe.leg_length_spread, rng)
        windows = augmented(windows.astype(np.float32), recipe.row_noise, rng)
        error = _errors(parameters, windows, samples.truth[rows], moments, legs, recipe.dropout)
        size = error.abs()
        loss = torch.where(size < HUBER, 0.5 * error**2, HUBER * (size - 0.5 * HUBER))
        known = np.ones((BATCH, len(OUTPUTS)), dtype=np.float32)
        known[np.flatnonzero(strides)[:, None], LEG_OUTPUTS] = 0.0
        weight = torch.tensor(sees[:, samples.unit[rows]][:, :, None] * known)
        # Members are independent: the sum over them gives each its own gradient.
        return (loss * weight * output_weight).mean(dim=(1, 2)).sum()

    minimise(parameters, loss_of, schedule.steps, rate=schedule.rate, decay=WEIGHT_DECAY, rising=RISING)
    fitted = _unstacked(parameters)
    return fitted if legs is None else [[(legs @ first[0], first[1]), *rest] for first, *rest in fitted]


def legs_of(samples: JointSamples, moments: tuple[FloatArray, FloatArray]) -> FloatArray:
    """(F, 33) what makes legs, in their own spreads, of standardised columns (`leg_columns`)."""
    mean, scale = moments
    columns = leg_columns(OFFSETS_S) * scale[:, None]
    some = (encode(samples.windows[0][::LEGS_MEASURED]) - mean) / scale
    return np.asarray(columns / ((some @ columns).std(axis=0) + 1e-3), dtype=np.float32)


def _errors(
    parameters: Sequence[torch.Tensor],
    windows: FloatArray,
    truth: FloatArray,
    moments: tuple[FloatArray, FloatArray],
    legs: FloatArray | None,
    dropout: float,
) -> torch.Tensor:
    """(members, m, 9) of the symmetric answer, in OUTPUT_SCALE."""
    mean, scale = moments
    both = np.concatenate([encode(windows), encode(mirror_inputs(windows))])
    read = standardised(both, mean, scale, INPUT_LIMIT)
    x = torch.tensor(read if legs is None else read @ legs, dtype=torch.float32)
    hidden = x.expand(len(parameters[0]), -1, -1)
    for weights, biases in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        hidden = torch.relu(torch.baddbmm(biases[:, None], hidden, weights))
        # One mask for all rows of a step: as good as one for each with thousands of steps, and a tenth of the time.
        kept = (torch.rand(len(hidden), 1, hidden.shape[2]) >= dropout).float() / (1.0 - dropout)
        hidden = hidden * kept
    answer = torch.baddbmm(parameters[-1][:, None], hidden, parameters[-2])
    direct, twin = answer.chunk(2, dim=1)
    sign = torch.tensor(OUTPUT_SIGN, dtype=torch.float32)
    start = torch.tensor(starting_answer(windows) / OUTPUT_SCALE - truth, dtype=torch.float32)
    return start + (direct + twin[:, :, OUTPUT_TWIN.tolist()] * sign) / 2


def _stacked(members: Sequence[Layers]) -> list[torch.Tensor]:
    """Weights (members, n_in, n_out) and biases (members, n_out) of each layer in turn."""
    parameters = []
    for depth in range(len(members[0])):
        for part in (0, 1):
            stack = np.stack([layers[depth][part] for layers in members])
            parameters.append(torch.tensor(stack, dtype=torch.float32, requires_grad=True))
    return parameters


def _unstacked(parameters: Sequence[torch.Tensor]) -> list[Layers]:
    arrays = [p.detach().numpy() for p in parameters]
    pairs = list(zip(arrays[::2], arrays[1::2], strict=True))
    return [[(weights[m], biases[m]) for weights, biases in pairs] for m in range(len(arrays[0]))]
