"""What counts of a finding once reviewers have spoken."""

from __future__ import annotations

import pytest

from transitions.model import Result, Review, ReviewersSay, Severity
from transitions.store import CountedAnswer, Verdict, after_review

SEEN, MAYBE, NOT, UNTOLD = Result.OBSERVED, Result.POSSIBLE, Result.NOT_OBSERVED, Result.NOT_ASSESSABLE


def said(
    verdict: Verdict, result: Result | None = None, severity: Severity | None = None, rater: str = "A"
) -> Review:
    return Review(1, rater, verdict, "", "2026-11-26T08:00:00Z", severity, result)


AGREE, DISAGREE, NOTE = (said(verdict) for verdict in (Verdict.AGREE, Verdict.DISAGREE, Verdict.ANNOTATE))


def test_nobody_or_a_note_alone_changes_nothing() -> None:
    found = CountedAnswer(SEEN, Severity.MODERATE, ReviewersSay.NOTHING)
    assert after_review(SEEN, Severity.MODERATE, []) == found
    assert after_review(SEEN, Severity.MODERATE, [NOTE]) == found


@pytest.mark.parametrize("result", [SEEN, MAYBE])
def test_a_flag_turned_down_is_none_and_one_agreed_with_is_marked(result: Result) -> None:
    assert after_review(result, Severity.MILD, [DISAGREE]) == CountedAnswer(
        NOT, None, ReviewersSay.TURNED_DOWN
    )
    assert after_review(result, Severity.MILD, [AGREE]) == CountedAnswer(
        result, Severity.MILD, ReviewersSay.AGREED
    )


def test_where_reviewers_differ_the_programs_answer_stays() -> None:
    assert after_review(SEEN, Severity.SEVERE, [DISAGREE, AGREE]) == CountedAnswer(
        SEEN, Severity.SEVERE, ReviewersSay.DIFFER
    )


@pytest.mark.parametrize("standing", [[DISAGREE, AGREE], [AGREE, DISAGREE]])
def test_whoever_spoke_last_reviewers_differ_on_what_was_not_seen_too(standing: list[Review]) -> None:
    assert after_review(NOT, None, standing) == CountedAnswer(NOT, None, ReviewersSay.DIFFER)


def test_a_corrected_size_counts_the_newest_first() -> None:
    smaller = said(Verdict.CORRECT, severity=Severity.MILD)
    assert after_review(SEEN, Severity.SEVERE, [smaller, AGREE]) == CountedAnswer(
        SEEN, Severity.MILD, ReviewersSay.CORRECTED
    )


def test_a_later_agreement_of_another_does_not_hide_a_correction() -> None:
    smaller = said(Verdict.CORRECT, severity=Severity.MILD)
    agreed = said(Verdict.AGREE, rater="B")
    larger = said(Verdict.CORRECT, severity=Severity.MODERATE, rater="C")
    assert after_review(SEEN, Severity.SEVERE, [agreed, smaller, larger]) == CountedAnswer(
        SEEN, Severity.MILD, ReviewersSay.CORRECTED
    )


def test_what_the_program_missed_counts_when_a_reviewer_says_it_is_there() -> None:
    assert after_review(NOT, None, [said(Verdict.CORRECT, SEEN, Severity.MODERATE)]) == CountedAnswer(
        SEEN, Severity.MODERATE, ReviewersSay.CORRECTED
    )
    assert after_review(NOT, None, [said(Verdict.CORRECT, MAYBE)]).severity is Severity.MILD


def test_disagreeing_with_what_was_not_seen_leaves_it_uncounted() -> None:
    assert after_review(NOT, None, [DISAGREE]).result is UNTOLD


@pytest.mark.parametrize("instead", [NOT, UNTOLD])
def test_a_flag_corrected_away_is_turned_down(instead: Result) -> None:
    assert after_review(SEEN, Severity.MILD, [said(Verdict.CORRECT, instead)]) == CountedAnswer(
        instead, None, ReviewersSay.TURNED_DOWN
    )
