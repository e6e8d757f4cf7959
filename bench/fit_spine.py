"""Fit the spine networks: ``python bench/fit_spine.py ../shared/calibration`` (needs ``pip install torch``).

Runs the pose model over the calibration videos (kept in ``--cache`` for the next time; 15 minutes on one
core), then fits one network per fold of bodies, each on three quarters of them (5 minutes each). Prints the
errors on the bodies that a network had not seen, takes the uncertainty from them, and writes the weights.
The shipped weights were fitted with torch 2.13.0 on one thread.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import torch
from torch import nn

from transitions.kinematics.spine_inputs import FACING_X, spine_inputs
from transitions.kinematics.spine_network import (
    INPUT_LIMIT,
    MAX_LOG_DOUBT,
    OFFSET_DEG,
    SCALE_DEG,
    Member,
    SpineNetworks,
    save_networks,
)
from transitions.pose.estimate import estimate_poses
from transitions.series import ByteArray, FloatArray, PoseSeries
from transitions.video.decode import open_clip

FOLDS = 4
CHANNELS = (16, 32, 48)
HIDDEN = (128, 64)
EPOCHS = 18
BATCH = 256
RATE = 2e-3
DECAY = 2e-2
NOISE = 0.2
"""Of standardised inputs: landmarks and outline of real people are less exact than rendered ones."""
TURN_RAD, SHIFT, STRETCH = 0.1, 0.08, 0.06
"""Spread of the mask's turn, shift (of half its width) and size: as if hips and shoulders were misplaced."""
MASK_DROPOUT, DENSE_DROPOUT = 0.2, 0.15
HUBER = 0.5
NOVELTY_AXES = 40
NOVELTY_MARGIN = 1.25
FLATTEN = 0.6
"""Weight of a row: its flexion's share of the set to this power, inverted: rounded backs are rare there."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Every usable calibration frame: inputs (m, 135), masks (m, 32, 32), truth (m,), body (m,)."""

    inputs: FloatArray
    masks: ByteArray
    flexion_deg: FloatArray
    inclination_deg: FloatArray
    body: FloatArray

    def of(self, rows: FloatArray) -> Rows:
        """Only some of the rows."""
        parts = (self.inputs, self.masks, self.flexion_deg, self.inclination_deg, self.body)
        return Rows(*(part[rows] for part in parts))


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


