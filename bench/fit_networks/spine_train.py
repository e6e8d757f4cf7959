"""One spine network in torch: its shape, its fit from a random start, and the further fit of its dense layers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch
from torch import nn

from bench.fit_networks.minimise import minimise
from bench.fit_networks.spine_rows import SpineRows, loss_weights
from transitions.kinematics.networks.layers import standardised
from transitions.kinematics.networks.spine_networks import (
    INPUT_LIMIT,
    MAX_LOG_ERROR,
    OFFSET_DEG,
    SCALE_DEG,
    SpineMember,
)
from transitions.series import BoolArray, FloatArray

CHANNELS = (16, 32, 48)
HIDDEN = (128, 64)
EPOCHS = 18
BATCH = 256
RATE, FURTHER_RATE = 2e-3, 1e-3
FURTHER_STEPS = 300
JITTERS = 2
DECAY = 2e-2
NOISE = 0.2
"""Of standardised inputs: landmarks and outline of real people are less exact than rendered ones."""
TURN_RAD, SHIFT, STRETCH = 0.1, 0.08, 0.06
"""Spread of the mask's turn, shift (of half its width) and size: as if hips and shoulders were misplaced."""
MASK_DROPOUT, DENSE_DROPOUT = 0.2, 0.15
HUBER = 0.5


