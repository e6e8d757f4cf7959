"""From a pose to its run: everything after the pose model. Pure functions of arrays but for the fitted weights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from transitions.day import states_of
from transitions.detect import find_segments
from transitions.detect.movement.weights import load_movement
from transitions.errors import NO_PERSON, NOT_WHOLE, NoPersonError
from transitions.fitted import SHIPPED, Fitted
from transitions.kinematics.derive import MIN_SPEED_FPS_HZ, TOO_SLOW, derive
from transitions.kinematics.networks.joint_networks import load_joint_networks
from transitions.kinematics.networks.spine_networks import load_spine_networks
from transitions.kinematics.scenes import joined_scenes
from transitions.kinematics.view import typical_view_deg, view_band
from transitions.model import Clip, Finding, Provenance, Quality, Run, Segment
from transitions.pose.framing import camera_travel_share, whole_body_share
from transitions.rules.judging import judge_segments
from transitions.rules.record import Rule
from transitions.series import Kinematics, PoseSeries

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


@dataclass(frozen=True)
class Figures:
    """What the quality of a clip, or of a stretch of it, is told by.

    Attributes
    ----------
    frames, seen, whole : how many frames there are, show the person, show them whole.
    view_angle_deg : the typical one; NaN when the person is not seen.
    frame_rate_hz : median.
    travel_share : how far the camera's motion carried the picture, of its shorter side.
    people_seen : how many people came into view.
    """

    frames: int
    seen: int
    whole: float
    view_angle_deg: float
    frame_rate_hz: float
    travel_share: float
    people_seen: int


@dataclass(frozen=True, eq=False)
class JudgedPose:
    """What a pose shows: its curves, its transitions, what the rules say of them, what is to be said of gaps."""

    kinematics: Kinematics
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]


def judge(pose: PoseSeries, rules: Iterable[Rule], fitted: Fitted = SHIPPED) -> JudgedPose:
    """Derive the curves through the networks `fitted`, find transitions, judge them.

    Each scene by itself: nothing is measured, found or judged across a cut.
    """
    scenes = [derive(scene, fitted) for scene in pose.scenes]
    segments: list[Segment] = []
    findings: list[Finding] = []
    for kinematics in scenes:
        found = _segments(kinematics, fitted, first_number=len(segments) + 1)
        segments += found
        findings += judge_segments(kinematics, found, rules)
    whole = joined_scenes(scenes, pose)
    warnings = [*scene_warnings(pose.scene_starts_s), *_hole_warnings(whole)]
    return JudgedPose(whole, tuple(segments), tuple(findings), tuple(warnings))


def _segments(kinematics: Kinematics, fitted: Fitted, first_number: int) -> tuple[Segment, ...]:
    """The transitions of one scene, numbered."""
    whole = [
        s
        for s in find_segments(kinematics, fitted)
        if kinematics.longest_hole_s(s.start_s, s.end_s) <= MAX_HOLE_S
    ]
    numbered = enumerate(whole, start=first_number)
    return tuple(_with_view(segment, kinematics, number) for number, segment in numbered)


def load_networks(fitted: Fitted = SHIPPED) -> None:
    """Load the networks that `judge` reads poses with; kept for the process, so that it need not."""
    load_joint_networks(fitted.angles)
    load_spine_networks(fitted.spine)
    load_movement(fitted.movement)


def judge_pose(
    pose: PoseSeries,
    clip: Clip,
    provenance: Provenance,
    rules: Iterable[Rule],
    warnings: Iterable[str] = (),
    fitted: Fitted = SHIPPED,
) -> Run:
    """From a pose to its run, through the networks `fitted`: everything after the pose model."""
    judged = judge(pose, rules, fitted)
    figures = figures_of(pose, judged.kinematics)
    return Run(
        clip=clip,
        provenance=provenance,
        quality=quality_of(figures, [*warnings, *judged.warnings]),
        segments=judged.segments,
        findings=judged.findings,
        kinematics=judged.kinematics,
        states=states_of(judged.kinematics, judged.segments, clip.duration_s),
    )


def figures_of(pose: PoseSeries, kinematics: Kinematics | None) -> Figures:
    """The figures of a pose; those of its curves are NaN and 0 without any."""
    seen, frames = int(np.count_nonzero(pose.seen)), len(pose)
    return Figures(
        frames=frames,
        seen=seen,
        whole=whole_body_share(pose) * seen if pose.has_image else float(seen),
        view_angle_deg=float("nan") if kinematics is None else typical_view_deg(kinematics.view_angle_deg),
        frame_rate_hz=0.0 if kinematics is None else kinematics.frame_rate_hz,
        travel_share=camera_travel_share(pose) if seen else 0.0,
        people_seen=pose.people_seen,
    )


def merged_figures(parts: Sequence[Figures]) -> Figures:
    """Those of several stretches as one: counts added up, the typical view weighted by the frames that show it."""
    angles_deg = np.array([each.view_angle_deg for each in parts], dtype=float)
    views_deg = np.repeat(angles_deg, np.array([each.seen for each in parts], dtype=int))
    rates_hz = [each.frame_rate_hz for each in parts if each.frame_rate_hz]
    return Figures(
        frames=sum(each.frames for each in parts),
        seen=sum(each.seen for each in parts),
        whole=sum(each.whole for each in parts),
        view_angle_deg=typical_view_deg(views_deg),
        frame_rate_hz=float(np.median(rates_hz)) if rates_hz else 0.0,
        travel_share=max((each.travel_share for each in parts), default=0.0),
        people_seen=max((each.people_seen for each in parts), default=0),
    )


def is_seen(figures: Figures) -> bool:
    """Whether the person is in enough of the frames to be one."""
    return figures.frames > 0 and figures.seen >= MIN_SEEN_SHARE * figures.frames


def check_person(figures: Figures) -> None:
    """See that there is somebody who can be measured.

    Raises
    ------
    NoPersonError
        There is nobody, or they are never whole in the picture.
    """
    if not is_seen(figures):
        raise NoPersonError(
            f"{NO_PERSON} in this clip; film one person, head to feet in view, in good light."
        )
    if figures.whole < MIN_WHOLE_SHARE * figures.seen:
        raise NoPersonError(
            f"{NOT_WHOLE} in this clip; film from farther away, so that head and feet stay in view."
        )


def quality_of(figures: Figures, warnings: Iterable[str], *, of_all: bool = True) -> Quality:
    """How well a clip could be read, and what is to be known about it.

    Parameters
    ----------
    of_all : whether the figures are of the whole clip: somebody who is away for hours is no fault of the filming.
    """
    said = list(warnings)
    if figures.frame_rate_hz < MIN_SPEED_FPS_HZ:
        said.append(TOO_SLOW)
    person_fraction = figures.seen / figures.frames
    if of_all and person_fraction < FEW_SEEN_SHARE:
        said.append(
            f"The person is seen in only {person_fraction:.0%} of the clip; keep head to feet in view throughout."
        )
    if figures.travel_share > CAMERA_MOVED_SHARE:
        said.append(
            f"The camera moved by {figures.travel_share:.0%} of the picture; this was taken out as far as the "
            "background shows it. Rest the phone on something."
        )
    if figures.people_seen > 1:
        said.append(
            f"{figures.people_seen} people are in view; one was followed throughout (choose another with --person)."
        )
    view = view_band(figures.view_angle_deg)
    return Quality(person_fraction, view, figures.view_angle_deg, figures.people_seen, tuple(said))


def scene_warnings(scene_starts_s: Iterable[float]) -> list[str]:
    """What is said of cuts: each begins another scene."""
    return [
        f"Another scene begins at {start_s:.1f} s; nothing is found or judged across the cut."
        for start_s in scene_starts_s
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
