"""One simulated take: everything is drawn from a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bench.simulator.actor import draw_actor
from bench.simulator.body import draw_body, pose_body
from bench.simulator.camera import Camera, draw_camera
from bench.simulator.motion import performed, recorded_times
from bench.simulator.pose_noise import observed
from bench.simulator.scenes import FAMILIES, play
from bench.simulator.script import ROW
from transitions.kinematics.geometry import angle_between_deg
from transitions.series import INDEX, MIRROR, FloatArray, PoseSeries
from transitions.validate.truth import TrueEvent


@dataclass(frozen=True, eq=False)
class SimulatedTake:
    """What a pose model would make of somebody's movement, and what really happened.

    Attributes
    ----------
    pose : landmarks with the pose model's kind of error.
    events : the transitions, in time order.
    angles : (n,) exact `trunk_inclination_deg`, `trunk_twist_deg`, `spine_flexion_deg` (left turns positive),
        `knee_flexion_left_deg` …, `hip_flexion_left_deg` …, `view_deg` (0 the pelvis faces the camera, 90 the
        camera stands at the person's left) and `hip_height` in metres above the floor.
    posture : a word a frame: sitting, standing, moving, walking, turning.
    family : the scene, one of `scenes.FAMILIES`.
    exact_m : (n, 33, 3) landmarks without error in world axes (x, y level, z up), metres.
    exact_px : (n, 33, 2) and in pixels.
    """

    pose: PoseSeries
    events: tuple[TrueEvent, ...]
    angles: Mapping[str, FloatArray]
    posture: tuple[str, ...]
    family: str
    exact_m: FloatArray
    exact_px: FloatArray


def simulate(
    seed: int, *, noise: float = 1.0, mirrored: bool = False, family: str | None = None
) -> SimulatedTake:
    """Simulate a take.

    Parameters
    ----------
    seed : decides everything.
    noise : how much of the pose model's error is added; 0 none.
    mirrored : the same take seen in a mirror: left is right.
    family : a scene of `scenes.FAMILIES`; drawn when None.

    Raises
    ------
    KeyError
        If there is no such family.
    """
    rng = np.random.default_rng(seed)
    body = draw_body(rng)
    actor = draw_actor(body, rng)
    drawn = str(rng.choice(list(FAMILIES), p=list(FAMILIES.values())))
    family = family or drawn
    play(actor, family)
    t_s = recorded_times(rng, actor.script.end_s + actor.u(0.3, 1.2))
    channels, events, words = performed(actor, t_s)
    points = pose_body(body, channels)
    camera = draw_camera(rng, points, actor.seat_yaw, t_s)
    pose, pixels = observed(rng, points, camera, t_s, noise)
    angles = exact_angles(points, channels, camera)
    if (rng.random() < 0.5) != mirrored:
        pose, points, pixels, angles = _in_a_mirror(pose, points, pixels, angles)
    return SimulatedTake(pose, events, angles, words, family, points, pixels)


def exact_angles(points: FloatArray, channels: FloatArray, camera: Camera) -> dict[str, FloatArray]:
    """The curves of `SimulatedTake.angles` from exact landmarks in world axes."""
    at = {name: points[:, i] for name, i in INDEX.items()}
    hips, shoulders = ((at[f"left_{j}"] + at[f"right_{j}"]) / 2 for j in ("hip", "shoulder"))
    trunk = shoulders - hips
    axis = trunk / np.linalg.norm(trunk, axis=1, keepdims=True)
    lines = [at[f"left_{j}"] - at[f"right_{j}"] for j in ("hip", "shoulder")]
    hip_line, shoulder_line = (line - np.sum(line * axis, axis=1, keepdims=True) * axis for line in lines)
    sine = np.sum(np.cross(hip_line, shoulder_line) * axis, axis=1)
    up = np.broadcast_to([0.0, 0.0, 1.0], trunk.shape)
    to_camera = camera.place - hips
    view = np.degrees(np.arctan2(to_camera[:, 1], to_camera[:, 0])) - channels[ROW["yaw"]]
    out = {
        "trunk_inclination_deg": angle_between_deg(trunk, up),
        "trunk_twist_deg": np.degrees(np.arctan2(sine, np.sum(hip_line * shoulder_line, axis=1))),
        "spine_flexion_deg": channels[ROW["flex"]].copy(),
        "view_deg": (view + 180.0) % 360.0 - 180.0,
        "hip_height": hips[:, 2].copy(),
    }
    for side in ("left", "right"):
        thigh, shank = at[f"{side}_knee"] - at[f"{side}_hip"], at[f"{side}_ankle"] - at[f"{side}_knee"]
        out[f"knee_flexion_{side}_deg"] = angle_between_deg(thigh, shank)
        out[f"hip_flexion_{side}_deg"] = angle_between_deg(at[f"{side}_hip"] - at[f"{side}_shoulder"], thigh)
    return out


def _other_side(name: str) -> str:
    return name.replace("left", "#").replace("right", "left").replace("#", "right")


def _in_a_mirror(
    pose: PoseSeries, points: FloatArray, pixels: FloatArray, angles: dict[str, FloatArray]
) -> tuple[PoseSeries, FloatArray, FloatArray, dict[str, FloatArray]]:
    """Left and right exchanged everywhere."""
    image, world = pose.image_px[:, MIRROR].copy(), pose.world_m[:, MIRROR] * (-1.0, 1.0, 1.0)
    image[..., 0] = pose.width_px - image[..., 0]
    pixels = pixels[:, MIRROR].copy()
    pixels[..., 0] = pose.width_px - pixels[..., 0]
    turned = {"trunk_twist_deg", "view_deg"}
    angles = {_other_side(name): -curve if name in turned else curve for name, curve in angles.items()}
    mirrored = PoseSeries(pose.t_s, image, world, pose.visibility[:, MIRROR], pose.width_px, pose.height_px)
    return mirrored, points[:, MIRROR] * (1.0, -1.0, 1.0), pixels, angles
