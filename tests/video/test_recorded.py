"""The day a clip was filmed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from transitions.video.recorded import recorded_day


@pytest.mark.parametrize(("written", "day"), [("2026-11-02T08:30:00.000000Z", "2026-11-02"), (None, None)])
def test_the_day_is_the_one_the_phone_wrote(tmp_path: Path, written: str | None, day: str | None) -> None:
    clip = tmp_path / "clip.mp4"
    with av.open(str(clip), "w") as out:
        if written:
            out.metadata["creation_time"] = written
        stream = out.add_stream("libx264", rate=Fraction(30))
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        out.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8))))
        out.mux(stream.encode(None))
    assert recorded_day(clip) == day


def test_what_is_no_clip_says_nothing(tmp_path: Path) -> None:
    assert recorded_day(tmp_path / "missing.mp4") is None
    (tmp_path / "text.mp4").write_text("a shopping list")
    assert recorded_day(tmp_path / "text.mp4") is None
