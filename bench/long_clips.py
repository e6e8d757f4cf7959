"""Assembles long clips whose transitions are known: rendered movements, and quiet stretches with fresh noise between.

A pool of scenes is encoded once: of each a movement, its first and its last picture held still, and one of them while
the lights are down, a screen flickers or the camera is bumped; beside them people who fidget. Each piece begins with a
key picture that nothing reaches across, so that a clip of any length is packets of the pool in drawn order, written
without encoding anything again. A piece that is drawn twice has the same noise twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.packet import Packet
from av.video.frame import PictureType
from av.video.stream import VideoStream

from bench.long_pictures import NOISE_LEVELS, RATE_HZ, Luma, disturbed, fresh_noise, pictures_of, to_and_fro

SIZES = {480: (854, 480), 1080: (1920, 1080)}
_BITRATES = {480: 1_500_000, 1080: 5_000_000}
_GOPS = {"short": 30, "long": 300}
REST_FRAMES = 300
"""A piece of rest lasts as long as the pictures of a long group: 10 s."""

_RESTS = 2
"""Pieces of rest before each movement, and after it, that are encoded."""

_FIDGETERS = 2
_FIDGET_SHARE = 0.1
"""Of every rest before a movement so much is somebody who fidgets all the time, a twentieth of the clip."""

_DISTURBED_SHARE = 0.25


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

    @property
    def noise_levels(self) -> int:
        """A clip at constant quality is clean, one at constant bitrate as noisy as a camera in a dim room."""
        return 1 if self.rate == "crf" else NOISE_LEVELS

    def options(self) -> dict[str, str]:
        """Of x264."""
        gop = _GOPS[self.gop]
        common = {
            "preset": "veryfast",
            "g": str(gop),
            "keyint_min": str(gop),
            "sc_threshold": "0",
            "forced-idr": "1",
        }
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


@dataclass(frozen=True)
class PoolPiece:
    """Consecutive pictures of a pool, the first of them a key picture.

    Attributes
    ----------
    scene : name of the clip that it is made from.
    role : ``before``, ``move``, ``after``, ``disturbed`` or ``fidget``.
    first, frames : its place in the pool.
    events : what happens in it, in seconds from its start.
    """

    scene: str
    role: str
    first: int
    frames: int
    events: tuple[PlacedEvent, ...] = ()


@dataclass(frozen=True)
class Pool:
    """A file of pieces."""

    path: Path
    pieces: tuple[PoolPiece, ...]

    def save(self) -> None:
        """Write what the file holds, beside it."""
        told = [asdict(piece) for piece in self.pieces]
        self.path.with_suffix(".json").write_text(json.dumps(told))

    @classmethod
    def load(cls, path: Path) -> Pool | None:
        """What `save` wrote; None where it did not."""
        beside = path.with_suffix(".json")
        if not beside.is_file() or not path.is_file():
            return None
        told = json.loads(beside.read_text())
        return cls(
            path,
            tuple(
                PoolPiece(**{**one, "events": tuple(PlacedEvent(**event) for event in one["events"])})
                for one in told
            ),
        )

    @property
    def rest_frames(self) -> int:
        """How long a piece of rest is."""
        return next(piece.frames for piece in self.pieces if piece.role == "before")

    def of(self, scene: str, *roles: str) -> list[PoolPiece]:
        """The pieces of a scene that play one of these roles."""
        return [piece for piece in self.pieces if piece.scene == scene and piece.role in roles]


def sources(folder: Path) -> list[Path]:
    """The clips of a folder that have their truth beside them, in order of name."""
    return sorted(clip for clip in folder.glob("*.mp4") if clip.with_suffix(".json").is_file())


def make_pool(
    path: Path,
    clips: Sequence[Path],
    encoding: Encoding,
    *,
    scenes: int,
    seed: int,
    rest_frames: int = REST_FRAMES,
) -> Pool:
    """Encode the pieces of so many movements and of a few who fidget (of the kind ``idle_…``), drawn from `clips`."""
    chance = np.random.default_rng(seed)
    idle = [clip for clip in clips if str(_truth(clip).get("kind", "")).startswith("idle")]
    moving = [clip for clip in clips if _truth(clip)["events"]]
    drawn = [moving[at] for at in chance.permutation(len(moving))[:scenes]]
    size = SIZES[encoding.height]
    pieces: list[PoolPiece] = []
    shown = 0
    part = path.with_suffix(".part.mp4")
    with av.open(str(part), "w") as out:
        stream = out.add_stream("libx264", rate=RATE_HZ, options=encoding.options())
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        noisy = fresh_noise(size, encoding.noise_levels, chance)
        for clip, role, pictures in _pieces([*drawn, *idle[:_FIDGETERS]], idle, size, rest_frames, chance):
            first = shown
            for picture in pictures:
                frame = av.VideoFrame.from_ndarray(noisy(picture), format="yuv420p")
                frame.pts, frame.time_base = shown, Fraction(1, RATE_HZ)
                frame.pict_type = PictureType.I if shown == first else PictureType.NONE
                out.mux(stream.encode(frame))
                shown += 1
            events = _events(clip) if role == "move" else ()
            pieces.append(PoolPiece(clip.stem, role, first, shown - first, events))
        out.mux(stream.encode(None))
    part.replace(path)
    pool = Pool(path, tuple(pieces))
    pool.save()
    return pool


def compose(path: Path, pool: Pool, *, seconds: float, transitions: int, seed: int) -> list[PlacedEvent]:
    """Write a clip of about `seconds` with about this many transitions; returns what happens in it, and when."""
    chance = np.random.default_rng(seed)
    order = _order(pool, seconds, transitions, chance)
    events: list[PlacedEvent] = []
    with av.open(str(pool.path)) as clip, av.open(str(path), "w") as out:
        given = clip.streams.video[0]
        packets = [packet for packet in clip.demux(given) if packet.size]
        stream = out.add_stream_from_template(given)
        frame = round(Fraction(1, RATE_HZ) / Fraction(given.time_base or 1))
        shown = 0
        for piece in order:
            start_s = shown / RATE_HZ
            events += [
                PlacedEvent(one.kind, start_s + one.start_s, start_s + one.end_s, one.source)
                for one in piece.events
            ]
            for packet in packets[piece.first : piece.first + piece.frames]:
                out.mux(_moved(packet, stream, (shown - piece.first) * frame))
            shown += piece.frames
    return events


def _moved(packet: Packet[VideoStream], stream: VideoStream, by: int) -> Packet[Any]:
    assert packet.pts is not None
    assert packet.dts is not None
    copy: Packet[Any] = Packet(bytes(packet))
    copy.pts, copy.dts, copy.duration = packet.pts + by, packet.dts + by, packet.duration
    copy.time_base = packet.time_base
    copy.is_keyframe = packet.is_keyframe
    copy.stream = stream
    return copy


def _order(pool: Pool, seconds: float, transitions: int, chance: np.random.Generator) -> list[PoolPiece]:
    """Scene after scene: rest, movement, rest."""
    moves = _drawn(pool, transitions, chance)
    busy_s = sum(move.frames for move in moves) / RATE_HZ
    rest_s = max(0.0, seconds - busy_s)
    # Of all halves of rest each gets its share, rounded so that the sum is right.
    halves = 2 * max(len(moves), 1)
    edges = np.round(np.linspace(0, rest_s * RATE_HZ / pool.rest_frames, halves + 1)).astype(int)
    rests = np.diff(edges)
    order: list[PoolPiece] = []
    for number, move in enumerate(moves or [_some_move(pool, chance)]):
        order += _rest(pool, move.scene, "before", int(rests[2 * number]), chance)
        order += [move] if moves else []
        order += _rest(pool, move.scene, "after", int(rests[2 * number + 1]), chance)
    return order


def _drawn(pool: Pool, transitions: int, chance: np.random.Generator) -> list[PoolPiece]:
    """Movements with this many transitions in all, or one more; each of the pool before any comes again.

    A pool without so short a movement gives as few more as it can.
    """
    moves = [piece for piece in pool.pieces if piece.role == "move"]
    drawn: list[PoolPiece] = []
    count = 0
    while count < transitions:
        before = count
        for at in chance.permutation(len(moves)):
            events = len(moves[at].events)
            if count < transitions and count + events <= transitions + 1:
                drawn.append(moves[at])
                count += events
        if count == before:
            return [*drawn, min(moves, key=lambda move: len(move.events))]
    return drawn


def _some_move(pool: Pool, chance: np.random.Generator) -> PoolPiece:
    moves = [piece for piece in pool.pieces if piece.role == "move"]
    return moves[int(chance.integers(len(moves)))]


def _rest(pool: Pool, scene: str, role: str, count: int, chance: np.random.Generator) -> list[PoolPiece]:
    """So many pieces of rest, in drawn order; in some the middle disturbed, before a movement some who fidget."""
    still = pool.of(scene, role)
    rest = [still[int(chance.integers(len(still)))] for _ in range(count)]
    if role == "after" and count >= 3 and chance.random() < 2 * _DISTURBED_SHARE:
        (hurt,) = pool.of(scene, "disturbed")
        rest[count // 3 : 2 * count // 3] = [hurt] * (2 * count // 3 - count // 3)
    return _with_fidgeting(pool, rest, chance) if role == "before" else rest


def _with_fidgeting(pool: Pool, rest: list[PoolPiece], chance: np.random.Generator) -> list[PoolPiece]:
    """Its share of somebody who fidgets in the middle of a rest; what does not divide is rounded by lot."""
    fidgeting = [piece for piece in pool.pieces if piece.role == "fidget"]
    if not fidgeting or len(rest) < 2:
        return rest
    piece = fidgeting[int(chance.integers(len(fidgeting)))]
    count = int(_FIDGET_SHARE * len(rest) * pool.rest_frames / piece.frames + chance.random())
    given_up = round(count * piece.frames / pool.rest_frames)
    middle = len(rest) // 2
    # The last piece is the scene's own: a movement does not begin with its first picture.
    return [*rest[:middle], *[piece] * count, *rest[min(middle + given_up, len(rest) - 1) :]]


def _pieces(
    clips: Sequence[Path],
    idle: Sequence[Path],
    size: tuple[int, int],
    rest_frames: int,
    chance: np.random.Generator,
) -> Iterator[tuple[Path, str, Iterator[Luma]]]:
    """Of each clip its pieces, each with the role that it plays."""
    for clip in clips:
        pictures = pictures_of(clip, size)
        if clip in idle:
            yield clip, "fidget", to_and_fro(pictures)
            continue
        for _ in range(_RESTS):
            yield clip, "before", iter([pictures[0]] * rest_frames)
        yield clip, "move", iter(pictures)
        for _ in range(_RESTS):
            yield clip, "after", iter([pictures[-1]] * rest_frames)
        yield clip, "disturbed", disturbed(pictures[-1], rest_frames, chance)


def _events(clip: Path) -> tuple[PlacedEvent, ...]:
    return tuple(
        PlacedEvent(event["kind"], event["start"], event["end"], clip.stem)
        for event in _truth(clip)["events"]
    )


def _truth(clip: Path) -> Any:
    return json.loads(clip.with_suffix(".json").read_text())
