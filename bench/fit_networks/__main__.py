"""Refit the measurement networks: ``python -m bench.fit_networks ../shared/calibration ../shared/clips``.

First stage: networks fitted on the calibration bodies alone, the shape of their uncertainty on bodies held out.
They are kept in ``base.npz``; one to two hours of one core, left out with ``--keep-base``.
Second stage: they are fitted further on bodies and everyday clips together. It is done four times without a
quarter of the clips, which gives the errors printed here and the uncertainty's size, then with all of them.
NumPy only; half an hour of one core, and a quarter more for the pose model the first time.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.fit_networks.calibration import Body, read_bodies
from bench.fit_networks.ensemble import Tried, continue_ensemble, fit_ensemble, try_across, try_on
from bench.fit_networks.everyday import read_clips
from bench.fit_networks.limits import (
    INTERVAL,
    leave_one_out_u,
    novelty_limit,
    shape_weights,
    sized_weights,
)
from transitions.kinematics.networks.network import OUTPUTS
from transitions.kinematics.networks.uncertainty import standard_uncertainty
from transitions.kinematics.networks.weights import FITTED, load_ensemble, save_ensemble
from transitions.kinematics.view import BAND_EDGES_DEG
from transitions.series import FloatArray
from transitions.validate.angles import FALSE_TWIST_DEG, PEAK_WITHIN_DEG, TWISTED_DEG, UNTWISTED_DEG

BANDS = ("front", "oblique", "side", "back oblique", "back")


PEAK_ROWS = 9
"""0.3 s of a 30 Hz clip."""

PARTS = 4
"""Of the clips, each answered by networks fitted on the other parts. Clips alike but for body, room and camera
stand in different parts: what is measured is a new person in a known kind of transition."""

BASE = Path(__file__).with_name("base.npz")


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_networks", description=__doc__)
    parser.add_argument("calibration", type=Path, help="folder with landmarks.parquet")
    parser.add_argument("clips", type=Path, help="folder of rendered clips with truth files")
    parser.add_argument("--out", type=Path, default=FITTED, help="where the weights go")
    parser.add_argument("--keep-base", action="store_true", help="start from base.npz, do not fit it again")
    parser.add_argument("--members", type=int, default=6, help="networks of each recipe")
    parser.add_argument("--cache", type=Path, default=Path("build/poses"), help="keeps the clips' poses")
    options = parser.parse_args(arguments)
    bodies = read_bodies(options.calibration)
    clips = read_clips(options.clips, options.cache)
    if not options.keep_base:
        fit_base(bodies, options.members)
    base = load_ensemble(BASE)
    everyday = try_across(base, bodies, clips, PARTS)
    print("Everyday clips, each by networks and an uncertainty fitted without it")
    print_errors(everyday, leave_one_out_u(base.u_weights, everyday))
    print_twists(everyday)
    fitted = continue_ensemble(base, bodies, clips)
    save_ensemble(replace(fitted, u_weights=sized_weights(base.u_weights, everyday)), options.out)


def fit_base(bodies: Sequence[Body], members: int) -> None:
    """The first stage: write ``base.npz`` and print how it does on a fifth of the bodies held out."""
    fitted_on, others = split(bodies, 0)
    held_out = try_on(fit_ensemble(fitted_on, members, seed=100), others)
    shape = shape_weights(held_out)
    print("Held-out bodies (random movement): mean absolute error (coverage of the 90 % interval)")
    print_errors(held_out, standard_uncertainty(shape, held_out.features))
    base = fit_ensemble(bodies, members)
    save_ensemble(replace(base, novelty_limit=novelty_limit(held_out), u_weights=shape), BASE)


def print_twists(tried: Tried) -> None:
    """How well peaks of true twists are read, and the largest reading where there is none."""
    peaks, quiet = [], []
    for clip in np.unique(tried.group):
        rows = tried.group == clip
        truth, answer = (x[rows, OUTPUTS.index("trunk_twist_deg")] for x in (tried.truth, tried.answer))
        at = int(np.argmax(np.abs(truth)))
        near = slice(max(at - PEAK_ROWS, 0), at + PEAK_ROWS + 1)
        if abs(truth[at]) < UNTWISTED_DEG:
            quiet.append(np.abs(answer).max())
        elif abs(truth[at]) > TWISTED_DEG:
            peaks.append((np.sign(truth[at]) * answer[near]).max() - abs(truth[at]))
    within = np.mean(np.abs(peaks) <= PEAK_WITHIN_DEG)
    silent = np.mean(np.array(quiet) <= FALSE_TWIST_DEG)
    print(
        f"{len(peaks)} peaks of true twists: {within:.0%} within 8 degrees, mean error {np.mean(peaks):+.1f}"
    )
    print(f"{len(quiet)} clips without a twist: {silent:.0%} never read over 5 degrees")


def split(bodies: Sequence[Body], fold: int, folds: int = 5) -> tuple[list[Body], list[Body]]:
    """Bodies to fit on and bodies held out; always the same."""
    place = np.random.default_rng(1).permutation(len(bodies)) % folds
    return (
        [body for body, k in zip(bodies, place, strict=True) if k != fold],
        [body for body, k in zip(bodies, place, strict=True) if k == fold],
    )


def print_errors(tried: Tried, u: FloatArray) -> None:
    """Mean absolute error, and how often the 90 % interval holds the truth, by angle and view band."""
    sine, cosine = (tried.truth[:, OUTPUTS.index(f"view_{name}")] for name in ("sine", "cosine"))
    band = np.digitize(np.abs(np.degrees(np.arctan2(sine, cosine))), BAND_EDGES_DEG)
    error = np.abs(tried.error())
    groups = {name: band == k for k, name in enumerate(BANDS) if np.any(band == k)}
    groups["all"] = np.ones(len(band), dtype=bool)
    print(f"{'':24s}" + "".join(f"{name:>16s}" for name in groups))
    for k, name in enumerate(OUTPUTS):
        if name.endswith("_deg"):
            cells = (
                f"{error[rows, k].mean():.1f} ({np.mean(error[rows, k] <= INTERVAL * u[rows, k]):.0%})"
                for rows in groups.values()
            )
            print(f"{name:24s}" + "".join(f"{cell:>16s}" for cell in cells))


if __name__ == "__main__":
    main()
