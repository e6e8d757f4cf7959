"""Clips with damage inside: what can be decoded is read, what cannot is reported as a gap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from media import (
    corner_picture,
    corners,
    cut_short,
    damage,
    even_times,
    flip_bytes,
    read_number,
    spoil_encoder_note,
    write_clip,
    write_numbered_clip,
)

from transitions.video import open_clip

EVERY_20: dict[str, Any] = {"gop": 20, "options": {"sc_threshold": "0"}}
MPEG4 = {"codec": "mpeg4", "rate": 30, "options": {"sc_threshold": "0", "qmin": "4", "qmax": "4"}}
FPS = 30


def _grainy_clip(path: Path, count: int = 100, **options: Any) -> Path:
    return write_numbered_clip(path, count=count, size=(160, 128), grain=30, **{**EVERY_20, **options})


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("c.mp4", {}),
        ("c.mov", {"b_frames": 3}),
        ("c.mp4", {"codec": "libx265"}),
        ("c.mp4", MPEG4),
        ("c.mkv", {}),
    ],
    ids=["h264", "h264 with b-frames", "hevc", "mpeg4", "mkv"],
)
def test_a_corrupt_middle_is_left_out_and_reported(
    tmp_path: Path, name: str, options: dict[str, Any]
) -> None:
    path = _grainy_clip(tmp_path / name, **options)
    reader = open_clip(damage(path, 0.48, 0.52))
    frames = list(reader.read())
    numbers = [read_number(frame.rgb) for frame in frames]
    assert len(reader.gaps) == 1
    start_s, end_s = reader.gaps[0]
    last_before, first_after = round(start_s * FPS), round(end_s * FPS)
    assert numbers == [*range(last_before + 1), *range(first_after, 100)]
    assert 20 <= last_before < first_after <= 80
    np.testing.assert_allclose([frame.t_s for frame in frames], np.array(numbers) / FPS, atol=1e-3)


def noise_over_first_picture(path: Path) -> None:
    """Overwrite the bytes of the first packet with noise."""
    with av.open(str(path)) as container:
        packet = next(container.demux(video=0))
        at, size = packet.pos or 0, packet.size
    data = bytearray(path.read_bytes())
    data[at : at + size] = np.random.default_rng(0).integers(0, 256, size, np.uint8).tobytes()
    path.write_bytes(data)


def test_pictures_built_on_damaged_ones_are_not_given(tmp_path: Path) -> None:
    """A few bytes of damage: FFmpeg would paint over them and go on without a word."""
    path = damage(_grainy_clip(tmp_path / "c.mp4"), 0.440, 0.441)
    reader = open_clip(path)
    numbers = [read_number(frame.rgb) for frame in reader.read()]
    (gap,) = reader.gaps
    assert gap[1] * FPS == pytest.approx(60, abs=0.01)
    assert numbers == [*range(round(gap[0] * FPS) + 1), *range(60, 100)]


REAL = Path(__file__).parents[1] / "clips" / "pickup_stoop_+90.mp4"


def changed_share(one: np.ndarray, other: np.ndarray) -> float:
    """Of the pixels, those over 25 levels apart."""
    return float(np.mean(np.abs(one.astype(int) - other).mean(axis=2) > 25))


@pytest.fixture(scope="module")
def sound() -> dict[float, np.ndarray]:
    return {frame.t_s: frame.rgb for frame in open_clip(REAL).read()}


def test_a_few_bytes_cost_next_to_nothing_and_are_marked(
    tmp_path: Path, sound: dict[float, np.ndarray]
) -> None:
    """Three bytes at ten places, each in a copy of its own: before, each cost up to two seconds of pictures."""
    lost, off, marked = [], [], 0
    for share in np.linspace(0.1, 0.95, 10):
        path = tmp_path / "hurt.mp4"
        path.write_bytes(REAL.read_bytes())
        reader = open_clip(flip_bytes(path, float(share)))
        read = {frame.t_s: frame.rgb for frame in reader.read()}
        lost.append(len(sound) - len(read))
        off += [changed_share(rgb, sound[t_s]) for t_s, rgb in read.items()]
        marked += bool(reader.patched)
    assert np.mean(lost) < 0.1 * len(sound)
    assert max(off) < 0.02
    assert marked >= 5


def test_what_is_built_on_a_patched_picture_is_marked(tmp_path: Path, sound: dict[float, np.ndarray]) -> None:
    for share in np.linspace(0.2, 0.8, 5):
        path = tmp_path / "hurt.mp4"
        path.write_bytes(REAL.read_bytes())
        reader = open_clip(flip_bytes(path, float(share)))
        for frame in reader.read():
            differs = changed_share(frame.rgb, sound[frame.t_s]) > 0.002
            assert not differs or any(a <= frame.t_s <= b for a, b in reader.patched)


def test_pictures_full_of_noise_are_not_taken_for_patched_ones(tmp_path: Path) -> None:
    path = write_numbered_clip(tmp_path / "c.mp4", count=100, size=(160, 128), grain=30, gop=100)
    for share in np.linspace(0.1, 0.9, 9):
        flip_bytes(path, float(share))
    numbers = [read_number(frame.rgb) for frame in open_clip(path).read()]
    assert numbers == sorted(set(numbers) & set(range(100)))


def test_a_gap_is_reported_within_the_range_read(tmp_path: Path) -> None:
    reader = open_clip(damage(_grainy_clip(tmp_path / "c.mp4"), 0.48, 0.52))
    list(reader.read())
    ((start_s, end_s),) = reader.gaps
    assert [f.t_s for f in reader.read(start_s + 0.05, end_s - 0.05)] == []
    (gap,) = reader.gaps
    assert gap == pytest.approx((start_s + 0.05, end_s - 0.05))
    assert list(reader.read(0.0, start_s - 0.1))
    assert reader.gaps == ()


def test_a_damaged_beginning_keeps_the_clock(tmp_path: Path) -> None:
    reader = open_clip(damage(_grainy_clip(tmp_path / "c.mp4"), 0.0, 0.05))
    frames = list(reader.read())
    assert [read_number(frame.rgb) for frame in frames] == list(range(20, 100))
    assert frames[0].t_s == pytest.approx(20 / FPS, abs=1e-3)
    (gap,) = reader.gaps
    assert gap == pytest.approx((0.0, 20 / FPS), abs=1e-3)


@pytest.mark.parametrize("rotation_deg", [0, 90, -90])
def test_a_damaged_beginning_keeps_the_turn(tmp_path: Path, rotation_deg: int) -> None:
    path = write_clip(
        tmp_path / "c.mp4",
        [corner_picture(160, 128)] * 60,
        even_times(60),
        rotation_deg=rotation_deg,
        **EVERY_20,
    )
    upright = open_clip(path)
    whole = next(iter(upright.read())).rgb
    noise_over_first_picture(path)
    hurt = open_clip(path)
    frame = next(iter(hurt.read()))
    assert frame.t_s == pytest.approx(20 / FPS, abs=1e-3)
    assert hurt.size == upright.size
    assert corners(frame.rgb) == corners(whole)


@pytest.mark.parametrize("name", ["c.mp4", "c.mkv", "c.avi", "c.ts"])
def test_a_copy_broken_off_is_read_to_where_it_ends(tmp_path: Path, name: str) -> None:
    options: dict[str, Any] = {"muxer_options": {"movflags": "+faststart"}} if name == "c.mp4" else {}
    if name == "c.avi":
        options = MPEG4
    reader = open_clip(cut_short(_grainy_clip(tmp_path / name, **options), 0.6))
    numbers = [read_number(frame.rgb) for frame in reader.read()]
    assert 40 <= len(numbers) <= 70
    assert numbers == list(range(len(numbers)))
    if name in {"c.mp4", "c.mkv"}:
        ((start_s, end_s),) = reader.gaps
        assert start_s == pytest.approx((len(numbers) - 1) / FPS, abs=0.002)
        assert end_s == pytest.approx(100 / FPS, abs=0.1)


def test_sound_pictures_beside_malformed_notes_are_all_read(tmp_path: Path) -> None:
    path = spoil_encoder_note(write_numbered_clip(tmp_path / "c.mp4", count=30, gop=250))
    reader = open_clip(path)
    assert [read_number(frame.rgb) for frame in reader.read()] == list(range(30))
    assert reader.gaps == reader.patched == ()


def test_a_sound_clip_has_no_gap_and_is_held_to_the_strict_check(tmp_path: Path) -> None:
    reader = open_clip(_grainy_clip(tmp_path / "c.mp4"))
    assert len(list(reader.read())) == 100
    assert reader.gaps == ()
    assert reader.facts.strict
