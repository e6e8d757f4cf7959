"""Cuts show exactly the frames asked for, each at its time, however long the recording."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from media import read_number, write_numbered_clip

from transitions.errors import ClipError
from transitions.video import cut_clip, open_clip


@pytest.mark.parametrize("name", ["c.mp4", "c.mkv", "c.ts", "c.avi"])
def test_a_cut_holds_the_frames_of_its_stretch(tmp_path: Path, name: str) -> None:
    options: dict[str, Any] = {"rate": 30} if name == "c.avi" else {"b_frames": 2}
    source = write_numbered_clip(tmp_path / name, count=90, **options)
    cut = cut_clip(source, 1.1, 2.0, tmp_path / "cut.mp4")
    frames = list(open_clip(cut.path).read())
    numbers = [read_number(frame.rgb) for frame in frames]
    assert numbers == list(range(33, 60))
    np.testing.assert_allclose(cut.times_s, np.array(numbers) / 30, atol=0.001)
    shown = [frame.t_s + cut.times_s[0] for frame in frames]
    np.testing.assert_allclose(shown, cut.times_s, atol=1e-5)


def test_a_variable_frame_rate_survives_the_cut(tmp_path: Path) -> None:
    times = np.cumsum(np.random.default_rng(5).uniform(0.01, 0.15, 60)).tolist()
    source = write_numbered_clip(tmp_path / "c.mp4", count=60, times_s=times)
    cut = cut_clip(source, 1.0, 2.0, tmp_path / "cut.mp4")
    shown = [frame.t_s for frame in open_clip(cut.path).read()]
    np.testing.assert_allclose(shown, np.array(cut.times_s) - cut.times_s[0], atol=1e-5)
    assert len(cut.times_s) == len(shown)


def test_a_large_source_is_made_small_and_even(tmp_path: Path) -> None:
    source = write_numbered_clip(tmp_path / "c.mp4", count=5, size=(1081, 1921), pix_fmt="yuv444p")
    cut = cut_clip(source, 0.0, 1.0, tmp_path / "cut.mp4", max_height_px=360)
    assert (cut.width, cut.height) == (202, 360)
    with av.open(str(cut.path)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.codec_context.pix_fmt) == (202, 360, "yuv420p")


def test_a_recorded_rotation_is_baked_in(tmp_path: Path) -> None:
    source = write_numbered_clip(tmp_path / "c.mp4", count=5, size=(96, 64), rotation_deg=-90)
    cut = cut_clip(source, 0.0, 1.0, tmp_path / "cut.mp4")
    with av.open(str(cut.path)) as container:
        frame = next(container.decode(video=0))
        assert (frame.width, frame.height, frame.rotation) == (64, 96, 0)


def test_a_stretch_outside_the_clip_is_refused(tmp_path: Path) -> None:
    source = write_numbered_clip(tmp_path / "c.mp4", count=30)
    with pytest.raises(ClipError, match=r"no picture between 5\.00 s and 6\.00 s"):
        cut_clip(source, 5.0, 6.0, tmp_path / "cut.mp4")
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.slow
def test_a_cut_far_into_a_long_recording_decodes_only_its_stretch(tmp_path: Path) -> None:
    """Seeking is counted in key pictures: a cut at the end costs no more than one at the start."""
    source = write_numbered_clip(tmp_path / "c.mp4", count=6_000, gop=30, options={"preset": "ultrafast"})
    reader = open_clip(source)
    seconds = []
    for start_s in (1.0, 190.0):
        began = time.process_time()
        cut = cut_clip(reader, start_s, start_s + 2.0, tmp_path / "cut.mp4")
        seconds.append(time.process_time() - began)
        assert len(cut.times_s) == 60
        first = next(iter(open_clip(cut.path).read()))
        assert read_number(first.rgb) == round(start_s * 30)
    assert seconds[1] < 3 * seconds[0] + 0.2
