"""The pool that long clips are assembled from: pieces of movement, rest, disturbance and fidgeting, encoded once.

Of each scene a movement, its first and its last picture held still, and one of them while the lights are down, a screen
flickers or the camera is bumped; beside them people who fidget. Each piece begins with a key picture that nothing
reaches across.
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
from av.video.frame import PictureType

from bench.long_pictures import NOISE_LEVELS, RATE_HZ, Luma, disturbed, fresh_noise, pictures_of, to_and_fro

SIZES = {480: (854, 480), 1080: (1920, 1080)}
_BITRATES = {480: 1_500_000, 1080: 5_000_000}
_GOPS = {"short": 30, "long": 300}
REST_FRAMES = 300
"""A piece of rest lasts as long as the pictures of a long group: 10 s."""

_RESTS = 2
"""Pieces of rest before each movement, and after it, that are encoded."""

_FIDGETERS = 2


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
