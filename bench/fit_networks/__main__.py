"""Fit the measurement networks, or judge how they are fitted, on every source (needs the extra ``fit``: torch).

``python -m bench.fit_networks --calibration DIR --source clips=DIR --source people=DIR --cache POSES`` writes the
weights that ship and judges them on the takes held out of every fit. With ``--leave-out source`` (or ``family``,
``person``) it writes nothing: each part is judged by networks and an uncertainty fitted without it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bench.fit_networks.ensemble import BASE, fit_angles, fit_base, fit_with_folds
from bench.fit_networks.limits import fit_uncertainty
from bench.fit_networks.options import add_options, by_source, groups_left_out, read_clips
from bench.fit_networks.report import Judged, judge, judge_tried, table
from bench.fit_networks.tried import Tried
from bench.sources import Take, fitted_on, read_calibration
from transitions.kinematics.networks import estimate_angles
from transitions.kinematics.networks.network import Ensemble
from transitions.kinematics.networks.weights import FITTED, save_ensemble


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write, or leave out and judge; print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_networks", description=__doc__)
    add_options(parser)
    parser.add_argument("--out", type=Path, default=FITTED, help="where the weights go")
    options = parser.parse_args(arguments)
    bodies = read_calibration(options.calibration)
    clips = read_clips(options)
    if options.fit_base:
        save_ensemble(fit_base(bodies), BASE)
    if options.leave_out:
        judge_left_out(bodies, fitted_on(clips), options.leave_out, options.seed)
        return
    ensemble, tried = fit_with_folds([*bodies, *clips], options.seed)
    save_ensemble(ensemble, options.out)
    print_folds(tried, ensemble)
    held_out = [take for take in clips if take.held_out]
    print_table("held out of every fit", held_out, judge_by(ensemble, held_out))


def judge_left_out(bodies: Sequence[Take], clips: Sequence[Take], what: str, seed: int) -> None:
    """Print the table of every source, each take judged by networks fitted without its source, family or person."""
    judged: dict[str, dict[str, Judged]] = {}
    for names in groups_left_out(clips, what):
        ensemble = fit_angles([*bodies, *(take for take in clips if take.name not in names)], seed)
        left_out = [take for take in clips if take.name in names]
        judged |= {take.name: one for take, one in zip(left_out, judge_by(ensemble, left_out), strict=True)}
    print_table(f"{what} left out", clips, [judged[take.name] for take in clips])


def print_folds(tried: Sequence[Tried], ensemble: Ensemble) -> None:
    """How the folds of the fit did: where a source was left out, its uncertainty is fitted without it too."""
    for kind in ("source", "person"):
        ones = [one for one in tried if one.kind == kind]
        weights = dict.fromkeys({one.take.source for one in ones}, ensemble.u_weights)
        if kind == "source":
            for source in weights:
                weights[source] = fit_uncertainty([one for one in tried if one.take.source != source])
        judged = [judge_tried(one, weights[one.take.source]) for one in ones]
        print_table(f"{kind} left out", [one.take for one in ones], judged)


def judge_by(ensemble: Ensemble, takes: Sequence[Take]) -> list[dict[str, Judged]]:
    """What `ensemble` reads of each take, against the truth."""
    return [judge(take, estimate_angles(take.pose, ensemble)) for take in takes]


def print_table(title: str, takes: Sequence[Take], judged: Sequence[dict[str, Judged]]) -> None:
    """One table for each source."""
    for source, numbers in by_source(takes).items():
        print(f"\n{source}: {len(numbers)} takes, {title}")
        print(table([takes[k] for k in numbers], [judged[k] for k in numbers]))


if __name__ == "__main__":
    main()
