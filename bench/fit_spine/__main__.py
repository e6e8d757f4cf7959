"""Fit the spine networks: ``python -m bench.fit_spine ../shared/calibration ../shared/clips`` (needs the extra fit).

Runs the pose model over both folders' videos (kept for the next time; 20 minutes on one core). First stage: one
network per fold of bodies, each on three quarters of them (5 minutes each), kept in ``base.npz`` and left out
with ``--keep-base``. Second stage: each goes on on bodies and everyday clips together, four times without a
quarter of the clips, which gives the errors printed here and the uncertainty's size, then with all of them.
The shipped weights were fitted with torch 2.13.0 on one thread.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from bench.fit_spine.rows import Everyday, Rows, joined, read_everyday, read_rows
from bench.fit_spine.train import continue_member, fit_member
from transitions.kinematics.spine import smooth_spine
from transitions.kinematics.spine_network import (
    INPUT_LIMIT,
    WEIGHTS,
    Member,
    SpineNetworks,
    load_networks,
    save_networks,
)
from transitions.series import FloatArray
from transitions.validate.truth import find_truths

BASE = Path(__file__).with_name("base.npz")
FOLDS, PARTS = 4, 4
NOVELTY_AXES = 40
NOVELTY_MARGIN = 1.25
INTERVAL = 1.64
COVERED = 0.91
"""Aimed at for the 90 % interval."""
BENT_DEG, BENT_SHARE = 15.0, 0.25
"""Rows with the back bent more than this count a quarter, though they are a tenth: they are what the rules read,
yet sized for them alone the interval would be too wide at rest."""


def novelty_of(rows: Rows, first: Member) -> tuple[FloatArray, float]:
    """Whitening axes of the fitted set and the novelty that one fitted row in a thousand reaches, and a margin."""
    standard = np.clip((rows.inputs - first.mean) / first.scale, -INPUT_LIMIT, INPUT_LIMIT)
    variance, axes = np.linalg.eigh(np.cov(standard.T))
    top = slice(-NOVELTY_AXES, None)
    whitening = axes[:, top] / np.sqrt(variance[top] * NOVELTY_AXES)
    reached = np.quantile(np.linalg.norm(standard @ whitening, axis=1), 0.999)
    return whitening, NOVELTY_MARGIN * float(reached)


def fit_base(bodies: Rows) -> None:
    """First stage: write ``base.npz``; its uncertainty is that of bodies a member has not seen."""
    fold = np.random.default_rng(0).permutation(int(bodies.body.max()) + 1)[bodies.body] % FOLDS
    members = []
    answer_deg, doubt_deg = np.zeros((2, len(fold)))
    for k in range(FOLDS):
        members.append(fit_member(bodies.of(fold != k), seed=k))
        unseen = bodies.of(fold == k)
        answer_deg[fold == k], doubt_deg[fold == k] = members[k].answer_deg(unseen.inputs, unseen.masks)
    error_deg = np.abs(answer_deg - bodies.flexion_deg)
    u_per_doubt = float(np.quantile(error_deg / doubt_deg, 0.90) / INTERVAL)
    print(f"Unseen bodies (random movement): mean error {error_deg.mean():.2f} degrees")
    save_networks(SpineNetworks(tuple(members), *novelty_of(bodies, members[0]), u_per_doubt), BASE)


def continue_networks(
    base: SpineNetworks, bodies: Rows, clips: Sequence[Everyday], seed: int
) -> SpineNetworks:
    """Second stage, every member."""
    rows = joined(bodies, clips)
    members = [continue_member(member, rows, seed + k) for k, member in enumerate(base.members)]
    return replace(base, members=tuple(members))


def try_across(base: SpineNetworks, bodies: Rows, clips: Sequence[Everyday]) -> list[FloatArray]:
    """(3, n) answer, doubt and spread of every clip's rows by networks fitted without its part of the clips."""
    tried: dict[int, FloatArray] = {}
    for part in range(PARTS):
        left_out = range(part, len(clips), PARTS)
        others = [clip for k, clip in enumerate(clips) if k not in left_out]
        networks = continue_networks(base, bodies, others, seed=10 * (part + 1))
        tried |= {k: answers(networks, clips[k]) for k in left_out}
    return [tried[k] for k in range(len(clips))]


def answers(networks: SpineNetworks, clip: Everyday) -> FloatArray:
    """(3, n) answer, doubt and spread over the members, smoothed as at run time; NaN where not usable."""
    said = np.full((3, len(clip.t_s)), np.nan)
    use = clip.usable
    each = np.array([m.answer_deg(clip.inputs[use], clip.masks[use]) for m in networks.members])
    said[:, use] = each[:, 0].mean(axis=0), each[:, 1].mean(axis=0), each[:, 0].std(axis=0)
    return np.array([smooth_spine(clip.t_s, row) for row in said])


def size_uncertainty(tried: Sequence[FloatArray], clips: Sequence[Everyday]) -> float:
    """The `u_per_doubt` whose interval holds `COVERED` of the rows, bent ones counting `BENT_SHARE`."""
    answer, doubt, spread = np.concatenate(tried, axis=1)
    truth = np.concatenate([clip.flexion_deg for clip in clips])
    seen = np.isfinite(answer)
    bent = truth[seen] > BENT_DEG
    weight = np.where(bent, BENT_SHARE / bent.sum(), (1.0 - BENT_SHARE) / (~bent).sum())
    for per_doubt in np.arange(0.1, 3.0, 0.01):
        inside = np.abs(answer - truth)[seen] <= INTERVAL * np.hypot(per_doubt * doubt, spread)[seen]
        if np.sum(weight[inside]) >= COVERED:
            return float(per_doubt)
    raise ValueError(
        "No uncertainty holds the truth often enough; are the clips and their truth files a pair?"
    )


def report(tried: Sequence[FloatArray], clips: Sequence[Everyday]) -> None:
    """Print the mean error over all rows and over rounded ones."""
    error = np.concatenate([np.abs(t[0] - c.flexion_deg) for t, c in zip(tried, clips, strict=True)])
    truth = np.concatenate([clip.flexion_deg for clip in clips])
    print(f"Everyday clips, each by networks fitted without it: mean error {np.nanmean(error):.2f} degrees,")
    print(f"where the back is rounded over 45 degrees {np.nanmean(error[truth > 45]):.2f}")


def main() -> None:
    """Fit, measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_spine", description=__doc__)
    parser.add_argument("calibration", type=Path)
    parser.add_argument("clips", type=Path)
    parser.add_argument("--keep-base", action="store_true", help="start from base.npz, do not fit it again")
    parser.add_argument("--cache", type=Path, default=Path("build/spine-poses"), help="poses of the bodies")
    parser.add_argument("--clip-cache", type=Path, default=Path("build/poses"), help="poses of the clips")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    torch.set_num_threads(1)
    bodies = read_rows(given.calibration, given.cache)
    clips = [read_everyday(truth, given.clip_cache) for truth in find_truths(given.clips)]
    if not given.keep_base:
        fit_base(bodies)
    base = load_networks(BASE)
    tried = try_across(base, bodies, clips)
    report(tried, clips)
    fitted = continue_networks(base, bodies, clips, seed=0)
    save_networks(replace(fitted, u_per_doubt=size_uncertainty(tried, clips)), given.out)


if __name__ == "__main__":
    main()
