"""Did it change? One person's transitions before and after, with the statistics that few repetitions bear.

Nothing here reads files or draws: `compare` takes runs and returns a `Comparison`.
"""

from __future__ import annotations

from transitions.comparison.comparable import NotComparableError, shared_kinds
from transitions.comparison.compare import Comparison, MeasureChange, Verdict, compare
from transitions.comparison.record import comparison_record
from transitions.comparison.repetitions import Conditions, Recording
from transitions.comparison.words import sentence, summary

__all__ = [
    "Comparison",
    "Conditions",
    "MeasureChange",
    "NotComparableError",
    "Recording",
    "Verdict",
    "compare",
    "comparison_record",
    "sentence",
    "shared_kinds",
    "summary",
]
