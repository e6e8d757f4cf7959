"""One clip in, one `Run` out: decode, find the person, derive the curves, find transitions, judge them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from transitions import __version__
from transitions.day import states_of
from transitions.detect import find_segments
from transitions.errors import NoPersonError
from transitions.fitted import SHIPPED, Fitted
from transitions.following import follow_person
from transitions.kinematics.derive import MIN_SPEED_FPS_HZ, TOO_SLOW, derive
from transitions.kinematics.view import typical_view_deg, view_band
from transitions.model import Clip, Provenance, Quality, Run, Segment
from transitions.pose.framing import camera_travel_share, whole_body_share
from transitions.pose.landmark_files import is_landmark_file, read_landmark_file
from transitions.pose.model_files import model_sha256
from transitions.profile import apply_profile, profile_sha256
from transitions.rules import all_rules
from transitions.rules.judging import judge_segments
from transitions.rules.record import Rule
from transitions.series import Kinematics, PoseSeries
from transitions.video import ClipReader, open_clip

MIN_SEEN_SHARE = 0.02
"""Somebody found in fewer frames than this is a false alarm rather than a person."""

MIN_WHOLE_SHARE = 0.02
"""Hips, feet and head are never in the picture together in fewer frames than this."""

MAX_HOLE_S = 0.5
"""A movement is not reported across a longer stretch without the person: half of a quick sit or rise could hide
in it, and another one in the rest (engineering value)."""

FEW_SEEN_SHARE = 0.8

CAMERA_MOVED_SHARE = 0.03
"""A camera whose motion carries the picture by more than this share of its shorter side moved: half of what counts as
a step (0.10 standing heights) of somebody who fills six tenths of the picture."""

LANDMARK_MODEL = "landmark_file"


@dataclass(frozen=True)
class Progress:
    """How far an analysis is. `frames_total` and `seconds_left` are None while they cannot be told."""

    stage: str
    frames_done: int
    frames_total: int | None
    seconds_left: float | None


def analyse(
    path: str | Path,
    *,
    name: str = "",
    person: int = 1,
    model: str = "full",
    profile: Path | None = None,
    processes: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Run:
    """Analyse one clip or landmark file.

    Nothing of the process is changed: no allocator setting, file descriptor, signal handler or environment
    variable. MediaPipe's native code writes a few log lines to standard error.

    Parameters
    ----------
    path : a video, a ``.trc`` file or a ``series.parquet``.
    name : what the clip is called in messages and in ``run.clip.name``; the file's own name if empty.
    person : which person to follow, 1 for the one chosen by size, centre and persistence.
    model : ``full``, or ``lite`` for speed.
    profile : TOML file with a clinic's own thresholds.
    processes : how many may look at a video at the same time, each at a part of it; more than the computer has cores
        (`process.cores`) gain nothing. Those beside this one are started for it and gone at its end; they are
        processes of their own, so a script needs no ``if __name__ == "__main__"``. A clip gives the same result
        every time with the same number; with another, findings within a degree and a frame.
    on_progress : called after each frame. cancelled : asked before each frame.

    Raises
    ------
    TransitionsError
        One plain sentence: the clip cannot be read, nobody is in it, the analysis was cancelled.
    """
    path = Path(path)
    rules = apply_profile(all_rules(), profile)
    if is_landmark_file(path):
        file = read_landmark_file(path, name)
        pose, warnings, model, sha256 = file.pose, list(file.notes), LANDMARK_MODEL, ""
        clip = _landmark_clip(path, name or path.name, pose)
    else:
        sha256 = model_sha256(model)
        reader = open_clip(path, name)
        pose = follow_person(
            reader,
            person=person,
            model=model,
            processes=processes,
            on_frame=_reporter(reader, on_progress),
            cancelled=cancelled,
        )
        clip, warnings = reader.identity(), _decoding_warnings(reader)
    _check_person(pose)
    provenance = Provenance(
        version=__version__,
        pose_model=f"pose_landmarker_{model}" if model != LANDMARK_MODEL else model,
        pose_model_sha256=sha256,
        profile_sha256=profile_sha256(rules),
        created_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    )
    return judge_pose(pose, replace(clip, frames=len(pose)), provenance, rules, warnings)


def judge_pose(
    pose: PoseSeries,
    clip: Clip,
    provenance: Provenance,
    rules: Iterable[Rule],
    warnings: Iterable[str] = (),
    fitted: Fitted = SHIPPED,
) -> Run:
    """From a pose to its run, through the networks `fitted`: everything after the pose model."""
    kinematics = derive(pose, fitted)
    whole = [
        s
        for s in find_segments(kinematics, fitted)
        if kinematics.longest_hole_s(s.start_s, s.end_s) <= MAX_HOLE_S
    ]
    segments = tuple(_with_view(segment, kinematics, number) for number, segment in enumerate(whole, start=1))
    warnings = [*warnings, *_hole_warnings(kinematics)]
    return Run(
        clip=clip,
        provenance=provenance,
        quality=_quality(kinematics, pose, warnings),
        segments=segments,
        findings=judge_segments(kinematics, segments, rules),
        kinematics=kinematics,
        states=states_of(kinematics, segments, clip.duration_s),
    )


def _reporter(
    reader: ClipReader, on_progress: Callable[[Progress], None] | None
) -> Callable[[int], None] | None:
    """What tells `on_progress` of the frames done."""
    if on_progress is None:
        return None
    started_s = time.monotonic()

    def report(frames_done: int) -> None:
        total = reader.facts.frame_count or None
        each_s = (time.monotonic() - started_s) / max(frames_done, 1)
        left_s = each_s * max(total - frames_done, 0) if total else None
        on_progress(Progress("pose", frames_done, total, left_s))

    return report


def _check_person(pose: PoseSeries) -> None:
    seen = pose.seen
    if not len(seen) or np.mean(seen) < MIN_SEEN_SHARE:
        raise NoPersonError(
            "No person was found in this clip; film one person, head to feet in view, in good light."
        )
    if pose.has_image and whole_body_share(pose) < MIN_WHOLE_SHARE:
        raise NoPersonError(
            "The person is never whole in this clip; film from farther away, so that head and feet stay in view."
        )


def _landmark_clip(path: Path, name: str, pose: PoseSeries) -> Clip:
    return Clip(
        name=name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        duration_s=float(pose.t_s[-1]) if len(pose) else 0.0,
        width=pose.width_px,
        height=pose.height_px,
        frames=len(pose),
    )


def _decoding_warnings(reader: ClipReader) -> list[str]:
    lost = [
        f"There is no usable picture from {start_s:.1f} to {end_s:.1f} s; that part was left out."
        for start_s, end_s in reader.gaps
    ]
    return lost + [
        f"A little of the picture is damaged from {start_s:.1f} to {end_s:.1f} s and was filled in; "
        "take what is read there with more care."
        for start_s, end_s in reader.patched
    ]


def _hole_warnings(kinematics: Kinematics) -> list[str]:
    """What is said of holes between two moments in which the person is seen: nobody knows what happened in them."""
    first_s, last_s = kinematics.t_s[[0, -1]]
    return [
        f"The person cannot be followed from {start_s:.1f} to {end_s:.1f} s; what happens there is not judged."
        for start_s, end_s in kinematics.holes
        if end_s - start_s > MAX_HOLE_S and first_s < start_s and end_s < last_s
    ]


def _with_view(segment: Segment, kinematics: Kinematics, number: int) -> Segment:
    rows = kinematics.between(segment.start_s, segment.end_s)
    view_angle_deg = typical_view_deg(kinematics.view_angle_deg[rows])
    return replace(segment, id=f"s{number}", view=view_band(view_angle_deg), view_angle_deg=view_angle_deg)


def _quality(kinematics: Kinematics, pose: PoseSeries, warnings: Iterable[str]) -> Quality:
    said = list(warnings)
    if kinematics.frame_rate_hz < MIN_SPEED_FPS_HZ:
        said.append(TOO_SLOW)
    person_fraction = float(np.mean(pose.seen))
    if person_fraction < FEW_SEEN_SHARE:
        said.append(
            f"The person is seen in only {person_fraction:.0%} of the clip; keep head to feet in view throughout."
        )
    travel_share = camera_travel_share(pose)
    if travel_share > CAMERA_MOVED_SHARE:
        said.append(
            f"The camera moved by {travel_share:.0%} of the picture; this was taken out as far as the background "
            "shows it. Rest the phone on something."
        )
    if pose.people_seen > 1:
        said.append(
            f"{pose.people_seen} people are in view; one was followed throughout (choose another with --person)."
        )
    view_angle_deg = typical_view_deg(kinematics.view_angle_deg)
    return Quality(person_fraction, view_band(view_angle_deg), view_angle_deg, pose.people_seen, tuple(said))
