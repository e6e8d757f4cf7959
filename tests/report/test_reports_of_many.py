"""Reports of a comparison, of a person's weeks and of a study, from what a store keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from compared_runs import run_of
from reported import busy_run, headings, reached, words_of
from seeding import SHORT_SAMPLE
from store_examples import add_recording, finding, run, segment

from transitions.annotation.entries import GoneThrough, Rate, Rated
from transitions.comparison import NotComparableError
from transitions.errors import RatingsError, StoreError, TransitionsError
from transitions.model import Result, Run, Severity
from transitions.report.document import Audience
from transitions.report.drawn_days import flag_days
from transitions.report.gathered import (
    report_of_person,
    report_of_recording,
    report_of_sides,
    report_of_study,
)
from transitions.report.of_recording import MOST_SHOWN
from transitions.report.page import as_html
from transitions.report.recorded import Recorded
from transitions.store import Context, Store, StudyPlan, Verdict, open_store

SLOW, QUICK = [2.0, 2.2, 1.9, 2.1, 2.3], [1.2, 1.4, 1.1, 1.3, 1.2]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(data_dir=tmp_path / "data") as opened:
        yield opened


def keep(store: Store, made: Run, day: str, person: str = "P01", clip: Path | None = None) -> int:
    """A recording with this analysis; without a clip of its own a few bytes that are no film."""
    if clip is None:
        clip = store.settings.data_dir / f"Erika {store.recordings.count()}.mp4"
        clip.write_bytes(b"clip %d" % store.recordings.count())
    who = store.people.add(person)
    added = store.recordings.add(
        clip, clip.name, person_id=who.id, filmed_on=day, context=Context(task="chair", pain_before=3)
    )
    store.runs.save(added.recording.id, made)
    return added.recording.id


def test_a_recording_of_the_store_with_what_was_told_and_said_of_it(store: Store) -> None:
    number = keep(store, reached(), "2026-11-20", clip=SHORT_SAMPLE)
    row = next(row for row in store.findings.list() if row.finding.severity is not None)
    store.reviews.add(row.id, "Dr. Ana", Verdict.DISAGREE, note="carried a bag")
    html = as_html(report_of_recording(store, number, Audience.CLINICIAN))
    said = words_of(html)
    assert "P01" in said
    assert "2026-11-20" in said
    assert "pain 3 before (of 10)" in said
    assert "Reviewer 1 disagreed: carried a bag" in said
    assert html.count("data:image/jpeg") == 1
    assert "Ana" not in said.replace("Analys", "")


def test_a_pseudonym_that_is_but_the_files_name_is_not_given_away(store: Store) -> None:
    number = keep(store, reached(), "2026-11-20", person=SHORT_SAMPLE.stem, clip=SHORT_SAMPLE)
    assert report_of_recording(store, number, Audience.PERSON).who == "Person A"
    assert report_of_recording(store, number, Audience.PERSON, who="P99").who == "P99"


def test_a_recording_that_is_not_analysed_is_said(store: Store) -> None:
    number = add_recording(store, "a clip").id
    with pytest.raises(StoreError, match="not analysed yet"):
        report_of_recording(store, number, Audience.PERSON)


def test_a_change_is_told_in_words_with_curves_and_every_measure(store: Store) -> None:
    before = keep(store, run_of(SLOW, name="Erika 1.mp4"), "2026-11-01")
    after = keep(store, run_of(QUICK, name="Erika 2.mp4"), "2026-11-20")
    pages = {
        audience: as_html(report_of_sides(store, [before], [after], audience, primary="duration_s"))
        for audience in Audience
    }
    for html in pages.values():
        said = words_of(html)
        assert "duration changed beyond measurement error: 2.10 before, 1.24 s after" in said
        assert "Descriptive only" in said
        assert "No direction is better by itself" in said
        assert "Erika" not in html
        assert 'class="mean b"' in html
        assert headings(html)[0] == (1, "Before and after")
    assert "MDC" in words_of(pages[Audience.CLINICIAN])
    assert "MDC" not in words_of(pages[Audience.PERSON])
    assert pages[Audience.CLINICIAN].count("<svg") >= pages[Audience.PERSON].count("<svg")


def test_kinds_that_cannot_be_compared_are_named_and_none_at_all_is_refused(store: Store) -> None:
    rise = run_of(SLOW, name="a.mp4")
    far = run_of(QUICK, name="b.mp4", view_deg=80.0)
    before, after = keep(store, rise, "2026-11-01"), keep(store, far, "2026-11-20")
    with pytest.raises(NotComparableError, match="10"):
        report_of_sides(store, [before], [after], Audience.PERSON)


def test_a_refused_kind_is_told_without_the_files_name(store: Store) -> None:
    straight, far = (
        [
            replace(one, kind="stand_to_sit", id=f"t{one.id}", view_angle_deg=deg)
            for one in run_of(SLOW).segments
        ]
        for deg in (30.0, 70.0)
    )
    runs = [
        replace(made, segments=(*made.segments, *more))
        for made, more in (
            (run_of(SLOW, name="Erika 1.mp4"), straight),
            (run_of(SLOW, name="Erika 2.mp4"), straight),
            (run_of(SLOW, name="Erika 3.mp4"), far),
            (run_of(QUICK, name="Erika 4.mp4"), straight),
        )
    ]
    ids = [keep(store, made, f"2026-11-0{number}") for number, made in enumerate(runs, start=1)]
    html = as_html(report_of_sides(store, ids[:3], ids[3:], Audience.CLINICIAN))
    assert "Different views: the film of 2026-11-03 is seen from 70°" in words_of(html)
    assert "Erika" not in html


def test_more_sessions_than_are_named_are_not_hidden(store: Store) -> None:
    before = [keep(store, run_of(SLOW), f"2026-11-0{number}") for number in range(1, 6)]
    after = keep(store, run_of(QUICK), "2026-11-20")
    said = words_of(as_html(report_of_sides(store, before, [after], Audience.PERSON)))
    assert "in 5 sessions (2026-11-01, 2026-11-02, 2026-11-03, 2026-11-04, …)" in said
    assert "in 1 session (2026-11-20)" in said


def test_the_weeks_name_every_day_and_show_the_worst_moments(store: Store) -> None:
    keep(store, busy_run(MOST_SHOWN - 2), "2026-11-03")
    keep(store, busy_run(5), "2026-11-17")
    keep(store, replace(busy_run(1), findings=(), segments=()), "2026-11-24")
    keep(store, busy_run(4), "2026-12-24")
    keep(store, busy_run(4), "2026-11-10", person="P02")
    html = as_html(report_of_person(store, "P01", "2026-11-01", "2026-11-30", Audience.PERSON))
    said = words_of(html)
    assert "3 films with 15 movements" in said
    assert all(day in said for day in ("2026-11-03", "2026-11-17", "2026-11-24"))
    assert "2026-12-24" not in said
    assert "2026-11-10" not in said
    assert html.count('class="moment"') == MOST_SHOWN
    assert f"3 moments of {MOST_SHOWN + 3} have no picture here" in said
    assert "need not be cause and effect" in said
    assert html.count('<circle class="d"') >= MOST_SHOWN
    assert "Patterns seen, or maybe, on 2 of 3 days, most on 2026-11-03 (10)" in html


def test_weeks_without_a_flag_name_no_worst_day() -> None:
    calm = replace(busy_run(1), findings=())
    drawn = flag_days([Recorded(calm, None, day=day) for day in ("2026-11-03", "2026-11-05")])
    assert drawn is not None
    assert drawn.summary == "Patterns seen, or maybe, on 0 of 2 days."


def test_days_close_together_are_not_named_over_one_another() -> None:
    calm = replace(busy_run(1), findings=())
    days = ("2026-11-01", "2026-11-02", "2026-11-11", "2026-11-12", "2026-11-22")
    drawn = flag_days([Recorded(calm, None, day=day) for day in days])
    assert drawn is not None
    named = re.findall(r'x="([\d.]+)" y="[\d.]+">(2026-\d\d-\d\d)<', drawn.svg)
    assert [day for _, day in named] == ["2026-11-01", "2026-11-11", "2026-11-22"]


@pytest.mark.parametrize(
    ("who", "since", "until", "why"),
    [
        ("P77", None, None, "Nobody goes by"),
        ("P01", "2027-01-01", None, "Nothing of"),
        ("P01", "last week", None, "is not a day"),
    ],
)
def test_a_time_without_films_is_said(
    store: Store, who: str, since: str | None, until: str | None, why: str
) -> None:
    keep(store, busy_run(1), "2026-11-03")
    with pytest.raises(StoreError, match=why):
        report_of_person(store, who, since, until, Audience.PERSON)


def rated_study(store: Store) -> str:
    """Ana and Ben rate a finding of each of four people; Ben says less of every second."""
    ids = []
    for number in range(4):
        person = store.people.add(f"P{number}")
        recording = add_recording(store, f"squat {number}", person_id=person.id)
        ids.append(store.runs.save(recording.id, run((segment("s1"),), (finding("s1"),))))
    store.studies.create(StudyPlan("Twist", ("Ana", "Ben"), ("abrupt_twist",), tuple(ids)))
    for rater in ("Ana", "Ben"):
        for number, task in enumerate(sorted(store.studies.tasks("Twist", rater), key=lambda t: t.label)):
            size = Severity.MILD if rater == "Ben" and number % 2 else Severity.SEVERE
            store.studies.say(
                "Twist",
                task.clip_id,
                rater,
                Rate("s1", "abrupt_twist", Rated(Result.OBSERVED, size, False, "")),
                GoneThrough(),
            )
    return "Twist"


def test_a_study_is_reported_once_it_is_revealed_and_names_nobody(store: Store) -> None:
    name = rated_study(store)
    with pytest.raises(TransitionsError):
        report_of_study(store, name, Audience.CLINICIAN)
    for rater in ("Ana", "Ben"):
        store.studies.commit(name, rater)
    html = as_html(report_of_study(store, name, Audience.CLINICIAN))
    said = words_of(html)
    assert "4 findings of 4 people were rated by 2 raters" in said
    assert "Is the program no worse than a second clinician?" in said
    assert "Rater 1: a lot, Rater 2: a little" in said
    assert not re.search(r"\b(Ana|Ben)\b", said)
    assert "squat" not in html


def test_a_study_that_does_not_exist_is_said(store: Store) -> None:
    with pytest.raises((StoreError, RatingsError), match="no study"):
        report_of_study(store, "Twist", Audience.PERSON)
