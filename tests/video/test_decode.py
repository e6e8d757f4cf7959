"""Real encoded clips of every kind, decoded: which frames come, when, how large and which way up."""

from __future__ import annotations

import hashlib
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from media import (
    corner_picture,
    corners,
    even_times,
    numbered_picture,
    read_number,
    write_clip,
    write_numbered_clip,
)

from transitions.video import file_sha256, open_clip

FORMATS: dict[str, dict[str, Any]] = {
    "h264.mp4": {},
    "b_frames.mov": {"b_frames": 3},
    "hevc.mp4": {"codec": "libx265", "b_frames": 3},
    "hevc_10_bit.mp4": {"codec": "libx265", "pix_fmt": "yuv420p10le"},
    "h264.mkv": {},
    "vp8.webm": {"codec": "libvpx"},
    "vp9.webm": {"codec": "libvpx-vp9"},
    "mpeg4.avi": {"codec": "mpeg4", "rate": 30},
    "mpeg4_b_frames.avi": {"codec": "mpeg4", "rate": 30, "b_frames": 2},
    "h264_b_frames.avi": {"rate": 30, "b_frames": 2},
    "motion_jpeg.avi": {"codec": "mjpeg", "pix_fmt": "yuvj420p", "rate": 30},
    "prores.mov": {"codec": "prores_ks", "pix_fmt": "yuv422p10le"},
    "camcorder.ts": {"b_frames": 2},
    "colours.gif": {"codec": "gif", "pix_fmt": "rgb8"},
    "phone.3gp": {},
    "fragments.mp4": {"muxer_options": {"movflags": "frag_keyframe+empty_moov"}},
}

COARSE_CLOCK_S = {".gif": 0.01, ".mkv": 0.001, ".webm": 0.001}
"""The unit in which these containers store times: half of it is lost in writing."""


@pytest.mark.parametrize("name", FORMATS)
def test_every_frame_comes_in_order_at_its_time(tmp_path: Path, name: str) -> None:
    path = write_numbered_clip(tmp_path / name, count=25, **FORMATS[name])
    frames = list(open_clip(path).read())
    assert [read_number(frame.rgb) for frame in frames] == list(range(25))
    tolerance_s = 1e-4 + COARSE_CLOCK_S.get(path.suffix, 0.0) / 2
    np.testing.assert_allclose([frame.t_s for frame in frames], even_times(25), atol=tolerance_s)
    assert frames[0].t_s == 0.0


@pytest.mark.parametrize("name", FORMATS)
def test_a_range_is_exactly_what_a_full_read_gives_there(tmp_path: Path, name: str) -> None:
    path = write_numbered_clip(tmp_path / name, count=40, **FORMATS[name])
    reader = open_clip(path)
    whole = [(frame.t_s, read_number(frame.rgb)) for frame in reader.read()]
    for start_s, end_s in ((0.0, 0.1), (0.41, 0.6), (0.8, 0.84), (1.2, 9.0)):
        part = [(frame.t_s, read_number(frame.rgb)) for frame in reader.read(start_s, end_s)]
        assert part == [each for each in whole if start_s <= each[0] < end_s]


@pytest.mark.parametrize("size", [(264, 480), (854, 480), (1080, 1920), (853, 481)])
def test_rows_are_packed_whatever_the_width(tmp_path: Path, size: tuple[int, int]) -> None:
    pix_fmt = "yuv444p" if size[0] % 2 else "yuv420p"
    path = write_clip(tmp_path / "c.mp4", [corner_picture(*size)] * 3, even_times(3), pix_fmt=pix_fmt)
    reader = open_clip(path)
    rgb = next(iter(reader.read())).rgb
    assert reader.size == size
    assert rgb.shape == (size[1], size[0], 3)
    assert rgb.flags.c_contiguous
    assert corners(rgb) == "rgbw"
    difference = rgb.astype(int) - corner_picture(*size)
    assert np.abs(difference).mean() < 4


