"""What is said of an analysis at work."""

from __future__ import annotations

import pytest

from transitions.store import Job, JobState
from transitions.ui.progress import progress_words


@pytest.mark.parametrize(
    ("stage", "words"),
    [("reading", "reading the file, 25% done"), ("pose", "frame 1,000 of 4,000, about 5 min left")],
)
def test_frames_are_counted_only_once_they_are_looked_at(stage: str, words: str) -> None:
    left_s = None if stage == "reading" else 300.0
    job = Job(
        1, 1, {}, JobState.RUNNING, stage, 1000, 4000, left_s, 1, None, False, "a:1:0:", None, "", None, None
    )
    assert progress_words(job, alone=True) == words
