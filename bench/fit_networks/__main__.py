"""Refit the measurement networks: ``python -m bench.fit_networks ../shared/calibration ../shared/clips``.

Cross-validates by body (whole bodies held out), fits the final members on every body, sets the uncertainty on
the held-out bodies and the everyday clips, and writes the weights with their sha256. Prints errors and coverage
by view band. NumPy only; one to two hours on one core, of which a quarter for the pose model the first time.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.fit_networks.calibration import Body, read_bodies
from bench.fit_networks.ensemble import Tried, fit_ensemble, try_on
from bench.fit_networks.everyday import read_clips
from bench.fit_networks.limits import INTERVAL, leave_one_out_u, measure_limits
from transitions.kinematics.networks.network import OUTPUTS, Ensemble
from transitions.kinematics.networks.uncertainty import standard_uncertainty
from transitions.kinematics.networks.weights import FITTED, save_ensemble
from transitions.kinematics.view import BAND_EDGES_DEG
from transitions.series import FloatArray

BANDS = ("front", "oblique", "side", "back oblique", "back")


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_networks", description=__doc__)
    parser.add_argument("calibration", type=Path, help="folder with landmarks.parquet")
    parser.add_argument("clips", type=Path, help="folder of rendered clips with truth files")
    parser.add_argument("--out", type=Path, default=FITTED, help="where the weights go")
    parser.add_argument("--members", type=int, default=6, help="networks of each recipe")
    parser.add_argument(
        "--folds", type=int, default=1, help="how many fifths of the bodies to hold out in turn"
    )
    parser.add_argument("--cache", type=Path, default=Path("build/poses"), help="keeps the clips' poses")
    options = parser.parse_args(arguments)
    bodies = read_bodies(options.calibration)
    clips = read_clips(options.clips, options.cache)
    held_out = Tried.join([_try_fold(bodies, options.members, fold) for fold in range(options.folds)])
    ensemble = fit_ensemble(bodies, options.members)
    finish(ensemble, held_out, try_on(ensemble, clips), options.out)


def finish(ensemble: Ensemble, held_out: Tried, everyday: Tried, out: Path) -> None:
    """Measure the limits, print both tables and write the weights."""
    fitted = measure_limits(ensemble, held_out, everyday)
    print("Held-out bodies (random movement): mean absolute error (coverage of the 90 % interval)")
    print_errors(held_out, standard_uncertainty(fitted.u_weights, held_out.features))
    print("\nEveryday clips, uncertainty sized on the other clips")
    print_errors(everyday, leave_one_out_u(held_out, everyday))
    save_ensemble(fitted, out)


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


def _try_fold(bodies: Sequence[Body], members: int, fold: int) -> Tried:
    fitted_on, held_out = split(bodies, fold)
    return try_on(fit_ensemble(fitted_on, members, seed=100), held_out)


if __name__ == "__main__":
    main()
