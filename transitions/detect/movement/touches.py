"""Sits that only touch the seat: hips that go down onto something and come straight up, where networks see nothing.

Whoever touches a seat and rises at once can carry themselves all the way down and up. Their landmarks are those of a
squat: networks fitted on simulated touches and squats give both about even odds (``bench/fit_movement/README.md``), and
those that ship know no touches and leave both to others. So both start at even odds here, and what was seen under the
hips decides (`seat`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from transitions.detect.movement.decode import SHORTEST_S
from transitions.detect.movement.features import CUTOFF_HZ
from transitions.detect.movement.seat import LOWERED, STANDING_HIPS, LooksAround, odds_of
from transitions.kinematics.filters import low_pass, stretches
from transitions.kinematics.geometry import joint_flexion_deg
from transitions.kinematics.hip_height import hip_height_norm
from transitions.kinematics.scale import trunk_length_m
from transitions.series import INDEX, FloatArray, PoseSeries

EDGE_SHARE = 0.05
"""A way down or up begins and ends this share of it from its ends: the last of it is sway."""

LONGEST_LOW_S = 3.0
"""Hips that stay low for longer sit: that the networks know."""

WAY_S = 3.0
"""A way down or up takes no longer; rises take up to 4 s, but not straight out of a touch (engineering value)."""

FEET_APART_TRUNKS, FEET_SPREAD_TRUNKS = 0.9, 0.2
"""Ankles farther apart than the shoulders are broad (0.259 of stature, the trunk 0.288: Winter, figure 4.1) stand in a
stride or a lunge; how soon that speaks against a sit is an engineering value."""

BEHIND_LEGS = 0.5
"""How far behind the feet hips on a seat may be, in leg lengths: a level thigh over an upright shank (0.245 of stature
of a leg of 0.491: Winter, figure 4.1)."""

KNEE_SPREAD_DEG = 20.0
"""How far the knee read at the bottom may fall short of what such hips ask of a leg of two equal parts: three times
the knee's own error (README.md)."""

STANDS = 0.9 * STANDING_HIPS
"""Somebody whose hips end lower has not stood up."""


class Touch(NamedTuple):
    """A dip that may be a sit and a rise: seconds of both ways, and the log odds that it is."""

    down_s: tuple[float, float]
    up_s: tuple[float, float]
    odds: float


class Dip(NamedTuple):
    """Hips down and up again: seconds of both ways, the lowest row and the hips' height there, in standing heights."""

    down_s: tuple[float, float]
    up_s: tuple[float, float]
    row: int
    hip_height: float


def find_touches(pose: PoseSeries) -> list[Touch]:
    """Every dip whose place below was seen, and whose legs are, in time order.

    Parameters
    ----------
    pose : repaired.
    """
    looks = LooksAround.of(pose)
    if looks is None:
        return []
    touches = []
    for dip in find_dips(pose):
        taken, legs = looks.taken(float(pose.t_s[dip.row])), _legs_odds(pose, dip)
        if np.isfinite(taken) and np.isfinite(legs):
            touches.append(Touch(dip.down_s, dip.up_s, odds_of(taken) + legs))
    return touches


def find_dips(pose: PoseSeries) -> Iterator[Dip]:
    """Every way down to a seat's height and straight up again of somebody who stands before and after."""
    height, t_s = low_pass(pose.t_s, hip_height_norm(pose)[0], CUTOFF_HZ), pose.t_s
    for run in stretches(height < LOWERED):
        low = run.start + int(np.argmin(height[run]))
        if t_s[run.stop - 1] - t_s[run.start] > LONGEST_LOW_S:
            continue
        before, after = _way(t_s, height, low, -1), _way(t_s, height, low, 1)
        if before is not None and after is not None:
            yield Dip(before, (after[1], after[0]), low, float(height[low]))


def _way(t_s: FloatArray, height: FloatArray, low: int, step: int) -> tuple[float, float] | None:
    """When hips are at the upper and at the lower end of the way from the lowest row back (-1) or on (1).

    None where they are not seen, end lowered (nobody stood up), or take less time than any transition.
    """
    rows = np.arange(low, len(height) if step > 0 else -1, step)
    rows = rows[np.abs(t_s[rows] - t_s[low]) <= WAY_S]
    unseen = np.flatnonzero(~np.isfinite(height[rows]))
    rows = rows[: unseen[0]] if len(unseen) else rows
    if len(rows) < 2:
        return None
    climbed = height[rows] - height[low]
    stops = np.flatnonzero((np.diff(climbed) <= 0) & (climbed[:-1] > climbed.max() / 2))
    top = int(stops[0]) if len(stops) else len(rows) - 1
    if height[rows[top]] < STANDS:
        return None
    share = climbed[: top + 1] / climbed[top]
    upper_s = float(t_s[rows[np.argmax(share >= 1.0 - EDGE_SHARE)]])
    lower_s = float(t_s[rows[np.flatnonzero(share <= EDGE_SHARE)[-1]]])
    return (upper_s, lower_s) if abs(upper_s - lower_s) >= SHORTEST_S else None


def _legs_odds(pose: PoseSeries, dip: Dip) -> float:
    """Log odds against a sit of feet far apart, and of knees too straight for hips so low (hidden feet, misplaced).

    NaN where a knee is not known.
    """
    world = pose.world_m[dip.row : dip.row + 1]
    left, right = (world[0, INDEX[f"{side}_ankle"]] for side in ("left", "right"))
    apart = float(np.linalg.norm(left - right)) / trunk_length_m(pose.world_m)
    beyond = max(apart - FEET_APART_TRUNKS, 0.0) / FEET_SPREAD_TRUNKS
    bent_deg = np.max(
        [
            joint_flexion_deg(world, *(f"{side}_{name}" for name in ("hip", "knee", "ankle")))
            for side in ("left", "right")
        ]
    )
    leg = float(np.hypot(dip.hip_height / STANDING_HIPS, BEHIND_LEGS))
    needed_deg = 2.0 * np.degrees(np.arccos(min(leg, 1.0)))
    short = np.maximum(needed_deg - bent_deg, 0.0) / KNEE_SPREAD_DEG
    return -0.5 * float(beyond**2 + short**2)
