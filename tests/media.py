"""Makes small test clips with PyAV: any size, codec and timing, with the faults that real clips have.

Every frame carries its own number as a picture, so that a test can tell which frame it was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

Image = NDArray[np.uint8]

TIME_BASE = Fraction(1, 90_000)
_BITS = 16
_COLUMNS = 4
_QUICK = {
    "libx264": {"preset": "veryfast"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
    "libvpx": {"deadline": "realtime", "cpu-used": "8"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
}
_X264_NOTE = bytes.fromhex("dc45e9bde6d948b7962cd820d923eeef")


def numbered_picture(number: int, width: int = 96, height: int = 64, grain: int = 0) -> Image:
    """A 4 × 4 board of dark and light fields: the number in binary, first bit at the top left.

    `grain` adds that much noise, other in each frame, so that coded frames have some bytes to damage.
    """
    bits = np.array([(number >> bit) & 1 for bit in range(_BITS)]).reshape(-1, _COLUMNS)
    rows = np.minimum(np.arange(height) * len(bits) // height, len(bits) - 1)
    columns = np.minimum(np.arange(width) * _COLUMNS // width, _COLUMNS - 1)
    board = np.where(bits[rows][:, columns] == 1, 208, 48)
    if grain:
        board = board + np.random.default_rng(number).integers(-grain, grain + 1, board.shape)
    return np.repeat(board.astype(np.uint8)[..., None], 3, axis=2)


def read_number(picture: Image) -> int:
    """The number that `numbered_picture` drew, also after scaling and lossy coding."""
    rows = _BITS // _COLUMNS
    height, width = (side // n * n for side, n in zip(picture.shape, (rows, _COLUMNS), strict=False))
    fields = picture[:height, :width].reshape(rows, height // rows, _COLUMNS, width // _COLUMNS, 3)
    bits = fields.mean(axis=(1, 3, 4)).ravel() > 128
    return int(sum(1 << bit for bit, is_set in enumerate(bits) if is_set))


def corner_picture(width: int, height: int) -> Image:
    """Red top left, green top right, blue bottom left, white bottom right: tells every turn and mirror."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[: height // 2, : width // 2] = (200, 20, 20)
    picture[: height // 2, width // 2 :] = (20, 200, 20)
    picture[height // 2 :, : width // 2] = (20, 20, 200)
    picture[height // 2 :, width // 2 :] = (220, 220, 220)
    return picture


def corners(picture: Image) -> str:
    """The corners' colours as letters (r, g, b, w), reading order; ``rgbw`` when upright."""
    height, width = picture.shape[:2]
    letters = []
    for y, x in ((1, 1), (1, 3), (3, 1), (3, 3)):
        colour = picture[height * y // 4, width * x // 4].astype(int)
        letters.append("w" if colour.min() > 128 else "rgb"[int(np.argmax(colour))])
    return "".join(letters)


def even_times(count: int, fps: float = 30.0) -> list[float]:
    """`count` times in seconds at a steady frame rate, from 0."""
    return [i / fps for i in range(count)]


def write_clip(
    path: Path,
    pictures: Iterable[Image],
    times_s: Sequence[float],
    *,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    rate: int | None = None,
    gop: int = 12,
    b_frames: int = 0,
    rotation_deg: float | None = None,
    pixel_aspect: Fraction | None = None,
    options: dict[str, str] | None = None,
    muxer_options: dict[str, str] | None = None,
    container_format: str | None = None,
) -> Path:
    """Encode the pictures at the given times; the container follows from the file name.

    `rate` is for containers without timestamps of their own (AVI): frame i is then shown at i / rate.
    `rotation_deg` is recorded as a phone does, counter-clockwise, the pixels left as they are.
    """
    pictures = iter(pictures)
    first = next(pictures)
    height, width = first.shape[:2]
    time_base = Fraction(1, rate) if rate else TIME_BASE
    with av.open(str(path), "w", format=container_format, options=muxer_options or {}) as container:
        stream = container.add_stream(
            codec, rate=rate or 30, options={**_QUICK.get(codec, {}), **(options or {})}
        )
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, pix_fmt
        stream.gop_size, stream.max_b_frames = gop, b_frames
        stream.time_base = stream.codec_context.time_base = time_base
        if rotation_deg is not None:
            stream.set_display_rotation(rotation_deg)
        if pixel_aspect is not None:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        for picture, t_s in zip(_chain(first, pictures), times_s, strict=True):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format=pix_fmt)
            frame.pts, frame.time_base = round(t_s / time_base), time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def _chain(first: Image, rest: Iterable[Image]) -> Iterable[Image]:
    yield first
    yield from rest


def write_numbered_clip(
    path: Path,
    count: int = 30,
    size: tuple[int, int] = (96, 64),
    fps: float = 30.0,
    grain: int = 0,
    times_s: Sequence[float] | None = None,
    **options: Any,
) -> Path:
    """A clip whose frame i shows the number i; steady unless `times_s`; `options` as for `write_clip`."""
    pictures = (numbered_picture(i, *size, grain=grain) for i in range(count))
    return write_clip(path, pictures, times_s or even_times(count, fps), **options)


def damage(path: Path, start: float, end: float) -> Path:
    """Overwrite the bytes between two fractions of the file's picture data with noise."""
    data = bytearray(path.read_bytes())
    first = max(data.find(b"mdat"), 0) + 4
    last = data.find(b"moov") - 4 if data.find(b"moov") > first else len(data)
    span = slice(first + int(start * (last - first)), first + int(end * (last - first)))
    data[span] = np.random.default_rng(0).integers(0, 256, span.stop - span.start, np.uint8).tobytes()
    path.write_bytes(data)
    return path


def flip_bytes(path: Path, share: float, count: int = 3) -> Path:
    """Overwrite `count` bytes in the middle of the picture that lies at this share of all but the first ones."""
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size and not packet.is_keyframe]
        places = [(packet.pos or 0, packet.size) for packet in packets]
    at, size = places[int(share * len(places))]
    data = bytearray(path.read_bytes())
    for k in range(count):
        data[at + size // 2 + k] ^= 0x5A
    path.write_bytes(data)
    return path


def cut_short(path: Path, share: float) -> Path:
    """Keep only the first part of the file's bytes, as a broken-off copy does."""
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    return path


def spoil_encoder_note(path: Path) -> Path:
    """Make the note that x264 leaves beside its first picture claim more bytes than it has.

    Some cameras write such notes; the pictures are sound.
    """
    data = bytearray(path.read_bytes())
    note = data.find(_X264_NOTE)
    assert note > 0
    data[note - 1] = 0xFE
    path.write_bytes(data)
    return path


def write_sound_only(path: Path) -> Path:
    """A second of silence in a container that usually holds video."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=16_000, layout="mono")
        for start in range(0, 16_000, 1024):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
            frame.sample_rate, frame.pts = 16_000, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
