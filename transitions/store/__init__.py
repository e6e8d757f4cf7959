"""What is kept: people, sessions, recordings, runs, findings, reviews, studies, jobs and their files.

The only package that knows the database and the data folder. Start with `open_store`. Clips and runs go in; frozen
records of `records` come out, never rows or connections.
"""

from transitions.store.after_review import CountedAnswer, after_review, counted_finding
from transitions.store.listed_findings import Facets, FindingFilter, FindingRow, MomentOrder, MomentRow
from transitions.store.records import (
    Added,
    Context,
    Excerpt,
    FilmedPerson,
    HandUse,
    Job,
    JobState,
    Participant,
    Recording,
    RecordingSummary,
    Session,
    TimeOfDay,
    Verdict,
    local_day,
    now_iso,
)
from transitions.store.repository import Store, open_store
from transitions.store.study_records import ClipView, RatingTask, Shown, Study, StudyPlan

__all__ = [
    "Added",
    "ClipView",
    "Context",
    "CountedAnswer",
    "Excerpt",
    "Facets",
    "FilmedPerson",
    "FindingFilter",
    "FindingRow",
    "HandUse",
    "Job",
    "JobState",
    "MomentOrder",
    "MomentRow",
    "Participant",
    "RatingTask",
    "Recording",
    "RecordingSummary",
    "Session",
    "Shown",
    "Store",
    "Study",
    "StudyPlan",
    "TimeOfDay",
    "Verdict",
    "after_review",
    "counted_finding",
    "local_day",
    "now_iso",
    "open_store",
]
