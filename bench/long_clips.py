"""Assembles long clips whose transitions are known: rendered movements, and quiet stretches with fresh noise between.

A clip of any length is packets of a pool (`bench.long_pool`) in drawn order, written without encoding anything again.
A piece that is drawn twice has the same noise twice.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.packet import Packet
from av.video.stream import VideoStream

from bench.long_pictures import RATE_HZ
from bench.long_pool import PlacedEvent, Pool, PoolPiece

_FIDGET_SHARE = 0.1
"""Of every rest before a movement so much is somebody who fidgets all the time, a twentieth of the clip."""

_DISTURBED_SHARE = 0.25


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
