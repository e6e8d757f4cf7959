"""A jointed body: segment lengths, and the 33 landmarks it shows when its channels are set.

Segment lengths as shares of stature: Winter, Biomechanics and Motor Control of Human Movement, figure 4.1
(Drillis and Contini); each is varied a little from body to body. The face is an engineering value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.simulator.script import ROW
from transitions.series import INDEX, FloatArray

LUMBAR_FLEXION, LUMBAR_TWIST = 0.6, 0.25
"""Share of the spine's flexion and twist below the thorax; the rest is within it (engineering values)."""

LEG_REACH = 0.9999
"""Largest share of the leg's length between hip and ankle: 1.6 degrees of knee flexion."""

ARM_REACH = 0.998


@dataclass(frozen=True)
class Body:
    """Segment lengths in metres."""

    stature: float
    thigh: float
    shank: float
    ankle_height: float
    foot: float
    heel: float
    hip_half: float
    pelvis: float
    lumbar: float
    thorax: float
    shoulder_half: float
    upper_arm: float
    forearm: float
    hand: float
    neck: float
    head: float

    @property
    def leg(self) -> float:
        """Hip to ankle, straight."""
        return self.thigh + self.shank

    @property
    def arm(self) -> float:
        """Shoulder to wrist, straight."""
        return self.upper_arm + self.forearm

    @property
    def trunk(self) -> float:
        """Hips to shoulders, straight."""
        return self.pelvis + self.lumbar + self.thorax

    @property
    def knee_height(self) -> float:
        """Of the knee above the floor, sitting."""
        return self.shank + self.ankle_height

    def standing_hip(self, half_width: float, knee_deg: float) -> float:
        """Hip height over feet `half_width` from the middle with the knees bent by `knee_deg`."""
        bend = np.radians(knee_deg)
        reach = np.sqrt(self.thigh**2 + self.shank**2 + 2 * self.thigh * self.shank * np.cos(bend))
        reach = min(float(reach), LEG_REACH * self.leg)
        return self.ankle_height + float(np.sqrt(reach**2 - (half_width - self.hip_half) ** 2))


def draw_body(rng: np.random.Generator) -> Body:
    """A random adult of 1.45 to 1.95 m."""
    stature = float(np.clip(rng.normal(1.70, 0.11), 1.45, 1.95))
    legs, trunk, arms = (float(np.clip(rng.normal(1.0, 0.025), 0.93, 1.07)) for _ in range(3))
    wide = float(np.clip(rng.normal(1.0, 0.08), 0.8, 1.25))

    def part(share: float, factor: float = 1.0) -> float:
        return stature * share * factor * float(rng.uniform(0.98, 1.02))

    return Body(
        stature=stature,
        thigh=part(0.245, legs),
        shank=part(0.246, legs),
        ankle_height=part(0.042),
        foot=part(0.105),
        heel=part(0.028),
        hip_half=part(0.056, wide),
        pelvis=part(0.070, trunk),
        lumbar=part(0.080, trunk),
        thorax=part(0.138, trunk),
        shoulder_half=part(0.106, wide),
        upper_arm=part(0.186, arms),
        forearm=part(0.146, arms),
        hand=part(0.055, arms),
        neck=part(0.052),
        head=part(0.075),
    )


def _unit(vector: FloatArray) -> FloatArray:
    length: FloatArray = np.sqrt(np.sum(vector * vector, axis=-1, keepdims=True))
    return np.asarray(vector / np.maximum(length, 1e-12))


