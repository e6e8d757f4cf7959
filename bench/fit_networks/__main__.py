"""Fit the measurement networks, or judge how they are fitted, on every source (needs the extra ``fit``: torch).

``python -m bench.fit_networks joints --calibration DIR --source clips=DIR --source people=DIR --cache POSES`` writes
the weights that ship and judges them on the takes held out of every fit; ``spine`` does so for the spine. With
``--leave-out source`` (or ``family``, ``person``) it writes nothing: each part is judged by networks and an uncertainty
fitted without it.

Of the calibration bodies the spine takes those whose pose is kept in ``CACHE/calibration`` or, with ``--bodies``,
estimated now (an hour of one core).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from bench.fit_networks.deep_part import DeepPart, deep_parts, median_table
from bench.fit_networks.judged import SPINE, Judged, table
from bench.fit_networks.kinds import JOINTS, SPINES, FitKind, N
from bench.fit_networks.options import add_options, by_source, groups_left_out, read_clips
from bench.fit_networks.out_of_fold import OutOfFold
from bench.poses import kept_pose
from bench.sources import CALIBRATION, Take, fitted_on, read_calibration


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write, or leave out and judge; print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_networks", description=__doc__)
    add_options(parser)
    options = parser.parse_args(arguments)
    if options.bodies:
        for video in sorted((options.calibration / "clips").glob("*.mp4")):
            kept_pose(video, options.cache / CALIBRATION)
    if options.networks == "joints":
        fit(JOINTS, read_calibration(options.calibration), options)
    else:
        fit(SPINES, read_calibration(options.calibration, options.cache), options)


def fit(kind: FitKind[N], bodies: Sequence[Take], options: argparse.Namespace) -> None:
    """Fit one kind of networks as the options say."""
    clips = read_clips(options)
    if options.fit_base:
        kind.save(kind.fit_base(bodies), kind.base)
    if options.leave_out:
        judge_left_out(kind, bodies, fitted_on(clips), options.leave_out, options.seed)
        return
    networks, left_out = kind.fit_with_folds([*bodies, *clips], options.seed)
    kind.save(networks, options.out or kind.shipped)
    print_folds(kind, left_out, networks)
    held_out = [take for take in clips if take.held_out]
    print_table("held out of every fit", held_out, kind.judge(networks, held_out))


def judge_left_out(
    kind: FitKind[N], bodies: Sequence[Take], clips: Sequence[Take], what: str, seed: int
) -> None:
    """Print the table of every source, each take judged by networks fitted without its source, family or person."""
    judged: dict[str, dict[str, Judged]] = {}
    for names in groups_left_out(clips, what):
        others = [take for take in clips if take.name not in names]
        networks, _ = kind.fit_with_folds([*bodies, *others], seed)
        left_out = [take for take in clips if take.name in names]
        judged |= {take.name: one for take, one in zip(left_out, kind.judge(networks, left_out), strict=True)}
    print_table(f"{what} left out", clips, [judged[take.name] for take in clips])


def print_folds(kind: FitKind[N], left_out: Sequence[OutOfFold], networks: N) -> None:
    """How the folds of the fit did: where a source was left out, its uncertainty is fitted without it too."""
    parts: list[DeepPart] = []
    for what in ("source", "person"):
        ones = [one for one in left_out if one.kind == what]
        weights = dict.fromkeys({one.take.source for one in ones}, networks.u_weights)
        if what == "source":
            for source in weights:
                weights[source] = kind.fit_uncertainty([one for one in left_out if one.take.source != source])
        judged = [kind.judge_out_of_fold(one, weights[one.take.source]) for one in ones]
        print_table(f"{what} left out", [one.take for one in ones], judged)
        for one, angles in zip(ones, judged, strict=True):
            parts += deep_parts(one.take, what, angles[SPINE]) if SPINE in angles else []
    if parts:
        print(f"\n{median_table(parts)}")


def print_table(title: str, takes: Sequence[Take], judged: Sequence[dict[str, Judged]]) -> None:
    """One table for each source."""
    for source, numbers in by_source(takes).items():
        print(f"\n{source}: {len(numbers)} takes, {title}")
        print(table([takes[k] for k in numbers], [judged[k] for k in numbers]))


if __name__ == "__main__":
    main()
