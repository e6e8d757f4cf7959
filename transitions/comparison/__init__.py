"""Did it change? One person's transitions before and after, with the statistics that few repetitions bear.

Nothing here reads files or draws: `compare` takes runs and returns a `Comparison`.
"""

from __future__ import annotations

from transitions.comparison.comparable import NotComparableError, shared_kinds
from transitions.comparison.compare import ChangeVerdict, Comparison, MeasureChange, compare
from transitions.comparison.record import comparison_record
from transitions.comparison.repetitions import Conditions, SessionRecording
from transitions.comparison.words import sentence, summary

__all__ = [
    "ChangeVerdict",
    "Comparison",
    "Conditions",
    "MeasureChange",
    "NotComparableError",
    "SessionRecording",
    "compare",
    "comparison_record",
    "sentence",
    "shared_kinds",
    "summary",
]