def _turn(axis: int, degrees: FloatArray) -> FloatArray:
    """(n, 3, 3) rotations about one axis, right-handed."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    a, b = [(1, 2), (2, 0), (0, 1)][axis]
    out = np.zeros((len(c), 3, 3))
    out[:, axis, axis] = 1.0
    out[:, a, a], out[:, b, b] = c, c
    out[:, a, b], out[:, b, a] = -s, s
    return out


def two_bones(
    root: FloatArray, goal: FloatArray, pole: FloatArray, first: float, second: float, reach: float
) -> tuple[FloatArray, FloatArray]:
    """(n, 3) middle joint and end of two bones from `root` towards `goal`, bent towards `pole`.

    A goal out of reach, or too near, is met in its direction only: the bones keep their lengths.
    """
    way = goal - root
    length = np.sqrt(np.sum(way * way, axis=1, keepdims=True))
    along = way / np.maximum(length, 1e-9)
    length = np.clip(length, abs(first - second) + 0.1 * min(first, second), reach * (first + second))
    near = (first**2 + length**2 - second**2) / (2 * length)
    out = np.sqrt(np.maximum(first**2 - near**2, 0.0))
    side = _unit(pole - np.sum(pole * along, axis=1, keepdims=True) * along)
    return root + near * along + out * side, root + length * along


def pose_body(body: Body, channels: FloatArray) -> FloatArray:
    """(n, 33, 3) landmarks in world axes of (channels, n) values; see `script` for both."""

    def get(name: str) -> FloatArray:
        return np.asarray(channels[ROW[name]])

    points = np.empty((channels.shape[1], 33, 3))
    heading = _turn(2, get("yaw"))
    pelvis = heading @ _turn(1, get("tilt")) @ _turn(0, -get("roll"))
    feet = {side: _foot(body, channels, side) for side in "lr"}
    hips = np.stack([get("px"), get("py"), get("pz")], axis=1)
    spread = pelvis[:, :, 1] * body.hip_half
    hips[:, 2] = _within_reach(body, hips, spread, feet)
    knees = {}
    for side, sign in (("l", 1.0), ("r", -1.0)):
        hip = hips + sign * spread
        pole = _knee_pole(channels, side, sign)
        knees[side], ankle = two_bones(hip, feet[side][0], pole, body.thigh, body.shank, LEG_REACH)
        _put(points, side, hip=hip, knee=knees[side], ankle=ankle)
        shift = ankle - feet[side][0]
        _put(points, side, heel=feet[side][1] + shift, foot_index=feet[side][2] + shift)
    thorax, neck = _spine(body, channels, hips, pelvis)
    _head(body, channels, points, thorax, neck)
    for side, sign in (("l", 1.0), ("r", -1.0)):
        _arm(body, channels, points, side, sign, thorax, neck, hips + sign * spread, knees[side])
    return points


def _put(points: FloatArray, side: str, **joints: FloatArray) -> None:
    name = "left" if side == "l" else "right"
    for joint, place in joints.items():
        points[:, INDEX[f"{name}_{joint}"]] = place


def _foot(body: Body, channels: FloatArray, side: str) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Ankle, heel and toes of a foot that turns about its toes when the heel rises."""
    x, y, z, yaw, pitch = (channels[ROW[f"{name}_{side}"]] for name in ("fx", "fy", "fz", "fyaw", "fpitch"))
    flat = np.stack([x, y, z], axis=1)
    turn = _turn(2, yaw)
    toe = flat + turn[:, :, 0] * body.foot
    turn = turn @ _turn(1, pitch)
    ankle = toe + turn @ np.array([-body.foot, 0.0, body.ankle_height])
    heel = toe + turn @ np.array([-body.foot - body.heel, 0.0, 0.01])
    return ankle, heel, toe + turn @ np.array([0.0, 0.0, 0.012])


def _within_reach(
    body: Body,
    hips: FloatArray,
    spread: FloatArray,
    feet: dict[str, tuple[FloatArray, FloatArray, FloatArray]],
) -> FloatArray:
    """Hip height, lowered where a leg would be too short for it (softened over a millimetre)."""
    highest = [hips[:, 2]]
    for side, sign in (("l", 1.0), ("r", -1.0)):
        ankle = feet[side][0]
        away = hips + sign * spread - ankle
        reach2 = (LEG_REACH * body.leg) ** 2 - away[:, 0] ** 2 - away[:, 1] ** 2
        highest.append(ankle[:, 2] - sign * spread[:, 2] + np.sqrt(np.maximum(reach2, 0.04)))
    heights = np.stack(highest)
    least = heights.min(axis=0)
    return np.asarray(least - 0.001 * np.log(np.sum(np.exp((least - heights) / 0.001), axis=0)))


def _knee_pole(channels: FloatArray, side: str, sign: float) -> FloatArray:
    """Where the knee points: between the pelvis's and the foot's direction, turned out, a little upward."""
    yaw, foot = channels[ROW["yaw"]], channels[ROW[f"fyaw_{side}"]]
    way = np.radians(0.4 * yaw + 0.6 * foot + sign * channels[ROW[f"kout_{side}"]])
    return np.stack([np.cos(way), np.sin(way), np.full(len(way), 0.35)], axis=1)


