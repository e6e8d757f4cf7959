"""The words of a report: patterns and practice cues; no direction is called better, nothing names an illness.

What the page says too stands in `transitions.wording`.
"""

from __future__ import annotations

import math

from transitions.detect.words import kind_name, side_words
from transitions.evidence import Source
from transitions.model import Finding, Review, ReviewersSay, Segment
from transitions.profile import OWN_PROFILE
from transitions.report.document import Badge
from transitions.rules import all_rules, unit_of
from transitions.rules.record import Rule
from transitions.series import INTERVAL_U
from transitions.store import Verdict
from transitions.wording import GRADES as GRADES
from transitions.wording import NOT_A_DEVICE as NOT_A_DEVICE
from transitions.wording import RESULTS, badge_words, context_words, plain_sentence, span, sure_size
from transitions.wording import SIZES as SIZES
from transitions.wording import STRATEGIES_VARY as STRATEGIES_VARY
from transitions.wording import VIEWS as VIEWS
from transitions.wording import clock as clock
from transitions.wording import counted as counted
from transitions.wording import lower_first as lower_first

circumstances, length = context_words, span

SAID = {
    Verdict.AGREE: "agreed",
    Verdict.DISAGREE: "disagreed",
    Verdict.CORRECT: "corrected it",
    Verdict.ANNOTATE: "noted",
}

REVIEWED = {
    ReviewersSay.NOTHING: "",
    ReviewersSay.AGREED: "reviewers agree",
    ReviewersSay.TURNED_DOWN: "turned down by reviewers",
    ReviewersSay.CORRECTED: "corrected by reviewers",
    ReviewersSay.DIFFER: "reviewers differ",
}
"""How reviewers stand to a finding, beside the program's answer."""

OWN_THRESHOLDS = "this clinic's own profile of thresholds"


def rules_by_id() -> dict[str, Rule]:
    """Every rule by its id."""
    return {rule.id: rule for rule in all_rules()}


def moment_name(segment: Segment) -> str:
    """``Reaching, left hand``."""
    return kind_name(segment.kind) + side_words(segment.kind, segment.side)


def listed(words: list[str]) -> str:
    """``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def pattern_name(finding: Finding) -> str:
    """What the finding looks for; of a rule that is no longer there, what it said."""
    rule = rules_by_id().get(finding.rule)
    return rule.title if rule else finding.headline


def badge(finding: Finding) -> Badge:
    """The result in a word or two: ``Seen: quite a bit``."""
    rule = rules_by_id().get(finding.rule)
    words, tone = badge_words(finding, rule)
    unsure = finding.severity is not None and sure_size(finding, rule) is None
    return Badge(words, "unknown" if unsure else tone)


def said_of(finding: Finding, segment: Segment) -> str:
    """One sentence for the person filmed."""
    return plain_sentence(finding, segment, rules_by_id().get(finding.rule))


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


def reference_text(source: Source) -> str:
    """A source in one line."""
    return f"{source.said}. {source.unverified}".strip()
