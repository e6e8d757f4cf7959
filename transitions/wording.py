"""What the page and a report say alike: names of results and sizes, a finding's label and sentence, times and counts.

The wording follows the program's purpose, general wellness: movement patterns and practice cues, nothing about harm.
"""

from __future__ import annotations

from transitions.detect.words import kind_name
from transitions.model import CorrectedFinding, Finding, Grade, Result, Segment, Severity, View
from transitions.rules.record import Rule
from transitions.series import INTERVAL_U
from transitions.store import Context, HandUse

RESULTS = {
    Result.OBSERVED: "Seen",
    Result.POSSIBLE: "Maybe",
    Result.NOT_OBSERVED: "Not seen",
    Result.NOT_ASSESSABLE: "Cannot be told",
}

SIZES = {Severity.MILD: "a little", Severity.MODERATE: "quite a bit", Severity.SEVERE: "a lot"}
"""How far a pattern goes, in words that stand alone: after its name, as a label, or before a threshold."""

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


def clock(t_s: float) -> str:
    """A time in a clip: ``0:07.4``, ``1:02:07.4``."""
    # In tenths: 59.96 s is 1:00.0, not 0:60.0.
    minutes, tenths = divmod(round(10 * max(t_s, 0.0)), 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{tenths // 10:02d}.{tenths % 10}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


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


def lower_first(sentence: str) -> str:
    """The sentence to stand within another."""
    return sentence[:1].lower() + sentence[1:]


def badge_words(finding: Finding, rule: Rule | None = None) -> tuple[str, str]:
    """The words of a finding's label, and the class of its colour: ``Seen: a little, maybe a lot``."""
    if finding.severity is not None:
        sure = sure_size(finding, rule)
        reached = SIZES[finding.severity]
        if sure is None:
            return f"{RESULTS[Result.POSSIBLE]}: {reached}", str(finding.severity)
        doubt = "" if sure is finding.severity else f", maybe {reached}"
        return f"{RESULTS[Result.OBSERVED]}: {SIZES[sure]}{doubt}", str(sure)
    tone = "clear" if finding.result is Result.NOT_OBSERVED else "unknown"
    return RESULTS[finding.result], tone


def sure_size(finding: Finding, rule: Rule | None) -> Severity | None:
    """The size that the whole margin supports: that of the last band which lies wholly under it; None when unsure.

    A reviewer's own size is sure: the margin is that of the program's value.
    """
    if finding.severity is None or finding.result is not Result.OBSERVED:
        return None
    if isinstance(finding, CorrectedFinding):
        return finding.severity
    bands = rule.thresholds.bands if rule is not None else ()
    if finding.value is None or finding.uncertainty is None or finding.threshold not in dict(bands).values():
        return finding.severity
    low = finding.value - INTERVAL_U * finding.uncertainty
    unsure = sum(low < band <= finding.value for _, band in bands)
    sizes = list(Severity)
    return sizes[max(sizes.index(finding.severity) - unsure, 0)]


def plain_sentence(finding: Finding, segment: Segment, rule: Rule | None) -> str:
    """One sentence for the person filmed."""
    what = lower_first(rule.title if rule else finding.headline)
    doing = kind_name(segment.kind).lower()
    if finding.result is Result.OBSERVED:
        return f"While {doing}: {lower_first(finding.headline)}."
    if finding.result is Result.POSSIBLE:
        return f"While {doing}, maybe: {lower_first(finding.headline)}. The picture leaves some doubt."
    if finding.result is Result.NOT_OBSERVED:
        return f"While {doing}: no {what} was seen."
    return f"While {doing}: {what} cannot be told from this picture."


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
