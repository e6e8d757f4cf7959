"""What the page and a report say alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reported import reported_reach

from transitions.model import Result, Review, Severity
from transitions.report.words import badge, circumstances, said_of
from transitions.store import Context, Verdict, after_review, counted_finding
from transitions.ui.findings import badge_words, plain_sentence
from transitions.ui.services import rules_by_id
from transitions.wording import clock


@pytest.mark.parametrize(
    ("t_s", "said"),
    [
        (7.44, "0:07.4"),
        (59.94, "0:59.9"),
        (59.96, "1:00.0"),
        (3599.97, "1:00:00.0"),
        (3727.4, "1:02:07.4"),
        (-0.3, "0:00.0"),
    ],
)
def test_a_time_carries_over_when_it_is_rounded(t_s: float, said: str) -> None:
    assert clock(t_s) == said


def test_a_report_says_of_a_finding_what_the_page_says() -> None:
    run = reported_reach().run
    one = next(finding for finding in run.findings if finding.severity is not None)
    findings = [
        *(replace(one, result=result) for result in (Result.OBSERVED, Result.POSSIBLE)),
        *(
            replace(one, result=result, severity=None)
            for result in (Result.NOT_OBSERVED, Result.NOT_ASSESSABLE)
        ),
    ]
    for finding in findings:
        segment = next(one for one in run.segments if one.id == finding.segment_id)
        rule = rules_by_id().get(finding.rule)
        assert badge(finding).words == badge_words(finding, rule)[0]
        assert said_of(finding, segment) == plain_sentence(finding, segment, rule)


def test_a_size_that_a_reviewer_gave_is_not_lowered_for_the_margin_of_the_number() -> None:
    rule = rules_by_id()["sustained_twist"]
    one = next(finding for finding in reported_reach().run.findings if finding.severity is not None)
    own = replace(
        one, result=Result.OBSERVED, value=31.0, uncertainty=5.0, threshold=30.0, severity=Severity.MODERATE
    )
    assert badge_words(own, rule)[0] == "Seen: a little, maybe quite a bit"
    for size, said in ((Severity.MODERATE, "Seen: quite a bit"), (Severity.SEVERE, "Seen: a lot")):
        review = Review(1, "Ana", Verdict.CORRECT, "", "", severity=size, result=Result.OBSERVED)
        answer = after_review(own.result, own.severity, [review])
        assert badge_words(counted_finding(own, answer), rule)[0] == said


def test_the_shoes_told_are_in_a_report_too() -> None:
    assert circumstances(Context(task="chair", shoes="barefoot")) == "chair · barefoot"
