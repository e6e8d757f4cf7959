"""Several processes give what one gives; whatever happens to them, nothing hangs and none is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
from interrupts import heed_interrupts
from media import write_clip
from rendered import STOOP, TURN, frames, halved

from transitions import analyse
from transitions.errors import Cancelled, HelperError
from transitions.following.follow import follow_person
from transitions.model import Run
from transitions.series import PoseSeries
from transitions.video import open_clip

SAMPLES = Path(__file__).resolve().parents[2] / "sample_videos"
FINDING_DEG = 1.0
USUAL_DEG = 1.0
LEAST_SHARE = 0.95


def follow(clip: Path, processes: int, person: int = 1) -> PoseSeries:
    return follow_person(open_clip(clip), processes=processes, person=person, model="lite")


def children() -> list[psutil.Process]:
    return [
        child for child in psutil.Process().children() if "transitions.following.helper" in child.cmdline()
    ]


def assert_alike(one: Run, other: Run) -> None:
    assert one.kinematics is not None
    assert other.kinematics is not None
    frame_s = 1.0 / one.kinematics.frame_rate_hz
    assert [s.kind for s in one.segments] == [s.kind for s in other.segments]
    for a, b in zip(one.segments, other.segments, strict=True):
        assert abs(a.start_s - b.start_s) <= frame_s + 1e-6
        assert abs(a.end_s - b.end_s) <= frame_s + 1e-6
    assert [(f.rule, f.result) for f in one.findings] == [(f.rule, f.result) for f in other.findings]
    for f, g in zip(one.findings, other.findings, strict=True):
        if f.value is not None and g.value is not None and f.unit == "deg":
            assert abs(f.value - g.value) <= FINDING_DEG
    assert np.array_equal(one.kinematics.t_s, other.kinematics.t_s)
    for name, curve in one.kinematics.curves.items():
        if curve.unit == "deg":
            apart_deg = np.abs(curve.value - other.kinematics[name].value)
            assert np.mean(apart_deg[np.isfinite(apart_deg)] <= USUAL_DEG) >= LEAST_SHARE, name


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rise_and_sit_controlled", "rise_slouched_and_fast"])
def test_two_processes_find_what_one_finds_and_the_same_every_time(name: str) -> None:
    clip = SAMPLES / f"{name}.mp4"
    alone, shared, again = (analyse(clip, processes=processes) for processes in (1, 2, 2))
    assert_alike(alone, shared)
    assert shared.kinematics is not None
    assert again.kinematics is not None
    assert np.array_equal(shared.kinematics.pose.image_px, again.kinematics.pose.image_px, equal_nan=True)
    assert not children()


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody on the left, somebody smaller beside them on the right, for seven seconds."""
    left, right = frames(TURN, every=2), frames(STOOP, every=2)
    left, right = left + left[::-1], right + right[::-1]
    both = []
    for number in range(105):
        beside = np.full((480, 320, 3), 90, np.uint8)
        beside[240:] = halved(right[number % len(right)].rgb)
        both.append(np.hstack([left[number % len(left)].rgb, beside])[:, : 854 + 320])
    clip = tmp_path_factory.mktemp("pair") / "pair.mp4"
    return write_clip(clip, both, [number / 15 for number in range(len(both))])


@pytest.mark.slow
@pytest.mark.parametrize("person", [1, 2])
def test_each_of_two_people_is_followed_across_the_cut(pair: Path, person: int) -> None:
    alone, shared = (follow(pair, processes, person) for processes in (1, 2))
    assert alone.people_seen == shared.people_seen == 2
    assert np.array_equal(alone.seen, shared.seen)
    off_px = np.hypot(*np.moveaxis(alone.image_px[..., :2] - shared.image_px[..., :2], -1, 0))
    assert np.nanmedian(off_px, axis=1).max() < 3.0


@pytest.mark.slow
def test_cancelled_midway_no_process_is_left() -> None:
    seen: list[list[psutil.Process]] = []

    def stop() -> bool:
        seen.append(children())
        return len(seen) == 20

    with pytest.raises(Cancelled):
        follow_person(
            open_clip(SAMPLES / "rise_and_sit_controlled.mp4"), processes=2, model="lite", cancelled=stop
        )
    assert len(seen[0]) == 1
    assert not children()


@pytest.mark.slow
def test_a_helper_that_is_killed_is_said_in_one_sentence() -> None:
    killed: list[int] = []

    def kill(frames_done: int) -> None:
        if frames_done == 5 and not killed:
            (helper,) = children()
            helper.kill()
            killed.append(helper.pid)

    with pytest.raises(HelperError, match=r"ended from outside.*--processes 1"):
        follow_person(
            open_clip(SAMPLES / "rise_and_sit_controlled.mp4"), processes=2, model="lite", on_frame=kill
        )
    assert killed
    assert not children()


@pytest.mark.slow
@pytest.mark.parametrize(
    "ending",
    [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.skipif(os.name == "nt", reason="POSIX"))],
)
def test_a_command_that_is_interrupted_or_killed_leaves_no_helper(
    tmp_path: Path, ending: signal.Signals
) -> None:
    clip = SAMPLES / "rise_and_sit_controlled.mp4"
    command = [sys.executable, "-m", "transitions", "analyse", str(clip), "--out", str(tmp_path / "out")]
    process = psutil.Popen(
        [*command, "--processes", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=heed_interrupts,
    )
    until_s = time.monotonic() + 60
    while not (helpers := process.children()):
        assert time.monotonic() < until_s
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(ending)
    process.wait(timeout=60)
    _, alive = psutil.wait_procs(helpers, timeout=20)
    assert not alive
    assert not (tmp_path / "out").exists()
