"""Studies in the store: set up, rated blind, revealed, agreed on; nothing is ever written over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from sqlalchemy import delete, text
from store_examples import StorePlace, add_recording, finding, run, segment

from transitions.agreement.events import ClipMarks
from transitions.agreement.study import CONSENSUS, PROGRAM, agreement_of
from transitions.annotation.entries import Act, GoneThrough, Mark, Rate, Rated, Refuse, SetMark, Unrate
from transitions.annotation.replay import ClipWord, Wanted
from transitions.annotation.study_words import study_marks, study_ratings
from transitions.errors import StoreError
from transitions.model import Result, Severity
from transitions.settings import load_settings
from transitions.store import Store, StudyPlan, open_store
from transitions.store.tables import recordings

NAME = "Twist, autumn"
SEVERE, MILD = Rated(Result.OBSERVED, Severity.SEVERE), Rated(Result.OBSERVED, Severity.MILD, note="a bit")
NONE = Rated(Result.NOT_OBSERVED)
TWIST = ("s1", "abrupt_twist")


class Made(NamedTuple):
    store: Store
    clip_ids: tuple[int, ...]
    run_ids: tuple[int, ...]


def plan(run_ids: tuple[int, ...], **other: Any) -> StudyPlan:
    return replace(StudyPlan(NAME, ("Ana", "Ben"), ("abrupt_twist",), run_ids), **other)


def some_runs(store: Store, count: int = 3) -> tuple[int, ...]:
    ids = []
    for number in range(count):
        person = store.people.add(f"P{number:02}")
        recording = add_recording(store, f"severe twist {number}", person_id=person.id)
        segments = (segment("s1"), segment("s2", "reach", 5.0))
        findings = (finding("s1"), finding("s1", "jerky_rise"), finding("s2", result=Result.NOT_ASSESSABLE))
        ids.append(store.runs.save(recording.id, run(segments, findings)))
    return tuple(ids)


def make(store: Store, **other: Any) -> Made:
    run_ids = some_runs(store)
    store.studies.create(plan(run_ids, **other))
    tasks = store.studies.tasks(NAME, "Ana")
    return Made(store, tuple(sorted(task.clip_id for task in tasks)), run_ids)


@pytest.fixture
def made(store: Store) -> Made:
    return make(store)


def test_a_study_is_kept_as_it_was_set_up(made: Made) -> None:
    study = made.store.studies.get(NAME)
    assert study.plan == plan(made.run_ids)
    assert made.store.studies.list() == [study]
    assert (study.plan.is_blind, study.is_revealed, study.waiting_for) == (True, False, ("Ana", "Ben"))


def test_each_rater_has_an_order_of_their_own_that_stays(store: Store) -> None:
    run_ids = some_runs(store, 8)
    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        store.studies.create(plan(run_ids, name=name, seed=seed))
    orders = {
        (name, rater): [task.label for task in store.studies.tasks(name, rater)]
        for name in ("one", "same", "other")
        for rater in ("Ana", "Ben")
    }
    assert orders["one", "Ana"] == orders["same", "Ana"]
    assert len({tuple(order) for order in orders.values()}) == 4
    assert all(sorted(order) == [f"Clip {n:02}" for n in range(1, 9)] for order in orders.values())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "needs a name"),
        ({"raters": ()}, "needs raters"),
        ({"raters": ("Ana", " Ana ")}, "name of their own"),
        ({"raters": ("Ana", "Program")}, "can be called “program”"),
        ({"rules": ("no_such_rule",)}, "no_such_rule"),
        ({"run_ids": ()}, "needs clips"),
        ({"run_ids": (1, 1)}, "each of them once"),
        ({"run_ids": (99,)}, "no longer in the store"),
    ],
)
def test_a_study_that_cannot_be_run_is_refused(store: Store, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(StoreError, match=said):
        store.studies.create(replace(plan(some_runs(store)), **wrong))
    assert store.studies.list() == []


def test_a_name_is_given_once(made: Made) -> None:
    with pytest.raises(StoreError, match="already"):
        made.store.studies.create(plan(made.run_ids))


def test_a_blind_rater_sees_neither_the_program_nor_the_others_nor_the_file(made: Made) -> None:
    store, clip_id = made.store, made.clip_ids[0]
    store.studies.say(NAME, clip_id, "Ben", Rate(*TWIST, SEVERE))
    view = store.studies.view(NAME, clip_id, "Ana")
    assert view.shown is None
    assert view.own == ClipWord(view.given, {}, False)
    assert view.units == (TWIST, ("s2", "abrupt_twist"))
    for secret in ("severe", "observed", "Ben", "104", "Quick twist", ".mp4"):
        assert secret not in repr(view)
    for secret in ("severe", "observed", ".mp4"):
        assert secret not in repr(store.studies.tasks(NAME, "Ana"))
    with pytest.raises(StoreError, match="waits for Ana, Ben"):
        store.studies.words(NAME)
    assert [set(clip.words) for clip in store.studies.words(NAME, "Ana")] == [set(), set(), set()]


def test_one_commit_reveals_nothing_and_the_last_reveals_all(made: Made) -> None:
    store, clip_id = made.store, made.clip_ids[0]
    store.studies.say(NAME, clip_id, "Ana", Rate(*TWIST, MILD))
    store.studies.say(NAME, clip_id, "Ben", Rate(*TWIST, SEVERE))
    store.studies.commit(NAME, "Ana")
    assert store.studies.view(NAME, clip_id, "Ana").shown is None
    with pytest.raises(StoreError, match="waits for Ben"):
        store.studies.say(NAME, clip_id, CONSENSUS, Rate(*TWIST, SEVERE), by="Ana")
    assert store.studies.commit(NAME, "Ben").is_revealed
    shown = store.studies.view(NAME, clip_id, "Ana").shown
    assert shown is not None
    assert shown.recording_name == "severe twist 0.mp4"
    assert shown.others["Ben"].ratings == {TWIST: SEVERE}
    assert shown.program.ratings[TWIST] == Rated(Result.OBSERVED, Severity.MODERATE)


def test_what_is_committed_stays_and_a_consensus_stands_beside_it(made: Made) -> None:
    store, clip_id = made.store, made.clip_ids[0]
    for rater, rated in (("Ana", MILD), ("Ben", SEVERE)):
        store.studies.say(NAME, clip_id, rater, Rate(*TWIST, rated))
        store.studies.commit(NAME, rater)
    for refused in (
        lambda: store.studies.say(NAME, clip_id, "Ana", Rate(*TWIST, SEVERE)),
        lambda: store.studies.undo(NAME, clip_id, "Ana"),
        lambda: store.studies.commit(NAME, "Ana"),
        lambda: store.studies.take_in(NAME, {"Ana": {}}),
    ):
        with pytest.raises(StoreError, match="has committed"):
            refused()
    with pytest.raises(StoreError, match="name of the person"):
        store.studies.say(NAME, clip_id, CONSENSUS, Rate(*TWIST, SEVERE))
    agreed = store.studies.say(NAME, clip_id, CONSENSUS, Rate(*TWIST, SEVERE), by="Ben")
    assert (agreed.rater, agreed.by) == (CONSENSUS, "Ben")
    words = store.studies.words(NAME)[0].words
    assert {rater: word.ratings[TWIST].value for rater, word in words.items()} == {
        "Ana": 2.0, "Ben": 4.0, CONSENSUS: 4.0, PROGRAM: 3.0,
    }  # fmt: skip


def test_an_open_study_shows_everything_at_once(store: Store) -> None:
    made = make(store, is_blind=False)
    store.studies.say(NAME, made.clip_ids[0], "Ben", Rate(*TWIST, SEVERE))
    shown = store.studies.view(NAME, made.clip_ids[0], "Ana").shown
    assert shown is not None
    assert shown.others["Ben"].ratings == {TWIST: SEVERE}


def test_undo_and_redo_are_entries_and_hold_after_the_store_is_opened_again(made: Made) -> None:
    store, clip_id = made.store, made.clip_ids[0]
    first = store.studies.say(NAME, clip_id, "Ana", Rate(*TWIST, MILD))
    store.studies.say(NAME, clip_id, "Ana", Rate(*TWIST, SEVERE))
    assert store.studies.undo(NAME, clip_id, "Ana").act is Act.UNDO
    view = store.studies.view(NAME, clip_id, "Ana")
    assert (view.own.ratings, view.undoable, view.redoable) == ({TWIST: MILD}, True, True)
    assert store.studies.view(NAME, made.clip_ids[1], "Ana").undoable is False
    store.studies.redo(NAME, clip_id, "Ana")
    assert store.studies.view(NAME, clip_id, "Ana").own.ratings == {TWIST: SEVERE}
    with store.database.reading() as connection:
        kept = connection.execute(text("SELECT id, act FROM study_entries ORDER BY id")).all()
    assert [act for _, act in kept] == ["say", "say", "undo", "redo"]
    assert kept[0][0] == first.id


def test_nothing_to_undo_or_redo_is_said(made: Made) -> None:
    with pytest.raises(StoreError, match="nothing to undo"):
        made.store.studies.undo(NAME, made.clip_ids[0], "Ana")
    with pytest.raises(StoreError, match="nothing to redo"):
        made.store.studies.redo(NAME, made.clip_ids[0], "Ana")


def test_the_database_itself_refuses_to_change_an_entry(made: Made) -> None:
    store = made.store
    store.studies.say(NAME, made.clip_ids[0], "Ana", Rate(*TWIST, MILD))
    with pytest.raises(StoreError, match="append-only"), store.database.writing() as connection:
        connection.execute(text("UPDATE study_entries SET rater = 'Ben'"))
    assert store.studies.words(NAME, "Ana")[0].words["Ana"].ratings == {TWIST: MILD}


def test_rating_changes_nothing_of_runs_and_findings(made: Made) -> None:
    store = made.store
    before = [store.runs.load(run_id) for run_id in made.run_ids], store.findings.list()
    edits = (
        SetMark("s1", Mark("reach", 1.2, 2.0)),
        Refuse("s2"),
        SetMark("added-1", Mark("pick_up", 9.0, 9.5)),
    )
    store.studies.say(NAME, made.clip_ids[0], "Ana", *edits)
    after = [store.runs.load(run_id) for run_id in made.run_ids], store.findings.list()
    assert [(r.segments, r.findings) for r in after[0]] == [(r.segments, r.findings) for r in before[0]]
    assert after[1] == before[1]


def test_the_work_list_counts_what_is_left(made: Made) -> None:
    store, clip_id = made.store, made.clip_ids[1]
    store.studies.say(NAME, clip_id, "Ana", Rate(*TWIST, MILD))
    assert store.studies.view(NAME, clip_id, "Ana").next_unrated() == ("s2", "abrupt_twist")
    tasks = {task.clip_id: task for task in store.studies.tasks(NAME, "Ana")}
    assert (tasks[clip_id].rated, tasks[clip_id].units, tasks[clip_id].is_done) == (1, 2, False)
    store.studies.say(NAME, clip_id, "Ana", Refuse("s2"))
    tasks = {task.clip_id: task for task in store.studies.tasks(NAME, "Ana")}
    assert (tasks[clip_id].rated, tasks[clip_id].units, tasks[clip_id].is_done) == (1, 1, True)
    assert store.studies.view(NAME, clip_id, "Ana").next_unrated() is None
    assert not any(task.is_done for other, task in tasks.items() if other != clip_id)
    assert not any(task.rated for task in store.studies.tasks(NAME, "Ben"))


def _counted(clip: ClipMarks) -> tuple[int, int]:
    """How many transitions each side marked in a clip that both went through."""
    assert clip.second is not None
    return len(clip.first), len(clip.second)


def test_raters_of_boundaries_can_start_from_nothing(store: Store) -> None:
    made = make(store, segments_given=False)
    view = store.studies.view(NAME, made.clip_ids[0], "Ana")
    assert (view.given, view.units) == ({}, ())
    store.studies.say(NAME, made.clip_ids[0], "Ana", SetMark("added-1", Mark("sit_to_stand", 1.1, 3.0)))
    store.studies.say(NAME, made.clip_ids[1], "Ana", GoneThrough())
    assert [task.is_done for task in store.studies.tasks(NAME, "Ana")].count(True) == 2
    for rater in ("Ana", "Ben"):
        store.studies.commit(NAME, rater)
    (clips,) = study_marks(store.studies.words(NAME)).values()
    assert [_counted(clip) for clip in clips] == [(1, 2), (0, 2)]


def test_a_clip_in_which_the_program_found_nothing_counts_as_gone_through(store: Store) -> None:
    empty = store.runs.save(add_recording(store, "nothing in it").id, run((), ()))
    store.studies.create(plan((*some_runs(store, 1), empty), raters=("Ana",), segments_given=False))
    for task in store.studies.tasks(NAME, "Ana"):
        assert store.studies.view(NAME, task.clip_id, "Ana").units == ()
        store.studies.say(NAME, task.clip_id, "Ana", GoneThrough())
    store.studies.commit(NAME, "Ana")
    (clips,) = study_marks(store.studies.words(NAME)).values()
    assert sorted(_counted(clip) for clip in clips) == [(0, 0), (0, 2)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Rate("s9", "abrupt_twist", MILD), "no transition “s9”"),
        (Rate("s1", "jerky_rise", MILD), "not rated in this study"),
        (Rate("s1", "abrupt_twist", Rated(Result.OBSERVED)), "how large"),
        (Rate("s1", "abrupt_twist", Rated(Result.POSSIBLE, Severity.MILD)), "size belongs"),
        (Unrate("s9", "abrupt_twist"), "no transition"),
        (Refuse("s9"), "no transition"),
        (SetMark("s1", Mark("reach", 2.0, 2.0)), "ends after it starts"),
        (SetMark("s1", Mark(" ", 1.0, 2.0)), "single words"),
        (SetMark("s1", Mark("reach", float("nan"), 2.0)), "Times are seconds"),
        (SetMark("s1", Mark("reach", 1.0, 2.0, {"turn_s": float("inf")})), "Times are seconds"),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(
    made: Made, change: Rate | Unrate | Refuse | SetMark, said: str
) -> None:
    with pytest.raises(StoreError, match=said):
        made.store.studies.say(NAME, made.clip_ids[0], "Ana", Rate(*TWIST, NONE), change)
    assert made.store.studies.view(NAME, made.clip_ids[0], "Ana").own.ratings == {}


def test_strangers_and_other_studies_clips_are_refused(made: Made) -> None:
    store = made.store
    with pytest.raises(StoreError, match="no rater"):
        store.studies.say(NAME, made.clip_ids[0], "Eve", Rate(*TWIST, MILD))
    with pytest.raises(StoreError, match="no rater"):
        store.studies.tasks(NAME, "Eve")
    with pytest.raises(StoreError, match="no longer in the study"):
        store.studies.view(NAME, 99, "Ana")
    with pytest.raises(StoreError, match="no study “other”"):
        store.studies.get("other")


def test_words_are_taken_in_whole_or_not_at_all(made: Made) -> None:
    store = made.store
    mark = store.studies.view(NAME, made.clip_ids[0], "Ana").given["s1"]
    good = Wanted({"s1": mark}, {TWIST: MILD})
    bad = Wanted({"s1": mark}, {TWIST: Rated(Result.OBSERVED)})
    for other, said in (
        ({"Ana": {"Clip 01": good, "Clip 9": good}}, "no clip “Clip 9”"),
        ({"Ana": {"Clip 01": good}, "Ben": {"Clip 02": bad}}, "how large"),
        ({"Ana": {"Clip 01": good}, "Eve": {"Clip 01": good}}, "no rater"),
    ):
        with pytest.raises(StoreError, match=said):
            store.studies.take_in(NAME, other)
        assert [dict(clip.words) for clip in store.studies.words(NAME, "Ana")] == [{}, {}, {}]
    assert store.studies.take_in(NAME, {"Ana": {"Clip 01": good}}) == 1
    assert store.studies.words(NAME, "Ana")[0].words["Ana"] == ClipWord({"s1": mark}, {TWIST: MILD}, True)
    assert store.studies.take_in(NAME, {"Ana": {"Clip 01": good}}) == 0


def test_a_file_leaves_alone_what_it_does_not_speak_of(made: Made) -> None:
    store = made.store
    given = store.studies.view(NAME, made.clip_ids[0], "Ana").given
    store.studies.say(NAME, made.clip_ids[0], "Ana", Rate(*TWIST, MILD))
    moved = replace(given["s1"], start_s=1.2)
    store.studies.take_in(NAME, {"Ana": {"Clip 01": Wanted({"s1": moved}, None)}})
    store.studies.take_in(NAME, {"Ana": {"Clip 01": Wanted(None, {})}})
    assert store.studies.view(NAME, made.clip_ids[0], "Ana").own == ClipWord(
        {"s1": moved}, {TWIST: MILD}, True
    )
    store.studies.take_in(NAME, {"Ana": {"Clip 01": Wanted(None, {TWIST: SEVERE})}})
    assert store.studies.view(NAME, made.clip_ids[0], "Ana").own.ratings == {TWIST: SEVERE}


def test_every_figure_of_agreement_comes_out_of_the_store(made: Made) -> None:
    store = made.store
    for clip_id in made.clip_ids:
        for rater, rated in (("Ana", MILD), ("Ben", SEVERE)):
            store.studies.say(NAME, clip_id, rater, Rate(*TWIST, rated))
    for rater in ("Ana", "Ben"):
        store.studies.commit(NAME, rater)
    found = agreement_of(study_ratings(store.studies.words(NAME)))
    assert (found.raters, found.people, found.units) == (("Ana", "Ben"), 3, 6)
    assert {(pair.first, pair.second): pair.units for pair in found.pairs} == {
        ("Ana", "Ben"): 3, ("Ana", PROGRAM): 3, ("Ben", PROGRAM): 3,
    }  # fmt: skip
    assert found.disagreements[0].said == {"Ana": 2.0, "Ben": 4.0, PROGRAM: 3.0}


def test_a_deleted_recording_takes_its_entries_along_and_says_so(made: Made) -> None:
    store = made.store
    store.studies.say(NAME, made.clip_ids[0], "Ana", Rate(*TWIST, MILD))
    first = store.studies.view(NAME, made.clip_ids[0], "Ana").recording_id
    assert "1 entry of a study" in store.recordings.delete(first)
    assert {task.clip_id for task in store.studies.tasks(NAME, "Ana")} == set(made.clip_ids[1:])
    assert len(store.studies.get(NAME).plan.run_ids) == 2
    with store.database.writing() as connection:
        connection.execute(delete(recordings))
    assert store.studies.tasks(NAME, "Ana") == []


def test_a_writer_who_waits_too_long_is_told_and_nothing_is_half_kept(store_place: StorePlace) -> None:
    settings = load_settings().model_copy(update={"lock_timeout_s": 0.2})
    with open_store(settings, **store_place) as impatient:
        made = make(impatient)
        if not impatient.database.is_sqlite:
            pytest.skip("PostgreSQL lets raters write side by side")
        with impatient.database.writing(), ThreadPoolExecutor(1) as other:
            said = other.submit(impatient.studies.say, NAME, made.clip_ids[0], "Ana", Rate(*TWIST, MILD))
            with pytest.raises(StoreError, match="busy for too long"):
                said.result()
        assert impatient.studies.view(NAME, made.clip_ids[0], "Ana").own.ratings == {}
        impatient.studies.say(NAME, made.clip_ids[0], "Ana", Rate(*TWIST, MILD))
        assert impatient.studies.view(NAME, made.clip_ids[0], "Ana").own.ratings == {TWIST: MILD}


def test_the_work_list_leaves_out_what_was_refused_and_carries_what_was_said(made: Made) -> None:
    studies, clip_id = made.store.studies, made.clip_ids[0]
    studies.say(NAME, clip_id, "Ana", Rate(*TWIST, MILD))
    studies.say(NAME, clip_id, "Ana", Refuse("s2"))
    (task,) = [task for task in studies.tasks(NAME, "Ana") if task.clip_id == clip_id]
    assert task.listed == (TWIST,)
    assert dict(task.own.ratings) == {TWIST: MILD}
    assert (task.units, task.rated, task.is_done) == (1, 1, True)


def test_the_stamp_changes_with_every_entry_commit_and_name(made: Made) -> None:
    studies = made.store.studies
    stamps = [studies.stamp(NAME)]
    studies.say(NAME, made.clip_ids[0], "Ana", Rate(*TWIST, MILD))
    stamps.append(studies.stamp(NAME))
    studies.undo(NAME, made.clip_ids[0], "Ana")
    stamps.append(studies.stamp(NAME))
    studies.commit(NAME, "Ana")
    stamps.append(studies.stamp(NAME))
    with made.store.database.writing() as connection:
        connection.execute(text("UPDATE people SET pseudonym = 'Q01' WHERE pseudonym = 'P01'"))
    stamps.append(studies.stamp(NAME))
    assert len(set(stamps)) == 5
    assert studies.stamp(NAME) == stamps[-1]


def test_a_clip_says_how_it_is_shown(store: Store) -> None:
    made = make(store, faces_blurred=True)
    view = store.studies.view(NAME, made.clip_ids[0], "Ana")
    assert store.studies.get(NAME).plan.faces_blurred
    assert (view.faces_blurred, view.run_id, view.duration_s) == (True, made.run_ids[0], 7.4)
    assert view.rate_hz == pytest.approx(30.0)


def test_a_clip_opens_when_all_have_committed_it_and_the_others_stay_blind(made: Made) -> None:
    store, (first, second, _) = made.store, made.clip_ids
    for rater, rated in (("Ana", SEVERE), ("Ben", MILD)):
        for clip_id in (first, second):
            store.studies.say(NAME, clip_id, rater, Rate(*TWIST, rated))
    store.studies.commit_clip(NAME, first, "Ana")
    view = store.studies.view(NAME, first, "Ana")
    assert (view.shown, view.is_committed, view.waiting_for) == (None, True, ("Ben",))
    assert store.studies.view(NAME, first, "Ben").shown is None
    with pytest.raises(StoreError, match="consensus comes after"):
        store.studies.say(NAME, first, CONSENSUS, Rate(*TWIST, MILD), by="Ana")
    store.studies.commit_clip(NAME, first, "Ben")
    shown = store.studies.view(NAME, first, "Ana").shown
    assert shown is not None
    assert (shown.others["Ben"].ratings, set(shown.others)) == ({TWIST: MILD}, {"Ben"})
    store.studies.say(NAME, first, CONSENSUS, Rate(*TWIST, MILD), by="Ana")
    assert [task.clip_id for task in store.studies.tasks(NAME, CONSENSUS)] == [first]
    assert store.studies.view(NAME, first, "Ben").own.ratings == {TWIST: MILD}
    # What was not committed by both stays as blind as it was, and so do the figures.
    assert store.studies.view(NAME, second, "Ana").shown is None
    with pytest.raises(StoreError, match="consensus comes after"):
        store.studies.say(NAME, second, CONSENSUS, Rate(*TWIST, MILD), by="Ana")
    with pytest.raises(StoreError, match="is blind until everyone has committed"):
        store.studies.words(NAME)
    assert not store.studies.get(NAME).is_revealed
    assert (store.studies.opened_early(NAME), store.studies.has_open_clip(NAME)) == (1, True)


def test_a_clip_that_opened_to_who_had_not_committed_everything_is_told_as_opened_early(made: Made) -> None:
    store, (first, *_) = made.store, made.clip_ids
    store.studies.commit_clip(NAME, first, "Ben")
    assert store.studies.opened_early(NAME) == 0
    store.studies.commit(NAME, "Ana")
    assert store.studies.view(NAME, first, "Ben").shown is not None
    assert store.studies.opened_early(NAME) == 1
    store.studies.commit(NAME, "Ben")
    assert store.studies.opened_early(NAME) == 1


def test_a_clip_committed_by_itself_that_waited_for_the_end_is_not_told(made: Made) -> None:
    store, (first, *_) = made.store, made.clip_ids
    store.studies.commit_clip(NAME, first, "Ana")
    store.studies.commit(NAME, "Ana")
    store.studies.commit(NAME, "Ben")
    assert store.studies.opened_early(NAME) == 0


def test_a_committed_clip_takes_nothing_more_from_its_rater(made: Made) -> None:
    store, clip_id = made.store, made.clip_ids[0]
    store.studies.say(NAME, clip_id, "Ana", Rate(*TWIST, MILD))
    store.studies.commit_clip(NAME, clip_id, "Ana")
    for change in (
        lambda: store.studies.say(NAME, clip_id, "Ana", Rate(*TWIST, SEVERE)),
        lambda: store.studies.undo(NAME, clip_id, "Ana"),
        lambda: store.studies.commit_clip(NAME, clip_id, "Ana"),
        lambda: store.studies.take_in(NAME, {"Ana": {"Clip 01": Wanted(None, {TWIST: SEVERE})}}),
    ):
        with pytest.raises(StoreError, match="has committed this clip"):
            change()
    assert store.studies.view(NAME, clip_id, "Ana").own.ratings == {TWIST: MILD}
    assert [t.is_committed for t in store.studies.tasks(NAME, "Ana") if t.clip_id == clip_id] == [True]
    store.studies.say(NAME, clip_id, "Ben", Rate(*TWIST, SEVERE))
    # Whoever commits the whole study has committed every clip of it.
    store.studies.commit(NAME, "Ben")
    assert store.studies.view(NAME, clip_id, "Ana").shown is not None
    assert store.studies.view(NAME, made.clip_ids[1], "Ana").shown is None
