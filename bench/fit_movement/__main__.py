"""Fit the movement networks: ``python -m bench.fit_movement people=../shared/people clips=../shared/clips``.

They are fitted on simulated takes and on every named source; the confidence is fitted on takes left out of a
first fit (a fifth of each source, and other simulated takes). With ``--leave-out`` nothing is written: every clip is
judged by networks fitted without its source, or without a quarter of the families or persons.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import torch

from bench.fit_movement.examples import example_of, simulated_examples
from bench.fit_movement.fit import MEMBERS, STEPS, fit_movement
from bench.fit_movement.left_out import judge_left_out
from bench.fit_movement.report import print_f1
from bench.fit_movement.train import Example
from bench.sources import fitted_on, parse_source, read_source
from transitions.detect.movement.weights import save_movement
from transitions.fitted import SHIPPED

SIMULATED, SIMULATED_JUDGED = 8000, 400
JUDGED_FIRST = 1_000_000
"""Seeds of the takes that the confidence is fitted on; the property test's are others."""

PART = 5


def main() -> None:
    """Fit, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_movement", description=__doc__)
    parser.add_argument("sources", nargs="*", type=parse_source, help="NAME=FOLDER of clips with truth")
    parser.add_argument("--cache", type=Path, default=Path("build/poses"), help="keeps poses and features")
    parser.add_argument("--members", type=int, default=MEMBERS)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--workers", type=int, default=2, help="networks fitted at once")
    parser.add_argument("--simulated", type=int, default=SIMULATED)
    parser.add_argument("--out", type=Path, default=SHIPPED.movement)
    parser.add_argument("--leave-out", choices=("source", "family", "person"), help="judge, write nothing")
    parser.add_argument("--seed", type=int, default=0, help="of the fits that judge")
    options = parser.parse_args()
    torch.set_num_threads(1)
    simulated = simulated_examples(options.simulated, 0, options.cache)
    others = simulated_examples(SIMULATED_JUDGED, JUDGED_FIRST, options.cache)
    clips = [
        take
        for name, folder in options.sources
        for take in fitted_on(read_source(name, folder, options.cache))
    ]
    if options.leave_out:
        judge_left_out(
            clips, (simulated, others), options.leave_out, seed=options.seed, workers=options.workers
        )
        return
    groups: dict[str, list[Example]] = {"simulated": simulated}
    for take in clips:
        groups.setdefault(take.source, []).append(example_of(take))
    judged = {name: group[::PART] for name, group in groups.items() if name != "simulated"}
    judged["simulated"] = others
    rest = {name: [e for k, e in enumerate(group) if k % PART] for name, group in groups.items()}
    rest["simulated"] = groups["simulated"]
    tried = fit_movement(rest, judged, members=1, steps=options.steps)
    print_f1(tried, judged)
    whole = fit_movement(groups, {}, members=options.members, steps=options.steps, workers=options.workers)
    save_movement(replace(whole, confidence=tried.confidence), options.out)


if __name__ == "__main__":
    main()
