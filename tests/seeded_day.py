"""An hour of somebody who sits, gets up, stands and sits down again, with times that are known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import av
from media import write_numbered_clip
from motion import SEATED, STANDING, Key, kinematics_of_pose, pose_series
from seeding import made_up_finding

from transitions.model import Clip, Provenance, Quality, Run, Segment, View
from transitions.series import Kinematics
from transitions.store import Store, now_iso

HOUR_S = 3600.0
FPS = 10.0
CHANGE_S = 2.0
SITS_S = ((0.0, 900.0), (1000.0, 2800.0), (2900.0, 3590.0))
"""Seated from the end of a sit to the start of the next rise; on the feet between."""

REACHES_S = tuple(60.0 + 140.0 * number for number in range(25))
MINUTE_S = 60


@dataclass(frozen=True, eq=False)
class HourOfSitting:
    """The curves of the hour and its transitions."""

    kinematics: Kinematics
    segments: tuple[Segment, ...]


def hour_of_sitting(fps: float = FPS) -> HourOfSitting:
    """The analytic figure through the hour: rises and sits take `CHANGE_S`, reaches are marked where it rests."""
    keys: list[tuple[float, Key]] = []
    segments: list[Segment] = []
    for start_s, end_s in SITS_S:
        keys += [(start_s, SEATED), (end_s, SEATED), (end_s + CHANGE_S, STANDING)]
        segments.append(_segment("sit_to_stand", end_s, CHANGE_S))
    for start_s, _ in SITS_S[1:]:
        keys.append((start_s - CHANGE_S, STANDING))
        segments.append(_segment("stand_to_sit", start_s - CHANGE_S, CHANGE_S))
    keys.append((HOUR_S, STANDING))
    segments += [_segment("reach", at_s, 2.0) for at_s in REACHES_S]
    ordered = sorted(segments, key=lambda one: one.start_s)
    named = tuple(replace(one, id=f"s{number}") for number, one in enumerate(ordered, start=1))
    pose = pose_series(sorted(keys, key=lambda key: key[0]), rate_hz=fps)
    return HourOfSitting(kinematics_of_pose(pose), named)


def save_hour(store: Store, folder: Path) -> int:
    """Keep the hour, its clip assembled from one minute; every reach is flagged. Returns the recording's id."""
    hour = hour_of_sitting()
    minute = write_numbered_clip(folder / "minute.mp4", int(MINUTE_S * FPS), fps=FPS)
    clip = _repeat(minute, folder / "hour.mp4", int(HOUR_S) // MINUTE_S)
    recording = store.recordings.link(clip).recording
    reaches = [one for one in hour.segments if one.kind == "reach"]
    findings = tuple(made_up_finding(segment, 11 * number) for number, segment in enumerate(reaches))
    run = Run(
        Clip("hour.mp4", "", HOUR_S, 640, 480, len(hour.kinematics.t_s)),
        Provenance("0", "made up", "", "", now_iso()),
        Quality(1.0, View.OBLIQUE, 45.0, 1),
        hour.segments,
        findings,
        hour.kinematics,
    )
    store.runs.save(recording.id, run)
    return recording.id


def _segment(kind: str, start_s: float, duration_s: float) -> Segment:
    return Segment(kind, start_s, start_s + duration_s, 0.9, {}, None, "", View.OBLIQUE, 45.0)


def _repeat(clip: Path, path: Path, times: int) -> Path:
    """The clip over and over again, its coded pictures copied."""
    with av.open(str(clip)) as source, av.open(str(path), "w") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        tick_s = stream.time_base
        assert tick_s is not None
        coded = [(bytes(p), p.pts, p.is_keyframe) for p in source.demux(stream) if p.pts is not None]
        for number in range(times):
            for data, pts, is_keyframe in coded:
                packet = av.Packet(data)
                packet.stream, packet.time_base, packet.is_keyframe = copy, tick_s, is_keyframe
                packet.pts = packet.dts = pts + number * round(MINUTE_S / tick_s)
                target.mux(packet)
    return path
