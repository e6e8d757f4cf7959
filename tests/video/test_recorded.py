"""The day a clip was filmed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from transitions.video.recorded import recorded_day

APPLE = "com.apple.quicktime.creationdate"
EVENING_IN_CHICAGO = "2026-11-03T01:30:00.000000Z"


@pytest.fixture
def in_chicago() -> Iterator[None]:
    """This computer's clock six hours behind UTC, as in Chicago in November."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a running program cannot be changed here")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "CST6")
        time.tzset()
        yield
    time.tzset()


def clip_with(path: Path, **written: str) -> Path:
    """A single black picture with these notes in the file."""
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as out:
        out.metadata.update(written)
        stream = out.add_stream("libx264", rate=Fraction(30))
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        out.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8))))
        out.mux(stream.encode(None))
    return path


@pytest.mark.usefixtures("in_chicago")
@pytest.mark.parametrize(
    ("written", "day"), [("2026-11-02T18:30:00.000000Z", "2026-11-02"), (EVENING_IN_CHICAGO, "2026-11-02")]
)
def test_clips_of_one_evening_are_of_one_day(tmp_path: Path, written: str, day: str) -> None:
    assert recorded_day(clip_with(tmp_path / "clip.mp4", creation_time=written)) == day


@pytest.mark.usefixtures("in_chicago")
def test_the_local_day_that_a_phone_wrote_comes_first(tmp_path: Path) -> None:
    written = {"creation_time": EVENING_IN_CHICAGO, APPLE: "2026-11-03T10:30:00+0900"}
    assert recorded_day(clip_with(tmp_path / "clip.mov", **written)) == "2026-11-03"
    unreadable = {"creation_time": EVENING_IN_CHICAGO, APPLE: "yesterday"}
    assert recorded_day(clip_with(tmp_path / "odd.mov", **unreadable)) == "2026-11-02"


@pytest.mark.usefixtures("in_chicago")
@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-02T23:30:00", "2026-11-02"),
        ("2026-11-03T02:30:00+02:00", "2026-11-02"),
        ("last Monday evening", None),
    ],
)
def test_a_time_without_zone_is_taken_as_it_is_and_text_says_nothing(
    tmp_path: Path, written: str, day: str | None
) -> None:
    assert recorded_day(clip_with(tmp_path / "clip.mov", creation_time=written)) == day


def test_a_clip_without_a_time_says_nothing(tmp_path: Path) -> None:
    assert recorded_day(clip_with(tmp_path / "clip.mp4")) is None


def test_what_is_no_clip_says_nothing(tmp_path: Path) -> None:
    assert recorded_day(tmp_path / "missing.mp4") is None
    (tmp_path / "text.mp4").write_text("a shopping list")
    assert recorded_day(tmp_path / "text.mp4") is None


def test_only_videos_are_opened(tmp_path: Path) -> None:
    """FFmpeg left to itself takes such a text for a recording without streams."""
    (tmp_path / "notes.mp4").write_text(";FFMETADATA1\ncreation_time=2026-11-02T12:00:00Z\n")
    assert recorded_day(tmp_path / "notes.mp4") is None
