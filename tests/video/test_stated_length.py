"""How long a clip is where the headers tell of the file or of a track's end, not of the track's own length."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream
from media import even_times, numbered_picture, write_numbered_clip

from transitions.video import open_clip

RATE_HZ = 30
SOUND_RATE_HZ = 16_000


def add_silence(container: av.container.OutputContainer, stream: AudioStream, length_s: float) -> None:
    for start in range(0, round(length_s * SOUND_RATE_HZ), 1024):
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts = SOUND_RATE_HZ, start
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def clip_with_sound(path: Path, pictures_s: float, sound_s: float) -> Path:
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=RATE_HZ, options={"preset": "veryfast"})
        video.width, video.height, video.pix_fmt = 96, 64, "yuv420p"
        sound = container.add_stream("aac", rate=SOUND_RATE_HZ, layout="mono")
        for number in range(round(pictures_s * RATE_HZ)):
            frame = av.VideoFrame.from_ndarray(numbered_picture(number), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, RATE_HZ)
            container.mux(video.encode(frame.reformat(format="yuv420p")))
        container.mux(video.encode(None))
        add_silence(container, sound, sound_s)
    return path


def without_track_ends(path: Path) -> Path:
    """The same file as other writers leave it, without the tags that tell when each track ends."""
    data = path.read_bytes()
    assert b"DURATION" in data
    path.write_bytes(data.replace(b"DURATION", b"DURATIOM"))
    return path


@pytest.mark.parametrize("tagged", [True, False], ids=["tagged", "not tagged"])
def test_sound_that_goes_on_makes_no_gap_after_the_pictures(tmp_path: Path, tagged: bool) -> None:
    path = clip_with_sound(tmp_path / "c.mkv", pictures_s=3.0, sound_s=5.0)
    reader = open_clip(path if tagged else without_track_ends(path))
    assert reader.facts.duration_s == pytest.approx(3.0, abs=0.005)
    assert reader.facts.frame_count == 90
    assert len(list(reader.read())) == 90
    assert reader.gaps == ()


@pytest.mark.parametrize("tagged", [True, False], ids=["tagged", "not tagged"])
def test_a_late_first_picture_does_not_lengthen_the_clip(tmp_path: Path, tagged: bool) -> None:
    times_s = [1.0 + t_s for t_s in even_times(60)]
    path = write_numbered_clip(tmp_path / "c.mkv", count=60, times_s=times_s)
    reader = open_clip(path if tagged else without_track_ends(path))
    assert reader.facts.duration_s == pytest.approx(2.0, abs=0.005)
    assert reader.facts.frame_count == 60
    assert len(list(reader.read())) == 60
    assert reader.gaps == ()