def _spine(
    body: Body, channels: FloatArray, hips: FloatArray, pelvis: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """(n, 3, 3) thorax and (n, 3) the point between the shoulders."""
    flex, lat, twist = (channels[ROW[name]] for name in ("flex", "lat", "twist"))

    def bend(flexion: float, turning: float) -> FloatArray:
        return _turn(2, turning * twist) @ _turn(0, -flexion * lat) @ _turn(1, flexion * flex)

    lumbar = pelvis @ bend(LUMBAR_FLEXION, LUMBAR_TWIST)
    thorax = lumbar @ bend(1.0 - LUMBAR_FLEXION, 1.0 - LUMBAR_TWIST)
    neck = (
        hips + pelvis[:, :, 2] * body.pelvis + lumbar[:, :, 2] * body.lumbar + thorax[:, :, 2] * body.thorax
    )
    return thorax, neck


FACE = {
    "nose": (1.15, 0.0, 0.05),
    "left_eye_inner": (1.0, 0.18, 0.40),
    "left_eye": (0.98, 0.30, 0.42),
    "left_eye_outer": (0.92, 0.42, 0.40),
    "left_ear": (0.05, 0.62, 0.20),
    "mouth_left": (0.98, 0.22, -0.38),
}
"""Forward, left and up of the head's middle, in head radii (engineering values)."""


def _head(body: Body, channels: FloatArray, points: FloatArray, thorax: FloatArray, neck: FloatArray) -> None:
    turn = thorax @ _turn(2, channels[ROW["neck_yaw"]]) @ _turn(1, channels[ROW["neck"]])
    middle = neck + thorax[:, :, 2] * body.neck + turn[:, :, 2] * body.head
    for name, place in FACE.items():
        points[:, INDEX[name]] = middle + turn @ (np.array(place) * body.head)
        twin = name.replace("left", "right")
        if twin != name:
            points[:, INDEX[twin]] = middle + turn @ (np.array(place) * (1.0, -1.0, 1.0) * body.head)


def _arm(
    body: Body,
    channels: FloatArray,
    points: FloatArray,
    side: str,
    sign: float,
    thorax: FloatArray,
    neck: FloatArray,
    hip: FloatArray,
    knee: FloatArray,
) -> None:
    def get(name: str) -> FloatArray:
        return np.asarray(channels[ROW[f"{name}_{side}"]])

    e, a, r, b = (np.radians(get(name)) for name in ("ae", "aa", "ar", "ab"))
    upper = np.stack([np.sin(e) * np.cos(a), sign * np.sin(a), -np.cos(e) * np.cos(a)], axis=1)
    front = np.stack([np.cos(e), np.zeros_like(e), np.sin(e)], axis=1)
    inward = sign * np.cross(upper, front)
    ahead = np.cos(r)[:, None] * front + np.sin(r)[:, None] * inward
    lower = np.cos(b)[:, None] * upper + np.sin(b)[:, None] * ahead
    shoulder = neck + thorax[:, :, 1] * (sign * body.shoulder_half)
    upper, lower, ahead = ((thorax @ v[:, :, None])[:, :, 0] for v in (upper, lower, ahead))
    elbow = shoulder + upper * body.upper_arm
    wrist = elbow + lower * body.forearm
    grip, thigh = np.clip(get("grip"), 0, 1)[:, None], np.clip(get("thigh"), 0, 1)[:, None]
    if np.any(grip > 0) or np.any(thigh > 0):
        rest = hip + 0.66 * (knee - hip) + _unit(np.cross(knee - hip, thorax[:, :, 1])) * 0.075
        goal = wrist + thigh * (rest - wrist)
        goal = goal + grip * (np.stack([get("tx"), get("ty"), get("tz")], axis=1) - goal)
        held = np.maximum(grip, thigh)
        down = _unit(thorax @ np.array([-0.5, 0.6 * sign, -0.7]))
        pole = (1 - held) * -_unit(ahead) + held * down
        elbow, wrist = two_bones(shoulder, goal, pole, body.upper_arm, body.forearm, ARM_REACH)
        lower = _unit(wrist - elbow)
    flat = _unit(ahead - np.sum(ahead * lower, axis=1, keepdims=True) * lower + 1e-9)
    _put(points, side, shoulder=shoulder, elbow=elbow, wrist=wrist)
    hand = body.hand
    _put(
        points,
        side,
        index=wrist + (lower + 0.25 * flat) * hand,
        pinky=wrist + (lower - 0.3 * flat) * hand * 0.9,
    )
    _put(points, side, thumb=wrist + (0.5 * lower + 0.4 * flat) * hand)
