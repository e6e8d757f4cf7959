import hashlib
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from store_examples import add_recording, clip_bytes, finding, kinematics, run, segment

from transitions.errors import StoreError
from transitions.model import Result, Severity, View
from transitions.store import (
    Context,
    FindingFilter,
    HandUse,
    TimeOfDay,
    Verdict,
    now_iso,
    open_store,
)

SHARED_STORE = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# PostgreSQL has no zero character in text; nothing a user types holds one, nor half a surrogate pair.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
AMOUNTS = st.floats(-1e6, 1e6, allow_nan=False)
MAYBE = st.none() | AMOUNTS


def kept_files(store):
    return sorted(path for path in store.media.root.rglob("*") if path.is_file())


class TestPeople:
    def test_the_same_pseudonym_is_the_same_person(self, store):
        first, again = store.people.add(" P01 ", note="knee"), store.people.add("P01")
        assert first == again
        assert (first.pseudonym, first.note) == ("P01", "knee")
        assert [person.pseudonym for person in store.people.list()] == ["P01"]

    def test_an_empty_pseudonym_is_refused(self, store):
        with pytest.raises(StoreError, match="type a pseudonym"):
            store.people.add("  ")

    def test_rename_refuses_a_taken_pseudonym(self, store):
        first, second = store.people.add("P01"), store.people.add("P02")
        assert store.people.rename(first.id, "Ann").pseudonym == "Ann"
        with pytest.raises(StoreError, match="already someone else"):
            store.people.rename(second.id, "Ann")

    def test_sessions_come_in_the_order_they_were_held(self, store):
        person = store.people.add("P01")
        after = store.sessions.add(person.id, "after", "2026-03-01")
        before = store.sessions.add(person.id, "before", "2026-01-01")
        assert store.sessions.list(person.id) == [before, after]
        assert store.sessions.get(after.id).label == "after"

    def test_a_session_needs_its_person(self, store):
        with pytest.raises(StoreError, match="no longer in the store"):
            store.sessions.add(99, "before")


