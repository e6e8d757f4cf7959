"""Fit the spine networks, or judge how they are fitted, on every source (needs the extra ``fit``: torch).

Takes what ``python -m bench.fit_networks`` takes; of the calibration bodies those whose pose is kept in
``CACHE/calibration`` or, with ``--bodies``, estimated now (an hour of one core).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.fit_networks.__main__ import print_table
from bench.fit_networks.options import add_options, groups_left_out, read_clips
from bench.fit_networks.report import MOVING_DEG, SPINE, Judged, judge_one
from bench.fit_spine.networks import BASE, TriedSpine, fit_base, fit_spine, fit_u_weights, fit_with_folds
from bench.poses import kept_pose
from bench.sources import CALIBRATION, Take, fitted_on, read_calibration
from transitions.kinematics.spine import U_LIMIT_DEG, estimate_spine_flexion
from transitions.kinematics.spine_network import WEIGHTS, SpineNetworks, save_networks
from transitions.kinematics.spine_uncertainty import spine_u_deg
from transitions.series import FloatArray


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write, or leave out and judge; print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_spine", description=__doc__)
    add_options(parser)
    parser.add_argument("--bodies", action="store_true", help="estimate the poses of all calibration videos")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    options = parser.parse_args(arguments)
    if options.bodies:
        for video in sorted((options.calibration / "clips").glob("*.mp4")):
            kept_pose(video, options.cache / CALIBRATION)
    bodies = read_calibration(options.calibration, options.cache)
    clips = read_clips(options)
    if options.fit_base:
        save_networks(fit_base(bodies), BASE)
    if options.leave_out:
        judge_left_out(bodies, fitted_on(clips), options.leave_out, options.seed)
        return
    networks, tried = fit_with_folds([*bodies, *clips], options.seed)
    save_networks(networks, options.out)
    print_folds(tried, networks)
    held_out = [take for take in clips if take.held_out]
    print_table("held out of every fit", held_out, judge_by(networks, held_out))


def judge_left_out(bodies: Sequence[Take], clips: Sequence[Take], what: str, seed: int) -> None:
    """Print the table of every source, each take judged by networks fitted without its source, family or person."""
    judged: dict[str, dict[str, Judged]] = {}
    for names in groups_left_out(clips, what):
        networks = fit_spine([*bodies, *(take for take in clips if take.name not in names)], seed)
        left_out = [take for take in clips if take.name in names]
        judged |= {take.name: one for take, one in zip(left_out, judge_by(networks, left_out), strict=True)}
    print_table(f"{what} left out", clips, [judged[take.name] for take in clips])


def print_folds(tried: Sequence[TriedSpine], networks: SpineNetworks) -> None:
    """How the folds of the fit did: where a source was left out, its uncertainty is fitted without it too."""
    for kind in ("source", "person"):
        ones = [one for one in tried if one.kind == kind]
        weights = dict.fromkeys({one.take.source for one in ones}, networks.u_weights)
        if kind == "source":
            for source in weights:
                weights[source] = fit_u_weights([one for one in tried if one.take.source != source])
        judged = [{SPINE: _judged(one, weights[one.take.source])} for one in ones]
        print_table(f"{kind} left out", [one.take for one in ones], judged)


def _judged(tried: TriedSpine, u_weights: FloatArray) -> Judged:
    u = spine_u_deg(u_weights, tried.features)
    truth = tried.answer - tried.error
    moving = np.abs(truth - np.median(truth)) > MOVING_DEG
    return Judged(
        np.arange(len(u)), tried.answer, truth, u, u <= U_LIMIT_DEG, np.full(len(u), np.nan), moving
    )


def judge_by(networks: SpineNetworks, takes: Sequence[Take]) -> list[dict[str, Judged]]:
    """What `networks` read of each take, against the truth."""
    return [
        {SPINE: judge_one(take, SPINE, {SPINE: estimate_spine_flexion(take.pose, networks)})}
        for take in takes
    ]


if __name__ == "__main__":
    main()
