"""What the store hands out and takes in: plain frozen records, ids are the database's integers.

Times of day are ISO 8601 in UTC (``2026-01-31T09:30:00.000000Z``), so that text order is time order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from transitions.local_time import day_here
from transitions.model import Result, Severity


def now_iso() -> str:
    """The present in UTC, as the store writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def local_day(time_iso: str) -> str:
    """The ISO day a time lies in by this computer's clock; of what is no ISO time its first ten letters.

    A file from elsewhere may hold anything.
    """
    return day_here(time_iso) or time_iso[:10]


class TimeOfDay(StrEnum):
    """When in the day the clip was filmed: stiffness differs."""

    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


class HandUse(StrEnum):
    """Whether the hands pushed off or held on."""

    NONE = "none"
    ONE = "one"
    BOTH = "both"


class Verdict(StrEnum):
    """What a rater says of a finding; `WITHDRAW` takes back the last thing the same rater said of it."""

    AGREE = "agree"
    DISAGREE = "disagree"
    CORRECT = "correct"
    ANNOTATE = "annotate"
    WITHDRAW = "withdraw"


class JobState(StrEnum):
    """Where a job stands. `DONE`, `FAILED` and `CANCELLED` are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen to the job."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True)
class Participant:
    """Someone who is filmed, under a pseudonym."""

    id: int
    pseudonym: str
    note: str
    created_at: str


@dataclass(frozen=True)
class FilmedPerson:
    """Somebody with analysed recordings, and how many; `id` and `pseudonym` None stand for those of nobody named."""

    id: int | None
    pseudonym: str | None
    recordings: int


@dataclass(frozen=True)
class Session:
    """One occasion on which a person was filmed, the unit of before/after comparison."""

    id: int
    person_id: int
    label: str
    held_on: str | None


@dataclass(frozen=True)
class Context:
    """What was going on in a recording; everything is optional.

    `pain_before` and `pain_after` are 0 (none) to 10; `load_kg` is what was carried or lifted; `shoes` are in words
    ("trainers"), empty when not told.
    """

    time_of_day: TimeOfDay | None = None
    task: str = ""
    load_kg: float | None = None
    pain_before: int | None = None
    pain_after: int | None = None
    seat_height_m: float | None = None
    hands: HandUse | None = None
    note: str = ""
    shoes: str = ""

    def __post_init__(self) -> None:
        for name in ("pain_before", "pain_after"):
            pain = getattr(self, name)
            if pain is not None and not 0 <= pain <= 10:
                raise ValueError(f"{name} is {pain}, expected 0 to 10")
        for name in ("load_kg", "seat_height_m"):
            amount = getattr(self, name)
            if amount is not None and not 0 <= amount < float("inf"):
                raise ValueError(f"{name} is {amount}, expected a number from 0")


@dataclass(frozen=True)
class Recording:
    """A clip in the store.

    `linked_path` is set for a long clip that stays where the user keeps it; otherwise the store holds its
    own copy. `duration_s` is None until the clip is analysed.
    `consented_at` is when the person filmed agreed, None when they were not asked.
    `filmed_on` is an ISO date, None when not known.
    """

    id: int
    sha256: str
    name: str
    suffix: str
    size_bytes: int
    linked_path: str | None
    person_id: int | None
    session_id: int | None
    filmed_on: str | None
    context: Context
    consented_at: str | None
    added_at: str
    duration_s: float | None


@dataclass(frozen=True)
class Added:
    """The outcome of adding a clip: `is_new` is false when the same clip was in the store already."""

    recording: Recording
    is_new: bool


@dataclass(frozen=True)
class RecordingSummary:
    """A line of the list of recordings, with the counts of its newest run.

    `results` and `severities` count findings of the newest run (empty when there is none); `reviewed`
    counts those of which a rater said something that stands; `job` is the newest job, and `run_state` that of the
    job which made the newest run, another one it may be (None without). `warnings` and `people_seen` are what the
    newest run says of the clip (none and 0 without a run).
    """

    recording: Recording
    pseudonym: str | None
    run_id: int | None
    run_state: JobState | None
    warnings: tuple[str, ...]
    people_seen: int
    segments: int
    results: Mapping[Result, int]
    severities: Mapping[Severity, int]
    reviewed: int
    job: Job | None

    @property
    def status(self) -> str:
        """``queued``, ``running``, ``failed`` or ``cancelled`` from the newest job, else ``analysed`` or ``new``."""
        if self.job is not None and self.job.state is not JobState.DONE:
            return str(self.job.state)
        return "analysed" if self.run_id is not None else "new"

    @property
    def is_whole(self) -> bool:
        """Whether the newest run is there and holds all of the recording, not what its job has found so far."""
        return self.run_id is not None and self.run_state in (None, JobState.DONE)

    @property
    def is_growing(self) -> bool:
        """Whether the newest run is what was found so far, and a job that still waits or runs goes on from it."""
        return (
            self.run_id is not None
            and not self.is_whole
            and self.job is not None
            and not self.job.state.is_final
        )


@dataclass(frozen=True)
class Job:
    """Background work on one recording.

    `reason` is one plain sentence when the job failed. `seconds_left` is None until it can be told.
    `cancelling` is true from the user's cancel until the worker has stopped.
    """

    id: int
    recording_id: int
    options: Mapping[str, Any]
    state: JobState
    stage: str
    frames_done: int
    frames_total: int | None
    seconds_left: float | None
    attempt: int
    reason: str | None
    cancelling: bool
    worker: str | None
    run_id: int | None
    created_at: str
    started_at: str | None
    finished_at: str | None

    @property
    def fraction(self) -> float | None:
        """Part done, 0 to 1; None until the number of frames is known."""
        if self.state is JobState.DONE:
            return 1.0
        if not self.frames_total:
            return None
        return min(1.0, self.frames_done / self.frames_total)


@dataclass(frozen=True)
class Excerpt:
    """A small browser-playable piece of a recording.

    `frame_times_s` are the source times of its frames, in order, on the recording's clock.
    """

    path: str
    frame_times_s: tuple[float, ...]
