"""One spine network in torch: its shape, and its fit in two stages."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch
from torch import nn

from bench.fit_spine.rows import Rows, row_weights
from transitions.kinematics.spine_network import INPUT_LIMIT, MAX_LOG_DOUBT, OFFSET_DEG, SCALE_DEG, Member
from transitions.series import FloatArray

CHANNELS = (16, 32, 48)
HIDDEN = (128, 64)
EPOCHS = 18
BATCH = 256
RATE, EVERYDAY_RATE = 2e-3, 1e-3
EVERYDAY_STEPS = 400
DECAY = 2e-2
NOISE = 0.2
"""Of standardised inputs: landmarks and outline of real people are less exact than rendered ones."""
TURN_RAD, SHIFT, STRETCH = 0.1, 0.08, 0.06
"""Spread of the mask's turn, shift (of half its width) and size: as if hips and shoulders were misplaced."""
MASK_DROPOUT, DENSE_DROPOUT = 0.2, 0.15
HUBER = 0.5


class Network(nn.Module):
    """The shape that `spine_network.Member` computes in NumPy."""

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
        """Standardised flexion and log doubt of standardised inputs and 0-1 masks."""
        for layer in self.convolutions:
            masks = torch.relu(layer(masks))
        seen = nn.functional.dropout(masks.flatten(1), MASK_DROPOUT, self.training)
        x = nn.functional.dropout(
            torch.relu(self.dense[0](torch.cat([seen, inputs], 1))), DENSE_DROPOUT, self.training
        )
        answer = self.dense[2](torch.relu(self.dense[1](x)))
        return answer[:, 0], answer[:, 1].clamp(-MAX_LOG_DOUBT, MAX_LOG_DOUBT)

    def member(self, mean: FloatArray, scale: FloatArray) -> Member:
        """The fitted weights for use without torch."""

        def arrays(layers: nn.ModuleList, transposed: bool) -> tuple[tuple[FloatArray, FloatArray], ...]:
            pairs = [(layer.weight.detach().numpy(), layer.bias.detach().numpy()) for layer in layers]
            return tuple((weights.T if transposed else weights, biases) for weights, biases in pairs)

        return Member(arrays(self.convolutions, False), arrays(self.dense, True), mean, scale)

    def take(self, member: Member) -> None:
        """Start from a member's weights."""
        with torch.no_grad():
            for layer, (kernels, biases) in zip(self.convolutions, member.convolutions, strict=True):
                layer.weight.copy_(torch.tensor(kernels))
                layer.bias.copy_(torch.tensor(biases))
            for layer, (weights, biases) in zip(self.dense, member.dense, strict=True):
                layer.weight.copy_(torch.tensor(weights.T.copy()))
                layer.bias.copy_(torch.tensor(biases))


def fit_member(rows: Rows, seed: int) -> Member:
    """From a random start on calibration bodies; every row comes once an epoch."""
    torch.manual_seed(seed)
    random = torch.Generator().manual_seed(seed)
    mean, scale = rows.inputs.mean(axis=0), rows.inputs.std(axis=0) + 1e-3
    network = Network(rows.inputs.shape[1])
    whole = len(rows.body) // BATCH * BATCH
    batches = torch.cat(
        [torch.randperm(len(rows.body), generator=random)[:whole].reshape(-1, BATCH) for _ in range(EPOCHS)]
    )
    _descend(network, rows, (mean, scale), row_weights(rows), batches, RATE, random)
    return network.member(mean, scale)


def continue_member(start: Member, joined: tuple[Rows, FloatArray, FloatArray], seed: int) -> Member:
    """Second stage: further on bodies and everyday clips together, rows drawn by their share."""
    rows, shares, weights = joined
    torch.manual_seed(seed)
    random = torch.Generator().manual_seed(seed)
    network = Network(rows.inputs.shape[1])
    network.take(start)
    drawn = np.random.default_rng(seed).choice(len(shares), (EVERYDAY_STEPS, BATCH), p=shares)
    moments = (start.mean, start.scale)
    _descend(network, rows, moments, weights, torch.tensor(drawn), EVERYDAY_RATE, random)
    return network.member(*moments)


def _descend(
    network: Network,
    rows: Rows,
    moments: tuple[FloatArray, FloatArray],
    weights: FloatArray,
    batches: torch.Tensor,
    rate: float,
    random: torch.Generator,
) -> None:
    """AdamW with a one-cycle rate; Huber loss for the flexion, Laplace likelihood for the doubt."""
    mean, scale = moments
    standard = np.clip((rows.inputs - mean) / scale, -INPUT_LIMIT, INPUT_LIMIT)
    inputs = torch.tensor(standard, dtype=torch.float32)
    masks = torch.tensor(rows.masks)
    target = torch.tensor((rows.flexion_deg - OFFSET_DEG) / SCALE_DEG, dtype=torch.float32)
    weight = torch.tensor(weights, dtype=torch.float32)
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=len(batches))
    network.train()
    for at in batches:
        noisy = inputs[at] + NOISE * torch.randn(BATCH, inputs.shape[1], generator=random)
        flexion, log_doubt = network(noisy, jittered(masks[at], random))
        huber = nn.functional.huber_loss(flexion, target[at], reduction="none", delta=HUBER)
        error = (flexion - target[at]).abs().detach()
        doubt = error * torch.exp(-log_doubt) + log_doubt
        optimiser.zero_grad()
        (3.0 * weight[at] * huber + 0.2 * doubt).mean().backward()
        optimiser.step()
        schedule.step()
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
    grid = nn.functional.affine_grid(torch.stack([across, down], 1), pictures.shape, align_corners=False)
    return nn.functional.grid_sample(pictures, grid, align_corners=False)
