"""Fit the spine networks from the calibration folder: ``python bench/fit_spine.py ../shared/calibration``.

Runs the pose model over the calibration videos (kept in ``--cache`` for the next time), cross-validates by
body, prints the errors on unseen bodies by view, fits the uncertainty on them, then fits the networks that
ship on every body. NumPy only; ``--evaluate`` stops before writing.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from scipy.optimize import minimize

from transitions.kinematics.spine import (
    OFFSET_DEG,
    SCALE_DEG,
    Layers,
    SpineNetworks,
    save_networks,
    standard_uncertainty_deg,
    u_features,
)
from transitions.kinematics.spine_inputs import JOINTS, spine_inputs
from transitions.pose.estimate import estimate_poses
from transitions.series import FloatArray, PoseSeries
from transitions.video.decode import open_clip

HIDDEN = (160, 64)
MEMBERS = 5
FOLDS = 4
EPOCHS = 30
BATCH = 256
RATE = 2e-3
DECAY = 2e-2
DROPOUT = 0.15
NOISE = 0.15
"""Of standardised inputs: landmarks and outline of real people are less exact than rendered ones."""
HUBER = 0.5
NOVELTY_AXES = 40
FLATTEN = 0.6
"""Weight of a row: its flexion's share of the set to this power, inverted: rounded backs are rare there."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Every usable calibration frame: inputs (m, 135), truth (m,), body (m,)."""

    inputs: FloatArray
    flexion_deg: FloatArray
    inclination_deg: FloatArray
    body: FloatArray

    def __getitem__(self, rows: FloatArray) -> Rows:
        return Rows(self.inputs[rows], self.flexion_deg[rows], self.inclination_deg[rows], self.body[rows])


def read_rows(folder: Path, cache: Path) -> Rows:
    columns = ["clip", "frame", "spine_flexion_deg", "trunk_inclination_deg"]
    table = pq.read_table(folder / "landmarks.parquet", columns=columns)
    clips, frames, flexion_deg, inclination_deg = (np.array(table[c].to_pylist()) for c in columns)
    parts = []
    for video in sorted((folder / "clips").glob("*.mp4")):
        inputs, usable = spine_inputs(_pose(video, cache))
        rows = np.flatnonzero(clips == video.stem)
        rows = rows[frames[rows] < len(usable)]
        rows = rows[usable[frames[rows]]]
        if len(rows):
            body = np.full(len(rows), len(parts))
            parts.append((inputs[frames[rows]], flexion_deg[rows], inclination_deg[rows], body))
    return Rows(*(np.concatenate(x) for x in zip(*parts, strict=True)))


def _pose(video: Path, cache: Path) -> PoseSeries:
    kept = cache / f"{video.stem}.npz"
    names = ("t_s", "image_px", "world_m", "visibility", "silhouette")
    if not kept.exists():
        pose = estimate_poses(open_clip(video).read())
        arrays = {name: getattr(pose, name) for name in names}
        np.savez_compressed(kept, **arrays, width=pose.width_px, height=pose.height_px)
    with np.load(kept) as a:
        return PoseSeries(
            **{name: a[name] for name in names}, width_px=int(a["width"]), height_px=int(a["height"])
        )


def row_weights(rows: Rows) -> FloatArray:
    counts, edges = np.histogram(rows.flexion_deg, np.arange(-12.0, 68.0, 4.0))
    share = counts[np.digitize(rows.flexion_deg, edges[1:-1])] / len(rows.flexion_deg)
    weight = share**-FLATTEN
    weight = weight / weight.mean() * (1.0 + np.clip((rows.inclination_deg - 30.0) / 30.0, 0.0, 1.0))
    weight = np.minimum(weight / weight.mean(), 8.0)
    return weight / weight.mean()


