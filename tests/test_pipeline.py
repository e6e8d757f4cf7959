"""What an analysis tells of its progress."""

from __future__ import annotations

from pathlib import Path

from transitions.pipeline import Progress, _reporter
from transitions.video import open_clip

CLIP = Path(__file__).parent / "clips" / "reach_stand_abrupt_+00.mp4"


def test_progress_can_be_told_before_the_first_frame_is_done() -> None:
    told: list[Progress] = []
    report = _reporter(open_clip(CLIP), told.append)
    assert report is not None
    for frames_done in (0, 1):
        report(frames_done)
    assert [progress.frames_done for progress in told] == [0, 1]
    assert told[0].seconds_left is not None
    assert told[0].seconds_left >= 0