@pytest.mark.parametrize(("recorded_deg", "clockwise_deg"), [(0, 0), (90, 270), (180, 180), (-90, 90)])
def test_recorded_rotation_is_applied(tmp_path: Path, recorded_deg: int, clockwise_deg: int) -> None:
    upright = corner_picture(96, 64)
    stored = np.rot90(upright, -recorded_deg // 90)
    path = write_clip(tmp_path / "c.mp4", [stored] * 3, even_times(3), rotation_deg=recorded_deg)
    reader = open_clip(path)
    assert reader.size == (96, 64)
    assert reader.identity().rotation_deg == clockwise_deg
    assert corners(next(iter(reader.read())).rgb) == "rgbw"


def test_rotation_and_scaling_together(tmp_path: Path) -> None:
    stored = np.rot90(corner_picture(120, 200))
    path = write_clip(tmp_path / "c.mp4", [stored] * 3, even_times(3), rotation_deg=-90)
    reader = open_clip(path)
    rgb = next(iter(reader.read(size=reader.fit_within(100)))).rgb
    assert reader.size == (120, 200)
    assert rgb.shape == (100, 60, 3)
    assert corners(rgb) == "rgbw"


@pytest.mark.parametrize("name", ["c.mp4", "c.mkv"])
def test_a_variable_frame_rate_keeps_its_times(tmp_path: Path, name: str) -> None:
    intervals = np.random.default_rng(3).uniform(0.008, 0.2, 39)
    times = [0.0, *np.cumsum(intervals)]
    path = write_numbered_clip(tmp_path / name, count=40, times_s=times)
    frames = list(open_clip(path).read())
    np.testing.assert_allclose([frame.t_s for frame in frames], times, atol=0.001)
    assert [read_number(frame.rgb) for frame in frames] == list(range(40))


def test_time_counts_from_the_first_frame(tmp_path: Path) -> None:
    times = [12.5 + t for t in even_times(10)]
    frames = list(open_clip(write_numbered_clip(tmp_path / "c.mkv", count=10, times_s=times)).read())
    np.testing.assert_allclose([frame.t_s for frame in frames], even_times(10), atol=0.001)


def test_frames_whose_time_does_not_rise_are_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "c.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=30)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuvj420p"
        for number, time_ms in enumerate([0, 40, 40, 80, 120]):
            frame = av.VideoFrame.from_ndarray(numbered_picture(number), format="rgb24")
            for packet in stream.encode(frame.reformat(format="yuvj420p")):
                packet.pts = packet.dts = time_ms
                packet.time_base = Fraction(1, 1000)
                container.mux(packet)
    reader = open_clip(path)
    assert [read_number(frame.rgb) for frame in reader.read()] == [0, 1, 3, 4]
    assert reader.frames_dropped == 1


def test_anamorphic_pixels_are_made_square(tmp_path: Path) -> None:
    for aspect, size in ((Fraction(4, 3), (96, 54)), (Fraction(3, 4), (72, 72))):
        path = write_numbered_clip(tmp_path / "c.mp4", count=3, size=(72, 54), pixel_aspect=aspect)
        reader = open_clip(path)
        assert reader.size == size
        assert next(iter(reader.read())).rgb.shape[1::-1] == size


def _comb(picture: np.ndarray) -> float:
    """How much rows differ from the mean of their neighbours: teeth where two fields do not fit."""
    luma = picture.astype(float).mean(axis=2)
    return float(np.abs(luma[1:-1] - (luma[:-2] + luma[2:]) / 2).mean())


def _moving_bar(step: float) -> np.ndarray:
    picture = np.full((96, 128, 3), 40, np.uint8)
    picture[:, int(step) : int(step) + 24] = 220
    return picture


def test_interlaced_frames_are_woven_without_teeth(tmp_path: Path) -> None:
    frames = []
    for i in range(12):
        woven = _moving_bar(8 * i)
        woven[1::2] = _moving_bar(8 * i + 4)[1::2]
        frames.append(woven)
    path = write_clip(
        tmp_path / "c.mp4", frames, even_times(12, 25), options={"x264-params": "tff=1", "crf": "5"}
    )
    with av.open(str(path)) as container:
        assert all(frame.interlaced_frame for frame in container.decode(video=0))
    decoded = list(open_clip(path).read())
    np.testing.assert_allclose([frame.t_s for frame in decoded], even_times(12, 25), atol=1e-4)
    assert _comb(frames[5]) > 5
    assert _comb(decoded[5].rgb) < 1


def test_step_and_key_pictures_thin_a_clip_out_at_exact_times(tmp_path: Path) -> None:
    path = write_numbered_clip(tmp_path / "c.mp4", count=60, gop=10, options={"sc_threshold": "0"})
    reader = open_clip(path)
    assert [read_number(frame.rgb) for frame in reader.read(step_s=0.2)] == list(range(0, 60, 6))
    assert [read_number(frame.rgb) for frame in reader.read(0.5, 1.5, step_s=0.5)] == [15, 30]
    assert [read_number(frame.rgb) for frame in reader.read(keyframes_only=True)] == list(range(0, 60, 10))


def test_a_stretch_without_frames_does_not_shift_the_step(tmp_path: Path) -> None:
    times = [0.0, 0.1, 0.2, 1.05, 1.1, 1.2, 1.3]
    reader = open_clip(write_numbered_clip(tmp_path / "c.mp4", count=7, times_s=times))
    assert [frame.t_s for frame in reader.read(step_s=0.2)] == pytest.approx([0.0, 0.2, 1.05, 1.2])


def test_identity(tmp_path: Path) -> None:
    path = write_numbered_clip(tmp_path / "walk.mp4", count=45, size=(96, 64))
    clip = open_clip(path).identity()
    assert (clip.name, clip.frames, clip.width, clip.height, clip.rotation_deg) == ("walk.mp4", 45, 96, 64, 0)
    assert clip.duration_s == pytest.approx(1.5, abs=0.001)
    again = path.rename(tmp_path / "other.mp4")
    assert open_clip(again).identity().sha256 == clip.sha256
    assert len(clip.sha256) == 64


def test_the_frame_rate_is_the_median_of_recorded_intervals(tmp_path: Path) -> None:
    times = [t for i, t in enumerate(even_times(60, 50)) if i % 13]
    path = write_numbered_clip(tmp_path / "c.mkv", count=len(times), times_s=times)
    assert open_clip(path).facts.frame_rate_hz == pytest.approx(50, rel=0.15)
    steady = write_numbered_clip(tmp_path / "s.mkv", count=60)
    assert open_clip(steady).facts.frame_rate_hz == pytest.approx(30, rel=0.005)


def test_a_recording_without_a_length_in_its_headers_is_counted(tmp_path: Path) -> None:
    path = write_numbered_clip(tmp_path / "browser.webm", codec="libvpx", muxer_options={"live": "1"})
    with av.open(str(path)) as container:
        assert container.duration is None
    facts = open_clip(path).facts
    assert facts.frame_count == 30
    assert facts.duration_s == pytest.approx(1.0, abs=0.005)


@pytest.mark.parametrize(("colorspace", "matrix"), [(1, "bt709"), (5, "bt601")])
def test_colours_follow_the_recorded_matrix(tmp_path: Path, colorspace: int, matrix: str) -> None:
    picture = corner_picture(96, 64)
    tags = {"x264-params": f"colormatrix={'bt709' if matrix == 'bt709' else 'bt470bg'}"}
    path = tmp_path / "c.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options=tags)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for _ in range(3):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            container.mux(stream.encode(frame.reformat(format="yuv420p", dst_colorspace=colorspace)))
        container.mux(stream.encode())
    rgb = next(iter(open_clip(path).read())).rgb
    for y, x in ((16, 24), (16, 72), (48, 24), (48, 72)):
        np.testing.assert_allclose(rgb[y, x], picture[y, x], atol=6)


def test_numbers_survive_coding_so_that_these_tests_can_fail() -> None:
    numbers = [0, 1, 37, 9999, 65535]
    assert [read_number(numbered_picture(n, 854, 480, grain=20)) for n in numbers] == numbers
    assert corners(np.rot90(corner_picture(40, 40))) != "rgbw"


@pytest.mark.parametrize("options", [{}, {"options": {"x264-params": "tff=1"}}], ids=["plain", "interlaced"])
def test_a_size_that_changes_within_is_scaled_to_the_first(tmp_path: Path, options: dict[str, Any]) -> None:
    first = write_numbered_clip(tmp_path / "a.ts", count=20, **options)
    second_times = [1.0 + t for t in even_times(20)]
    second = write_numbered_clip(tmp_path / "b.ts", 20, (160, 128), times_s=second_times, **options)
    both = tmp_path / "both.ts"
    both.write_bytes(first.read_bytes() + second.read_bytes())
    frames = list(open_clip(both).read())
    assert {frame.rgb.shape for frame in frames} == {(64, 96, 3)}
    assert [read_number(frame.rgb) for frame in frames if frame.t_s > 0.9] == list(range(20))


def test_a_large_file_is_hashed_piece_by_piece_and_tells_how_far(tmp_path: Path) -> None:
    path = tmp_path / "large.mp4"
    content = os.urandom(9_000_000)
    path.write_bytes(content)
    told: list[float] = []
    assert file_sha256(path, told.append) == file_sha256(path) == hashlib.sha256(content).hexdigest()
    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == 1.0
