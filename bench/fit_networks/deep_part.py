"""How far off a median is that the rule of the rounded back reads, against the uncertainty of the rows under it.

Takes left out of a fold go in; what the rule would read of each of their transitions comes out, beside the truth.
Lean and phases are the true ones: the error is the spine's alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.fit_networks.judged import LEAN, SPINE, Judged
from bench.fit_networks.quantile import COVERED
from bench.sources import CALIBRATION, Take
from transitions.rules.poor_hip_hinge import DEEP_SHARE, HOLD_S, RULE, USUAL_SHARE
from transitions.series import INTERVAL_U, FloatArray
from transitions.validate.intervals import Estimate, Ratios, proportion
from transitions.validate.truth import TrueEvent, read_truth


@dataclass(frozen=True)
class DeepPart:
    """The deep part of one transition that truly takes place.

    Attributes
    ----------
    source : of its take. left_out : what the networks had not seen: its ``source`` or its ``person`` only.
    read_deg, true_deg : median of the spine's flexion beyond its usual share of the lean.
    u_deg : median standard uncertainty of the rows.
    """

    source: str
    left_out: str
    read_deg: float
    true_deg: float
    u_deg: float

    @property
    def factor(self) -> float:
        """By what the rows' 90 % interval would have to be multiplied to just hold the truth."""
        return abs(self.read_deg - self.true_deg) / (INTERVAL_U * self.u_deg)


def deep_parts(take: Take, left_out: str, spine: Judged) -> list[DeepPart]:
    """Those of the take's transitions that the rule looks at, where the back is read for long enough.

    The calibration's bodies move at random and have none.
    """
    if take.clip is None or take.source == CALIBRATION:
        return []
    events = read_truth(take.clip.with_suffix(".json"), take.clip).events or ()
    parts = [_deep_part(take, left_out, spine, e) for e in events if RULE.applies(e.kind)]
    return [part for part in parts if part is not None]


def _deep_part(take: Take, left_out: str, spine: Judged, event: TrueEvent) -> DeepPart | None:
    lean_deg = np.interp(spine.t_s, take.t_s, take.truth[LEAN])
    within = (spine.t_s >= event.start_s) & (spine.t_s < event.end_s)
    if not within.any():
        return None
    deep = within & spine.valid & (lean_deg >= DEEP_SHARE * lean_deg[within].max())
    if np.count_nonzero(deep) * np.median(np.diff(take.t_s)) < HOLD_S:
        return None
    usual_deg = USUAL_SHARE * lean_deg
    read_deg, true_deg = (float(np.median((x - usual_deg)[deep])) for x in (spine.answer, spine.truth))
    return DeepPart(take.source, left_out, read_deg, true_deg, float(np.median(spine.u[deep])))


def median_u_share(parts: Sequence[DeepPart]) -> float:
    """What the rows' uncertainty is multiplied by so that the median's 90 % interval holds `COVERED` of the truths.

    Every source and kind of fold counts alike, as where the rows' own is fitted (`quantile`); NaN without parts.
    """
    groups = [(part.source, part.left_out) for part in parts]
    weights = np.array([1.0 / groups.count(group) for group in groups])
    factors = np.array([part.factor for part in parts])
    if not len(factors):
        return float("nan")
    return float(np.quantile(factors, COVERED, weights=weights, method="inverted_cdf"))


def median_table(parts: Sequence[DeepPart]) -> str:
    """A line for each source and fold: the share fitted without that source, and how it does there."""
    first = RULE.thresholds.mild
    lines = [
        f"{SPINE} beyond its usual share, median over the deep part of a transition. Share of the rows' u that it has: "
        f"{median_u_share(parts):.2f} (all sources)"
    ]
    for source, left_out in dict.fromkeys((part.source, part.left_out) for part in parts):
        ones = [part for part in parts if (part.source, part.left_out) == (source, left_out)]
        share = median_u_share([part for part in parts if part.source != source])
        high = [part for part in ones if part.read_deg >= first]
        sure = [part for part in high if part.read_deg - INTERVAL_U * share * part.u_deg >= first]
        lines.append(
            f"{source + ', ' + left_out + ' left out':32s}share fitted without the source {share:.2f}; "
            f"interval holds the truth: {_counted([part.factor <= share for part in ones])}; "
            f"read >= {first:g}: truly so {_counted([part.true_deg >= first for part in high])}; "
            f"observed: truly so {_counted([part.true_deg >= first for part in sure])}"
        )
    return "\n".join(lines)


def _counted(right: Sequence[bool]) -> str:
    """``78 of 86 (0.83-0.95)``, in brackets Wilson's interval."""
    if not right:
        return "0 of 0"
    each: FloatArray = np.array(right, dtype=float)
    estimate: Estimate = proportion(Ratios(each, np.ones(len(each)), np.arange(len(each))))
    return f"{int(each.sum())} of {len(each)} ({estimate.low:.2f}-{estimate.high:.2f})"
