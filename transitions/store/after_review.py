"""What is counted once reviewers have spoken: the program's answer, theirs, or the program's where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from transitions.model import CorrectedFinding, Finding, Result, Review, ReviewersSay, Severity
from transitions.store.records import Verdict

FLAGS = (Result.OBSERVED, Result.POSSIBLE)


@dataclass(frozen=True)
class CountedAnswer:
    """The result and size that count, and how the reviewers stand to what the program found."""

    result: Result
    severity: Severity | None
    say: ReviewersSay


def after_review(result: Result, severity: Severity | None, standing: Sequence[Review]) -> CountedAnswer:
    """The answer that counts of one finding.

    A flag that every reviewer who judged it turned down is none, and one they corrected has the newest
    correction's size (the smallest where they told none). Where reviewers differ on whether there is a pattern, the
    program's answer stays. What the program did not see and reviewers disagree with, without saying what they saw,
    cannot be counted either way.

    Parameters
    ----------
    result, severity : what the program found.
    standing : what stands of each reviewer, the newest first (`Reviews.standing`); notes alone judge nothing.
    """
    judged = [review for review in standing if review.verdict != Verdict.ANNOTATE]
    if not judged:
        return CountedAnswer(result, severity, ReviewersSay.NOTHING)
    answers = [_own_answer(result, severity, review) for review in judged]
    if len({Result.OBSERVED if answer.result in FLAGS else answer.result for answer in answers}) > 1:
        return CountedAnswer(result, severity, ReviewersSay.DIFFER)
    # Another's later agreement takes nothing back: the correction stands until whoever made it undoes it.
    return next((answer for answer in answers if answer.say is ReviewersSay.CORRECTED), answers[0])


def counted_finding(finding: Finding, answer: CountedAnswer) -> Finding:
    """The finding with the answer that counts, a `CorrectedFinding` where that is a reviewer's own."""
    counted = replace(finding, result=answer.result, severity=answer.severity)
    return CorrectedFinding(**vars(counted)) if answer.say is ReviewersSay.CORRECTED else counted


def _own_answer(result: Result, severity: Severity | None, review: Review) -> CountedAnswer:
    if review.verdict == Verdict.AGREE:
        return CountedAnswer(result, severity, ReviewersSay.AGREED)
    if review.verdict == Verdict.DISAGREE:
        instead = Result.NOT_OBSERVED if result in FLAGS else Result.NOT_ASSESSABLE
        return CountedAnswer(instead, None, ReviewersSay.TURNED_DOWN)
    own = review.result or (result if result in FLAGS else Result.OBSERVED)
    if own in FLAGS:
        return CountedAnswer(own, review.severity or severity or Severity.MILD, ReviewersSay.CORRECTED)
    return CountedAnswer(own, None, ReviewersSay.TURNED_DOWN)
