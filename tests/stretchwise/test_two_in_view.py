"""A long clip with two people in view, gone with a short one: what the survey didn't follow is looked at too."""

from __future__ import annotations

from pathlib import Path

import pytest
from side_by_side import write_side_by_side

from transitions import pipeline
from transitions.pipeline import analyse
from transitions.states import PostureState
from transitions.survey.states import NOT_SURE_WHO


@pytest.fixture(autouse=True)
def everything_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "LONG_S", 1.0)


def test_who_bends_beside_somebody_who_stands_still_is_looked_at_fully(tmp_path: Path) -> None:
    start_s, end_s = write_side_by_side(tmp_path / "two.mp4", rest_s=20.0, small_moves=True)
    run = analyse(tmp_path / "two.mp4", model="lite", person=2, work_dir=tmp_path / "work")
    assert run.survey is not None
    (looked,) = [each for each in run.survey.looked_at if not each.is_check]
    assert start_s - 2.0 < looked.start_s < start_s + 2.0
    assert end_s - 2.0 < looked.end_s < end_s + 2.0
    assert "pick_up" in [one.kind for one in run.segments]
    assert run.states is not None
    untold = [one for one in run.states.stretches if one.reason == NOT_SURE_WHO]
    assert {one.state for one in untold} == {PostureState.UNTOLD}
    checked = [(each.start_s, each.end_s) for each in run.survey.looked_at]
    assert all(one.end_s <= start_s or one.start_s >= end_s for one in untold for start_s, end_s in checked)
    assert {one.state for one in run.states.stretches if one.reason != NOT_SURE_WHO} >= {
        PostureState.STANDING
    }
