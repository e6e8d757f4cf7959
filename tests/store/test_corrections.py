"""Corrections outside of studies: each rater's own, undone and redone as in a study, and not listed among studies."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from store_examples import add_recording, finding, run, segment

from transitions.annotation.entries import Mark, Refuse, SetMark, mark_of
from transitions.errors import StoreError
from transitions.store import Store, StudyPlan


@pytest.fixture
def run_id(store: Store) -> int:
    segments = (segment("s1"), segment("s2", "reach", 5.0))
    return store.runs.save(add_recording(store, "clip").id, run(segments, (finding("s1"),)))


def test_a_rater_starts_from_what_was_found_and_goes_on_from_what_was_said(store: Store, run_id: int) -> None:
    study, clip_id = store.corrections.open(run_id, "Ana")
    assert store.studies.view(study, clip_id, "Ana").own.marks["s1"] == mark_of(segment("s1"))
    store.studies.say(study, clip_id, "Ana", SetMark("s1", Mark("reach", 1.0, 2.0)))
    assert store.corrections.open(run_id, "Ana") == (study, clip_id)
    assert store.studies.view(study, clip_id, "Ana").own.marks["s1"] == Mark("reach", 1.0, 2.0)
    store.studies.undo(study, clip_id, "Ana")
    assert store.studies.view(study, clip_id, "Ana").own.marks["s1"] == mark_of(segment("s1"))


def test_each_rater_has_corrections_of_their_own(store: Store, run_id: int) -> None:
    assert store.corrections.of_run(run_id) == {}
    for rater in ("Ana", "Ana by Ben", "B_n%"):
        study, clip_id = store.corrections.open(run_id, rater)
        store.studies.say(study, clip_id, rater, Refuse("s1"))
    store.corrections.open(run_id, "Cleo")  # who looked and said nothing
    said = store.corrections.of_run(run_id)
    assert {rater: list(word.marks) for rater, word in said.items()} == {
        "Ana": ["s2"],
        "Ana by Ben": ["s2"],
        "B_n%": ["s2"],
    }
    assert store.corrections.of_run(run_id + 1) == {}


def test_they_are_not_listed_among_the_studies(store: Store, run_id: int) -> None:
    store.corrections.open(run_id, "Ana")
    assert store.studies.list() == []


def test_two_windows_of_one_rater_open_the_same(store: Store, run_id: int) -> None:
    with ThreadPoolExecutor(4) as windows:
        opened = list(windows.map(lambda _: store.corrections.open(run_id, "Ana"), range(8)))
    assert len(set(opened)) == 1


@pytest.mark.parametrize("rater", ["", "program", "consensus"])
def test_who_has_no_name_of_their_own_is_told_so(store: Store, run_id: int, rater: str) -> None:
    with pytest.raises(StoreError):
        store.corrections.open(run_id, rater)


def test_an_analysis_that_is_gone_is_told_so(store: Store, run_id: int) -> None:
    with pytest.raises(StoreError, match="no longer"):
        store.corrections.open(run_id + 9, "Ana")


def test_a_name_is_kept_without_what_cannot_be_seen_in_it(store: Store, run_id: int) -> None:
    opened = store.corrections.open(run_id, "Ana B")
    assert store.corrections.open(run_id, " Ana  B\u200b") == opened


def test_nothing_of_corrections_is_left_with_their_recording(store: Store, run_id: int) -> None:
    other = store.runs.save(add_recording(store, "other").id, run((segment("s1"),)))
    gone, kept = store.corrections.open(run_id, "Ana"), store.corrections.open(other, "Ana")
    store.studies.say(*gone, "Ana", Refuse("s1"))
    store.recordings.delete(store.studies.view(*gone, "Ana").recording_id)
    with pytest.raises(StoreError, match="no study"):
        store.studies.get(gone[0])
    with pytest.raises(StoreError, match="no longer"):
        store.corrections.open(run_id, "Ana")
    assert store.corrections.open(other, "Ana") == kept


@pytest.mark.parametrize("name", ["Corrections of Analysis in autumn", "corrections of analysis 7 by Ana"])
def test_no_study_can_be_made_that_would_not_be_listed(store: Store, run_id: int, name: str) -> None:
    with pytest.raises(StoreError, match="choose another name"):
        store.studies.create(StudyPlan(name, ("Ana",), (), (run_id,)))
