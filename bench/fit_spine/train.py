"""One spine network in torch: its shape, its fit from a random start, and the further fit of its dense layers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch
from torch import nn

from bench.fit_spine.rows import Rows, loss_weights
from transitions.kinematics.spine_network import INPUT_LIMIT, MAX_LOG_DOUBT, OFFSET_DEG, SCALE_DEG, Member
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
        return self.joined(inputs, self.convolved(masks))

    def convolved(self, masks: torch.Tensor) -> torch.Tensor:
        """What the convolutions make of (m, 1, 32, 32) masks."""
        for layer in self.convolutions:
            masks = torch.relu(layer(masks))
        return masks.flatten(1)

    def joined(self, inputs: torch.Tensor, seen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Standardised flexion and log doubt of standardised inputs and `convolved` masks."""
        seen = nn.functional.dropout(seen, MASK_DROPOUT, self.training)
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


def fit_member(rows: Rows, kept: BoolArray, seed: int) -> Member:
    """From a random start on the rows of `kept` (m,); every row comes once an epoch."""
    torch.manual_seed(seed)
    random = torch.Generator().manual_seed(seed)
    mean, scale = rows.inputs[kept].mean(axis=0), rows.inputs[kept].std(axis=0) + 1e-3
    network = Network(rows.inputs.shape[1])
    use = torch.tensor(np.flatnonzero(kept))
    whole = len(use) // BATCH * BATCH
    batches = torch.cat(
        [use[torch.randperm(len(use), generator=random)[:whole]].reshape(-1, BATCH) for _ in range(EPOCHS)]
    )
    masks = torch.tensor(rows.masks)

    def answer(at: torch.Tensor, noisy: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        result: tuple[torch.Tensor, torch.Tensor] = network(noisy, jittered(masks[at], random))
        return result

    _descend(network, answer, _targets(rows, (mean, scale)), batches, RATE, random)
    return network.member(mean, scale)


class Convolved:
    """What a member's convolutions make of every row's mask, in a few jittered versions: worked out once.

    The further fits, one for each fold, change the dense layers only: a mask's shapes are alike in all sources.
    """

    def __init__(self, start: Member, rows: Rows, seed: int) -> None:
        self.start = start
        network = Network(rows.inputs.shape[1])
        network.take(start)
        random = torch.Generator().manual_seed(seed)
        self.targets = _targets(rows, (start.mean, start.scale))
        self.versions = torch.empty(JITTERS, len(rows.take), CHANNELS[-1] * 16, dtype=torch.float16)
        with torch.no_grad():
            for version in self.versions:
                for first in range(0, len(rows.take), 512):
                    masks = jittered(torch.tensor(rows.masks[first : first + 512]), random)
                    version[first : first + 512] = network.convolved(masks).half()

    def fit_further(self, shares: FloatArray, seed: int) -> Member:
        """The member after its dense layers were fitted on rows drawn by `shares` (m,)."""
        torch.manual_seed(seed)
        random = torch.Generator().manual_seed(seed)
        network = Network(len(self.start.mean))
        network.take(self.start)
        for parameter in network.convolutions.parameters():
            parameter.requires_grad_(False)
        drawn = np.random.default_rng(seed).choice(len(shares), (FURTHER_STEPS, BATCH), p=shares)

        def answer(at: torch.Tensor, noisy: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            version = torch.randint(JITTERS, at.shape, generator=random)
            return network.joined(noisy, self.versions[version, at].float())

        _descend(network, answer, self.targets, torch.tensor(drawn), FURTHER_RATE, random)
        return network.member(self.start.mean, self.start.scale)


Targets = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
Answer = Callable[[torch.Tensor, torch.Tensor], tuple[torch.Tensor, torch.Tensor]]


def _targets(rows: Rows, moments: tuple[FloatArray, FloatArray]) -> Targets:
    """Standardised inputs, standardised flexion and weight of every row."""
    mean, scale = moments
    standard = np.clip((rows.inputs - mean) / scale, -INPUT_LIMIT, INPUT_LIMIT)
    flexion = (rows.flexion_deg - OFFSET_DEG) / SCALE_DEG
    parts = [torch.tensor(x, dtype=torch.float32) for x in (standard, flexion, loss_weights(rows))]
    return parts[0], parts[1], parts[2]


def _descend(
    network: Network,
    answer: Answer,
    targets: Targets,
    batches: torch.Tensor,
    rate: float,
    random: torch.Generator,
) -> None:
    """AdamW with a one-cycle rate; Huber loss for the flexion, Laplace likelihood for the doubt."""
    inputs, target, weight = targets
    fitted = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(fitted, lr=rate, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=len(batches))
    network.train()
    for at in batches:
        noise = NOISE * torch.randn(len(at), inputs.shape[1], generator=random)
        flexion, log_doubt = answer(at, inputs[at] + noise)
        huber = nn.functional.huber_loss(flexion, target[at], reduction="none", delta=HUBER)
        error = (flexion - target[at]).abs().detach()
        doubt = error * torch.exp(-log_doubt) + log_doubt
        optimiser.zero_grad(set_to_none=True)
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
