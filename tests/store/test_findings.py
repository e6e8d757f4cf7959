from __future__ import annotations

from typing import NamedTuple

import pytest
from store_examples import add_recording, finding, run, segment

from transitions.errors import StoreError
from transitions.model import Result, Severity
from transitions.store import FindingFilter, MomentOrder, Recording, Store, Verdict


class Filled(NamedTuple):
    store: Store
    mine: Recording
    other: Recording


@pytest.fixture
def filled(store: Store) -> Filled:
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
    return Filled(store, mine, other)


def test_the_worst_come_first(filled: Filled) -> None:
    rows = filled.store.findings.list()
    assert [row.finding.value for row in rows] == [130.0, 95.0, 91.0, 200.0, 10.0]
    assert filled.store.findings.list(limit=2) == rows[:2]
    assert filled.store.findings.get(rows[0].id) == rows[0]


@pytest.mark.parametrize(
    ("where", "values"),
    [
        (FindingFilter(kinds=frozenset({"reach"})), {200.0, 10.0}),
        (FindingFilter(rules=frozenset({"jerky_rise"})), {95.0, 10.0}),
        (
            FindingFilter(results=frozenset({Result.OBSERVED}), rules=frozenset({"abrupt_twist"})),
            {130.0, 91.0},
        ),
        (
            FindingFilter(severities=frozenset({Severity.SEVERE, Severity.MILD})),
            {130.0, 95.0, 91.0, 200.0},
        ),
    ],
)
def test_filters(filled: Filled, where: FindingFilter, values: set[float]) -> None:
    assert {row.finding.value for row in filled.store.findings.list(where)} == values
    assert filled.store.findings.count(where) == len(values)


def test_filters_by_where_they_are_from(filled: Filled) -> None:
    store = filled.store
    assert store.findings.count(FindingFilter(recording_id=filled.mine.id)) == 4
    assert store.findings.count(FindingFilter(recording_id=filled.other.id)) == 1
    oldest = store.runs.of_recording(filled.mine.id)[-1]
    (row,) = store.findings.list(FindingFilter(run_id=oldest))
    assert (row.finding, row.segment) == (finding("s1", value=999.0), segment("s1", "reach", 5.0))
    assert (row.run_id, row.recording_id) == (oldest, filled.mine.id)
    assert (row.pseudonym, row.recording_name) == ("P01", "mine.mp4")


def test_facets_add_up(filled: Filled) -> None:
    facets = filled.store.findings.facets()
    assert facets.kinds == {"reach": 2, "sit_to_stand": 3}
    assert facets.rules == {"abrupt_twist": 3, "jerky_rise": 2}
    assert facets.results == {Result.OBSERVED: 3, Result.POSSIBLE: 1, Result.NOT_OBSERVED: 1}
    assert facets.severities == {Severity.SEVERE: 2, Severity.MILD: 2}


def test_a_deleted_finding_is_said(store: Store) -> None:
    with pytest.raises(StoreError, match="finding is no longer in the store"):
        store.findings.get(1)


def values_of(store: Store, where: FindingFilter, order: MomentOrder) -> list[list[float | None]]:
    return [
        [row.finding.value for row in moment.findings]
        for moment in store.findings.moments(where, order=order)
    ]


def test_moments_bring_their_findings_the_worst_first(filled: Filled) -> None:
    store, mine = filled.store, FindingFilter(recording_id=filled.mine.id)
    assert values_of(store, FindingFilter(), MomentOrder.WORST_FIRST) == [
        [130.0],
        [95.0, 91.0],
        [200.0, 10.0],
    ]
    assert values_of(store, mine, MomentOrder.WORST_FIRST) == [[95.0, 91.0], [200.0, 10.0]]
    assert store.findings.count_moments() == 3
    assert len(store.findings.moments(limit=1)) == 1


def test_moments_in_time_order_are_those_of_the_clip(filled: Filled) -> None:
    moments = filled.store.findings.moments(order=MomentOrder.IN_TIME)
    assert [(m.main.recording_name, m.main.segment.start_s) for m in moments] == [
        ("other.mp4", 1.0),
        ("mine.mp4", 1.0),
        ("mine.mp4", 5.0),
    ]


def test_a_moment_holds_only_what_passes_and_asks_for_its_flags(filled: Filled) -> None:
    store = filled.store
    jerky = FindingFilter(rules=frozenset({"jerky_rise"}))
    assert values_of(store, jerky, MomentOrder.WORST_FIRST) == [[95.0], [10.0]]
    asked = [[row.finding.value for row in m.to_review] for m in store.findings.moments(FindingFilter())]
    assert asked == [[130.0], [95.0, 91.0], [200.0]]
    assert [m.to_review == m.findings for m in store.findings.moments(jerky)] == [True, True]


def test_moments_of_which_somebody_spoke(filled: Filled) -> None:
    store = filled.store
    assert store.findings.moments(spoken_of=True) == ()
    moment = store.findings.moments(FindingFilter(recording_id=filled.mine.id))[0]
    store.reviews.add(moment.findings[-1].id, "Amy", Verdict.AGREE)
    assert store.findings.moments(spoken_of=True) == (moment,)
    assert store.findings.moments(FindingFilter(recording_id=filled.other.id), spoken_of=True) == ()
