"""What the queue is given: a row for each moment, with the words for its findings and for what was said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from transitions.model import Review
from transitions.store import FindingRow, MomentRow
from transitions.ui.findings import badge_words
from transitions.ui.moment_pictures import picture_address
from transitions.ui.services import rules_by_id
from transitions.ui.words import SAID, clock, counted, kind_name, side_words

Standing = Mapping[int, tuple[Review, ...]]
"""What stands of each finding, by its id: one review of each rater, the newest first."""


def queue_rows(
    moments: Iterable[MomentRow], open_id: int, standing: Standing, rater: str, *, with_clip: bool
) -> list[dict[str, Any]]:
    """The rows in the order of the moments; `rater` is whose verdicts count, anybody's where it is empty."""
    return [_row(moment, open_id, standing, rater, with_clip=with_clip) for moment in moments]


def is_reviewed(moment: MomentRow, standing: Standing, rater: str) -> bool:
    """Whether a verdict stands on every finding of the moment that asks for one."""
    return all(verdict_on(row.id, standing, rater) is not None for row in moment.to_review)


def verdict_on(finding_id: int, standing: Standing, rater: str) -> Review | None:
    """The rater's word on a finding; without a rater, the newest of anybody."""
    said = standing.get(finding_id, ())
    return next((review for review in said if not rater or review.rater == rater), None)


def _row(
    moment: MomentRow, open_id: int, standing: Standing, rater: str, *, with_clip: bool
) -> dict[str, Any]:
    reasons = moment.findings[1:]
    status = _status(moment, standing, rater)
    return {
        "main": _finding(moment.main, open_id, standing, rater),
        "reasons": [_finding(row, open_id, standing, rater) for row in reasons],
        "more": f"and {counted(len(reasons), 'more finding')}",
        "when": _when(moment.main, with_clip=with_clip),
        "status": status,
        "tone": "done" if is_reviewed(moment, standing, rater) else "",
        "open": any(row.id == open_id for row in moment.findings),
        "picture": picture_address(moment.main.id),
    }


def _finding(row: FindingRow, open_id: int, standing: Standing, rater: str) -> dict[str, Any]:
    rule = rules_by_id().get(row.finding.rule)
    label, tone = badge_words(row.finding, rule)
    named = row.finding.headline if row.finding.severity is not None or rule is None else rule.title
    return {
        "id": row.id,
        "badge": label,
        "tone": tone,
        "name": named,
        "open": row.id == open_id,
        "status": _said(verdict_on(row.id, standing, rater) or verdict_on(row.id, standing, ""), rater),
    }


def _when(row: FindingRow, *, with_clip: bool) -> str:
    at_s = row.segment.start_s if row.finding.at_s is None else row.finding.at_s
    words = f"{kind_name(row.segment.kind)}{side_words(row.segment.kind, row.segment.side)} · {clock(at_s)}"
    return f"{words} · {PurePath(row.recording_name).stem}" if with_clip else words


def _status(moment: MomentRow, standing: Standing, rater: str) -> str:
    """``not reviewed``, ``agreed · 1 of 3``, or what was said once everything asked for is reviewed."""
    asked: Sequence[FindingRow] = moment.to_review
    given = [review for row in asked if (review := verdict_on(row.id, standing, rater)) is not None]
    if len(given) < len(asked):
        others = verdict_on(moment.main.id, standing, "")
        if not given and others is not None:
            return _said(others, rater)
        if not given:
            return "not reviewed"
        main = verdict_on(moment.main.id, standing, rater)
        done = f"{len(given)} of {len(asked)}"
        return f"{done} reviewed" if main is None else f"{_said(main, rater)} · {done}"
    return " · ".join(dict.fromkeys(_said(review, rater) for review in given))


def _said(review: Review | None, rater: str) -> str:
    if review is None:
        return ""
    return SAID[review.verdict] if review.rater == rater else f"{review.rater}: {SAID[review.verdict]}"
