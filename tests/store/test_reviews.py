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


def test_a_size_of_what_is_not_seen_is_refused(store: Store, finding_id: int) -> None:
    with pytest.raises(StoreError, match="has no size"):
        store.reviews.add(
            finding_id, "Amy", Verdict.CORRECT, result=Result.NOT_OBSERVED, severity=Severity.MILD
        )


def test_saving_the_same_twice_is_one_review(store: Store, finding_id: int) -> None:
    first = store.reviews.add(finding_id, "Amy", Verdict.AGREE, note="clear")
    assert store.reviews.add(finding_id, " Amy ", Verdict.AGREE, note="clear") == first
    store.reviews.add(finding_id, "Bob", Verdict.AGREE, note="clear")
    assert len(store.reviews.of_finding(finding_id)) == 2


def test_the_last_word_of_each_rater_stands_with_its_history_behind_it(store: Store, finding_id: int) -> None:
    store.reviews.add(finding_id, "Amy", Verdict.AGREE)
    bobs = store.reviews.add(finding_id, "Bob", Verdict.DISAGREE)
    amys = store.reviews.add(finding_id, "Amy", Verdict.CORRECT, severity=Severity.SEVERE)
    assert store.reviews.standing([finding_id]) == {finding_id: (amys, bobs)}
    assert len(store.reviews.of_finding(finding_id)) == 3


def test_a_note_leaves_the_verdict_standing(store: Store, finding_id: int) -> None:
    store.reviews.add(finding_id, "Amy", Verdict.DISAGREE, note="armrests")
    store.reviews.add(finding_id, "Amy", Verdict.ANNOTATE, note="both armrests")
    (stands,) = store.reviews.standing([finding_id])[finding_id]
    assert (stands.verdict, stands.note) == (Verdict.DISAGREE, "both armrests")


def test_taking_back_brings_the_word_before_it_back(store: Store, finding_id: int) -> None:
    agreed = store.reviews.add(finding_id, "Amy", Verdict.AGREE)
    denied = store.reviews.add(finding_id, "Amy", Verdict.DISAGREE)
    store.reviews.add(finding_id, "Bob", Verdict.DISAGREE)
    assert store.reviews.take_back(finding_id, "Amy") == denied
    assert agreed in store.reviews.standing([finding_id])[finding_id]
    store.reviews.take_back(finding_id, "Amy")
    assert [review.rater for review in store.reviews.standing([finding_id])[finding_id]] == ["Bob"]
    with pytest.raises(StoreError, match="nothing of this finding"):
        store.reviews.take_back(finding_id, "Amy")
    assert len(store.reviews.of_finding(finding_id)) == 5


def test_undo_goes_back_through_the_findings_in_the_order_of_the_verdicts(store: Store) -> None:
    recordings = [add_recording(store, name) for name in ("one", "two")]
    first, second = (add_finding(store, recording.id) for recording in recordings)
    for finding_id, verdict in ((first, Verdict.AGREE), (second, Verdict.AGREE), (first, Verdict.DISAGREE)):
        store.reviews.add(finding_id, "Amy", verdict)
    undone = []
    while (last := store.reviews.last_of("Amy")) is not None:
        undone.append((last.finding_id, last.verdict))
        store.reviews.take_back(last.finding_id, "Amy")
    assert undone == [(first, "disagree"), (second, "agree"), (first, "agree")]
    store.reviews.add(second, "Amy", Verdict.AGREE)
    assert store.reviews.last_of("Amy", recordings[0].id) is None


def test_what_was_taken_back_no_longer_counts_as_reviewed(store: Store, finding_id: int) -> None:
    store.reviews.add(finding_id, "Amy", Verdict.AGREE)
    store.reviews.take_back(finding_id, "Amy")
    assert store.recordings.list()[0].reviewed == 0
    store.reviews.add(finding_id, "Amy", Verdict.AGREE)
    store.reviews.add(finding_id, "Bob", Verdict.AGREE)
    assert store.recordings.list()[0].reviewed == 1
