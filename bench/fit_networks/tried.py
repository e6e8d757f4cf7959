"""What networks say of a take that they were not fitted on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.sources import Take
from transitions.series import FloatArray


@dataclass(frozen=True, eq=False)
class Tried:
    """One take, the rows in which the person is seen.

    Attributes
    ----------
    kind : what was left out of the fit: its ``source`` or its ``person`` only.
    t_s : (m,). answer, truth : (m, 10) in the order of `OUTPUTS`. features : (m, 10, f) of the uncertainty model.
    novelty : (m,).
    """

    take: Take
    kind: str
    t_s: FloatArray
    answer: FloatArray
    truth: FloatArray
    features: FloatArray
    novelty: FloatArray

    def error(self) -> FloatArray:
        """(m, 10) answer less truth."""
        return np.asarray(self.answer - self.truth)
