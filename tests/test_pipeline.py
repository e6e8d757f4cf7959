"""What an analysis tells of its progress."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from stretch_people import person

from transitions import pipeline
from transitions.errors import Cancelled, NoPersonError
from transitions.judgement import Figures
from transitions.model import Provenance, Run, Survey
from transitions.pipeline import Progress, _LongWay, _reporter, analyse
from transitions.stretchwise.go_through import WholeWay
from transitions.stretchwise.tasks import LongClip
from transitions.stretchwise.together import PutTogether
from transitions.video import identity, open_clip

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


def test_somebody_not_yet_whole_in_the_picture_does_not_end_a_long_analysis(tmp_path: Path) -> None:
    """Who first works close to the camera may step back later."""
    reader = open_clip(CLIP)
    told: list[Run] = []
    asked = LongClip(CLIP, CLIP.name, reader.facts, "lite", 1, None, tmp_path)
    provenance = Provenance("0", "lite", "", "", "2026-11-26T00:00:00Z")
    long = _LongWay(reader, asked, provenance, 1, None, told.append, None)
    whole = person().figures
    near = replace(whole, whole=0.0)

    def way(figures: Figures) -> WholeWay:
        together = PutTogether((), (), figures, (), 0, ())
        return WholeWay(together, Survey((), (), 0), None, (), (), None, 60.0)

    tell = long._so_far(reader.identity())
    assert tell is not None
    tell(way(near))
    assert told == []
    tell(way(whole))
    assert len(told) == 1
    with pytest.raises(NoPersonError):
        long._told(reader.identity(), way(near))


@pytest.mark.parametrize("long_s", [1.0, pipeline.LONG_S], ids=["long", "short"])
def test_a_file_that_is_read_slowly_tells_how_far_and_can_be_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, long_s: float
) -> None:
    """A stall watch would take it for hung otherwise, and end it at every attempt."""
    monkeypatch.setattr(pipeline, "LONG_S", long_s)
    monkeypatch.setattr(pipeline, "READ_UNSAID_S", 0.0)
    monkeypatch.setattr(identity, "_BLOCK_BYTES", 20_000)
    steps: list[Progress] = []

    def read() -> list[Progress]:
        return [step for step in steps if step.stage == "reading"]

    with pytest.raises(Cancelled):
        analyse(
            CLIP,
            model="lite",
            work_dir=tmp_path,
            on_progress=steps.append,
            cancelled=lambda: len(read()) == 3,
        )
    done = [step.frames_done for step in read()]
    assert 0 < done[0] < done[1] < done[2] < (read()[-1].frames_total or 0)
    assert list(tmp_path.iterdir()) == []
