"""Comparing what is kept in the store: sides, sessions and conditions come from what was told of each recording."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from compared_runs import real_run, run_of

from transitions.before_after import (
    Filmed,
    compare_recordings,
    conditions_of,
    day_of,
    default_sides,
    filmed,
    recordings_between,
    stored_recording,
)
from transitions.comparison import ChangeVerdict, Conditions, NotComparableError, SessionRecording
from transitions.comparison.measures import measures_of
from transitions.comparison.repetitions import repetitions
from transitions.errors import StoreError
from transitions.model import Run
from transitions.store import Context, HandUse, Store, local_day, open_store

SLOW, QUICK = [2.0, 2.2, 1.9, 2.1, 2.3], [1.2, 1.4, 1.1, 1.3, 1.2]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(data_dir=tmp_path / "data") as opened:
        yield opened


def keep(
    store: Store,
    run: Run | None,
    *,
    person: str = "P01",
    day: str | None = None,
    context: Context | None = None,
) -> int:
    """A recording with this analysis; its clip is a few bytes that nobody reads here."""
    number = store.recordings.count()
    clip = store.settings.data_dir / f"clip{number}.mp4"
    clip.write_bytes(b"clip %d" % number)
    who = store.people.add(person)
    session_id = None
    if day is not None:
        held = {session.held_on: session.id for session in store.sessions.list(who.id)}
        session_id = held.get(day) or store.sessions.add(who.id, day, held_on=day).id
    added = store.recordings.add(
        clip, clip.name, person_id=who.id, session_id=session_id, context=context or Context()
    )
    if run is not None:
        store.runs.save(added.recording.id, run)
    return added.recording.id


def person_id(store: Store, pseudonym: str = "P01") -> int:
    return store.people.add(pseudonym).id


def test_of_a_long_recording_only_what_lies_about_a_transition_is_in_memory(store: Store) -> None:
    run = run_of(SLOW)
    assert run.kinematics is not None
    kept = stored_recording(store, keep(store, run))
    assert kept.run.kinematics is None
    rows = repetitions([kept], "sit_to_stand", measures_of("sit_to_stand"))
    assert len(rows) == len(SLOW)
    for row in rows:
        assert row.kinematics is not None
        assert len(row.kinematics.t_s) < len(run.kinematics.t_s) / 2


@pytest.mark.parametrize("made", [lambda: run_of(SLOW), lambda: real_run("reach_quick_twist")])
def test_what_is_compared_is_the_same_read_moment_by_moment(store: Store, made: Callable[[], Run]) -> None:
    run = made()
    kind = run.segments[0].kind
    piecewise = stored_recording(store, keep(store, run))
    number = store.recordings.summary(1).run_id
    assert number is not None
    whole = SessionRecording(store.runs.load(number, with_series=True), piecewise.session)
    for one, other in zip(
        *(repetitions([each], kind, measures_of(kind)) for each in (piecewise, whole)), strict=True
    ):
        assert (one.camera_side, one.segment) == (other.camera_side, other.segment)
        assert one.seat_heights == pytest.approx(other.seat_heights, nan_ok=True)
        assert one.readings.keys() == other.readings.keys()
        for name, reading in one.readings.items():
            assert reading.value == pytest.approx(other.readings[name].value, nan_ok=True), name
            assert reading.u == pytest.approx(other.readings[name].u, nan_ok=True), name


def test_several_days_a_side_are_counted_as_days(store: Store) -> None:
    before = [keep(store, run_of(SLOW[n:]), day=f"2026-11-0{n + 1}") for n in range(3)]
    after = [keep(store, run_of(QUICK[n:]), day=f"2026-12-0{n + 1}") for n in range(3)]
    found = compare_recordings(store, before, after, primary="duration_s").comparison
    assert found.primary.verdict is ChangeVerdict.CHANGED
    assert not found.descriptive_only
    assert sorted({row.session for row in found.before}) == ["2026-11-01", "2026-11-02", "2026-11-03"]


def test_what_is_analysed_in_part_is_not_compared(store: Store) -> None:
    whole, part = keep(store, run_of(SLOW)), keep(store, None)
    job = store.jobs.add(part, {})
    store.jobs.claim(job.id, "here:1", 60.0)
    store.runs.save_so_far(part, run_of(QUICK), job_id=job.id, worker="here:1")
    assert [one.recording_id for one in filmed(store, person_id(store))] == [whole]
    with pytest.raises(StoreError, match="not analysed to its end"):
        compare_recordings(store, [whole], [part])
    store.runs.save(part, run_of(QUICK), job_id=job.id, worker="here:1")
    assert [one.recording_id for one in filmed(store, person_id(store))] == [whole, part]


def test_each_recording_of_the_comparison_is_found_again_in_the_store(store: Store) -> None:
    before, after = keep(store, run_of(SLOW)), keep(store, run_of(QUICK))
    found = compare_recordings(store, [before], [after])
    assert {found.recording_ids[row.recording] for row in found.comparison.before} == {before}
    assert {found.recording_ids[row.recording] for row in found.comparison.after} == {after}


def test_what_was_told_of_the_recordings_is_held_against_each_other(store: Store) -> None:
    low = Context(seat_height_m=0.45, load_kg=0.0, hands=HandUse.NONE)
    high = Context(seat_height_m=0.54, load_kg=5.0, hands=HandUse.NONE)
    found = compare_recordings(
        store, [keep(store, run_of(SLOW), context=low)], [keep(store, run_of(QUICK), context=high)]
    )
    said = " ".join(found.comparison.warnings)
    assert "the seat's height (before: 0.45; after: 0.54)" in said
    assert "the load (before: none; after: 5 kg)" in said
    assert "hands (before" not in said
    assert "Not told for every recording: the shoes." in said


def test_other_shoes_are_warned_of(store: Store) -> None:
    ids = [
        keep(store, run_of(durations_s), context=Context(shoes=shoes))
        for durations_s, shoes in ((SLOW, "Trainers "), (QUICK, "barefoot"))
    ]
    found = compare_recordings(store, ids[:1], ids[1:])
    assert "the shoes (before: trainers; after: barefoot)" in " ".join(found.comparison.warnings)
    same = compare_recordings(store, ids[:1], [keep(store, run_of(QUICK), context=Context(shoes="trainers"))])
    assert "shoes (before" not in " ".join(same.comparison.warnings)


def test_a_persons_own_target_is_held_against_the_change(store: Store) -> None:
    ids = keep(store, run_of(SLOW)), keep(store, run_of(QUICK))
    store.targets.set(person_id(store), "sit_to_stand", "duration_s", 1.0)
    store.targets.set(person_id(store), "sit_to_stand", "no_longer_measured", 1.0)
    primary = compare_recordings(store, ids[:1], ids[1:]).comparison.primary
    assert (primary.target, primary.towards_target) == (1.0, True)
    given = compare_recordings(store, ids[:1], ids[1:], targets={"duration_s": 3.0}).comparison.primary
    assert (given.target, given.towards_target) == (3.0, False)


def test_recordings_of_a_persons_days(store: Store) -> None:
    ids = [keep(store, run_of(SLOW), day=f"2026-11-{day:02d}") for day in (1, 5, 9)]
    keep(store, run_of(SLOW), day="2026-11-05", person="P02")
    own = person_id(store)
    assert recordings_between(store, own, "2026-11-01", "2026-11-05") == ids[:2]
    with pytest.raises(StoreError, match="there are some of 2026-11-01, 2026-11-05, 2026-11-09"):
        recordings_between(store, own, "2026-12-01", "2026-12-31")


def test_a_recording_of_a_session_named_by_words_counts_by_its_own_day(store: Store) -> None:
    clip = store.settings.data_dir / "named.mp4"
    clip.write_bytes(b"named")
    own = person_id(store)
    session = store.sessions.add(own, "before the course")
    added = store.recordings.add(
        clip, clip.name, person_id=own, session_id=session.id, filmed_on="2026-11-05"
    )
    store.runs.save(added.recording.id, run_of(SLOW))
    assert recordings_between(store, own, "2026-11-01", "2026-11-30") == [added.recording.id]


def test_what_was_not_told_stays_unknown() -> None:
    assert conditions_of(Context()) == Conditions()


def test_two_people_are_refused(store: Store) -> None:
    ids = keep(store, run_of(SLOW)), keep(store, run_of(QUICK), person="P02")
    with pytest.raises(NotComparableError, match="Different people"):
        compare_recordings(store, [ids[0]], [ids[1]])


def test_a_recording_without_an_analysis_is_named(store: Store) -> None:
    ids = keep(store, run_of(SLOW)), keep(store, None)
    with pytest.raises(StoreError, match=r"clip1\.mp4.*not analysed yet"):
        compare_recordings(store, [ids[0]], [ids[1]])


def test_a_persons_recordings_in_the_order_of_their_days(store: Store) -> None:
    late = keep(store, run_of(SLOW), day="2026-12-01")
    early = keep(store, run_of(QUICK[:2]), day="2026-11-01")
    keep(store, run_of(SLOW), person="P02")
    keep(store, None, day="2026-11-02")
    found = filmed(store, person_id(store))
    assert [one.recording_id for one in found] == [early, late]
    assert [one.repetitions for one in found] == [{"sit_to_stand": 2}, {"sit_to_stand": 5}]


def test_without_a_session_it_is_the_day_it_was_added(store: Store) -> None:
    recording_id = keep(store, run_of(SLOW))
    (one,) = filmed(store, person_id(store))
    assert one.session == local_day(store.recordings.get(recording_id).added_at)


def test_the_day_it_was_added_is_that_of_this_computers_clock(
    store: Store, monkeypatch: pytest.MonkeyPatch, two_hours_ahead: None
) -> None:
    monkeypatch.setattr("transitions.store.recordings.now_iso", lambda: "2026-11-26T23:30:00.000000Z")
    keep(store, run_of(SLOW))
    (one,) = filmed(store, person_id(store))
    assert (one.session, day_of(store, one)) == ("2026-11-27", "2026-11-27")


def of(number: int, session: str, kinds: Sequence[str]) -> Filmed:
    return Filmed(number, number, f"clip{number}", session, dict.fromkeys(kinds, 1))


@pytest.mark.parametrize(
    ("recordings", "sides"),
    [
        ([], None),
        ([of(1, "a", ["reach"])], None),
        ([of(1, "a", ["reach"]), of(2, "b", ["turn"])], None),
        ([of(1, "a", ["reach"]), of(2, "a", ["reach"])], ([1], [2])),
        ([of(1, "a", ["reach"]), of(2, "a", ["turn"]), of(3, "b", ["reach"])], ([1, 2], [3])),
        ([of(1, "a", ["reach"]), of(2, "b", ["reach"]), of(3, "c", ["turn"])], ([1], [2])),
        ([of(1, "a", []), of(2, "b", ["turn"]), of(3, "c", ["turn"]), of(4, "d", [])], ([2], [3])),
    ],
)
def test_the_sides_first_shown(recordings: list[Filmed], sides: tuple[list[int], list[int]] | None) -> None:
    assert default_sides(recordings) == sides
