"""One side of a comparison as a table: a row per repetition, with what was measured in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from transitions.detect import seat_of
from transitions.detect.record import Compared, Reading, Seat
from transitions.model import Run, Segment
from transitions.series import INDEX, FloatArray, Kinematics

AROUND_S = 2.0
"""Curves are read this far beyond a transition on both sides: charts begin before it."""

SEATED_S = 0.5
"""The seated height is the median over this beside the transition."""

EDGE_S = 0.1
NEARER_M = 0.05
"""Hips closer in depth than this are taken to face the camera, or to turn their back on it."""


@dataclass(frozen=True)
class Conditions:
    """What changes a movement without the person having changed. None where nobody said.

    Attributes
    ----------
    seat_m : height of the seat. load, shoes, hands : in words ("5 kg", "trainers", "on the armrests"); equal
        words are equal conditions.
    """

    seat_m: float | None = None
    load: str | None = None
    shoes: str | None = None
    hands: str | None = None


@dataclass(frozen=True, eq=False)
class SessionRecording:
    """One analysed recording and the session it belongs to.

    Attributes
    ----------
    session : recordings with the same word were filmed in one go; a day (``2026-11-26``) by custom, so that sessions
        sort in the order of time.
    read : reads the curves of a stretch (from, to in seconds), so that those of a day are never in memory at once;
        None where they are with the run, or nowhere.
    """

    run: Run
    session: str
    conditions: Conditions = field(default_factory=Conditions)
    read: Callable[[float, float], Kinematics] | None = None

    @property
    def name(self) -> str:
        """The clip's name."""
        return self.run.clip.name

    def curves(self, start_s: float, end_s: float) -> Kinematics | None:
        """The curves of this stretch at least; None where none are kept."""
        return self.run.kinematics if self.read is None else self.read(start_s, end_s)


@dataclass(frozen=True, eq=False)
class Repetition:
    """One transition of a recording.

    Attributes
    ----------
    readings : by measure. camera_side : ``left`` or ``right`` of the person; None in front, behind or unknown.
    seat_heights : height of the seated hips over the ankles, in standing heights; NaN where not seen.
    kinematics : the curves of it and of `AROUND_S` on both sides at least; None where none are kept.
    """

    recording: SessionRecording
    segment: Segment
    readings: Mapping[str, Reading]
    camera_side: str | None
    seat_heights: float
    kinematics: Kinematics | None

    @property
    def session(self) -> str:
        """The session it was filmed in."""
        return self.recording.session


def repetitions(
    recordings: Iterable[SessionRecording], kind: str, measures: Iterable[Compared]
) -> tuple[Repetition, ...]:
    """Every transition of `kind`, in the order of sessions, then as given, then of time."""
    measures = tuple(measures)
    return tuple(
        _repetition(recording, segment, measures)
        for recording in sorted(recordings, key=lambda recording: recording.session)
        for segment in recording.run.segments
        if segment.kind == kind
    )


def _repetition(recording: SessionRecording, segment: Segment, measures: Iterable[Compared]) -> Repetition:
    kinematics = recording.curves(segment.start_s - AROUND_S, segment.end_s + AROUND_S)
    run = replace(recording.run, kinematics=kinematics)
    return Repetition(
        recording,
        segment,
        {measure.id: measure.measure(run, segment) for measure in measures},
        camera_side(kinematics, segment),
        seat_heights(kinematics, segment),
        kinematics,
    )


def by_session(rows: Iterable[Repetition], read: Callable[[Repetition], float]) -> list[FloatArray]:
    """The known values of each session that has any, sessions in order."""
    sessions: dict[str, list[float]] = {}
    for row in rows:
        value = read(row)
        if np.isfinite(value):
            sessions.setdefault(row.session, []).append(value)
    return [np.array(sessions[session]) for session in sorted(sessions)]


def camera_side(kinematics: Kinematics | None, segment: Segment) -> str | None:
    """On which side of the person the camera stands, by which hip is nearer to it."""
    if kinematics is None:
        return None
    depth_m = kinematics.pose.world_m[kinematics.between(segment.start_s, segment.end_s), :, 2]
    nearer_m = depth_m[:, INDEX["right_hip"]] - depth_m[:, INDEX["left_hip"]]
    nearer_m = nearer_m[np.isfinite(nearer_m)]
    middle_m = float(np.median(nearer_m)) if len(nearer_m) else 0.0
    if abs(middle_m) < NEARER_M:
        return None
    return "left" if middle_m > 0 else "right"


def seat_heights(kinematics: Kinematics | None, segment: Segment) -> float:
    """How high the hips sit before a rise or after a descent, in standing heights; NaN elsewhere."""
    spans_s = {
        Seat.BEFORE: (segment.start_s - SEATED_S, segment.start_s + EDGE_S),
        Seat.AFTER: (segment.end_s - EDGE_S, segment.end_s + SEATED_S),
    }
    seat = seat_of(segment.kind)
    if kinematics is None or seat is None:
        return float("nan")
    height = kinematics["hip_height_norm"].value[kinematics.between(*spans_s[seat])]
    height = height[np.isfinite(height)]
    return float(np.median(height)) if len(height) else float("nan")