class TestRecordings:
    def test_the_same_clip_twice_is_one_recording(self, store):
        first = store.recordings.add(clip_bytes(), "morning.MP4")
        again = store.recordings.add(clip_bytes(), "copy.mp4", context=Context(task="other"))
        assert (first.is_new, again.is_new) == (True, False)
        assert again.recording == first.recording
        assert len(kept_files(store)) == 1
        path = store.recordings.clip_path(first.recording.id)
        assert path.read_bytes() == b"a clip"
        assert (path.suffix, first.recording.sha256) == (".mp4", hashlib.sha256(b"a clip").hexdigest())
        assert store.recordings.by_sha256(first.recording.sha256) == first.recording

    @SHARED_STORE
    @given(
        context=st.builds(
            Context,
            time_of_day=st.none() | st.sampled_from(TimeOfDay),
            task=WORDS,
            load_kg=st.none() | st.floats(0, 200),
            pain_before=st.none() | st.integers(0, 10),
            pain_after=st.none() | st.integers(0, 10),
            seat_height_m=st.none() | st.floats(0, 2),
            hands=st.none() | st.sampled_from(HandUse),
            note=WORDS,
        )
    )
    def test_context_comes_back_as_it_went_in(self, store, context):
        recording = add_recording(store)
        assert store.recordings.update(recording.id, context=context).context == context
        assert store.recordings.get(recording.id).context == context

    def test_pain_is_from_0_to_10(self):
        with pytest.raises(ValueError, match="0 to 10"):
            Context(pain_before=11)

    def test_update_leaves_what_is_not_given(self, store):
        person = store.people.add("P01")
        agreed = now_iso()
        recording = add_recording(
            store, person_id=person.id, consented_at=agreed, context=Context(task="lift")
        )
        changed = store.recordings.update(recording.id, name="renamed.mp4")
        assert (changed.name, changed.person_id, changed.consented_at) == ("renamed.mp4", person.id, agreed)
        assert changed.context.task == "lift"

    def test_a_linked_clip_stays_where_it_is(self, store, tmp_path):
        own = tmp_path / "long.mp4"
        own.write_bytes(b"eight hours")
        recording = store.recordings.link(own).recording
        assert kept_files(store) == []
        assert store.recordings.clip_path(recording.id) == own
        deletion = store.recordings.delete(recording.id)
        assert own.exists()
        assert deletion.left_in_place == (str(own),)
        assert f"{own} was left where it is" in str(deletion)

    def test_a_linked_clip_that_moved_or_changed_is_said(self, store, tmp_path):
        own = tmp_path / "long.mp4"
        own.write_bytes(b"eight hours")
        recording = store.recordings.link(own).recording
        own.write_bytes(b"eight hours and a bit")
        with pytest.raises(StoreError, match="was changed since"):
            store.recordings.clip_path(recording.id)
        own.unlink()
        with pytest.raises(StoreError, match="no longer at"):
            store.recordings.clip_path(recording.id)

    @pytest.mark.parametrize(("name", "said"), [("nothing.mp4", "There is no file"), (".", "is a folder")])
    def test_what_cannot_be_added_is_said(self, store, tmp_path, name, said):
        with pytest.raises(StoreError, match=said):
            store.recordings.add(tmp_path / name, name)

    def test_an_empty_clip_is_refused_and_leaves_nothing(self, store):
        with pytest.raises(StoreError, match="is empty"):
            store.recordings.add(clip_bytes(""), "empty.mp4")
        assert kept_files(store) == []

    def test_list_counts_the_newest_run_and_filters(self, store):
        person = store.people.add("P01")
        old = add_recording(store, "old")
        new = add_recording(store, "NEW", person_id=person.id, context=Context(task="Lift 100% box"))
        kinds = (
            finding(),
            finding(rule="jerky_rise", result=Result.NOT_ASSESSABLE, severity=None, value=None),
        )
        store.runs.save(new.id, run(findings=(finding(),) * 3))
        run_id = store.runs.save(new.id, run(findings=kinds))
        first, second = store.recordings.list()
        assert (first.recording.id, second.recording.id) == (new.id, old.id)
        assert (first.pseudonym, first.run_id, first.segments) == ("P01", run_id, 1)
        assert first.results == {Result.OBSERVED: 1, Result.NOT_ASSESSABLE: 1}
        assert first.severities == {Severity.MODERATE: 1}
        assert (first.status, second.status, second.run_id) == ("analysed", "new", None)
        assert first.recording.duration_s == 7.4
        assert [line.recording.id for line in store.recordings.list(search="100%")] == [new.id]
        assert [line.recording.id for line in store.recordings.list(search="new")] == [new.id]
        assert [line.recording.id for line in store.recordings.list(person_id=person.id)] == [new.id]
        assert [line.recording.id for line in store.recordings.list(limit=1, offset=1)] == [old.id]
        assert (store.recordings.count(), store.recordings.count(search="zebra")) == (2, 0)
        assert store.people.counts() == {person.id: 1}


