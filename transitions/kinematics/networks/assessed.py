"""When an answer of the networks can be assessed, and what is said where it cannot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from transitions.series import BoolArray, Curve, FloatArray, Reasons


def assessed(
    value_deg: FloatArray,
    u_deg: FloatArray,
    in_distribution: BoolArray,
    u_limit_deg: float,
    sentences: tuple[str, str, str],
) -> Curve:
    """An angle as a curve: assessable where seen, in a pose like those fitted on, and certain enough.

    Parameters
    ----------
    value_deg : (n,) NaN where unseen. u_deg : (n,) standard uncertainty. in_distribution : (n,).
    u_limit_deg : over this standard uncertainty it is not assessable.
    sentences : what is said of an unseen row, of one unlike those fitted on, and of one that is too uncertain.
    """
    seen = np.isfinite(value_deg)
    valid = seen & in_distribution & (u_deg <= u_limit_deg)
    unseen, unlike, too_uncertain = sentences
    reasons = Reasons.first_of((~seen, unseen), (~in_distribution, unlike), (~valid, too_uncertain))
    return Curve(value_deg, u_deg, valid, "deg", reasons)


def not_assessable(n: int, unit: str, reason: str) -> Curve:
    """A curve of `n` rows that cannot be assessed in any, all for one reason."""
    unknown = np.full(n, np.nan)
    return Curve(unknown, unknown, np.zeros(n, dtype=bool), unit, reason)


def withheld(curve: Curve, rows: BoolArray, reason: str) -> Curve:
    """The curve, not assessable in these rows for this reason, whatever else is said of them."""
    if not rows.any():
        return curve
    former = curve.reasons
    if isinstance(former, Reasons):
        texts, code = former.texts, former.code
    else:
        texts, code = (former,) if former else (), np.where(curve.valid, 0, bool(former))
    return replace(
        curve,
        valid=curve.valid & ~rows,
        reasons=Reasons((*texts, reason), np.where(rows, len(texts) + 1, code).astype(np.uint8)),
    )
