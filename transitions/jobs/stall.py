"""Tells an analysis that hangs from one that is long at something."""

from __future__ import annotations

import os
import time

import psutil

from transitions.settings import Settings

_BUSY_SHARE = 0.01
"""Less of a core than this is no work: a process that waits spends next to nothing, one that shares a core with fifty
others more."""

_SAMPLES = 10
"""So many looks at the processor's clock for each `Settings.idle_s`; one costs milliseconds."""


class StallWatch:
    """Whether the work of this process still moves.

    It has stalled when no frame was done for `Settings.stall_s`, or when for `Settings.idle_s` neither a frame was
    done nor processor time spent, by this process or its helpers. Time of the thread that asks does not count.
    """

    def __init__(self, settings: Settings) -> None:
        self._stall_s = settings.stall_s
        self._idle_s = settings.idle_s
        self._process = psutil.Process()
        self._moved_s = self._busy_s = self._sampled_s = time.monotonic()
        self._spent_s = 0.0

    def note_move(self) -> None:
        """A frame was done, or a new stage begun."""
        self._moved_s = time.monotonic()

    def has_stalled(self) -> bool:
        """Look; to be asked by one thread, again and again."""
        now_s = time.monotonic()
        if now_s - self._sampled_s > self._idle_s / _SAMPLES:
            self._sample(now_s)
        alive_s = max(self._moved_s, self._busy_s)
        return now_s - self._moved_s > self._stall_s or now_s - alive_s > self._idle_s

    def _sample(self, now_s: float) -> None:
        self._sampled_s = now_s
        spent_s = self._processor_time_s()
        if spent_s - self._spent_s > _BUSY_SHARE * self._idle_s:
            self._busy_s, self._spent_s = now_s, spent_s

    def _processor_time_s(self) -> float:
        ended = os.times()
        spent_s = time.process_time() - time.thread_time() + ended.children_user + ended.children_system
        for child in self._process.children(recursive=True):
            try:
                times = child.cpu_times()
            except psutil.Error:  # it ended meanwhile
                continue
            spent_s += times.user + times.system
        return spent_s
