"""Assembles long clips whose transitions are known: quiet stretches with fresh noise, and rendered movements between.

A quiet stretch is the first or last picture of the movement beside it held still, or somebody who fidgets played to
and fro. In some of them the lights change, a screen flickers or the camera is bumped. An hour is encoded once; more
of them are the same packets again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

RATE_HZ = 30
NOISE_LEVELS = 6
SIZES = {480: (854, 480), 1080: (1920, 1080)}
_BITRATES = {480: 1_500_000, 1080: 5_000_000}
_GOPS = {"short": 30, "long": 300}
_NOISES = 8
_FIDGET_SHARE = 0.3
_DISTURBED_SHARE = 0.25

Luma = NDArray[np.uint8]


@dataclass(frozen=True)
class Encoding:
    """How a clip is coded: `rate` is ``crf`` (constant quality) or ``cbr``; `gop` is ``short`` or ``long``."""

    rate: str
    gop: str
    height: int

    @property
    def name(self) -> str:
        """As tables call it."""
        return f"{self.height}p {self.rate} {self.gop}"

    def options(self) -> dict[str, str]:
        """Of x264."""
        gop = _GOPS[self.gop]
        common = {"preset": "veryfast", "g": str(gop), "keyint_min": str(gop), "sc_threshold": "0"}
        if self.rate == "crf":
            return {**common, "crf": "23"}
        kbit = _BITRATES[self.height] // 1000
        rates = f"bitrate={kbit}:vbv-maxrate={kbit}:vbv-bufsize={kbit}:nal-hrd=cbr:force-cfr=1"
        return {**common, "x264-params": rates}


@dataclass(frozen=True)
class PlacedEvent:
    """A transition of the assembled clip."""

    kind: str
    start_s: float
    end_s: float
    source: str


def sources(folder: Path) -> list[Path]:
    """The clips of a folder that have their truth beside them, in order of name."""
    return sorted(clip for clip in folder.glob("*.mp4") if clip.with_suffix(".json").is_file())


def assemble_long(
    path: Path, clips: Sequence[Path], encoding: Encoding, *, seconds: float, transitions: int, seed: int
) -> list[PlacedEvent]:
    """Write a clip of about `seconds` with about this many transitions; returns what happens in it, and when."""
    chance = np.random.default_rng(seed)
    moving, idle = _drawn(clips, transitions, chance)
    busy_s = sum(_truth(clip)["frames"] / _truth(clip)["fps"] for clip in moving)
    quiet_s = max(seconds - busy_s, 0.0) / (len(moving) + 1)
    width, height = SIZES[encoding.height]
    noises = [
        chance.integers(0, 2 * NOISE_LEVELS + 1, (height, width), dtype=np.uint8) for _ in range(_NOISES)
    ]
    events: list[PlacedEvent] = []
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=RATE_HZ, options=encoding.options())
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        pictures = _pictures(moving, idle, quiet_s, (width, height), chance, events)
        for number, picture in enumerate(pictures):
            noisy = picture.copy()
            rolled = np.roll(noises[number % _NOISES], int(chance.integers(height)), axis=0)
            noisy[:height] = cv2.subtract(
                cv2.add(picture[:height], rolled), np.full((height, width), NOISE_LEVELS, np.uint8)
            )
            frame = av.VideoFrame.from_ndarray(noisy, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, RATE_HZ)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return events


def repeat(path: Path, once: Path, times: int) -> float:
    """Write the packets of `once` this many times over; returns the length of one in seconds."""
    with av.open(str(path), "w") as out:
        stream = None
        offset, length_s = 0, 0.0
        for _ in range(times):
            with av.open(str(once)) as clip:
                given = clip.streams.video[0]
                if stream is None:
                    stream = out.add_stream_from_template(given)
                end = 0
                for packet in clip.demux(given):
                    if packet.dts is None or packet.pts is None:
                        continue
                    end = max(end, packet.pts + (packet.duration or 0))
                    packet.pts += offset
                    packet.dts += offset
                    packet.stream = stream
                    out.mux(packet)
                offset += end
                length_s = float(end * (given.time_base or 0))
    return length_s


def _truth(clip: Path) -> Any:
    return json.loads(clip.with_suffix(".json").read_text())


def _drawn(
    clips: Sequence[Path], transitions: int, chance: np.random.Generator
) -> tuple[list[Path], list[Path]]:
    """Clips with about this many transitions in all, and those without any, who fidget."""
    idle = [clip for clip in clips if not _truth(clip)["events"]]
    moving: list[Path] = []
    count = 0
    while count < transitions:
        for clip in chance.permutation(np.array([str(c) for c in clips if c not in idle])):
            events = len(_truth(Path(clip))["events"])
            if count + events <= transitions + 1:
                moving.append(Path(clip))
                count += events
            if count >= transitions:
                break
    return moving, idle


def _pictures(
    moving: Sequence[Path],
    idle: Sequence[Path],
    quiet_s: float,
    size: tuple[int, int],
    chance: np.random.Generator,
    events: list[PlacedEvent],
) -> Iterator[Luma]:
    shown = 0
    last: Luma | None = None
    for clip in moving:
        pictures = list(_read(clip, size))
        frames = round(quiet_s * RATE_HZ)
        fidgets = bool(idle) and chance.random() < _FIDGET_SHARE
        halves = (0, frames) if last is None else (frames // 2, frames - frames // 2)
        if last is not None:
            yield from _disturbed(_held(last, halves[0]), halves[0], chance)
            shown += halves[0]
        if fidgets:
            source = idle[int(chance.integers(len(idle)))]
            yield from _to_and_fro(list(_read(source, size)), halves[1])
        else:
            yield from _disturbed(_held(pictures[0], halves[1]), halves[1], chance)
        shown += halves[1]
        for event in _truth(clip)["events"]:
            start_s = shown / RATE_HZ
            events.append(
                PlacedEvent(event["kind"], start_s + event["start"], start_s + event["end"], clip.stem)
            )
        yield from pictures
        shown += len(pictures)
        last = pictures[-1]
    if last is not None:
        yield from _held(last, round(quiet_s * RATE_HZ))


def _read(clip: Path, size: tuple[int, int]) -> Iterator[Luma]:
    """The clip at `RATE_HZ`, in YUV planes, its edges continued to the shape asked for."""
    due = 0
    with av.open(str(clip)) as container:
        for frame in container.decode(video=0):
            assert frame.time is not None
            picture: Luma | None = None
            while due / RATE_HZ <= frame.time + 0.5 / RATE_HZ:
                if picture is None:
                    picture = _fitted(frame, *size)
                yield picture
                due += 1


def _fitted(frame: av.VideoFrame, width: int, height: int) -> Luma:
    scale = min(width / frame.width, height / frame.height)
    across, down = round(frame.width * scale), round(frame.height * scale)
    rgb = frame.reformat(width=across, height=down, format="rgb24").to_ndarray()
    left, top = (width - across) // 2, (height - down) // 2
    edges = (top, height - down - top, left, width - across - left)
    whole = cv2.copyMakeBorder(rgb, *edges, cv2.BORDER_REPLICATE)
    return np.asarray(cv2.cvtColor(whole, cv2.COLOR_RGB2YUV_I420), np.uint8)


def _held(picture: Luma, frames: int) -> Iterator[Luma]:
    for _ in range(frames):
        yield picture


def _to_and_fro(pictures: Sequence[Luma], frames: int) -> Iterator[Luma]:
    order = [*range(len(pictures)), *range(len(pictures) - 1, -1, -1)]
    for number in range(frames):
        yield pictures[order[number % len(order)]]


def _disturbed(pictures: Iterator[Luma], frames: int, chance: np.random.Generator) -> Iterator[Luma]:
    """Now and then the lights go down, a screen flickers or the camera is bumped in the middle of a stretch."""
    kind = chance.choice(["light", "screen", "bump"]) if chance.random() < _DISTURBED_SHARE else ""
    first, last = frames // 3, 2 * frames // 3
    for number, picture in enumerate(pictures):
        inside = first <= number < last
        if not inside or not kind:
            yield picture
        elif kind == "light":
            yield _darker(picture)
        elif kind == "screen":
            yield _flickering(picture, number)
        else:
            yield _bumped(picture, number - first)


def _darker(picture: Luma) -> Luma:
    dark = picture.copy()
    height = 2 * picture.shape[0] // 3
    dark[:height] = cv2.convertScaleAbs(picture[:height], alpha=0.6, beta=6)
    return dark


def _flickering(picture: Luma, number: int) -> Luma:
    """A bright screen in an upper corner changes twice a second."""
    lit = picture.copy()
    height, width = 2 * picture.shape[0] // 3, picture.shape[1]
    level = (60, 200, 120, 230)[number // 15 % 4]
    lit[height // 20 : height // 4, width // 30 : width // 5] = level
    return lit


def _bumped(picture: Luma, since: int) -> Luma:
    """The camera swings for a second and comes to rest a little beside where it was."""
    height, width = 2 * picture.shape[0] // 3, picture.shape[1]
    swing = 0.012 * height * (np.exp(-since / 10.0) * np.cos(since / 2.0) + 0.3)
    shift = np.array([[1, 0, swing], [0, 1, swing / 2]], dtype=np.float32)
    moved = picture.copy()
    moved[:height] = cv2.warpAffine(picture[:height], shift, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return moved
