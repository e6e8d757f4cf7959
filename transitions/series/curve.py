"""A measure over time: its values, their uncertainty, and why it cannot be assessed where it cannot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.series.arrays import BoolArray, ByteArray, FloatArray, freeze

INTERVAL_U = 1.64
"""Half width of the stated 90 % interval in standard uncertainties: a value is told as value ± 1.64 u."""


@dataclass(frozen=True, eq=False)
class Reasons:
    """Why a curve cannot be assessed, row by row: a moment is never told the reason of another.

    Attributes
    ----------
    texts : one plain sentence each.
    code : (n,) 0 where there is nothing to say, k where it is ``texts[k - 1]``.
    """

    texts: tuple[str, ...]
    code: ByteArray

    def __post_init__(self) -> None:
        freeze(self, "code", (len(self.code),), np.uint8)

    @classmethod
    def first_of(cls, *causes: tuple[BoolArray, str]) -> Reasons | None:
        """Of (where, sentence) pairs the first that holds in each row; None where none holds anywhere."""
        code = np.select([where for where, _ in causes], list(range(1, len(causes) + 1)), 0)
        return cls(tuple(text for _, text in causes), code.astype(np.uint8)) if code.any() else None

    def commonest(self, rows: BoolArray) -> str | None:
        """The sentence of most of the chosen rows; None where they have none."""
        counts = np.bincount(self.code[rows], minlength=len(self.texts) + 1)[1:]
        return self.texts[int(np.argmax(counts))] if counts.any() else None


def reason_of(reasons: Reasons | str | None, rows: BoolArray) -> str | None:
    """Why the chosen rows cannot be assessed, of most of them; None for no rows."""
    if not rows.any():
        return None
    return reasons.commonest(rows) if isinstance(reasons, Reasons) else reasons


@dataclass(frozen=True, eq=False)
class Curve:
    """A named measure over time with its standard uncertainty.

    Attributes
    ----------
    value : (n,) in `unit`; NaN where `valid` is false.
    u : (n,) standard uncertainty in the same unit: the stated 90 % interval is value ± 1.64 u.
    valid : (n,) false where the measure cannot be assessed.
    unit : ``deg``, ``deg/s``, ``heights``, ``heights/s``, ``ratio`` …
    reasons : why it cannot be assessed where it cannot: one plain sentence for all rows or one for each.
    """

    value: FloatArray
    u: FloatArray
    valid: BoolArray
    unit: str
    reasons: Reasons | str | None = None

    def __post_init__(self) -> None:
        n = len(self.valid)
        freeze(self, "valid", (n,), bool)
        object.__setattr__(self, "value", np.where(self.valid, np.asarray(self.value, dtype=float), np.nan))
        freeze(self, "value", (n,))
        freeze(self, "u", (n,))
        if isinstance(self.reasons, Reasons) and len(self.reasons.code) != n:
            raise ValueError(f"reasons has {len(self.reasons.code)} rows, expected {n}")

    @property
    def reason(self) -> str | None:
        """Why it cannot be assessed in most of the rows where it cannot; None when it can in all."""
        return reason_of(self.reasons, ~self.valid)

    def reason_in(self, rows: slice) -> str | None:
        """As `reason`, of these rows only: a finding quotes its own stretch."""
        unknown = np.zeros(len(self.valid), dtype=bool)
        unknown[rows] = ~self.valid[rows]
        return reason_of(self.reasons, unknown)