class SpineShape(nn.Module):
    """The shape that `SpineMember` computes in NumPy."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        sizes = (5, 3, 3)
        self.convolutions = nn.ModuleList(
            nn.Conv2d(a, b, k, stride=2, padding=k // 2)
            for a, b, k in zip((1, *CHANNELS[:-1]), CHANNELS, sizes, strict=True)
        )
        widths = (CHANNELS[-1] * 16 + inputs, *HIDDEN, 2)
        self.dense = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(widths))

    def forward(self, inputs: torch.Tensor, masks: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Standardised flexion and log expected error of standardised inputs and 0-1 masks."""
        return self.joined(inputs, self.convolved(masks))

    def convolved(self, masks: torch.Tensor) -> torch.Tensor:
        """What the convolutions make of (m, 1, 32, 32) masks."""
        for layer in self.convolutions:
            masks = torch.relu(layer(masks))
        return masks.flatten(1)

    def joined(self, inputs: torch.Tensor, seen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Standardised flexion and log expected error of standardised inputs and `convolved` masks."""
        seen = nn.functional.dropout(seen, MASK_DROPOUT, self.training)
        x = nn.functional.dropout(
            torch.relu(self.dense[0](torch.cat([seen, inputs], 1))), DENSE_DROPOUT, self.training
        )
        answer = self.dense[2](torch.relu(self.dense[1](x)))
        return answer[:, 0], answer[:, 1].clamp(-MAX_LOG_ERROR, MAX_LOG_ERROR)

    def member(self, mean: FloatArray, scale: FloatArray) -> SpineMember:
        """The fitted weights for use without torch."""

        def arrays(layers: nn.ModuleList) -> list[tuple[FloatArray, FloatArray]]:
            return [(weights.detach().numpy(), biases.detach().numpy()) for weights, biases in _parts(layers)]

        dense = [(weights.T, biases) for weights, biases in arrays(self.dense)]
        return SpineMember(arrays(self.convolutions), dense, mean, scale)

    def take(self, member: SpineMember) -> None:
        """Start from a member's weights."""
        dense = [(weights.T.copy(), biases) for weights, biases in member.dense]
        with torch.no_grad():
            for layers, arrays in ((self.convolutions, member.convolutions), (self.dense, dense)):
                for parts, fitted in zip(_parts(layers), arrays, strict=True):
                    for part, values in zip(parts, fitted, strict=True):
                        part.copy_(torch.tensor(values))


def _parts(layers: nn.ModuleList) -> list[tuple[torch.Tensor, torch.Tensor]]:
    return [(layer.get_parameter("weight"), layer.get_parameter("bias")) for layer in layers]


def fit_member(rows: SpineRows, kept: BoolArray, seed: int) -> SpineMember:
    """From a random start on the rows of `kept` (m,); every row comes once an epoch."""
    torch.manual_seed(seed)
    random = torch.Generator().manual_seed(seed)
    mean, scale = rows.inputs[kept].mean(axis=0), rows.inputs[kept].std(axis=0) + 1e-3
    network = SpineShape(rows.inputs.shape[1])
    use = torch.tensor(np.flatnonzero(kept))
    whole = len(use) // BATCH * BATCH
    batches = torch.cat(
        [use[torch.randperm(len(use), generator=random)[:whole]].reshape(-1, BATCH) for _ in range(EPOCHS)]
    )
    masks = torch.tensor(rows.masks)

    def answer(at: torch.Tensor, noisy: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        result: tuple[torch.Tensor, torch.Tensor] = network(noisy, jittered(masks[at], random))
        return result

    _fit(network, answer, _targets(rows, (mean, scale)), batches, RATE, random)
    return network.member(mean, scale)


class Convolved:
    """What a member's convolutions make of every row's mask, in a few jittered versions: worked out once.

    The further fits, one for each fold, change the dense layers only: a mask's shapes are alike in all sources.
    """

    def __init__(self, start: SpineMember, rows: SpineRows, seed: int) -> None:
        self.start = start
        network = SpineShape(rows.inputs.shape[1])
        network.take(start)
        random = torch.Generator().manual_seed(seed)
        self.targets = _targets(rows, (start.mean, start.scale))
        self.versions = torch.empty(JITTERS, len(rows.take), CHANNELS[-1] * 16, dtype=torch.float16)
        with torch.no_grad():
            for version in self.versions:
                for first in range(0, len(rows.take), 512):
                    masks = jittered(torch.tensor(rows.masks[first : first + 512]), random)
                    version[first : first + 512] = network.convolved(masks).half()

    def fit_further(self, shares: FloatArray, seed: int) -> SpineMember:
        """The member after its dense layers were fitted on rows drawn by `shares` (m,)."""
        torch.manual_seed(seed)
        random = torch.Generator().manual_seed(seed)
        network = SpineShape(len(self.start.mean))
        network.take(self.start)
        for parameter in network.convolutions.parameters():
            parameter.requires_grad_(False)
        drawn = np.random.default_rng(seed).choice(len(shares), (FURTHER_STEPS, BATCH), p=shares)

        def answer(at: torch.Tensor, noisy: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            version = torch.randint(JITTERS, at.shape, generator=random)
            return network.joined(noisy, self.versions[version, at].float())

        _fit(network, answer, self.targets, torch.tensor(drawn), FURTHER_RATE, random)
        return network.member(self.start.mean, self.start.scale)


Targets = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
Answer = Callable[[torch.Tensor, torch.Tensor], tuple[torch.Tensor, torch.Tensor]]


def _targets(rows: SpineRows, moments: tuple[FloatArray, FloatArray]) -> Targets:
    """Standardised inputs, standardised flexion and weight of every row."""
    mean, scale = moments
    standard = standardised(rows.inputs, mean, scale, INPUT_LIMIT)
    flexion = (rows.flexion_deg - OFFSET_DEG) / SCALE_DEG
    parts = [torch.tensor(x, dtype=torch.float32) for x in (standard, flexion, loss_weights(rows))]
    return parts[0], parts[1], parts[2]


def _fit(
    network: SpineShape,
    answer: Answer,
    targets: Targets,
    batches: torch.Tensor,
    rate: float,
    random: torch.Generator,
) -> None:
    """Huber loss for the flexion, Laplace likelihood for the expected error."""
    inputs, target, weight = targets

    def loss_of(step: int) -> torch.Tensor:
        at = batches[step]
        noise = NOISE * torch.randn(len(at), inputs.shape[1], generator=random)
        flexion, log_error = answer(at, inputs[at] + noise)
        huber = nn.functional.huber_loss(flexion, target[at], reduction="none", delta=HUBER)
        error = (flexion - target[at]).abs().detach()
        laplace = error * torch.exp(-log_error) + log_error
        return (3.0 * weight[at] * huber + 0.2 * laplace).mean()

    fitted = [p for p in network.parameters() if p.requires_grad]
    network.train()
    minimise(fitted, loss_of, len(batches), rate=rate, decay=DECAY)
    network.eval()


def jittered(masks: torch.Tensor, random: torch.Generator) -> torch.Tensor:
    """The masks turned, shifted and stretched a little, each in its own way."""
    pictures = masks[:, None].float() / 255
    n = len(pictures)
    angle = torch.randn(n, generator=random) * TURN_RAD
    size = 1 + torch.randn(n, generator=random) * STRETCH
    shift = torch.randn(n, 2, generator=random) * SHIFT
    across = torch.stack([size * angle.cos(), -size * angle.sin(), shift[:, 0]], 1)
    down = torch.stack([size * angle.sin(), size * angle.cos(), shift[:, 1]], 1)
    grid = nn.functional.affine_grid(
        torch.stack([across, down], 1), list(pictures.shape), align_corners=False
    )
    return nn.functional.grid_sample(pictures, grid, align_corners=False)
