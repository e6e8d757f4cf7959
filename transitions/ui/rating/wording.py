"""The words of rating: what can be answered, and how answers are told."""

from __future__ import annotations

from transitions.annotation.entries import Mark, Rated
from transitions.annotation.wording import CANNOT_TELL, word_for
from transitions.model import Result
from transitions.ui.rating.worklist import Listed
from transitions.ui.services import rules_by_id
from transitions.ui.words import SEVERITIES, clock, kind_name

TOLD = {
    str(Result.NOT_OBSERVED): "not there",
    str(Result.POSSIBLE): "unsure",
    **{str(severity): f"there, {words}" for severity, words in SEVERITIES.items()},
    str(Result.NOT_ASSESSABLE): "cannot be told",
    CANNOT_TELL: "cannot be told",
}
"""A word of the scale as the page says it."""

LISTED = {
    Listed.ALL: "All",
    Listed.LEFT: "Not rated yet",
    Listed.UNSURE: "Unsure",
    Listed.NOTED: "With a note",
    Listed.DIFFERENT: "Raters differ",
}


def told(rated: Rated | None) -> str:
    """A rating in words; empty without one."""
    if rated is None:
        return ""
    return TOLD[word_for(rated)] + (", a leaning" if rated.unsure else "")


def rule_title(rule_id: str) -> str:
    """What the page calls a pattern, also one whose rule is no longer there."""
    rule = rules_by_id().get(rule_id)
    return rule.title if rule else rule_id.replace("_", " ").capitalize()


def rule_means(rule_id: str) -> str:
    """One sentence on what the pattern is."""
    rule = rules_by_id().get(rule_id)
    return rule.means if rule else ""


def mark_words(mark: Mark) -> str:
    """``Sit to stand · 0:01.2 to 0:03.1``."""
    return f"{kind_name(mark.kind)} · {clock(mark.start_s)} to {clock(mark.end_s)}"
