"""Which takes are left out together, so that each is answered by networks that have not seen its like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from bench.sources import CALIBRATION, Take
from transitions.series import BoolArray

FOLDS = 2
"""Halves of the persons, each answered by networks fitted on the other half."""

STRAIGHT_BODIES = ("b9_", "b10_", "b11_")
KEPT_BACK = 10
"""One in so many of the calibration bodies whose knees straighten is never fitted on: they move oddly, and say how far
odd movement errs. The committed bases have seen all others."""


@dataclass(frozen=True)
class FitFold:
    """Takes to leave out of a fit, and why: ``source`` or ``person``."""

    kind: str
    left_out: BoolArray


def stands_straight(take: Take) -> bool:
    """Whether it is a calibration body whose knees straighten."""
    return take.source == CALIBRATION and take.name.startswith(STRAIGHT_BODIES)


def kept_back(takes: Sequence[Take]) -> BoolArray:
    """(takes,) the calibration bodies that no fit holds, the committed bases among them."""
    return np.array([stands_straight(t) and crc32(t.name.encode()) % KEPT_BACK == 0 for t in takes])


def make_folds(takes: Sequence[Take], seed: int) -> list[FitFold]:
    """Every source but the calibration left out in turn, then each half of the persons."""
    sources = sorted({t.source for t in takes} - {CALIBRATION})
    folds = []
    if len(sources) > 1:
        folds += [FitFold("source", np.array([t.source == source for t in takes])) for source in sources]
    part = np.full(len(takes), -1)
    rng = np.random.default_rng(seed)
    for source in sources:
        persons = sorted({t.person for t in takes if t.source == source})
        number = dict(zip(persons, rng.permutation(len(persons)) % FOLDS, strict=True))
        for k, take in enumerate(takes):
            if take.source == source:
                part[k] = number[take.person]
    return folds + [FitFold("person", part == k) for k in range(FOLDS) if np.any(part == k)]