class TestRuns:
    @SHARED_STORE
    @given(data=st.data())
    def test_a_run_comes_back_as_it_went_in(self, store, data):
        recording = add_recording(store)
        keys = data.draw(st.lists(st.from_regex(r"s[0-9]{1,3}", fullmatch=True), unique=True, max_size=4))
        segments = tuple(
            data.draw(
                st.builds(
                    type(segment()),
                    kind=st.sampled_from(["sit_to_stand", "reach"]),
                    start_s=AMOUNTS,
                    end_s=AMOUNTS,
                    confidence=st.floats(0, 1),
                    phases=st.dictionaries(WORDS, AMOUNTS, max_size=3),
                    side=st.sampled_from([None, "left", "right"]),
                    id=st.just(key),
                    view=st.sampled_from(View),
                    view_angle_deg=st.floats(0, 180),
                )
            )
            for key in keys
        )
        drawn = st.builds(
            type(finding()),
            segment_id=st.sampled_from(keys or ["none"]),
            rule=WORDS,
            value=MAYBE,
            threshold=AMOUNTS,
            uncertainty=MAYBE,
            at_s=MAYBE,
            reason=st.none() | WORDS,
            unit=WORDS,
            headline=WORDS,
            cue=WORDS,
            source=WORDS,
        )
        findings = tuple(data.draw(st.lists(drawn, max_size=5))) if keys else ()
        made = run(segments, findings)
        stored = store.runs.load(store.runs.save(recording.id, made))
        assert stored.run.segments == made.segments
        assert stored.run.findings == made.findings
        assert (stored.run.clip, stored.run.provenance, stored.run.quality) == (
            made.clip,
            made.provenance,
            made.quality,
        )
        assert len(set(stored.finding_ids)) == len(findings)
        assert not stored.has_series

    def test_what_is_not_a_number_comes_back_so(self, store):
        recording = add_recording(store)
        unknown = type(segment())("reach", 0.0, 1.0, 0.5, {"grasp_s": math.nan}, id="s1")
        back = store.runs.load(store.runs.save(recording.id, run((unknown,), ()))).run.segments[0]
        assert math.isnan(back.view_angle_deg)
        assert math.isnan(back.phases["grasp_s"])

    def test_curves_come_back_by_time(self, store):
        recording = add_recording(store)
        series = kinematics()
        run_id = store.runs.save(recording.id, run(series=series))
        window = store.runs.series(run_id, 2.0, 4.0)
        rows = series.between(2.0, 4.0)
        assert list(window.t_s) == list(series.t_s[rows])
        assert store.runs.curve_names(run_id) == ("trunk_twist_deg",)
        assert store.runs.overview(run_id, "trunk_twist_deg", 10).unit == "deg"
        whole = store.runs.load(run_id, with_series=True).run.kinematics
        assert len(whole.t_s) == len(series.t_s)

    def test_runs_of_a_recording_newest_first(self, store):
        recording = add_recording(store)
        assert store.runs.newest(recording.id) is None
        first, second = (store.runs.save(recording.id, run()) for _ in range(2))
        assert store.runs.of_recording(recording.id) == [second, first]
        assert store.runs.newest(recording.id) == second

    def test_a_run_of_a_deleted_recording_is_not_kept(self, store):
        recording = add_recording(store)
        store.recordings.delete(recording.id)
        with pytest.raises(StoreError, match="deleted while it was analysed"):
            store.runs.save(recording.id, run(series=kinematics()))
        assert kept_files(store) == []