def read_rows(folder: Path, cache: Path) -> Rows:
    columns = ["clip", "frame", "spine_flexion_deg", "trunk_inclination_deg"]
    table = pq.read_table(folder / "landmarks.parquet", columns=columns)
    clips, frames, flexion_deg, inclination_deg = (np.array(table[c].to_pylist()) for c in columns)
    parts = []
    for video in sorted((folder / "clips").glob("*.mp4")):
        inputs, masks, usable = spine_inputs(_pose(video, cache))
        rows = np.flatnonzero(clips == video.stem)
        rows = rows[frames[rows] < len(usable)]
        rows = rows[usable[frames[rows]]]
        if len(rows):
            body = np.full(len(rows), len(parts))
            at = frames[rows]
            parts.append((inputs[at], masks[at], flexion_deg[rows], inclination_deg[rows], body))
    return Rows(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _pose(video: Path, cache: Path) -> PoseSeries:
    kept = cache / f"{video.stem}.npz"
    names = ("t_s", "image_px", "world_m", "visibility", "silhouette", "trunk_mask")
    if not kept.exists():
        pose = estimate_poses(open_clip(video).read())
        arrays = {name: getattr(pose, name) for name in names}
        np.savez_compressed(kept, **arrays, width=pose.width_px, height=pose.height_px)
    with np.load(kept) as a:
        arrays = {name: a[name] for name in names}
        return PoseSeries(**arrays, width_px=int(a["width"]), height_px=int(a["height"]))


def row_weights(rows: Rows) -> FloatArray:
    counts, edges = np.histogram(rows.flexion_deg, np.arange(-12.0, 68.0, 4.0))
    share = counts[np.digitize(rows.flexion_deg, edges[1:-1])] / len(rows.flexion_deg)
    weight = share**-FLATTEN
    weight = weight / weight.mean() * (1.0 + np.clip((rows.inclination_deg - 30.0) / 30.0, 0.0, 1.0))
    weight = np.minimum(weight / weight.mean(), 8.0)
    return weight / weight.mean()


def fit_member(rows: Rows, seed: int) -> Member:
    """AdamW with a one-cycle rate; Huber loss for the flexion, Laplace likelihood for the doubt."""
    torch.manual_seed(seed)
    random = torch.Generator().manual_seed(seed)
    mean, scale = rows.inputs.mean(axis=0), rows.inputs.std(axis=0) + 1e-3
    standard = np.clip((rows.inputs - mean) / scale, -INPUT_LIMIT, INPUT_LIMIT)
    inputs = torch.tensor(standard, dtype=torch.float32)
    masks = torch.tensor(rows.masks)
    target = torch.tensor((rows.flexion_deg - OFFSET_DEG) / SCALE_DEG, dtype=torch.float32)
    weight = torch.tensor(row_weights(rows), dtype=torch.float32)
    network = Network(inputs.shape[1])
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * (len(target) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    network.train()
    for _ in range(EPOCHS):
        order = torch.randperm(len(target), generator=random)
        for start in range(0, len(target) - BATCH + 1, BATCH):
            at = order[start : start + BATCH]
            noisy = inputs[at] + NOISE * torch.randn(BATCH, inputs.shape[1], generator=random)
            flexion, log_doubt = network(noisy, jittered(masks[at], random))
            huber = nn.functional.huber_loss(flexion, target[at], reduction="none", delta=HUBER)
            error = (flexion - target[at]).abs().detach()
            doubt = error * torch.exp(-log_doubt) + log_doubt
            optimiser.zero_grad()
            (3.0 * weight[at] * huber + 0.2 * doubt).mean().backward()
            optimiser.step()
            schedule.step()
    return network.member(mean, scale)


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


def novelty_of(rows: Rows, first: Member) -> tuple[FloatArray, float]:
    """Whitening axes of the fitted set and the novelty that one fitted row in a thousand reaches, and a margin."""
    standard = np.clip((rows.inputs - first.mean) / first.scale, -INPUT_LIMIT, INPUT_LIMIT)
    variance, axes = np.linalg.eigh(np.cov(standard.T))
    top = slice(-NOVELTY_AXES, None)
    whitening = axes[:, top] / np.sqrt(variance[top] * NOVELTY_AXES)
    reached = np.quantile(np.linalg.norm(standard @ whitening, axis=1), 0.999)
    return whitening, NOVELTY_MARGIN * float(reached)


def report(rows: Rows, answer_deg: FloatArray, u_deg: FloatArray) -> None:
    facing = np.abs(rows.inputs[:, FACING_X])
    error = answer_deg - rows.flexion_deg
    groups = {
        "side": facing > 0.9,
        "oblique": (facing > 0.42) & (facing <= 0.9),
        "front or back": facing <= 0.42,
        "leaning over 45 deg": rows.inclination_deg > 45,
        "rounded over 35 deg": rows.flexion_deg > 35,
        "all": facing >= 0,
    }
    print(f"{'unseen bodies':22s}{'rows':>7s}{'MAE':>7s}{'bias':>7s}{'r':>7s}{'u':>7s}{'in 90 %':>9s}")
    for name, at in groups.items():
        inside = np.mean(np.abs(error[at]) <= 1.64 * u_deg[at])
        r = np.corrcoef(answer_deg[at], rows.flexion_deg[at])[0, 1]
        print(
            f"{name:22s}{at.sum():7d}{np.abs(error[at]).mean():7.2f}{error[at].mean():7.2f}{r:7.2f}"
            f"{np.median(u_deg[at]):7.2f}{inside:9.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("build/spine-poses"))
    given = parser.parse_args()
    given.cache.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    rows = read_rows(given.folder, given.cache)
    fold = np.random.default_rng(0).permutation(int(rows.body.max()) + 1)[rows.body] % FOLDS
    members = []
    answer_deg, doubt_deg = np.zeros((2, len(fold)))
    for k in range(FOLDS):
        members.append(fit_member(rows.of(fold != k), seed=k))
        unseen = rows.of(fold == k)
        answer_deg[fold == k], doubt_deg[fold == k] = members[k].answer_deg(unseen.inputs, unseen.masks)
    ratio = np.abs(answer_deg - rows.flexion_deg) / doubt_deg
    u_per_doubt = float(np.quantile(ratio, 0.90) / 1.64)
    report(rows, answer_deg, u_per_doubt * doubt_deg)
    save_networks(SpineNetworks(tuple(members), *novelty_of(rows, members[0]), u_per_doubt))


if __name__ == "__main__":
    main()
