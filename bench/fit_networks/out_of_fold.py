"""What networks say of takes that they were not fitted on: by this their uncertainty is sized and they are judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from bench.fit_networks.folds import kept_back, make_folds
from bench.sources import Take
from transitions.series import BoolArray, FloatArray

Networks = TypeVar("Networks")


@dataclass(frozen=True, eq=False)
class OutOfFold:
    """One take, the rows in which its person is read.

    Attributes
    ----------
    kind : what was left out of the fit: its ``source`` or its ``person`` only.
    t_s : (m,). answer, truth : (m, o) for each output of the networks. features : (m, o, f) of the uncertainty model.
    novelty : (m,) distance from what was fitted on.
    """

    take: Take
    kind: str
    t_s: FloatArray
    answer: FloatArray
    truth: FloatArray
    features: FloatArray
    novelty: FloatArray

    def error(self) -> FloatArray:
        """(m, o) answer less truth."""
        return np.asarray(self.answer - self.truth)


def predict_out_of_fold(
    takes: Sequence[Take],
    seed: int,
    fit_on: Callable[[BoolArray, int], Networks],
    predict: Callable[[Networks, Take, str], OutOfFold],
) -> list[OutOfFold]:
    """Every take as networks read it that were fitted without it.

    Parameters
    ----------
    fit_on : networks fitted on the takes of a mask; it is given the mask and the number of the fold.
    predict : what networks say of one take, and what was left out.
    """
    back = kept_back(takes)
    left_out = []
    for k, fold in enumerate(make_folds(takes, seed)):
        networks = fit_on(~(fold.left_out | back), k)
        left_out += [predict(networks, takes[i], fold.kind) for i in np.flatnonzero(fold.left_out).tolist()]
    left_out += [predict(networks, takes[i], "person") for i in np.flatnonzero(back).tolist()]
    return [one for one in left_out if len(one.t_s)]