class TestFindings:
    @pytest.fixture
    def filled(self, store):
        person = store.people.add("P01")
        mine = add_recording(store, "mine", person_id=person.id)
        other = add_recording(store, "other")
        segments = (segment("s1", "reach", 5.0), segment("s2", "sit_to_stand", 1.0))
        store.runs.save(mine.id, run(segments, (finding("s1", value=999.0),)))  # an older run: not shown
        store.runs.save(
            mine.id,
            run(
                segments,
                (
                    finding("s1", "abrupt_twist", Result.POSSIBLE, Severity.SEVERE, 200.0),
                    finding("s1", "jerky_rise", Result.NOT_OBSERVED, None, 10.0),
                    finding("s2", "abrupt_twist", Result.OBSERVED, Severity.MILD, 91.0),
                    finding("s2", "jerky_rise", Result.OBSERVED, Severity.MILD, 95.0),
                ),
            ),
        )
        store.runs.save(other.id, run(findings=(finding("s1", severity=Severity.SEVERE, value=130.0),)))
        return store, mine, other, person

    def test_the_worst_come_first(self, filled):
        store, *_ = filled
        rows = store.findings.list()
        assert [row.finding.value for row in rows] == [130.0, 95.0, 91.0, 200.0, 10.0]
        assert [row.finding.value for row in store.findings.list(order="time", limit=2)] == [91.0, 95.0]

    @pytest.mark.parametrize(
        ("chosen", "values"),
        [
            ({"kinds": frozenset({"reach"})}, {200.0, 10.0}),
            ({"rules": frozenset({"jerky_rise"})}, {95.0, 10.0}),
            ({"results": frozenset({Result.OBSERVED}), "rules": frozenset({"abrupt_twist"})}, {130.0, 91.0}),
            ({"severities": frozenset({Severity.SEVERE, Severity.MILD})}, {130.0, 95.0, 91.0, 200.0}),
        ],
    )
    def test_filters(self, filled, chosen, values):
        store, *_ = filled
        where = FindingFilter(**chosen)
        assert {row.finding.value for row in store.findings.list(where)} == values
        assert store.findings.count(where) == len(values)

    def test_filters_by_where_they_are_from(self, filled):
        store, mine, other, person = filled
        assert store.findings.count(FindingFilter(person_id=person.id)) == 4
        assert store.findings.count(FindingFilter(recording_id=other.id)) == 1
        oldest = store.runs.of_recording(mine.id)[-1]
        (row,) = store.findings.list(FindingFilter(run_id=oldest))
        assert (row.finding.value, row.pseudonym, row.recording_name) == (999.0, "P01", "mine.mp4")
        assert row.segment == segment("s1", "reach", 5.0)

    def test_facets_add_up(self, filled):
        store, *_ = filled
        facets = store.findings.facets()
        assert facets.kinds == {"reach": 2, "sit_to_stand": 3}
        assert facets.rules == {"abrupt_twist": 3, "jerky_rise": 2}
        assert facets.results == {Result.OBSERVED: 3, Result.POSSIBLE: 1, Result.NOT_OBSERVED: 1}
        assert facets.severities == {Severity.SEVERE: 2, Severity.MILD: 2}

    def test_reviewed_or_not(self, filled):
        store, *_ = filled
        worst = store.findings.list()[0]
        store.reviews.add(worst.id, "Amy", Verdict.AGREE)
        (row,) = store.findings.list(FindingFilter(reviewed=True))
        assert (row.id, row.reviews, row.last_verdict) == (worst.id, 1, Verdict.AGREE)
        assert store.findings.count(FindingFilter(reviewed=False)) == 4
        assert store.findings.get(worst.id) == row


class TestReviews:
    @pytest.fixture
    def finding_id(self, store):
        run_id = store.runs.save(add_recording(store).id, run())
        return store.runs.load(run_id).finding_ids[0]

    def test_reviews_stand_beside_the_finding(self, store, finding_id):
        first = store.reviews.add(finding_id, " Amy ", Verdict.AGREE)
        second = store.reviews.add(
            finding_id, "Bob", Verdict.CORRECT, result=Result.OBSERVED, severity=Severity.MILD, note="slower"
        )
        assert store.reviews.of_finding(finding_id) == [first, second]
        assert (first.review.rater, second.review.severity) == ("Amy", Severity.MILD)
        assert store.findings.get(finding_id).finding == finding()
        assert store.reviews.of_run(store.findings.get(finding_id).run_id) == {finding_id: [first, second]}
        assert store.reviews.raters() == ["Amy", "Bob"]

    def test_the_database_itself_refuses_to_change_one(self, store, finding_id):
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
    def test_a_review_that_says_nothing_is_refused(self, store, finding_id, rater, verdict, said):
        with pytest.raises(StoreError, match=said):
            store.reviews.add(finding_id, rater, verdict)
        assert store.reviews.of_finding(finding_id) == []


