"""A worker's signs of life while it works on a job: lease and progress out, cancel in."""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import TYPE_CHECKING

from transitions.errors import StoreError
from transitions.jobs.stall import StallWatch
from transitions.store.job_board import Beat, JobBoard

if TYPE_CHECKING:
    from transitions.pipeline import Progress
    from transitions.settings import Settings

_log = logging.getLogger(__name__)


class Heartbeat:
    """Sent in a thread of its own from `__enter__` to `__exit__`.

    It stops when the analysis has stalled (see `StallWatch`): the lease runs out, and whoever watches the process
    ends it.

    Attributes
    ----------
    cancelling : the user asked for the job to stop.
    lost : the job is someone else's now, or was deleted; its result is not wanted.
    """

    def __init__(self, board: JobBoard, job_id: int, worker: str, settings: Settings) -> None:
        self._board = board
        self._job_id = job_id
        self._worker = worker
        self._settings = settings
        self._progress: Progress | None = None
        self._stall = StallWatch(settings)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat_until_ended, name=f"job-{job_id}", daemon=True)
        self.cancelling = False
        self.lost = False

    def note(self, progress: Progress) -> None:
        """Keep the newest progress for the next beat; said again without a frame more, it is none."""
        last, self._progress = self._progress, progress
        if last is None or (last.stage, last.frames_done) != (progress.stage, progress.frames_done):
            self._stall.note_move()

    def asks_to_stop(self) -> bool:
        """Whether the analysis should stop now."""
        return self.cancelling or self.lost

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _beat_until_ended(self) -> None:
        while not self._ended.wait(self._settings.heartbeat_s):
            if self._stall.has_stalled():
                continue
            try:
                beat = self._beat()
            except StoreError:
                # The database may be back at the next beat; until the lease runs out nothing is lost.
                _log.warning("Job %s could not give a sign of life.", self._job_id, exc_info=True)
                continue
            self.cancelling = self.cancelling or beat is Beat.CANCELLING
            self.lost = self.lost or beat is Beat.LOST

    def _beat(self) -> Beat:
        progress = self._progress
        lease_s = self._settings.lease_s
        if progress is None:
            return self._board.beat(self._job_id, self._worker, lease_s)
        return self._board.beat(
            self._job_id,
            self._worker,
            lease_s,
            stage=progress.stage,
            frames_done=progress.frames_done,
            frames_total=progress.frames_total,
            seconds_left=progress.seconds_left,
        )
