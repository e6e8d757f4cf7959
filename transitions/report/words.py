"""The words of a report: patterns and practice cues; no direction is called better, nothing names an illness."""

from __future__ import annotations

import math

from transitions.detect.words import kind_name, side_words
from transitions.evidence import Source
from transitions.model import Finding, Grade, Result, Review, Segment, Severity, View
from transitions.profile import OWN_PROFILE
from transitions.report.document import Badge
from transitions.rules import all_rules, unit_of
from transitions.rules.record import Rule
from transitions.series import INTERVAL_U
from transitions.store import Context, HandUse, Verdict

RESULTS = {
    Result.OBSERVED: "Seen",
    Result.POSSIBLE: "Maybe",
    Result.NOT_OBSERVED: "Not seen",
    Result.NOT_ASSESSABLE: "Cannot be told",
}

SIZES = {Severity.MILD: "a little", Severity.MODERATE: "quite a bit", Severity.SEVERE: "a lot"}

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

SAID = {
    Verdict.AGREE: "agreed",
    Verdict.DISAGREE: "disagreed",
    Verdict.CORRECT: "corrected it",
    Verdict.ANNOTATE: "noted",
}

STRATEGIES_VARY = (
    "People move in different ways: strategies vary with strength, pain and age. If a movement hurts, stop, and ask a "
    "clinician."
)
NOT_A_DEVICE = (
    "A general-wellness tool for looking at movement. It is not a medical device and names no illness."
)
OWN_THRESHOLDS = "this clinic's own profile of thresholds"


def rules_by_id() -> dict[str, Rule]:
    """Every rule by its id."""
    return {rule.id: rule for rule in all_rules()}


def moment_name(segment: Segment) -> str:
    """``Reaching, left hand``."""
    return kind_name(segment.kind) + side_words(segment.kind, segment.side)


def clock(t_s: float) -> str:
    """A time in a clip: ``0:07.4``, ``1:02:07.4``."""
    minutes, seconds = divmod(max(t_s, 0.0), 60.0)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02d}:{seconds:04.1f}" if hours else f"{minutes}:{seconds:04.1f}"


def length(seconds: float) -> str:
    """A length of time: ``7 s``, ``4 min``, ``8 h 2 min``."""
    whole = round(seconds)
    if whole < 90:
        return f"{whole} s"
    hours, minutes = divmod(round(whole / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 moment``, ``3 moments``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: list[str]) -> str:
    """``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def lower_first(sentence: str) -> str:
    """The sentence to stand within another."""
    return sentence[:1].lower() + sentence[1:]


def pattern_name(finding: Finding) -> str:
    """What the finding looks for; of a rule that is no longer there, what it said."""
    rule = rules_by_id().get(finding.rule)
    return rule.title if rule else finding.headline


def badge(finding: Finding) -> Badge:
    """The result in a word or two: ``Seen: quite a bit``."""
    if finding.severity is not None:
        sure = sure_size(finding)
        if sure is None:
            return Badge(f"{RESULTS[Result.POSSIBLE]}: {SIZES[finding.severity]}", "unknown")
        doubt = "" if sure is finding.severity else f", maybe {SIZES[finding.severity]}"
        return Badge(f"{RESULTS[Result.OBSERVED]}: {SIZES[sure]}{doubt}", str(sure))
    tone = "clear" if finding.result is Result.NOT_OBSERVED else "unknown"
    return Badge(RESULTS[finding.result], tone)


def sure_size(finding: Finding) -> Severity | None:
    """The size that the whole margin supports: that of the last band which lies wholly under it; None when unsure."""
    if finding.severity is None or finding.result is not Result.OBSERVED:
        return None
    rule = rules_by_id().get(finding.rule)
    bands = [value for _, value in rule.thresholds.bands] if rule is not None else []
    if finding.value is None or finding.uncertainty is None or finding.threshold not in bands:
        return finding.severity
    low = finding.value - INTERVAL_U * finding.uncertainty
    unsure = sum(low < band <= finding.value for band in bands)
    sizes = list(Severity)
    return sizes[max(sizes.index(finding.severity) - unsure, 0)]


def plain_sentence(finding: Finding, segment: Segment) -> str:
    """One sentence for the person filmed."""
    doing, what = kind_name(segment.kind).lower(), lower_first(pattern_name(finding))
    if finding.result is Result.OBSERVED:
        return f"While {doing}: {lower_first(finding.headline)}."
    if finding.result is Result.POSSIBLE:
        return f"While {doing}, maybe: {lower_first(finding.headline)}. The picture leaves some doubt."
    if finding.result is Result.NOT_OBSERVED:
        return f"While {doing}: no {what} was seen."
    return f"While {doing}: {what} cannot be told from this picture."


def measured(finding: Finding) -> str:
    """Value with its 90 % margin; why there is none."""
    if finding.value is None:
        return "not measured"
    spread = None if finding.uncertainty is None else INTERVAL_U * finding.uncertainty
    return unit_of(finding.unit).tell(finding.value, spread)


def threshold(finding: Finding) -> str:
    """The bands of the rule; only the one that counted where a clinic's own are in force."""
    unit, rule = unit_of(finding.unit), rules_by_id().get(finding.rule)
    if rule is None or has_own_thresholds(finding):
        return f"from {unit.tell(finding.threshold)}"
    return ", ".join(f"{SIZES[size]} from {unit.tell(band)}" for size, band in rule.thresholds.bands)


def first_threshold(finding: Finding) -> float:
    """From where the pattern is flagged."""
    rule = rules_by_id().get(finding.rule)
    return finding.threshold if rule is None or has_own_thresholds(finding) else rule.thresholds.mild


def has_own_thresholds(finding: Finding) -> bool:
    """Whether a clinic's own profile set the thresholds."""
    return finding.source.startswith(OWN_PROFILE)


def view(segment: Segment) -> str:
    """From where the transition was seen."""
    angle = segment.view_angle_deg
    return VIEWS[segment.view] + ("" if math.isnan(angle) else f", {angle:.0f}°")


def review_note(review: Review, who: str) -> str:
    """What a reviewer said, as one sentence: ``Reviewer 1 disagreed: it was the bag.``."""
    said = SAID.get(Verdict(review.verdict), str(review.verdict))
    if review.verdict == Verdict.CORRECT:
        parts = [
            RESULTS[review.result].lower() if review.result else "",
            SIZES[review.severity] if review.severity else "",
        ]
        said += f" to “{', '.join(part for part in parts if part)}”"
    return f"{who} {said}" + (f": {review.note}" if review.note else ".")


def circumstances(context: Context) -> str:
    """What was told of the recording, in one line; empty when nothing was."""
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
        f"pain {', '.join(pain)} (of 10)" if pain else "",
        context.note,
    ]
    return " · ".join(part for part in parts if part)


def reference_text(source: Source) -> str:
    """A source in one line."""
    return f"{source.said}. {source.unverified}".strip()
