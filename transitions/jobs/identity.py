"""Who holds a job: a name that tells, on the same computer, whether its process still lives."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import psutil

_PROC = Path("/proc")
_BOOT = "@"
"""Between when a process was started, in ticks since the computer was, and which start of the computer that was."""

_START_FIELD = 19
"""Where ``/proc/<pid>/stat`` tells the start, counted behind the program's name, which may hold spaces and brackets."""


def own_name(label: str = "") -> str:
    """``computer:process id:start:label``; the start tells a reused process id apart.

    Parameters
    ----------
    label : by which whoever started this process knows it. The process id is not enough: on Windows a virtual
        environment's Python starts another.
    """
    return f"{socket.gethostname()}:{os.getpid()}:{_start_of(os.getpid())}:{label}"


def label_of(name: str) -> str:
    """The label in a name."""
    return name.rpartition(":")[2]


def is_known_dead(name: str) -> bool:
    """Whether the process of this name ran on this computer and is gone.

    Of a process on another computer nothing is known, nor of one whose id is in use and whose start cannot be
    compared: its lease has to run out.
    """
    computer, pid, start, *_ = name.split(":")  # names of an earlier version have no label
    if computer != socket.gethostname():
        return False
    try:
        process = psutil.Process(int(pid))
        return process.status() == psutil.STATUS_ZOMBIE or _are_apart(start, _start_of(int(pid)))
    except (psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError):
        return True
    except (psutil.AccessDenied, PermissionError):
        return False


def _start_of(pid: int) -> str:
    """When a process was started: ``ticks@boot`` on Linux, elsewhere seconds since 1970.

    On Linux those seconds would be the ticks counted from a time at which the computer was started, and that moves
    with every step of the clock.
    """
    if not psutil.LINUX:
        return f"{psutil.Process(pid).create_time():.2f}"
    behind_name = (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2]
    return f"{behind_name.split()[_START_FIELD]}{_BOOT}{_boot_id()}"


def _boot_id() -> str:
    try:
        return (_PROC / "sys/kernel/random/boot_id").read_text()[:8]
    except OSError:  # not told in some sandboxes: the ticks stand alone there
        return ""


def _are_apart(one: str, other: str) -> bool:
    """Whether two starts are surely not the same; names of an earlier version hold seconds on Linux, too."""
    if _BOOT in one and _BOOT in other:
        return one != other
    if psutil.WINDOWS:  # the only other system on which the seconds stay when the clock is set
        return abs(float(one) - float(other)) > 0.02
    return False
