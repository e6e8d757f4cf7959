"""The encoder: what it writes plays in a browser, and failures leave nothing behind."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from media import corner_picture, even_times, numbered_picture, read_number

from transitions.errors import OutputError
from transitions.video import encode_video, open_clip


def test_it_writes_what_browsers_play(tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    with encode_video(out, 96, 64) as writer:
        for i, t_s in enumerate(even_times(20)):
            writer.write(numbered_picture(i), t_s)
    data = out.read_bytes()
    assert data.find(b"moov") < data.find(b"mdat")
    with av.open(str(out)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert stream.start_time == 0
    assert [read_number(frame.rgb) for frame in open_clip(out).read()] == list(range(20))
    assert list(tmp_path.iterdir()) == [out]


def test_irregular_times_are_kept(tmp_path: Path) -> None:
    times = [0.0, 0.0333, 0.0671, 0.2, 0.2041, 1.7]
    with encode_video(tmp_path / "out.mp4", 96, 64) as writer:
        for i, t_s in enumerate(times):
            writer.write(numbered_picture(i), t_s)
    got = [frame.t_s for frame in open_clip(tmp_path / "out.mp4").read()]
    np.testing.assert_allclose(got, times, atol=1e-5)


def test_odd_sides_are_made_even_by_doubling_the_edge(tmp_path: Path) -> None:
    picture = corner_picture(95, 63)
    with encode_video(tmp_path / "out.mp4", 95, 63, quality=10) as writer:
        for t_s in even_times(3):
            writer.write(picture, t_s)
    rgb = next(iter(open_clip(tmp_path / "out.mp4").read())).rgb
    assert rgb.shape == (64, 96, 3)
    assert np.abs(rgb[:63, :95].astype(int) - picture).mean() < 4


def test_colours_come_back(tmp_path: Path) -> None:
    picture = corner_picture(96, 64)
    with encode_video(tmp_path / "out.mp4", 96, 64, quality=10) as writer:
        for t_s in even_times(3):
            writer.write(picture, t_s)
    rgb = next(iter(open_clip(tmp_path / "out.mp4").read())).rgb
    for y, x in ((16, 24), (16, 72), (48, 24), (48, 72)):
        np.testing.assert_allclose(rgb[y, x], picture[y, x], atol=6)


def _write(out: Path, times_s: list[float], fails_with: BaseException | None = None) -> None:
    with encode_video(out, 96, 64) as writer:
        for i, t_s in enumerate(times_s):
            writer.write(numbered_picture(i), t_s)
        if fails_with is not None:
            raise fails_with


@pytest.mark.parametrize("error", [RuntimeError(), KeyboardInterrupt()])
def test_an_interruption_leaves_nothing_and_keeps_the_older_file(
    tmp_path: Path, error: BaseException
) -> None:
    out = tmp_path / "out.mp4"
    out.write_bytes(b"an older result")
    with pytest.raises(type(error)):
        _write(out, even_times(20), error)
    assert out.read_bytes() == b"an older result"
    assert list(tmp_path.iterdir()) == [out]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no folder"), encode_video(tmp_path / "no" / "out.mp4", 96, 64):
        pass


def test_a_time_that_does_not_rise_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="does not rise"):
        _write(tmp_path / "o.mp4", [0.1, 0.1])
    assert list(tmp_path.iterdir()) == []


def test_a_frame_of_another_size_is_refused(tmp_path: Path) -> None:
    with encode_video(tmp_path / "o.mp4", 96, 64) as writer:
        writer.write(numbered_picture(0), 0.0)
        with pytest.raises(ValueError, match="expected"):
            writer.write(numbered_picture(0, 64, 96), 0.1)


def test_trouble_of_the_caller_is_not_taken_for_trouble_with_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        _write(tmp_path / "o.mp4", even_times(3), FileNotFoundError(2, "something else"))
    assert list(tmp_path.iterdir()) == []
