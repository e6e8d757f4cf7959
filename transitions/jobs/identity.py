"""Who holds a job: a name that tells, on the same computer, whether its process still lives."""

from __future__ import annotations

import os
import socket

import psutil


def own_name(label: str = "") -> str:
    """``computer:process id:start time:label``; the start time tells a reused process id apart.

    Parameters
    ----------
    label : by which whoever started this process knows it. The process id is not enough: on Windows a virtual
        environment's Python starts another.
    """
    started_s = psutil.Process().create_time()
    return f"{socket.gethostname()}:{os.getpid()}:{started_s:.2f}:{label}"


def label_of(name: str) -> str:
    """The label in a name."""
    return name.rpartition(":")[2]


def is_known_dead(name: str) -> bool:
    """Whether the process of this name ran on this computer and is gone.

    Of a process on another computer nothing is known: its lease has to run out.
    """
    computer, pid, started_s, *_ = name.split(":")  # names of an earlier version have no label
    if computer != socket.gethostname():
        return False
    try:
        process = psutil.Process(int(pid))
        same = abs(process.create_time() - float(started_s)) < 0.02
        return not same or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
