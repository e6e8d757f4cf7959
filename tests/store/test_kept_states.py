"""What somebody does over a recording is kept with its run: from the analysis, or once it was worked out."""

from __future__ import annotations

from dataclasses import replace

from store_examples import add_recording, kinematics, run, segment

from transitions.states import DayStates, PostureState, StateStretch
from transitions.store import Context, Store

STATES = DayStates(
    (
        StateStretch(PostureState.SITTING, 0.0, 5.0, 0.97),
        StateStretch(PostureState.OUT_OF_VIEW, 5.0, 7.4, 1.0, "Nobody there."),
    )
)


def test_states_are_saved_with_the_run(store: Store) -> None:
    run_id = store.runs.save(add_recording(store).id, replace(run(), states=STATES))
    assert store.runs.load(run_id).states == STATES


def test_states_worked_out_later_are_kept(store: Store) -> None:
    run_id = store.runs.save(add_recording(store).id, run())
    assert store.runs.load(run_id).states is None
    store.runs.keep_states(run_id, STATES, store.runs.state(run_id))
    assert store.runs.load(run_id).states == STATES


def test_states_worked_out_of_a_run_before_it_grew_are_not_kept(store: Store) -> None:
    recording_id = add_recording(store).id
    job = store.jobs.add(recording_id, {})
    store.jobs.claim(job.id, "here:1", 60.0)
    run_id = store.runs.save_so_far(recording_id, run(), job_id=job.id, worker="here:1")
    assert run_id is not None
    before = store.runs.state(run_id)
    whole = run((segment("s1"), segment("s2", start_s=9.0)))
    assert store.runs.save(recording_id, whole, job_id=job.id, worker="here:1") == run_id
    store.runs.keep_states(run_id, STATES, before)
    assert store.runs.load(run_id).states is None


def test_curves_are_read_part_after_part(store: Store) -> None:
    run_id = store.runs.save(add_recording(store).id, run(series=kinematics(frames=300, rate_hz=30.0)))
    parts = list(store.runs.series_parts(run_id, 4.0, 10.0))
    assert [len(part.t_s) for part in parts] == [120, 120, 60]


def test_kinds_of_many_runs_are_counted_at_once(store: Store) -> None:
    first = store.runs.save(add_recording(store, "a").id, run())
    second = store.runs.save(add_recording(store, "b").id, run(segments=(), findings=()))
    assert store.runs.kinds([first, second]) == {first: {"sit_to_stand": 1}}


def test_shoes_are_kept(store: Store) -> None:
    recording = add_recording(store, context=Context(shoes="trainers"))
    assert store.recordings.get(recording.id).context.shoes == "trainers"