class TestDeletion:
    def test_everything_of_a_recording_goes_and_is_said(self, store):
        person = store.people.add("P01")
        gone, stays = add_recording(store, "gone", person_id=person.id), add_recording(store, "stays")
        for recording in (gone, stays):
            run_id = store.runs.save(recording.id, run(series=kinematics(seed=recording.id)))
            store.reviews.add(store.runs.load(run_id).finding_ids[0], "Amy", Verdict.AGREE)
            store.cuts.get_or_make(recording.id, 0.0, 1.0, _cutter(f"cut {recording.name}"))
        before = set(kept_files(store))
        store.jobs.add(gone.id, {})
        deletion = store.recordings.delete(gone.id)
        assert str(deletion).startswith(
            "Deleted the recording “gone.mp4”, 1 analysis, 1 transition, 1 finding, 1 review, 1 job and 3 files ("
        )
        assert len(before - set(kept_files(store))) == 3
        assert [line.recording.id for line in store.recordings.list()] == [stays.id]
        assert (store.findings.count(), store.reviews.raters(), store.jobs.list()) == (1, ["Amy"], [])
        with store.database.reading() as connection:
            for table in ("runs", "segments", "findings", "reviews", "cuts"):
                assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 1, table

    def test_a_cut_that_another_recording_uses_stays(self, store):
        first, second = add_recording(store, "first"), add_recording(store, "second")
        shared = store.cuts.get_or_make(first.id, 0.0, 1.0, _cutter("same piece"))
        assert store.cuts.get_or_make(second.id, 3.0, 4.0, _cutter("same piece")).path == shared.path
        store.recordings.delete(first.id)
        assert store.cuts.get(second.id, 3.0, 4.0) is not None
        store.recordings.delete(second.id)
        assert kept_files(store) == []

    def test_a_person_takes_their_sessions_and_recordings_along(self, store):
        person = store.people.add("P01")
        session = store.sessions.add(person.id, "before")
        add_recording(store, "one", person_id=person.id)
        add_recording(store, "two", session_id=session.id)
        deletion = store.people.delete(person.id)
        assert (deletion.people, deletion.sessions, sorted(deletion.recordings)) == (
            ("P01",),
            1,
            ["one.mp4", "two.mp4"],
        )
        assert (store.people.list(), store.recordings.list(), kept_files(store)) == ([], [], [])

    def test_a_session_takes_its_recordings_along(self, store):
        person = store.people.add("P01")
        session = store.sessions.add(person.id, "before")
        add_recording(store, "one", person_id=person.id, session_id=session.id)
        assert store.sessions.delete(session.id).recordings == ("one.mp4",)
        assert [p.pseudonym for p in store.people.list()] == ["P01"]

    def test_deleting_twice_is_said(self, store):
        recording = add_recording(store)
        store.recordings.delete(recording.id)
        with pytest.raises(StoreError, match="no longer in the store"):
            store.recordings.delete(recording.id)

    def test_a_deletion_broken_off_is_finished_at_the_next_start(self, store, store_place):
        recording = add_recording(store)
        with store.database.writing() as connection:  # as far as a power cut would have let it come
            connection.execute(text("DELETE FROM recordings"))
            name = f"clips/{recording.sha256[:2]}/{recording.sha256}.mp4"
            connection.execute(text("INSERT INTO removals VALUES (:name)"), {"name": name})
        assert len(kept_files(store)) == 1
        open_store(**store_place).close()
        assert kept_files(store) == []

    def test_ids_are_never_used_again(self, store):
        first = add_recording(store, "first")
        store.recordings.delete(first.id)
        assert add_recording(store, "second").id > first.id


class TestCuts:
    def test_a_cut_is_made_once(self, store):
        recording = add_recording(store)
        made = store.cuts.get_or_make(recording.id, 1.0, 2.5, _cutter("piece", [1.0, 1.5]), "720p")
        again = store.cuts.get_or_make(recording.id, 1.0, 2.5, _fail, "720p")
        assert again == made
        assert (made.frame_times_s, made.start_s) == ((1.0, 1.5), 1.0)
        assert store.cuts.get(recording.id, 1.0, 2.5) is None

    def test_a_lost_cut_is_made_again(self, store):
        recording = add_recording(store)
        made = store.cuts.get_or_make(recording.id, 0.0, 1.0, _cutter("piece"))
        store.media.root.joinpath(made.path).unlink()
        again = store.cuts.get_or_make(recording.id, 0.0, 1.0, _cutter("made by a newer encoder"))
        assert store.media.root.joinpath(again.path).read_text() == "made by a newer encoder"

    def test_a_failed_cut_leaves_nothing(self, store):
        recording = add_recording(store)
        with pytest.raises(AssertionError, match="asked to cut"):
            store.cuts.get_or_make(recording.id, 0.0, 1.0, _fail)
        assert len(kept_files(store)) == 1


def _cutter(content, times=(0.0,)):
    def make(path):
        path.write_text(content)
        return times

    return make


def _fail(path):
    raise AssertionError("asked to cut")
