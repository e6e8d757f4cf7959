"""A run that is saved while its analysis goes on, and what raters say of it meanwhile."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import insert
from store_examples import add_recording, finding, kinematics, run, segment

from transitions.annotation.entries import Mark, SetMark
from transitions.errors import JobError, StoreError
from transitions.model import Finding, Result, Run, Segment
from transitions.store import FindingFilter, JobState, Store, Verdict
from transitions.store.makers import Maker
from transitions.store.tables import reviews

RATER, WORKER = "Ana", "here:1"
FIRST, SECOND, THIRD = (segment(f"s{n}", start_s=10.0 * n) for n in (1, 2, 3))


def found(*segments: Segment, rules: Sequence[str] = ("abrupt_twist", "poor_hip_hinge")) -> Run:
    findings: tuple[Finding, ...] = tuple(finding(one.id, rule) for one in segments for rule in rules)
    return replace(run(segments, findings), kinematics=kinematics(seed=len(segments)))


def begun(store: Store, recording_id: int) -> int:
    job = store.jobs.add(recording_id, {})
    assert store.jobs.claim(job.id, WORKER, 60.0) is not None
    return job.id


def maker() -> Maker:
    made = found(FIRST).provenance
    return Maker(made.version, made.pose_model, made.pose_model_sha256, made.profile_sha256)


def rows(store: Store, run_id: int) -> dict[tuple[str, str], int]:
    listed = store.findings.list(FindingFilter(run_id=run_id), limit=None)
    return {(row.segment.id, row.finding.rule): row.id for row in listed}


def test_what_is_found_so_far_is_reviewed_and_the_whole_keeps_what_was_said(store: Store) -> None:
    recording_id = add_recording(store).id
    job_id = begun(store, recording_id)
    run_id = store.runs.save_so_far(recording_id, found(FIRST), job_id=job_id, worker=WORKER)
    assert run_id is not None
    before = rows(store, run_id)
    store.reviews.add(before["s1", "poor_hip_hinge"], RATER, Verdict.DISAGREE, note="No hinge here.")
    states = {store.runs.state(run_id)}

    grown = store.runs.save_so_far(recording_id, found(FIRST, SECOND), job_id=job_id, worker=WORKER)
    assert grown == run_id
    states.add(store.runs.state(run_id))
    assert store.jobs.get(job_id).state is JobState.RUNNING

    whole = found(FIRST, SECOND, THIRD)
    assert store.runs.save(recording_id, whole, job_id=job_id, worker=WORKER) == run_id
    states.add(store.runs.state(run_id))
    assert len(states) == 3
    assert store.jobs.get(job_id).state is JobState.DONE
    kept = store.runs.load(run_id, with_series=True)
    assert (kept.segments, kept.findings) == (whole.segments, whole.findings)
    assert kept.kinematics is not None
    after = rows(store, run_id)
    assert len(after) == 6
    assert {place: after[place] for place in before} == before
    (said,) = store.reviews.standing([after["s1", "poor_hip_hinge"]])[after["s1", "poor_hip_hinge"]]
    assert (said.verdict, said.note) == (Verdict.DISAGREE, "No hinge here.")
    summary = store.recordings.summary(recording_id)
    assert (summary.run_id, summary.segments, summary.reviewed) == (run_id, 3, 1)
    assert len(list((store.media.root / "series").glob("*/*"))) == 1
    assert store.runs.save(recording_id, whole, job_id=job_id, worker=WORKER) == run_id


def test_one_that_comes_in_between_moves_the_names_of_later_ones_and_no_words(store: Store) -> None:
    recording_id = add_recording(store).id
    job_id = begun(store, recording_id)
    early = found(FIRST, replace(THIRD, id="s2"))
    run_id = store.runs.save_so_far(recording_id, early, job_id=job_id, worker=WORKER)
    assert run_id is not None
    said_of = rows(store, run_id)["s2", "abrupt_twist"]
    store.reviews.add(said_of, RATER, Verdict.AGREE)
    store.runs.save(recording_id, found(FIRST, SECOND, THIRD), job_id=job_id, worker=WORKER)
    assert rows(store, run_id)["s3", "abrupt_twist"] == said_of
    assert [one.id for one in store.runs.load(run_id).segments] == ["s1", "s2", "s3"]


def test_what_was_said_of_a_moment_that_the_whole_has_not_stays_with_an_older_run(store: Store) -> None:
    recording_id = add_recording(store).id
    job_id = begun(store, recording_id)
    run_id = store.runs.save_so_far(recording_id, found(FIRST), job_id=job_id, worker=WORKER)
    assert run_id is not None
    said_of = rows(store, run_id)["s1", "abrupt_twist"]
    store.reviews.add(said_of, RATER, Verdict.AGREE)
    whole_id = store.runs.save(recording_id, found(SECOND), job_id=job_id, worker=WORKER)
    assert store.runs.of_recording(recording_id) == [whole_id, run_id]
    assert store.recordings.summary(recording_id).run_id == whole_id
    assert [review.rater for review in store.reviews.of_finding(said_of)] == [RATER]
    assert store.jobs.get(job_id).run_id == whole_id


def test_what_was_said_of_a_finding_that_its_moment_has_no_more_stays_too(store: Store) -> None:
    recording_id = add_recording(store).id
    job_id = begun(store, recording_id)
    run_id = store.runs.save_so_far(recording_id, found(FIRST), job_id=job_id, worker=WORKER)
    assert run_id is not None
    said_of = rows(store, run_id)["s1", "poor_hip_hinge"]
    store.reviews.add(said_of, RATER, Verdict.AGREE)
    one_rule = found(FIRST, SECOND, rules=("abrupt_twist",))
    assert store.runs.save(recording_id, one_rule, job_id=job_id, worker=WORKER) != run_id
    assert [review.rater for review in store.reviews.of_finding(said_of)] == [RATER]


def test_a_run_that_is_corrected_stays_as_its_rater_began_with_it(store: Store) -> None:
    recording_id = add_recording(store).id
    job_id = begun(store, recording_id)
    early = found(FIRST, replace(THIRD, id="s2"))
    run_id = store.runs.save_so_far(recording_id, early, job_id=job_id, worker=WORKER)
    assert run_id is not None
    store.jobs.end(job_id, WORKER, JobState.FAILED, "Broken off.")
    study, clip_id = store.corrections.open(run_id, RATER)
    store.studies.say(study, clip_id, RATER, SetMark("s2", Mark("reach", 30.5, 33.0)))
    again = begun(store, recording_id)
    whole = found(FIRST, SECOND, THIRD)
    assert store.runs.save(recording_id, whole, job_id=again, worker=WORKER) != run_id
    marks = store.corrections.of_run(run_id)[RATER].marks
    assert {key: mark.start_s for key, mark in marks.items()} == {"s1": 10.0, "s2": 30.5}


def test_one_left_behind_for_what_was_said_of_it_counts_as_no_whole_analysis(store: Store) -> None:
    recording_id = add_recording(store).id
    job_id = begun(store, recording_id)
    run_id = store.runs.save_so_far(recording_id, found(FIRST), job_id=job_id, worker=WORKER)
    assert run_id is not None
    store.reviews.add(rows(store, run_id)["s1", "abrupt_twist"], RATER, Verdict.AGREE)
    assert store.runs.save_so_far(recording_id, found(SECOND), job_id=job_id, worker=WORKER) != run_id
    store.jobs.end(job_id, WORKER, JobState.FAILED, "Broken off.")
    assert store.jobs.add_unless_made(recording_id, {}, maker()) is not None


def test_a_part_counts_as_no_whole_also_once_the_next_analysis_waits(store: Store) -> None:
    recording_id = add_recording(store).id
    job_id = begun(store, recording_id)
    store.runs.save_so_far(recording_id, found(FIRST), job_id=job_id, worker=WORKER)
    assert store.recordings.summary(recording_id).is_growing
    store.jobs.end(job_id, WORKER, JobState.FAILED, "Broken off.")
    summary = store.recordings.summary(recording_id)
    assert (summary.is_whole, summary.is_growing) == (False, False)
    again = store.jobs.add(recording_id, {})
    summary = store.recordings.summary(recording_id)
    assert (summary.is_whole, summary.is_growing) == (False, True)
    assert store.history.people() == []
    assert store.history.of_person(None) == ()
    assert store.jobs.claim(again.id, WORKER, 60.0) is not None
    store.runs.save(recording_id, found(FIRST, SECOND), job_id=again.id, worker=WORKER)
    assert store.recordings.summary(recording_id).is_whole
    (one,) = store.history.of_person(None)
    assert len(one.moments) == 2


def test_what_is_still_being_found_is_not_corrected_yet(store: Store) -> None:
    recording_id = add_recording(store).id
    job_id = begun(store, recording_id)
    run_id = store.runs.save_so_far(recording_id, found(FIRST), job_id=job_id, worker=WORKER)
    assert run_id is not None
    with pytest.raises(StoreError, match="still being analysed"):
        store.corrections.open(run_id, RATER)
    store.runs.save(recording_id, found(FIRST), job_id=job_id, worker=WORKER)
    store.corrections.open(run_id, RATER)


def test_what_is_being_said_of_a_moment_while_it_goes_is_not_lost(store: Store) -> None:
    recording_id = add_recording(store).id
    job_id = begun(store, recording_id)
    run_id = store.runs.save_so_far(recording_id, found(FIRST), job_id=job_id, worker=WORKER)
    assert run_id is not None
    said_of = rows(store, run_id)["s1", "abrupt_twist"]
    words = {
        "finding_id": said_of,
        "rater": RATER,
        "verdict": "agree",
        "note": "",
        "created_at": "2026-11-26",
    }
    with ThreadPoolExecutor(1) as analysis:
        with store.reviews._database.writing() as connection:
            connection.execute(insert(reviews).values(**words))
            saved = analysis.submit(
                store.runs.save, recording_id, found(SECOND), job_id=job_id, worker=WORKER
            )
            time.sleep(1.0)  # by now it waits for these words, or would have gone past them
        assert saved.result() != run_id
    assert [review.rater for review in store.reviews.of_finding(said_of)] == [RATER]


def test_curves_are_read_while_the_run_grows(store: Store) -> None:
    recording_id = add_recording(store).id
    job_id = begun(store, recording_id)
    run_id = store.runs.save_so_far(recording_id, found(FIRST), job_id=job_id, worker=WORKER)
    assert run_id is not None

    def grow() -> None:
        for seed in range(30):
            grown = replace(found(FIRST), kinematics=kinematics(frames=20, seed=seed))
            store.runs.save_so_far(recording_id, grown, job_id=job_id, worker=WORKER)

    read = 0
    with ThreadPoolExecutor(1) as analysis:
        growing = analysis.submit(grow)
        while not growing.done():
            assert len(store.runs.series(run_id).t_s) > 0
            read += 1
    growing.result()
    assert read > 0


def test_one_of_which_nothing_was_said_goes(store: Store) -> None:
    recording_id = add_recording(store).id
    job_id = begun(store, recording_id)
    run_id = store.runs.save_so_far(recording_id, found(FIRST, SECOND), job_id=job_id, worker=WORKER)
    only = found(replace(SECOND, id="s1"), rules=("abrupt_twist",))
    assert store.runs.save(recording_id, only, job_id=job_id, worker=WORKER) == run_id
    assert run_id is not None
    assert list(rows(store, run_id)) == [("s1", "abrupt_twist")]


def test_an_earlier_analysis_stays_until_the_new_one_is_whole(store: Store) -> None:
    recording_id = add_recording(store).id
    earlier = store.runs.save(recording_id, found(FIRST))
    job_id = begun(store, recording_id)
    assert store.runs.save_so_far(recording_id, found(SECOND), job_id=job_id, worker=WORKER) is None
    assert store.recordings.summary(recording_id).run_id == earlier
    store.runs.save(recording_id, found(SECOND), job_id=job_id, worker=WORKER)
    assert store.recordings.summary(recording_id).run_id != earlier


def test_broken_off_it_is_kept_and_the_next_analysis_goes_on_from_it(store: Store) -> None:
    recording_id = add_recording(store).id
    job_id = begun(store, recording_id)
    so_far = found(FIRST)
    run_id = store.runs.save_so_far(recording_id, so_far, job_id=job_id, worker=WORKER)
    assert run_id is not None
    said_of = rows(store, run_id)["s1", "abrupt_twist"]
    store.reviews.add(said_of, RATER, Verdict.CORRECT, result=Result.NOT_OBSERVED)
    store.jobs.end(job_id, WORKER, JobState.FAILED, "Broken off.")
    again = store.jobs.add_unless_made(recording_id, {}, maker())
    assert again is not None  # not whole, so not made
    assert store.jobs.claim(again.id, WORKER, 60.0) is not None
    assert store.runs.save(recording_id, found(FIRST, SECOND), job_id=again.id, worker=WORKER) == run_id
    assert rows(store, run_id)["s1", "abrupt_twist"] == said_of
    assert store.jobs.add_unless_made(recording_id, {}, maker()) is None


def test_who_lost_the_job_saves_nothing(store: Store) -> None:
    recording_id = add_recording(store).id
    job_id = begun(store, recording_id)
    with pytest.raises(JobError):
        store.runs.save_so_far(recording_id, found(FIRST), job_id=job_id, worker="somebody:else")
    assert store.recordings.summary(recording_id).run_id is None
