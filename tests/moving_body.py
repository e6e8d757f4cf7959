"""Each rule's own movement as a recording to look at: a body that leans, twists and sinks as its curves say."""

from __future__ import annotations

import importlib
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from body import body_m
from media import numbered_picture, write_clip

from transitions.model import Clip, Finding, Provenance, Quality, Result, Run, Segment, View
from transitions.rules.judging import judge
from transitions.rules.record import Rule
from transitions.series import FloatArray, Kinematics
from transitions.store import Store, now_iso

SIZE = (640, 480)
PIXELS_PER_M = 160.0
TALL_M = 1.7
HIPS_PX = (300.0, 250.0)
"""Where the hips are in the picture while they are at their highest."""

YAW_DEG = 60.0


def observed(rule: Rule) -> tuple[Kinematics, Segment, Finding]:
    """The movement that the rule's own test brings, with a body to be seen, and the finding in it."""
    folder = str(Path(__file__).parent / "rules")
    sys.path.insert(0, folder)
    try:
        kinematics, segment = importlib.import_module(f"test_{rule.id}").observed()
    finally:
        sys.path.remove(folder)
    finding = judge(kinematics, replace(segment, id="s1"), rule)
    assert finding.result is Result.OBSERVED
    return with_body(kinematics), replace(segment, id="s1"), finding


def with_body(kinematics: Kinematics) -> Kinematics:
    """The same with the body in the picture: leaning, twisted and as high as the curves say."""
    image_px = np.zeros((len(kinematics.t_s), 33, 3))
    height = kinematics["hip_height_norm"].value
    sunk_px = (np.nanmax(height) - height) * TALL_M * PIXELS_PER_M
    for row in range(len(kinematics.t_s)):
        body = body_m(
            lean_deg=float(kinematics["trunk_inclination_deg"].value[row]),
            twist_deg=float(kinematics["trunk_twist_deg"].value[row]),
            hip_deg=(70.0, 70.0),
            knee_deg=(70.0, 70.0),
            yaw_deg=YAW_DEG,
        )
        image_px[row] = body * PIXELS_PER_M
        image_px[row, :, 0] += HIPS_PX[0]
        image_px[row, :, 1] += HIPS_PX[1] + sunk_px[row]
    # The face is one point of this body.
    image_px[:, 1:11] = image_px[:, :1]
    pose = replace(kinematics.pose, image_px=image_px, width_px=SIZE[0], height_px=SIZE[1])
    return replace(kinematics, pose=pose)


def joints_px(kinematics: Kinematics, t_s: float) -> FloatArray:
    """(n, 2) the joints that are drawn, in pixels of the picture, at a time."""
    row = int(np.argmin(np.abs(kinematics.t_s - t_s)))
    points: FloatArray = kinematics.pose.image_px[row, [0, *range(11, 17), *range(23, 33)], :2]
    return points


def save_movement(store: Store, folder: Path, rule: Rule) -> int:
    """Keep the rule's movement as a recording with its finding; returns the recording's id."""
    kinematics, segment, finding = observed(rule)
    frames = len(kinematics.t_s)
    # Each clip shows other pictures: the store takes the same file in once.
    first = 1000 * store.recordings.count()
    pictures = (numbered_picture(first + i, *SIZE) for i in range(frames))
    clip = write_clip(folder / f"{rule.id}.mp4", pictures, list(kinematics.t_s))
    recording = store.recordings.add(clip, clip.name).recording
    run = Run(
        Clip(clip.name, recording.sha256, float(kinematics.t_s[-1]) + 1 / 30, *SIZE, frames),
        Provenance("0", "made up", "", "", now_iso()),
        Quality(1.0, View.OBLIQUE, 45.0, 1),
        (segment,),
        (finding,),
        kinematics,
    )
    store.runs.save(recording.id, run)
    return recording.id
