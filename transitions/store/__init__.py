"""What is kept: people, sessions, recordings, runs, findings, reviews, jobs and their files.

The only package that knows the database and the data folder. Start with `open_store`.
"""

from transitions.store.account import Deletion
from transitions.store.records import (
    Added,
    Context,
    Cut,
    Facets,
    FindingFilter,
    FindingRow,
    HandUse,
    Job,
    JobState,
    Person,
    Recording,
    RecordingSummary,
    Session,
    StoredFinding,
    StoredReview,
    StoredRun,
    TimeOfDay,
    Verdict,
    now_iso,
)
from transitions.store.repository import Store, open_store
from transitions.store.series_file import Overview

__all__ = [
    "Added",
    "Context",
    "Cut",
    "Deletion",
    "Facets",
    "FindingFilter",
    "FindingRow",
    "HandUse",
    "Job",
    "JobState",
    "Overview",
    "Person",
    "Recording",
    "RecordingSummary",
    "Session",
    "Store",
    "StoredFinding",
    "StoredReview",
    "StoredRun",
    "TimeOfDay",
    "Verdict",
    "now_iso",
    "open_store",
]
