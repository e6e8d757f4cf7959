"""Whether a worker is known to be dead: never said of one that lives, whatever becomes of the clock."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from transitions.jobs import identity
from transitions.jobs.identity import is_known_dead, label_of, own_name

CLOCK_STEP_S = 3600.0

needs_proc = pytest.mark.skipif(not psutil.LINUX, reason="reads /proc")


@pytest.fixture
def child(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process whose program has spaces and a bracket in its name."""
    sleep = shutil.which("sleep")
    assert sleep is not None
    program = tmp_path / "a) S 1 (b"
    program.symlink_to(sleep)
    started = subprocess.Popen([str(program), "60"])
    yield started
    started.kill()
    started.wait()


def name_of(pid: int, monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as patch:
        patch.setattr(os, "getpid", lambda: pid)
        return own_name("x")


@needs_proc
def test_a_process_knows_the_dead_from_the_living(
    child: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = name_of(child.pid, monkeypatch)
    assert label_of(name) == "x"
    assert not is_known_dead(name)
    assert not is_known_dead(own_name())
    computer, _, start, _ = name.split(":")
    assert is_known_dead(f"{computer}:{os.getpid()}:{start}:"), "the id was used again"
    child.kill()
    while psutil.Process(child.pid).status() != psutil.STATUS_ZOMBIE:
        pass
    assert is_known_dead(name), "nobody has asked for its end yet"
    child.wait()
    assert is_known_dead(name)
    assert not is_known_dead(name.replace(computer, "elsewhere"))


@needs_proc
def test_a_step_of_the_clock_kills_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    name = own_name()
    told_s = psutil.Process.create_time
    monkeypatch.setattr(psutil.Process, "create_time", lambda process: told_s(process) + CLOCK_STEP_S)
    assert not is_known_dead(name)
    assert own_name() == name


@needs_proc
def test_the_same_id_and_ticks_after_the_computer_was_started_anew_are_another_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = own_name()
    monkeypatch.setattr(identity, "_boot_id", lambda: "another")
    assert is_known_dead(name)


@needs_proc
def test_the_seconds_in_names_of_an_earlier_version_prove_no_death(child: subprocess.Popen[bytes]) -> None:
    computer = own_name().split(":")[0]
    long_before = psutil.Process(child.pid).create_time() - CLOCK_STEP_S
    names = [f"{computer}:{child.pid}:{long_before:.2f}", f"{computer}:{child.pid}:{long_before:.2f}:x"]
    assert [is_known_dead(name) for name in names] == [False, False]
    child.kill()
    child.wait()
    assert [is_known_dead(name) for name in names] == [True, True]


@pytest.mark.parametrize(("is_windows", "tells"), [(True, True), (False, False)], ids=["Windows", "macOS"])
def test_elsewhere_seconds_are_compared_only_where_they_stay_when_the_clock_is_set(
    monkeypatch: pytest.MonkeyPatch, is_windows: bool, tells: bool
) -> None:
    there = SimpleNamespace(**{**vars(psutil), "LINUX": False, "WINDOWS": is_windows})
    monkeypatch.setattr(identity, "psutil", there)
    computer, pid, start_s, _ = own_name().split(":")
    assert not is_known_dead(own_name())
    assert is_known_dead(f"{computer}:{pid}:{float(start_s) - 100:.2f}:") is tells
