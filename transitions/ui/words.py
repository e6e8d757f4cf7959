"""The words of the page: plain names for what the program calls by identifiers.

Those of a transition stand in its detector's record. The wording follows the program's purpose, general wellness:
movement patterns and practice cues, nothing about harm.
"""

from __future__ import annotations

from transitions.detect.words import kind_name as kind_name
from transitions.detect.words import phase_name as phase_name
from transitions.detect.words import side_words as side_words
from transitions.model import Grade, Result, Severity, View
from transitions.rules import unit_of
from transitions.store import Context, HandUse, Verdict

RESULTS = {
    Result.OBSERVED: "Seen",
    Result.POSSIBLE: "Maybe",
    Result.NOT_OBSERVED: "Not seen",
    Result.NOT_ASSESSABLE: "Cannot be told",
}

SHORT_S = 0.1
"""A time shorter than this is told in hundredths."""

SEVERITIES = {Severity.MILD: "a little", Severity.MODERATE: "quite a bit", Severity.SEVERE: "a lot"}
"""How far a pattern goes, in words that stand alone: after its name, as a label, or before a threshold."""

SAID: dict[str, str] = {
    Verdict.AGREE: "agreed",
    Verdict.DISAGREE: "disagreed",
    Verdict.CORRECT: "corrected",
    Verdict.ANNOTATE: "noted",
    Verdict.WITHDRAW: "taken back",
}

VIEWS = {
    View.FRONT: "facing the camera",
    View.OBLIQUE: "turned partly to the camera",
    View.SIDE: "side on",
    View.BACK_OBLIQUE: "turned partly away",
    View.BACK: "back to the camera",
    View.UNKNOWN: "view unclear",
}

HANDS = {HandUse.NONE: "no hands", HandUse.ONE: "one hand", HandUse.BOTH: "both hands"}

GRADES = {
    Grade.PUBLISHED: "a published number",
    Grade.DERIVED: "computed from published data",
    Grade.PROVISIONAL: "an engineering value, not yet backed by a study",
}

STRATEGIES_VARY = (
    "People move in different ways: strategies vary with strength, pain and age. If a movement hurts, stop, "
    "and ask a clinician."
)

NOT_A_DEVICE = (
    "A general-wellness tool for looking at movement. It is not a medical device and names no illness."
)


def quantity(value: float, unit: str) -> str:
    """A number with its unit and no more digits than it deserves: ``104°/s``, ``0.61 body heights/s``."""
    return unit_of(unit).tell(value)


def margin(value: float, spread: float, unit: str) -> str:
    """A number with its margin: ``104 ± 29°/s``."""
    return unit_of(unit).tell(value, spread)


def clock(t_s: float) -> str:
    """A time in a clip: ``0:07.4``, ``1:02:07.4``."""
    minutes, seconds = divmod(max(t_s, 0.0), 60.0)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02d}:{seconds:04.1f}" if hours else f"{minutes}:{seconds:04.1f}"


def span(seconds: float) -> str:
    """A length of time in words: ``7 s``, ``4 min``, ``8 h 2 min``."""
    whole = round(seconds)
    if whole < 90:
        return f"{whole} s"
    hours, minutes = divmod(round(whole / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 finding``, ``3 findings``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def lasted_words(lasted_s: float) -> str:
    """``0.5 s``, and ``0.04 s`` of what lasted less than a tenth."""
    digits = 1 if round(lasted_s, 2) >= SHORT_S else 2
    return f"{lasted_s:.{digits}f} s"


def context_words(context: Context) -> str:
    """What was going on, in one line; empty when nothing was said."""
    pain = [
        f"{number} {when}"
        for number, when in ((context.pain_before, "before"), (context.pain_after, "after"))
        if number is not None
    ]
    parts = [
        context.task,
        str(context.time_of_day or ""),
        f"{context.load_kg:g} kg carried" if context.load_kg is not None else "",
        f"seat {100 * context.seat_height_m:.0f} cm high" if context.seat_height_m is not None else "",
        HANDS[context.hands] if context.hands is not None else "",
        context.shoes,
        f"pain {', '.join(pain)} (of 10)" if pain else "",
        context.note,
    ]
    return " · ".join(part for part in parts if part)
