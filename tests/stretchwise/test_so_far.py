"""What is told of a long clip while it is gone through: all up to the first stretch that is not done yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rendered import TURN
from store_examples import kinematics
from stretch_people import person, segment

from transitions.series_file import read_series, write_series
from transitions.stretchwise import go_through
from transitions.stretchwise.go_through import WholeWay, _SoFar, _way
from transitions.stretchwise.results import StretchResult
from transitions.stretchwise.tasks import FullLook, LongClip
from transitions.survey.plan import Plan, PlannedStretch
from transitions.video import open_clip


def told_after(folder: Path, done: list[list[int]]) -> list[tuple[float | None, list[float], int]]:
    """How far it reaches, where its transitions start and its frames of curves, told as stretches get done."""
    clip = LongClip(TURN, TURN.name, open_clip(TURN).facts, "lite", 1, None, folder)
    stretches = tuple(PlannedStretch(10.0 * n, 10.0 * n + 9.0, 10.0 * n, 10.0 * n + 9.0) for n in range(4))
    told: list[tuple[float | None, list[float], int]] = []

    def note(way: WholeWay) -> None:
        assert way.series is not None
        starts_s = [one.start_s for one in way.together.segments]
        told.append((way.reached_s, starts_s, len(read_series(way.series).t_s)))

    so_far = _SoFar(clip, Plan(stretches, ()), None, note)
    for numbers in done:
        for number in numbers:
            task = FullLook(clip, stretches[number])
            series = task.result.with_suffix(".1.parquet")
            whole = kinematics(270)
            moved = replace(whole, t_s=whole.t_s + 10.0 * number)
            write_series(replace(moved, pose=replace(moved.pose, t_s=moved.t_s)), series)
            found = person(segment(10.0 * number + 3.0))
            StretchResult(task.planned, (), (), (replace(found, series=series.name),)).save(task.result)
        so_far.look()
    return told


def test_what_comes_after_a_stretch_that_is_missing_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(go_through, "SO_FAR_EVERY_S", 0.0)
    monkeypatch.setattr(go_through, "SO_FAR_SHARE", 1e9)
    told = told_after(tmp_path, [[2], [0], [], [1], [3]])
    assert told == [(10.0, [3.0], 270), (30.0, [3.0, 13.0, 23.0], 810)]
    assert not (tmp_path / go_through.SERIES_SO_FAR).exists()


def test_it_is_not_told_again_at_once(tmp_path: Path) -> None:
    assert told_after(tmp_path, [[0], [1], [2]]) == [(10.0, [3.0], 270)]


def test_what_two_neighbours_could_not_read_about_their_cut_is_told_once(tmp_path: Path) -> None:
    clip = LongClip(TURN, TURN.name, open_clip(TURN).facts, "lite", 1, None, tmp_path)
    stretches = (PlannedStretch(0.0, 30.0, 0.0, 35.0), PlannedStretch(30.0, 60.0, 25.0, 60.0))
    results = [
        StretchResult(stretches[0], ((26.0, 27.5),), ((31.0, 32.0),), ()),
        StretchResult(stretches[1], ((26.0, 27.5), (50.0, 51.0)), ((31.0, 32.5),), ()),
    ]
    way = _way(clip, Plan(stretches, ()), None, results, tmp_path / "series.parquet")
    assert way.gaps == ((26.0, 27.5), (50.0, 51.0))
    assert way.patched == ((31.0, 32.5),)
