"""A whole comparison of runs: what is said, of what, and what it is based on."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from compared_runs import one_session, run_of, sessions_of, without_curves

from transitions.comparison import (
    ChangeVerdict,
    NotComparableError,
    SessionRecording,
    compare,
    comparison_record,
    sentence,
    summary,
)
from transitions.comparison.words import DESCRIPTIVE, SESSIONS_ARE_THE_UNIT

SLOW, QUICK = [2.0, 2.2, 1.9, 2.1, 2.3], [1.2, 1.4, 1.1, 1.3, 1.2]


def test_a_clear_change_in_one_session_is_descriptive_only() -> None:
    found = compare(one_session(SLOW), one_session(QUICK))
    assert found.primary.measure.id == "duration_s"
    assert found.primary.verdict is ChangeVerdict.CHANGED
    assert "changed beyond measurement error" in sentence(found.primary)
    assert found.descriptive_only
    assert DESCRIPTIVE in summary(found)
    assert found.primary.nap == 0.0
    assert (found.primary.n_before, found.primary.n_after) == (5, 5)


def test_with_several_days_the_days_are_counted() -> None:
    found = compare(
        sessions_of(SLOW, SLOW[::-1], [2.4, 2.0]), sessions_of(QUICK, [1.5, 1.1], QUICK[:3], first_day=10)
    )
    assert not found.descriptive_only
    assert found.primary.change is not None
    assert found.primary.change.df == 4
    assert found.primary.verdict is ChangeVerdict.CHANGED
    assert SESSIONS_ARE_THE_UNIT in summary(found)


def test_days_on_which_the_primary_measure_was_not_read_are_not_counted() -> None:
    before, after = (
        [SessionRecording(run_of(SLOW, lean_deg=lean_deg), f"2026-11-{day:02}") for day in (day, day + 1)]
        for lean_deg, day in ((40.0, 1), (30.0, 10))
    )
    before[1], after[1] = (replace(side[1], run=without_curves(side[1].run)) for side in (before, after))
    found = compare(before, after, primary="highest_trunk_inclination_deg")
    assert [len(side) for side in (found.primary.values_before, found.primary.values_after)] == [1, 1]
    assert found.descriptive_only
    assert not compare(before, after, primary="duration_s").descriptive_only


def test_repetitions_equal_up_to_rounding_cannot_be_compared() -> None:
    found = compare(one_session([1.1, 1.1, 1.1]), one_session([1.3, 1.3, 1.3]))
    assert found.primary.verdict is ChangeVerdict.NOT_TOLD
    assert sentence(found.primary).startswith("Duration cannot be compared: the values do not vary at all")
    record = comparison_record(found)["measures"][0]
    assert (record["mdc_95"], record["change_interval_95"]) == (None, [None, None])


def test_ordinary_repetitions_show_no_clear_change() -> None:
    found = compare(one_session(SLOW), one_session([2.1, 2.0, 2.2, 1.8, 2.4]))
    assert found.primary.verdict is ChangeVerdict.NO_CLEAR_CHANGE
    assert sentence(found.primary).startswith("No clear change in duration")


def test_recordings_of_one_session_are_pooled_and_ordered_by_session() -> None:
    before = [
        SessionRecording(run_of([2.0]), "2026-11-02"),
        SessionRecording(run_of([2.2, 2.4]), "2026-11-01"),
    ]
    found = compare(before, one_session(QUICK))
    assert [list(np.round(values, 6)) for values in found.primary.values_before] == [[2.2, 2.4], [2.0]]


def test_the_primary_measure_stands_alone_and_the_others_share() -> None:
    found = compare(one_session(SLOW), one_session(QUICK), primary="seat_off_after_s")
    assert found.primary.measure.id == "seat_off_after_s"
    assert found.primary.change is not None
    assert found.primary.p_holm == found.primary.change.p
    duration = next(m for m in found.measures if m.measure.id == "duration_s")
    assert duration.change is not None
    assert duration.p_holm > duration.change.p
    assert sum(m.primary for m in found.measures) == 1


def test_a_measure_that_fails_only_holm_is_no_clear_change_and_says_so() -> None:
    found = compare(
        one_session([2.0, 2.3, 2.1, 1.9, 2.2]),
        one_session([1.8, 2.0, 1.7, 1.9, 1.8]),
        primary="highest_trunk_inclination_deg",
    )
    duration = next(m for m in found.measures if m.measure.id == "duration_s")
    assert duration.change is not None
    assert duration.change.p < 0.05 < duration.p_holm
    assert duration.verdict is ChangeVerdict.NO_CLEAR_CHANGE
    assert "not enough among so many measures" in sentence(duration)


def test_towards_the_persons_own_target_in_either_direction() -> None:
    slower = compare(one_session(QUICK), one_session(SLOW), targets={"duration_s": 2.2})
    quicker = compare(one_session(SLOW), one_session(QUICK), targets={"duration_s": 2.2})
    assert slower.primary.towards_target is True
    assert quicker.primary.towards_target is False
    assert "towards the person's own target of 2.20 s" in sentence(slower.primary)
    assert "away from" in sentence(quicker.primary)
    unchanged = compare(one_session(SLOW), one_session(SLOW), targets={"duration_s": 2.2})
    assert unchanged.primary.towards_target is None


def test_no_direction_is_called_better() -> None:
    for found in (
        compare(one_session(SLOW), one_session(QUICK)),
        compare(one_session(QUICK), one_session(SLOW)),
    ):
        said = " ".join([*summary(found), *map(sentence, found.measures), *found.warnings]).lower()
        assert not {"better", "worse", "improved", "risk"} & set(said.replace(".", " ").split())


def test_one_repetition_a_side_says_what_it_assumes() -> None:
    found = compare(one_session([4.0]), one_session([1.0]))
    assert found.primary.verdict is ChangeVerdict.CHANGED
    assert found.primary.assumed_spread is not None
    assert any("One repetition a side" in line for line in summary(found))
    assert compare(one_session([2.0]), one_session([1.7])).primary.verdict is ChangeVerdict.NO_CLEAR_CHANGE


def test_the_camera_cannot_tell_small_differences_however_steady_the_person() -> None:
    before, after = run_of([2.0, 2.1, 2.2], lean_deg=40.0), run_of([2.0, 2.1, 2.2], lean_deg=41.0)
    found = compare(
        [SessionRecording(before, "a")],
        [SessionRecording(after, "b")],
        primary="highest_trunk_inclination_deg",
    )
    assert found.primary.change is not None
    assert found.primary.change.sem == pytest.approx(0.0, abs=1e-9)
    assert found.primary.verdict is ChangeVerdict.NO_CLEAR_CHANGE


def test_what_was_not_measured_is_told_with_its_reason() -> None:
    found = compare([without_curves(run_of(SLOW))], [run_of(QUICK)])
    lean = next(m for m in found.measures if m.measure.id == "highest_trunk_inclination_deg")
    assert lean.verdict is ChangeVerdict.NOT_TOLD
    assert "series.parquet" in sentence(lean)
    assert found.primary.verdict is ChangeVerdict.CHANGED


def test_what_a_rule_measured_is_compared() -> None:
    before = run_of([2.0, 2.1], kind="stand_to_sit", rule_values={"uncontrolled_descent": 250.0})
    after = run_of([2.0, 2.1], kind="stand_to_sit", rule_values={"uncontrolled_descent": 120.0})
    found = compare([before], [after])
    assert found.primary.measure.id == "fastest_descent_pps"
    assert found.primary.change is not None
    assert found.primary.change.difference == pytest.approx(-130.0)
    assert found.primary.verdict is ChangeVerdict.CHANGED


def test_a_bare_run_belongs_to_the_day_it_was_analysed() -> None:
    found = compare([run_of(SLOW)], [run_of(QUICK)])
    assert {row.session for row in found.before} == {"2026-11-26"}


def test_several_kinds_need_one_named_and_unknown_names_are_told() -> None:
    rises, sits = run_of(SLOW), run_of(SLOW, kind="stand_to_sit")
    both = [SessionRecording(rises, "a"), SessionRecording(sits, "a")]
    with pytest.raises(NotComparableError, match="sit_to_stand, stand_to_sit"):
        compare(both, both)
    assert compare(both, both, kind="stand_to_sit").kind == "stand_to_sit"
    with pytest.raises(NotComparableError, match="choose one of duration_s"):
        compare([rises], [rises], primary="grace")
    with pytest.raises(NotComparableError, match="grace is not measured"):
        compare([rises], [rises], targets={"grace": 1.0})


def test_few_and_uneven_repetitions_are_warned_of() -> None:
    few = compare(one_session([2.0, 2.1]), one_session(QUICK))
    assert any("film 5 a side" in line for line in few.warnings)
    uneven = compare(sessions_of([2.0], SLOW), sessions_of(SLOW, SLOW))
    assert any("film as many in each" in line for line in uneven.warnings)


def test_the_record_is_plain_json_with_every_figure() -> None:
    found = compare(one_session(SLOW), one_session(QUICK), bootstrap=True)
    record = json.loads(json.dumps(comparison_record(found), allow_nan=False))
    first = record["measures"][0]
    assert record["verdict"] == first["verdict"] == "changed"
    assert record["descriptive_only"] is True
    assert {
        "before",
        "after",
        "change",
        "change_interval_95",
        "sem",
        "mdc_95",
        "nap",
        "nap_interval_95",
    } <= set(first)
    assert first["change_interval_95_bca"][1] < 0
    assert [len(record["curves"]["trunk_inclination_deg"][side]["mean"]) for side in ("before", "after")] == [
        101,
        101,
    ]
    assert record["before"]["repetitions"][0]["values"]["duration_s"] == pytest.approx(2.0)
