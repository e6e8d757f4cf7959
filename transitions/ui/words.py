"""The words of the page: plain names for what the program calls by identifiers.

Those of a transition stand in its detector's record; what a report says too stands in `transitions.wording`.
"""

from __future__ import annotations

from transitions.detect.words import kind_name as kind_name
from transitions.detect.words import phase_name as phase_name
from transitions.detect.words import side_words as side_words
from transitions.rules import unit_of
from transitions.store import Verdict
from transitions.wording import GRADES as GRADES
from transitions.wording import HANDS as HANDS
from transitions.wording import NOT_A_DEVICE as NOT_A_DEVICE
from transitions.wording import RESULTS as RESULTS
from transitions.wording import SIZES
from transitions.wording import STRATEGIES_VARY as STRATEGIES_VARY
from transitions.wording import VIEWS as VIEWS
from transitions.wording import clock as clock
from transitions.wording import context_words as context_words
from transitions.wording import counted as counted
from transitions.wording import span as span

SEVERITIES = SIZES

SHORT_S = 0.1
"""A time shorter than this is told in hundredths."""

SAID: dict[str, str] = {
    Verdict.AGREE: "agreed",
    Verdict.DISAGREE: "disagreed",
    Verdict.CORRECT: "corrected",
    Verdict.ANNOTATE: "noted",
    Verdict.WITHDRAW: "taken back",
}


def quantity(value: float, unit: str) -> str:
    """A number with its unit and no more digits than it deserves: ``104°/s``, ``0.61 body heights/s``."""
    return unit_of(unit).tell(value)


def margin(value: float, spread: float, unit: str) -> str:
    """A number with its margin: ``104 ± 29°/s``."""
    return unit_of(unit).tell(value, spread)


def lasted_words(lasted_s: float) -> str:
    """``0.5 s``, and ``0.04 s`` of what lasted less than a tenth."""
    digits = 1 if round(lasted_s, 2) >= SHORT_S else 2
    return f"{lasted_s:.{digits}f} s"
