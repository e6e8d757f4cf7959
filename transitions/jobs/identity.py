"""Who holds a job: a name that tells, on the same computer, whether its process still lives."""

from __future__ import annotations

import os
import socket

import psutil


def own_name() -> str:
    """``computer:process id:start time``; the start time tells a reused process id apart."""
    started_s = psutil.Process().create_time()
    return f"{socket.gethostname()}:{os.getpid()}:{started_s:.2f}"


def is_known_dead(name: str) -> bool:
    """Whether the process of this name ran on this computer and is gone.

    Of a process on another computer nothing is known: its lease has to run out.
    """
    computer, _, rest = name.rpartition(":")[0].rpartition(":")
    pid, started_s = int(rest), float(name.rpartition(":")[2])
    if computer != socket.gethostname():
        return False
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - started_s) < 0.02
        return not same or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
