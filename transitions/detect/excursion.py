"""Where a curve leaves its rest and comes back, having surely gone far: edges for detectors that read a curve."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from transitions.detect.movement.decode import LONGEST_S, SHORTEST_S
from transitions.kinematics.filters import fill_gaps, stretches
from transitions.series import INTERVAL_U, MAX_GAP_S, FloatArray


@dataclass(frozen=True)
class Excursion:
    """A curve leaves its rest and comes back.

    Attributes
    ----------
    start_s, end_s : the rows at rest before and after. peak_s, peak : where the curve is furthest from zero, signed.
    likelihood : that it truly goes further than asked for, 0-1, from the curve's standard uncertainty.
    """

    start_s: float
    end_s: float
    peak_s: float
    peak: float
    likelihood: float


def excursions(
    t_s: FloatArray, value: FloatArray, u: FloatArray, *, rest: float, least: float
) -> list[Excursion]:
    """Every excursion of a curve that rests about zero, in time order.

    Parameters
    ----------
    value, u : (n,) the curve and its standard uncertainty; NaN where it cannot be assessed.
    rest : the curve is at rest within this of zero. least : the whole 90 % interval of the furthest value must lie
        beyond it, to either side.

    Returns
    -------
    Those seen to begin and to end, without a gap over `MAX_GAP_S`, of `SHORTEST_S` to `LONGEST_S`.
    """
    bridged = fill_gaps(t_s, value, MAX_GAP_S)
    found = []
    for part in stretches(np.abs(bridged) > rest):
        whole = part.start > 0 and part.stop < len(t_s)
        if not whole or not np.isfinite(bridged[[part.start - 1, part.stop]]).all():
            continue
        start_s, end_s = float(t_s[part.start - 1]), float(t_s[part.stop])
        beyond_u = float(np.nanmax((np.abs(value[part]) - least) / u[part], initial=-np.inf))
        if beyond_u >= INTERVAL_U and SHORTEST_S <= end_s - start_s <= LONGEST_S:
            at = part.start + int(np.argmax(np.abs(bridged[part])))
            likelihood = 0.5 * (1.0 + math.erf(beyond_u / math.sqrt(2.0)))
            found.append(Excursion(start_s, end_s, float(t_s[at]), float(bridged[at]), likelihood))
    return found
