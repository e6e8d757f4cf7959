"""Many clips through one queue, each once: what is there already stays, what fails stops nothing else.

The rows of the store are the memory: a batch that was broken off, however it ended, is begun anew with the same clips
and goes on where it was.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from transitions import __version__
from transitions.errors import JobError, ModelFileError, StoreError
from transitions.jobs.queue import JobQueue
from transitions.pose.model_files import MODEL_SHA256, model_sha256
from transitions.profile import apply_profile, profile_sha256
from transitions.rules import all_rules
from transitions.store import Job, JobState, Store
from transitions.store.makers import Maker
from transitions.store.recordings import Known


class Outcome(StrEnum):
    """What has become of a clip of the batch."""

    WAITING = "waiting"
    ANALYSED = "analysed"
    THERE = "already there"
    FAILED = "failed"


@dataclass(frozen=True)
class BatchClip:
    """One clip of a batch.

    Attributes
    ----------
    reason : one sentence, of a clip that failed or that is there under another name.
    recording_id : None where it could not be taken in.
    transitions, flagged : of the newest run, 0 until there is one.
    """

    path: Path
    outcome: Outcome = Outcome.WAITING
    reason: str = ""
    recording_id: int | None = None
    size_bytes: int = 0
    duration_s: float | None = None
    transitions: int = 0
    flagged: int = 0


@dataclass(frozen=True)
class BatchWish:
    """How the clips of a batch are analysed.

    Attributes
    ----------
    model : ``full`` or ``lite``.
    profile : a clinic's own thresholds; copied into the data folder, where every worker can read them.
    again : also try clips that failed before.
    copied : keep a copy of each clip; otherwise they are read where they are.
    exhaustive : look at every frame.
    """

    model: str = "full"
    profile: Path | None = None
    again: bool = False
    copied: bool = False
    exhaustive: bool = False


def maker_of(model: str, profile: Path | None) -> Maker:
    """What an analysis with this model and these thresholds would be made by.

    Raises
    ------
    ModelFileError
        There is no such model.
    ProfileError
        The profile cannot be used.
    """
    if model not in MODEL_SHA256:
        raise ModelFileError(f"There is no pose model '{model}': choose {' or '.join(MODEL_SHA256)}.")
    rules = apply_profile(all_rules(), profile)
    return Maker(__version__, f"pose_landmarker_{model}", model_sha256(model), profile_sha256(rules))


class Batch:
    """Clips that were taken in together, and how each stands.

    Parameters
    ----------
    store, queue : an open store and a queue on it.
    known : what is known of every clip, the consent above all.

    Attributes
    ----------
    clips : by path, in the order taken in.
    """

    def __init__(self, store: Store, queue: JobQueue, wanted: BatchWish, known: Known) -> None:
        self._store = store
        self._queue = queue
        self._wanted = wanted
        self._known = known
        self._maker = maker_of(wanted.model, wanted.profile)
        self._options = {
            "model": None if wanted.model == "full" else wanted.model,
            "profile": None if wanted.profile is None else str(_kept_profile(store, wanted.profile)),
            "exhaustive": wanted.exhaustive or None,
        }
        self._unfinished: dict[int, Path] = {}
        self._names: dict[int, Path] = {}
        self._at_work: dict[int, float] = {}
        self._began_s: float | None = None
        self.clips: dict[Path, BatchClip] = {}

    def take_in(self, path: Path) -> None:
        """Add a clip and queue it, unless it failed before or is there already; what is wrong with it is kept."""
        self.clips[path] = BatchClip(path)
        try:
            self._queue_clip(path)
        except OSError as error:
            self._settle(path, Outcome.FAILED, f"{path} cannot be read ({error.strerror}).")
        except (StoreError, JobError) as error:
            self._settle(path, Outcome.FAILED, str(error))

    def refuse(self, path: Path, reason: str) -> None:
        """Note what could not even be looked at."""
        self.clips[path] = BatchClip(path, Outcome.FAILED, reason)

    def look(self) -> None:
        """Settle every clip whose job has ended since the last look."""
        waiting = {holding.job_id for holding in self._store.jobs.holdings()}
        for job_id in self._unfinished.keys() - waiting:
            path = self._unfinished[job_id]
            try:
                self._settle_job(path, self._store.jobs.get(job_id))
            except JobError as error:  # deleted meanwhile
                self._settle(path, Outcome.FAILED, str(error))
            del self._unfinished[
                job_id
            ]  # not before: where the store did not answer, the next look asks again
        self._at_work = {job.id: job.fraction or 0.0 for job in self._store.jobs.running()}

    def count(self, outcome: Outcome) -> int:
        """How many clips have come to this."""
        return sum(clip.outcome is outcome for clip in self.clips.values())

    def share_done(self) -> float:
        """Part of the queued work that is done, 0 to 1, by the size of the clips; of those at work too.

        As of the last look: whoever shows it needs no store that answers.
        """
        done = total = 0.0
        for clip in self.clips.values():
            if clip.outcome is Outcome.ANALYSED:
                done += clip.size_bytes
            if clip.outcome in (Outcome.ANALYSED, Outcome.WAITING):
                total += clip.size_bytes
        for job_id, path in self._unfinished.items():
            done += self._at_work.get(job_id, 0.0) * self.clips[path].size_bytes
        return done / total if total else 1.0

    def seconds_left(self) -> float | None:
        """How long the rest will take at the pace so far; None until that can be told."""
        if self._began_s is None or not self._unfinished:
            return None
        share, worked_s = self.share_done(), time.monotonic() - self._began_s
        return worked_s * (1 - share) / share if share > 0 else None

    @property
    def is_finished(self) -> bool:
        """Whether every clip taken in has its outcome."""
        return not self._unfinished

    def _queue_clip(self, path: Path) -> None:
        if not path.is_file():
            raise StoreError(_not_a_file(path))
        if readable(str(path)) != str(path):
            raise StoreError(
                f"{readable(str(path))} has a name that is no text, so it can't be kept; rename it."
            )
        recordings = self._store.recordings
        if self._wanted.copied:
            recording = recordings.add(path, path.name, **self._known).recording
        else:
            recording = recordings.link(path, **self._known).recording
        twin = self._names.setdefault(recording.id, path)
        self._note(path, recording_id=recording.id, size_bytes=recording.size_bytes)
        if twin != path:
            self._settle(path, Outcome.THERE, f"The same clip as {twin}.")
            return
        before = None if self._wanted.again else self._failure_before(recording.id)
        if before is not None:
            self._settle(path, Outcome.FAILED, f"{before} (It failed before; --again tries it once more.)")
            return
        job_id = self._queue.submit_unless_made(recording.id, self._maker, self._options)
        if job_id is None:
            self._settle(path, Outcome.THERE)
            return
        self._unfinished[job_id] = path
        self._began_s = self._began_s or time.monotonic()

    def _failure_before(self, recording_id: int) -> str | None:
        """Why the newest job that was asked for the same failed, if it did; others may have come after it."""
        asked = {name: value for name, value in self._options.items() if value is not None}
        job = self._store.jobs.newest_like(recording_id, asked)
        return job.reason if job is not None and job.state is JobState.FAILED else None

    def _settle_job(self, path: Path, job: Job) -> None:
        if job.state is JobState.DONE:
            self._settle(path, Outcome.ANALYSED)
        else:
            self._settle(path, Outcome.FAILED, job.reason or "It was cancelled on the review page.")

    def _settle(self, path: Path, outcome: Outcome, reason: str = "") -> None:
        self._note(path, outcome=outcome, reason=reason)
        recording_id = self.clips[path].recording_id
        if outcome is not Outcome.FAILED and recording_id is not None:
            summary = self._store.recordings.summary(recording_id)
            self._note(
                path,
                duration_s=summary.recording.duration_s,
                transitions=summary.segments,
                flagged=sum(summary.severities.values()),
            )

    def _note(self, path: Path, **changed: object) -> None:
        self.clips[path] = replace(self.clips[path], **changed)  # type: ignore[arg-type]


def readable(name: str) -> str:
    """A name with what is no text in it written out: a disk from elsewhere may hold such names."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _not_a_file(path: Path) -> str:
    if path.is_symlink() and not path.exists():
        return f"{path} is a link to a file that is not there; mend or remove it."
    return f"{path} is not a file that can be read as a clip; leave it out."


def _kept_profile(store: Store, profile: Path) -> Path:
    """The profile's copy in the data folder, named by the thresholds: an edit or a move changes no job that waits."""
    rules = apply_profile(all_rules(), profile)
    kept = store.settings.data_dir / "profiles" / profile_sha256(rules)[:16] / profile.name
    with store.media.plain_errors():
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            partial = kept.with_suffix(".partial")
            partial.write_bytes(profile.read_bytes())
            partial.replace(kept)
    return kept.resolve()
