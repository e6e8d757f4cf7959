"""Helpers that stand by are taken, or gone at the end; whoever waits for work ends with whom it waits for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from media import write_numbered_clip

from transitions.errors import TransitionsError
from transitions.following.standby import (
    MOST,
    end_helper,
    helpers_ahead,
    helpers_standing_by,
    start_helper,
    take_helper,
)
from transitions.pipeline import analyse
from transitions.process import cores


def test_one_is_taken_and_lives_on_and_the_rest_is_ended() -> None:
    with helpers_standing_by(2, "full"):
        taken = take_helper("full")
        left = take_helper("full")
        assert taken.pid != left.pid
        end_helper(left)
    assert taken.poll() is None
    end_helper(taken)

    before = set(psutil.Process().children())
    with helpers_standing_by(1, "full"):
        waiting = [child for child in psutil.Process().children() if child not in before]
    assert len(waiting) == 1
    assert not waiting[0].is_running()


@pytest.mark.parametrize(
    ("arguments", "ahead"),
    [
        (["analyse", "clip.mp4"], True),
        (["analyse", "clip.mp4", "--model=lite"], True),
        (["analyse", "--help"], False),
        (["analyse", "clip.mp4", "--processes", "1"], False),
        (["analyse", "clip.mp4", "--processes=4"], False),
        (["review"], False),
        ([], False),
    ],
)
def test_what_an_analysis_will_want_is_started_before_its_arguments_are_checked(
    arguments: list[str], ahead: bool
) -> None:
    before = set(psutil.Process().children())
    with helpers_ahead(arguments):
        started = [child for child in psutil.Process().children() if child not in before]
        assert len(started) == (min(cores() - 1, MOST) if ahead else 0)
        assert all(
            child.cmdline()[-1] == ("lite" if "--model=lite" in arguments else "full") for child in started
        )
        with helpers_standing_by(len(started), "full"):
            assert len(psutil.Process().children()) == len(before) + len(started)  # none twice
    assert set(psutil.Process().children()) == before


def test_without_one_standing_by_another_is_started() -> None:
    started = take_helper("full")
    assert started.poll() is None
    end_helper(started)


def test_no_more_than_a_short_clip_could_use_are_started() -> None:
    before = len(psutil.Process().children())
    with helpers_standing_by(63, "full"):
        assert len(psutil.Process().children()) == before + MOST


def test_one_that_is_not_needed_ends_when_it_hears_so() -> None:
    helper = start_helper("full")
    assert helper.stdin is not None
    helper.stdin.close()
    assert helper.wait(timeout=60) == 0
    end_helper(helper)


def test_standing_by_costs_a_command_no_import() -> None:
    code = "import sys; import transitions.following.standby; print('numpy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


@pytest.mark.parametrize("name", ["long.mp4", "points.trc"])
def test_those_that_nobody_will_take_are_gone_before_the_work_begins(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if path.suffix == ".trc":
        path.write_text("no points")
    else:
        write_numbered_clip(path, count=100, fps=0.5)
    before = len(psutil.Process().children())

    def stop() -> bool:
        assert len(psutil.Process().children()) == before
        return True

    with helpers_standing_by(2, "full"):
        with pytest.raises(TransitionsError):
            analyse(path, cancelled=stop)
        assert len(psutil.Process().children()) == before
