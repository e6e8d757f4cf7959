"""A long clip whose analysis is killed at random moments ends with the same result, and repeats little."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from bench.long_clips import compose
from bench.long_pool import Encoding, PlacedEvent, make_pool, sources
from transitions.export.run_json import run_to_json
from transitions.model import Run
from transitions.pipeline import LONG_S, analyse, clear_work
from transitions.series_file import read_series

CLIPS = Path(__file__).resolve().parents[1] / "clips"
EVENTS = {
    "pickup_stoop_+90": {"kind": "pick_up", "start": 1.232, "end": 5.046},
    "reach_stand_abrupt_+00": {"kind": "reach", "start": 1.06, "end": 2.922},
}
KILLS = 3
ANALYSE = """
import sys
from pathlib import Path
from transitions.pipeline import analyse
from transitions.process import own_process
own_process()
analyse(sys.argv[1], processes=int(sys.argv[3]), work_dir=Path(sys.argv[2]))
"""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[PlacedEvent]]:
    folder = tmp_path_factory.mktemp("long")
    for name, event in EVENTS.items():
        shutil.copy(CLIPS / f"{name}.mp4", folder)
        (folder / f"{name}.json").write_text(json.dumps({"fps": 30, "frames": 150, "events": [event]}))
    clip = folder / "assembled.mp4"
    encoding = Encoding("crf", "long", 480)
    pool = make_pool(folder / "pool.mp4", sources(folder), encoding, scenes=2, seed=4, rest_frames=150)
    return clip, compose(clip, pool, seconds=200, transitions=2, seed=4)


@pytest.fixture(scope="module")
def whole(long_clip: tuple[Path, list[PlacedEvent]], tmp_path_factory: pytest.TempPathFactory) -> Run:
    return analyse(long_clip[0], work_dir=tmp_path_factory.mktemp("work"))


def told(run: Run) -> tuple[str, list[float]]:
    """What a run says without its numbers, and its numbers one after another."""
    values = json.loads(run_to_json(run))
    values["provenance"]["created_at"] = ""
    numbers: list[float] = []

    def kept_apart(text: str) -> str:
        numbers.append(float(text))
        return ""

    words = json.dumps(json.loads(json.dumps(values), parse_float=kept_apart))
    return words, numbers


def assert_same_result(one: Run, other: Run) -> None:
    """The same but for rounding: a process of the program multiplies in one thread, this one in several."""
    (words, numbers), (again, others) = told(one), told(other)
    assert words == again
    np.testing.assert_allclose(numbers, others, rtol=0, atol=1e-3)


def assert_same_curves(one: Path, other: Path) -> None:
    """The same but for rounding, as above."""
    first, second = read_series(one), read_series(other)
    assert np.array_equal(first.t_s, second.t_s)
    assert first.curves.keys() == second.curves.keys()
    for name, curve in first.curves.items():
        again = second.curves[name]
        assert np.array_equal(curve.valid, again.valid), name
        np.testing.assert_allclose(curve.value, again.value, atol=1e-3, equal_nan=True, err_msg=name)
        np.testing.assert_allclose(curve.u, again.u, atol=1e-3, equal_nan=True, err_msg=name)


def test_the_transitions_are_found_and_the_rest_is_skipped(
    long_clip: tuple[Path, list[PlacedEvent]], whole: Run
) -> None:
    _, events = long_clip
    assert whole.clip.duration_s > LONG_S
    assert [one.kind for one in whole.segments] == [event.kind for event in events]
    for one, event in zip(whole.segments, events, strict=True):
        assert abs(one.start_s - event.start_s) < 0.5
        assert abs(one.end_s - event.end_s) < 0.5
    assert whole.survey is not None
    looked_s = sum(each.end_s - each.start_s for each in whole.survey.looked_at)
    assert looked_s < 0.5 * whole.clip.duration_s
    assert "looked at fully: 0 transitions missed" in whole.survey.summary
    assert whole.states is not None
    assert whole.states.duration_s == pytest.approx(whole.clip.duration_s)
    assert whole.series_path is not None
    one = whole.segments[0]
    curves = read_series(whole.series_path, one.start_s, one.end_s)
    assert len(curves.t_s) == pytest.approx(30 * one.duration_s, abs=2)
    assert np.isfinite(curves["trunk_inclination_deg"].value).mean() > 0.9


def test_killed_at_random_moments_it_ends_with_the_same_result(
    long_clip: tuple[Path, list[PlacedEvent]], whole: Run, tmp_path: Path
) -> None:
    clip, _ = long_clip
    chance = np.random.default_rng(os.getpid())
    for _ in range(KILLS):
        analysing = subprocess.Popen([sys.executable, "-c", ANALYSE, str(clip), str(tmp_path), "2"])
        time.sleep(float(chance.uniform(3.0, 25.0)))
        analysing.send_signal(signal.SIGKILL)
        analysing.wait()
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*/*.json")}
    run = analyse(clip, work_dir=tmp_path)
    assert_same_result(run, whole)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept  # what was done was not done again
    assert run.series_path is not None
    assert whole.series_path is not None
    assert_same_curves(run.series_path, whole.series_path)
    clear_work(run)
    assert not list(tmp_path.iterdir())
