from __future__ import annotations

import pytest
from sqlalchemy import text
from store_examples import add_finding, add_recording, finding

from transitions.errors import StoreError
from transitions.model import Result, Severity
from transitions.store import Store, Verdict


@pytest.fixture
def finding_id(store: Store) -> int:
    return add_finding(store, add_recording(store).id)


def test_reviews_stand_beside_the_finding(store: Store, finding_id: int) -> None:
    first = store.reviews.add(finding_id, " Amy ", Verdict.AGREE)
    second = store.reviews.add(
        finding_id, "Bob", Verdict.CORRECT, result=Result.OBSERVED, severity=Severity.MILD, note="slower"
    )
    assert store.reviews.of_finding(finding_id) == [first, second]
    assert (first.rater, second.severity, second.note) == ("Amy", Severity.MILD, "slower")
    assert store.findings.get(finding_id).finding == finding()
    assert store.recordings.list()[0].reviewed == 1


def test_the_database_itself_refuses_to_change_one(store: Store, finding_id: int) -> None:
    kept = store.reviews.add(finding_id, "Amy", Verdict.AGREE)
    with pytest.raises(StoreError, match="append-only"), store.database.writing() as connection:
        connection.execute(text("UPDATE reviews SET verdict = 'correct'"))
    assert store.reviews.of_finding(finding_id) == [kept]


@pytest.mark.parametrize(
    ("rater", "verdict", "said"),
    [
        (" ", Verdict.AGREE, "name of its rater"),
        ("Amy", Verdict.CORRECT, "Say what"),
        ("Amy", Verdict.ANNOTATE, "note is empty"),
    ],
)
def test_a_review_that_says_nothing_is_refused(
    store: Store, finding_id: int, rater: str, verdict: Verdict, said: str
) -> None:
    with pytest.raises(StoreError, match=said):
        store.reviews.add(finding_id, rater, verdict)
    assert store.reviews.of_finding(finding_id) == []


def test_a_finding_that_was_deleted_cannot_be_reviewed(store: Store) -> None:
    with pytest.raises(StoreError, match="no longer in the store"):
        store.reviews.add(99, "Amy", Verdict.AGREE)
