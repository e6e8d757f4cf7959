"""From examples to fitted movement networks with a confidence that means something."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import minimize

from bench.fit_movement.examples import weighted
from bench.fit_movement.train import Example, fit_member
from transitions.agreement.events import match
from transitions.detect.movement import read_stretches
from transitions.detect.movement.confidence import TERMS, confidence_terms
from transitions.detect.movement.network import Member, novelty
from transitions.detect.movement.weights import FittedMovement
from transitions.model import Segment
from transitions.series import FloatArray

MEMBERS, STEPS = 3, 13000
RIDGE = 0.008
OVERLAP = 0.3
NOVEL_SHARE = 2e-4
"""Two fitted rows in ten thousand are more novel than the limit."""


def fit_movement(
    groups: Mapping[str, Sequence[Example]],
    judged: Mapping[str, Sequence[Example]],
    *,
    members: int = MEMBERS,
    steps: int = STEPS,
    seed: int = 0,
    workers: int = 1,
) -> FittedMovement:
    """Fit the networks, and the confidence on takes they have not seen.

    Parameters
    ----------
    groups : source to examples fitted on. judged : source to examples left out of the fit, on which the
        confidence is fitted; without any the confidence is left at even odds.
    workers : members fitted at once, each in its own process.
    """
    examples, weights = weighted(groups)
    seeds = range(seed, seed + members)
    if workers > 1:
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            fitted = pool.starmap(fit_member, [(examples, weights, steps, number) for number in seeds])
    else:
        fitted = [fit_member(examples, weights, steps, number) for number in seeds]
    unsure = FittedMovement(tuple(fitted), np.zeros(len(TERMS)), _novelty_limit(examples, fitted[0]))
    return replace(unsure, confidence=fit_confidence(unsure, judged)) if judged else unsure


def _novelty_limit(examples: Sequence[Example], member: Member) -> float:
    rows = [novelty(e.features, member)[e.seen] for e in examples]
    return float(np.quantile(np.concatenate(rows), 1.0 - NOVEL_SHARE))


def fit_confidence(fitted: FittedMovement, judged: Mapping[str, Sequence[Example]]) -> FloatArray:
    """(5,) logistic weights: whether a found stretch is a true transition of its kind.

    Every stretch counts alike: the simulated takes have most of the false ones, from which doubt is learned.
    """
    terms, right = [], []
    for group in judged.values():
        pairs = [pair for example in group for pair in found_and_right(fitted, example)]
        terms += [pair[0] for pair in pairs]
        right += [pair[1] for pair in pairs]
    x, y = np.array(terms), np.array(right, dtype=float)

    def cost(p: FloatArray) -> float:
        z = x @ p
        return float(np.mean(np.logaddexp(0.0, z) - y * z) + RIDGE * np.sum((p[1:] - 0.3) ** 2))

    return np.asarray(minimize(cost, np.array([0.0, *[0.3] * (len(TERMS) - 1)]), method="BFGS").x)


def found_and_right(fitted: FittedMovement, example: Example) -> list[tuple[FloatArray, bool]]:
    """Every stretch found in an example: its confidence terms, and whether it is a true one of its kind."""
    stretches = read_stretches(example.features, fitted)
    result = []
    for kind in sorted({s.kind for s in stretches}):
        of_kind = [s for s in stretches if s.kind == kind]
        true = [event for event in example.events if event.kind == kind]
        segments = [Segment(kind, s.start_s, s.end_s, 1.0) for s in of_kind]
        hit = {j for _, j in match(true, segments, OVERLAP)}
        result += [(confidence_terms(s), j in hit) for j, s in enumerate(of_kind)]
    return result
