"""What the movement network reads: the person's posture and its place in the scene, on an even grid of time.

Everything is told about the body itself (heights over the ankles, places about the hips in the direction the
person faces, joint angles straight from the landmarks), so that the camera's place, the person's size and the
clip's length drop out as far as landmarks allow. No fitted angle is read: refitting those changes nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from transitions.detect.movement.seat import SeatOdds, seat_odds
from transitions.kinematics.filters import fill_gaps, low_pass, stretches
from transitions.kinematics.geometry import (
    across,
    joint_flexion_deg,
    midpoint,
    signed_view_deg,
    trunk_axis,
    trunk_twist_deg,
)
from transitions.kinematics.hip_height import hip_height_norm
from transitions.kinematics.scale import pixels_per_metre, trunk_length_m
from transitions.series import INDEX, BoolArray, FloatArray, PoseSeries

GRID_HZ = 20.0
"""Edges are wanted within 0.1 s; faster frames add nothing a person does with trunk and hips."""

CUTOFF_HZ = 4.0
"""Passes a movement of 0.4 s; jitter of the landmarks lies above."""

FACING_CUTOFF_HZ = 1.5
"""Which way the hips face comes from depth and wanders."""

MAX_BRIDGE_S = 0.5
"""Over a longer hole nothing is known of the movement: no transition is found across it."""

LIMIT = 4.0
"""No scaled feature counts beyond this: a misread limb must not outweigh the rest of the body."""

ANGLE_SCALE_DEG = 60.0
SIDES = ("left", "right")


@dataclass(frozen=True, eq=False)
class Features:
    """Rows of the even grid.

    Attributes
    ----------
    t_s : (m,) seconds. values : (m, f) scaled features; in rows in which the person is not seen all 0, and NaN where
        only this one is not (a landmark file without hands). seen : (m,) whether the person is.
    seat : what the picture says of whether there is anything to sit on; no network reads it.
    """

    t_s: FloatArray
    values: FloatArray
    seen: BoolArray
    seat: SeatOdds


@dataclass(frozen=True, eq=False)
class _Body:
    """(n, …) signals at the recorded times that every group of features reads."""

    pose: PoseSeries
    trunk_m: float
    forward: FloatArray
    lateral: FloatArray
    hip: FloatArray
    hip_height: FloatArray
    standing_height: float


def movement_features(pose: PoseSeries) -> Features:
    """Features of one person's clip.

    Parameters
    ----------
    pose : repaired (gaps filled up to 0.2 s), smoothed or not: what is read lies under `CUTOFF_HZ` either way. The
        networks are fitted on unsmoothed poses; on smoothed ones F1 is the same on every source of true clips, and
        edges lie within 1 ms.

    Returns
    -------
    On a grid of `GRID_HZ`; those of the mirrored person are `mirrored`.
    """
    if not len(pose):
        return Features(
            np.zeros(0), np.zeros((0, len(feature_names()))), np.zeros(0, dtype=bool), SeatOdds.none(0)
        )
    body = _body(pose)
    columns = np.column_stack([signal for _, signal in _signals(body)])
    columns = fill_gaps(pose.t_s, np.clip(columns, -LIMIT, LIMIT), MAX_BRIDGE_S)
    columns = low_pass(pose.t_s, columns, CUTOFF_HZ)
    grid_s = np.arange(pose.t_s[0], pose.t_s[-1] + 0.5 / GRID_HZ, 1.0 / GRID_HZ)
    seen = _seen_on(grid_s, pose.t_s, pose.seen & np.isfinite(columns[:, 0]))
    values = np.zeros((len(grid_s), columns.shape[1]))
    for k, column in enumerate(columns.T):
        known = np.isfinite(column)
        near = _seen_on(grid_s, pose.t_s, known)
        value = (
            np.interp(grid_s, pose.t_s[known], column[known]) if known.any() else np.full(len(grid_s), np.nan)
        )
        values[:, k] = np.where(seen, np.where(near, value, np.nan), 0.0)
    return Features(grid_s, values, seen, seat_odds(pose, body.hip_height, grid_s))


@cache
def feature_names() -> tuple[str, ...]:
    """Names of the columns, in order."""
    empty = np.full((1, 33, 3), np.nan)
    nobody = PoseSeries(np.zeros(1), empty, empty, empty[:, :, 0], 0, 0)
    return tuple(name for name, _ in _signals(_body(nobody)))


def mirrored(values: FloatArray) -> FloatArray:
    """The features of the mirrored person."""
    names = feature_names()
    swap = {"left": "right", "right": "left"}
    twin = [names.index("_".join(swap.get(word, word) for word in name.split("_"))) for name in names]
    sign = np.array([-1.0 if name.endswith("_lateral") else 1.0 for name in names])
    return np.asarray(values[..., twin] * sign)


def _signals(body: _Body) -> list[tuple[str, FloatArray]]:
    with np.errstate(invalid="ignore", divide="ignore"):
        return [*_postures(body), *_places(body), *_heights(body), *_travel(body)]


def _body(pose: PoseSeries) -> _Body:
    world = pose.world_m
    lines = across(world, "hip") + across(world, "shoulder")
    level = low_pass(pose.t_s, lines[:, [0, 2]], FACING_CUTOFF_HZ)
    with np.errstate(invalid="ignore", divide="ignore"):
        level = level / np.linalg.norm(level, axis=1, keepdims=True)
    zero = np.zeros(len(pose))
    lateral = np.stack([level[:, 0], zero, level[:, 1]], axis=1)
    forward = np.stack([level[:, 1], zero, -level[:, 0]], axis=1)
    return _Body(
        pose, trunk_length_m(world), forward, lateral, midpoint(world, "hip"), *hip_height_norm(pose)
    )


def _postures(body: _Body) -> list[tuple[str, FloatArray]]:
    """Hip height, trunk and joint angles."""
    world = body.pose.world_m
    axis = trunk_axis(world)
    height = body.hip_height
    tallest = np.nanpercentile(height, 95) if np.isfinite(height).any() else np.nan
    view = np.radians(signed_view_deg(world))
    signals = [
        ("hip_height", (height - 0.4) * 8.0),
        ("hip_drop", (height - tallest) * 8.0),
        ("trunk_forward", _dot(axis, body.forward) * 2.0),
        ("trunk_lateral", _dot(axis, body.lateral) * 2.0),
        ("trunk_up", -axis[:, 1] * 2.0),
        ("twist_lateral", trunk_twist_deg(world) / ANGLE_SCALE_DEG * 2.0),
        ("view_cosine", np.cos(view)),
        ("view_lateral", np.sin(view)),
    ]
    for side in SIDES:
        for joint, chain in (
            ("knee", ("hip", "knee", "ankle")),
            ("hip", ("shoulder", "hip", "knee")),
            ("elbow", ("shoulder", "elbow", "wrist")),
        ):
            flexion = joint_flexion_deg(world, *(f"{side}_{name}" for name in chain))
            signals.append((f"{side}_{joint}_flexion", flexion / ANGLE_SCALE_DEG))
    return signals


def _places(body: _Body) -> list[tuple[str, FloatArray]]:
    """Where hands, head, knees and feet are about hips or shoulders, in trunk lengths, as the person faces."""
    world = body.pose.world_m
    shoulder = midpoint(world, "shoulder")
    signals = []
    for name, origin in (("wrist", shoulder), ("knee", body.hip), ("ankle", body.hip)):
        for side in SIDES:
            offset = (world[:, INDEX[f"{side}_{name}"]] - origin) / body.trunk_m
            signals.append((f"{side}_{name}_forward", _dot(offset, body.forward) * 1.5))
            signals.append((f"{side}_{name}_lateral", _dot(offset, body.lateral) * 1.5))
            signals.append((f"{side}_{name}_up", -offset[:, 1] * 1.5))
    head = (world[:, INDEX["nose"]] - shoulder) / body.trunk_m
    signals += [("nose_forward", _dot(head, body.forward) * 2.0), ("nose_up", -head[:, 1] * 2.0)]
    feet = midpoint(world, "ankle")
    middle = 0.75 * (shoulder + body.hip) / 2 + 0.25 * midpoint(world, "knee")
    signals.append(("behind_feet", _dot(middle - feet, body.forward) / body.trunk_m * 2.0))
    return signals


def _heights(body: _Body) -> list[tuple[str, FloatArray]]:
    """Heights over the floor as the picture shows them (in metres without one), in standing heights."""
    pose = body.pose
    down = (pose.image_px if pose.has_image else pose.world_m)[:, :, 1]
    standing = body.standing_height
    floor = np.maximum(down[:, INDEX["left_ankle"]], down[:, INDEX["right_ankle"]])
    names = [f"{side}_{joint}" for joint in ("wrist", "knee") for side in SIDES]
    signals = [(f"{name}_height", (floor - down[:, INDEX[name]]) / standing * 2.0) for name in names]
    signals.append(
        ("shoulder_height", (floor - midpoint(down[:, :, None], "shoulder")[:, 0]) / standing * 2.0)
    )
    signals.append(("nose_height", (floor - down[:, INDEX["nose"]]) / standing * 2.0))
    lifted = (down[:, INDEX["left_ankle"]] - down[:, INDEX["right_ankle"]]) / standing * 4.0
    signals.append(("ankle_difference_lateral", lifted))
    return signals


def _travel(body: _Body) -> list[tuple[str, FloatArray]]:
    """How fast hips and feet go through the scene, how fast the person turns and comes nearer."""
    pose, t_s = body.pose, body.pose.t_s
    if pose.has_image:
        scale = body.trunk_m * pixels_per_metre(pose)
        points = pose.scene_px / scale
        size = np.linalg.norm(midpoint(points, "shoulder") - midpoint(points, "ankle"), axis=1)
    else:
        points = pose.world_m / body.trunk_m
        size = np.ones(len(pose))
    points = low_pass(t_s, points, CUTOFF_HZ)
    signals = [("hip_speed_across", _speed(t_s, midpoint(points, "hip")[:, :1]))]
    signals += [(f"{side}_ankle_speed", _speed(t_s, points[:, INDEX[f"{side}_ankle"]])) for side in SIDES]
    signals += [(f"{side}_wrist_speed", _speed(t_s, points[:, INDEX[f"{side}_wrist"]])) for side in SIDES]
    yaw = _unwrapped(np.arctan2(body.forward[:, 0], -body.forward[:, 2]))
    signals.append(("turn_speed_lateral", _rate(t_s, yaw)))
    signals.append(("approach_speed", _rate(t_s, low_pass(t_s, np.log(size), 1.0)) * 2.0))
    return signals


def _dot(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(np.sum(a * b, axis=1))


def _speed(t_s: FloatArray, place: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.norm(np.stack([_rate(t_s, column) for column in place.T], axis=1), axis=1))


def _rate(t_s: FloatArray, x: FloatArray) -> FloatArray:
    rate = np.full(len(x), np.nan)
    for part in stretches(np.isfinite(x)):
        rate[part] = np.gradient(x[part], t_s[part]) if part.stop - part.start > 1 else 0.0
    return rate


def _unwrapped(angle: FloatArray) -> FloatArray:
    result = np.array(angle)
    for part in stretches(np.isfinite(angle)):
        result[part] = np.unwrap(angle[part])
    return result


def _seen_on(grid_s: FloatArray, t_s: FloatArray, seen: BoolArray) -> BoolArray:
    """(m,) whether the person is seen at grid times: within `MAX_BRIDGE_S` between rows that are."""
    known = t_s[seen]
    if not len(known):
        return np.zeros(len(grid_s), dtype=bool)
    after = np.searchsorted(known, grid_s - 1e-9)
    inside = (after > 0) | (np.abs(grid_s - known[0]) < 1.0 / GRID_HZ)
    before_s = known[np.maximum(after - 1, 0)]
    after_s = known[np.minimum(after, len(known) - 1)]
    near: BoolArray = inside & (after_s - before_s <= MAX_BRIDGE_S) & (grid_s <= known[-1] + 1.0 / GRID_HZ)
    return near
