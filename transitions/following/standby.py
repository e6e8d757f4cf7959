"""Helper processes started before it is known what they will do: they load the pose model's libraries meanwhile.

No library is imported here but the standard one, so that a command can start them before it loads anything itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from transitions.process import cores

MOST = 3
"""More are not started ahead: a clip of a few seconds has no work for them."""

_ROOT = Path(__file__).resolve().parents[2]

_waiting: list[subprocess.Popen[bytes]] = []


@contextmanager
def helpers_ahead(arguments: Sequence[str]) -> Iterator[None]:
    """Start what ``transitions analyse`` with these arguments will want, before they are checked.

    That takes as long as ten frames, most of it imports. Only a guess: with too few others are started, a helper of
    another model opens the right one late, and those that nobody took are ended with the block.
    """
    asks_else = {"--help", "--processes"}.intersection(argument.partition("=")[0] for argument in arguments)
    is_wanted = list(arguments[:1]) == ["analyse"] and not asks_else
    is_lite = not {"lite", "--model=lite"}.isdisjoint(arguments)
    with helpers_standing_by(cores() - 1 if is_wanted else 0, "lite" if is_lite else "full"):
        yield


@contextmanager
def helpers_standing_by(number: int, model: str) -> Iterator[None]:
    """Have so many (`MOST` at the most), some started already; those started and not taken are ended with the block."""
    started = [start_helper(model) for _ in range(min(number, MOST) - len(_waiting))]
    _waiting.extend(started)
    try:
        yield
    finally:
        for process in started:
            if process in _waiting:
                _waiting.remove(process)
                end_helper(process)


def take_helper(model: str) -> subprocess.Popen[bytes]:
    """One that stands by, or a new one; whoever takes it ends it."""
    return _waiting.pop() if _waiting else start_helper(model)


def dismiss_helpers() -> None:
    """End those that stand by, as soon as it is known that nobody will take them: each holds 100 MB or more."""
    while _waiting:
        end_helper(_waiting.pop())


def start_helper(model: str) -> subprocess.Popen[bytes]:
    """``python -m transitions.following.helper``, a process of its own from the start and no copy of this one.

    It opens this pose model while it waits for its task.
    """
    places = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "transitions.following.helper", model],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))},
    )


def end_helper(process: subprocess.Popen[bytes]) -> None:
    """End it, whatever it is doing."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except BrokenPipeError:
                continue  # what was not yet written has no reader any more