def fit_member(x: FloatArray, target: FloatArray, weight: FloatArray, seed: int) -> Layers:
    """AdamW with a one-cycle rate on a Huber loss; inputs standardised."""
    rng = np.random.default_rng(seed)
    sizes = (x.shape[1], *HIDDEN, 1)
    parameters = []
    for a, b in pairwise(sizes):
        parameters += [
            (rng.standard_normal((a, b)) * np.sqrt(2.0 / a)).astype(np.float32),
            np.zeros(b, np.float32),
        ]
    first, second = ([np.zeros_like(p) for p in parameters] for _ in range(2))
    steps = EPOCHS * (len(x) // BATCH)
    step = 0
    for _ in range(EPOCHS):
        order = rng.permutation(len(x))
        for start in range(0, len(x) - BATCH + 1, BATCH):
            rows = order[start : start + BATCH]
            noisy = x[rows] + NOISE * rng.standard_normal((BATCH, x.shape[1]), dtype=np.float32)
            slopes = _slopes(parameters, noisy, target[rows], weight[rows], rng)
            step += 1
            rate = RATE * min(step / (0.1 * steps), 0.5 + 0.5 * np.cos(np.pi * step / steps))
            for p, g, m, v in zip(parameters, slopes, first, second, strict=True):
                m += 0.1 * (g - m)
                v += 0.001 * (g * g - v)
                update = m / (1 - 0.9**step) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
                p -= np.float32(rate) * (update + DECAY * p)
    return tuple((parameters[k], parameters[k + 1]) for k in range(0, len(parameters), 2))


def _slopes(parameters, x, target, weight, rng):  # type: ignore[no-untyped-def]
    kept, masks = [x], []
    for k in range(0, len(parameters) - 2, 2):
        z = kept[-1] @ parameters[k] + parameters[k + 1]
        mask = ((z > 0) & (rng.random(z.shape, dtype=np.float32) >= DROPOUT)).astype(np.float32)
        masks.append(mask / np.float32(1 - DROPOUT))
        kept.append(z * masks[-1])
    error = (kept[-1] @ parameters[-2] + parameters[-1])[:, 0] - target
    delta = (np.clip(error, -HUBER, HUBER) * weight / len(x))[:, None].astype(np.float32)
    slopes = []
    for k in range(len(kept) - 1, -1, -1):
        slopes = [kept[k].T @ delta, delta.sum(axis=0), *slopes]
        if k:
            delta = (delta @ parameters[2 * k].T) * masks[k - 1]
    return slopes


def fit_networks(rows: Rows, members: int, seed: int) -> SpineNetworks:
    mean, scale = rows.inputs.mean(axis=0), rows.inputs.std(axis=0) + 1e-3
    x = np.clip((rows.inputs - mean) / scale, -4, 4).astype(np.float32)
    target = ((rows.flexion_deg - OFFSET_DEG) / SCALE_DEG).astype(np.float32)
    weight = row_weights(rows).astype(np.float32)
    fitted = tuple(fit_member(x, target, weight, seed + m) for m in range(members))
    variance, axes = np.linalg.eigh(np.cov(x.T))
    top = slice(-NOVELTY_AXES, None)
    whitening = axes[:, top] / np.sqrt(variance[top] * NOVELTY_AXES)
    limit = 1.25 * float(np.quantile(np.linalg.norm(x @ whitening, axis=1), 0.999))
    return SpineNetworks(fitted, mean, scale, whitening, limit, np.zeros(5))


def cross_validate(rows: Rows, members: int) -> tuple[FloatArray, FloatArray]:
    """Answers and uncertainty features for every row from networks that never saw its body."""
    fold = np.random.default_rng(0).permutation(int(rows.body.max()) + 1)[rows.body] % FOLDS
    answer_deg, features = np.zeros(len(fold)), np.zeros((len(fold), 5))
    for k in range(FOLDS):
        networks = fit_networks(rows[fold != k], members, seed=100 * k)
        inputs = rows.inputs[fold == k]
        answers = networks.answers_deg(inputs)
        answer_deg[fold == k] = answers.mean(axis=0)
        features[fold == k] = u_features(answers, networks.novelty(inputs), inputs)
    return answer_deg, features


def fit_uncertainty(features: FloatArray, error_deg: FloatArray) -> FloatArray:
    """Log-linear u by maximum likelihood (Laplace, so that tails do not rule), then scaled to hold 90 %."""

    def cost(w: FloatArray) -> float:
        log_u = features @ w
        return float(np.mean(np.abs(error_deg) * np.exp(-log_u) + log_u))

    w = minimize(cost, np.array([1.0, 0, 0, 0, 0]), method="BFGS").x
    ratio = np.abs(error_deg) / standard_uncertainty_deg(w, features)
    w[0] += np.log(np.quantile(ratio, 0.90) / 1.64)
    return w


def report(rows: Rows, answer_deg: FloatArray, u_deg: FloatArray) -> None:
    facing = np.abs(rows.inputs[:, 5 * len(JOINTS)])
    error = answer_deg - rows.flexion_deg
    views = {
        "side": facing > 0.9,
        "oblique": (facing > 0.42) & (facing <= 0.9),
        "front or back": facing <= 0.42,
        "leaning over 45 deg": rows.inclination_deg > 45,
        "rounded over 35 deg": rows.flexion_deg > 35,
        "all": facing >= 0,
    }
    print(f"{'unseen bodies':22s}{'rows':>7s}{'MAE':>7s}{'bias':>7s}{'r':>7s}{'u':>7s}{'in 90 %':>9s}")
    for name, at in views.items():
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
    parser.add_argument("--evaluate", action="store_true", help="cross-validate and stop")
    given = parser.parse_args()
    given.cache.mkdir(parents=True, exist_ok=True)
    rows = read_rows(given.folder, given.cache)
    answer_deg, features = cross_validate(rows, MEMBERS)
    u_weights = fit_uncertainty(features, answer_deg - rows.flexion_deg)
    report(rows, answer_deg, standard_uncertainty_deg(u_weights, features))
    if not given.evaluate:
        n = fit_networks(rows, MEMBERS, seed=1)
        save_networks(SpineNetworks(n.members, n.mean, n.scale, n.novelty_axes, n.novelty_limit, u_weights))


if __name__ == "__main__":
    main()
