from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_examples import WORDS, add_recording, kept_files, kinematics, run

from transitions.errors import StoreError
from transitions.model import Finding, LookedAt, Result, Segment, Severity, SkippedStretch, Survey, View
from transitions.series_file import write_series
from transitions.store import Store

AMOUNTS = st.floats(-1e6, 1e6, allow_nan=False)
MAYBE = st.none() | AMOUNTS


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_run_comes_back_as_it_went_in(store: Store, data: st.DataObject) -> None:
    recording = add_recording(store)
    keys = data.draw(st.lists(st.from_regex(r"s[0-9]{1,3}", fullmatch=True), unique=True, max_size=4))
    segments = tuple(data.draw(_segments(key)) for key in keys)
    findings = tuple(data.draw(st.lists(_findings(keys), max_size=5))) if keys else ()
    made = run(segments, findings)
    stored = store.runs.load(store.runs.save(recording.id, made))
    for part in ("clip", "provenance", "quality", "segments", "findings"):
        assert getattr(stored, part) == getattr(made, part)
    assert stored.kinematics is None


def _segments(key: str) -> st.SearchStrategy[Segment]:
    return st.builds(
        Segment,
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


def _findings(keys: list[str]) -> st.SearchStrategy[Finding]:
    return st.builds(
        Finding,
        segment_id=st.sampled_from(keys),
        rule=WORDS,
        result=st.sampled_from(Result),
        severity=st.none() | st.sampled_from(Severity),
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


def test_what_is_not_a_number_comes_back_so(store: Store) -> None:
    recording = add_recording(store)
    unknown = Segment("reach", 0.0, 1.0, 0.5, {"grasp_s": math.nan}, id="s1")
    made = run((unknown,), ())
    made = replace(made, quality=replace(made.quality, view_angle_deg=math.nan))
    stored = store.runs.load(store.runs.save(recording.id, made))
    back = stored.segments[0]
    assert math.isnan(stored.quality.view_angle_deg)
    assert math.isnan(back.view_angle_deg)
    assert math.isnan(back.phases["grasp_s"])


def test_curves_come_back_by_time(store: Store) -> None:
    recording = add_recording(store)
    series = kinematics()
    run_id = store.runs.save(recording.id, run(series=series))
    assert list(store.runs.series(run_id, 2.0, 4.0).t_s) == list(series.t_s[series.between(2.0, 4.0)])
    whole = store.runs.load(run_id, with_series=True).kinematics
    assert whole is not None
    assert np.array_equal(whole["trunk_twist_deg"].value, series["trunk_twist_deg"].value, equal_nan=True)


def test_a_long_clip_s_run_keeps_how_it_was_gone_through_and_its_curves_file(
    store: Store, tmp_path: Path
) -> None:
    survey = Survey(
        (LookedAt(2.0, 9.0), LookedAt(20.0, 28.0, True)), (SkippedStretch(9.0, 60.0, "Still."),), 1
    )
    curves = kinematics(40)
    write_series(curves, tmp_path / "series.parquet")
    long = replace(run(), survey=survey, series_path=tmp_path / "series.parquet")
    run_id = store.runs.save(add_recording(store).id, long)
    assert store.runs.load(run_id).survey == survey
    assert np.array_equal(store.runs.series(run_id).t_s, curves.t_s)
    assert (tmp_path / "series.parquet").exists()


def test_what_is_left_of_an_analysis_goes_with_the_recording(store: Store) -> None:
    recording = add_recording(store)
    folder = store.recordings.work_folder(recording.id)
    (folder / "key").mkdir(parents=True)
    (folder / "key" / "look.json").write_text("{}")
    store.recordings.delete(recording.id)
    assert not folder.exists()


def test_a_run_without_curves_says_so(store: Store) -> None:
    run_id = store.runs.save(add_recording(store).id, run())
    assert store.runs.load(run_id, with_series=True).kinematics is None
    with pytest.raises(StoreError, match="saved without curves"):
        store.runs.series(run_id)


def test_runs_of_a_recording_newest_first(store: Store) -> None:
    recording = add_recording(store)
    assert store.runs.of_recording(recording.id) == []
    first, second = (store.runs.save(recording.id, run()) for _ in range(2))
    assert store.runs.of_recording(recording.id) == [second, first]


def test_a_run_of_a_deleted_recording_is_not_kept(store: Store) -> None:
    recording = add_recording(store)
    store.recordings.delete(recording.id)
    with pytest.raises(StoreError, match="deleted while it was analysed"):
        store.runs.save(recording.id, run(series=kinematics()))
    assert kept_files(store) == []
