"""Quick trunk twist.

The speed of a swing is read over its middle 60 % (from 20 to 80 % of the excursion): a single jump of the
curve within a slow turn then counts for little. A smooth (minimum-jerk) 30 degree turn in 1 s reads 52 deg/s so,
in 0.5 s 104 deg/s. Provisional: no published threshold for single events was found. The first band was set
on the choreography source (rendered clips), above every slow turn and where the quick ones begin;
`make crossvalidate` judges it on the others. The averages of lumbar motion monitors over lifting jobs (Marras
1993) are not event thresholds and are not used.
"""

from __future__ import annotations

import math

import numpy as np

from transitions.evidence import Seen, Source, source
from transitions.kinematics.filters import derivative, fill_gaps, unbroken
from transitions.kinematics.networks.joint_angles import TWIST_CUTOFF_HZ
from transitions.kinematics.sampling import speed_share_missed
from transitions.model import Grade, Segment
from transitions.rules._readable import unreadable_reason
from transitions.rules.record import (
    ALL_KINDS,
    ANY_VIEW,
    BOTH,
    CurveStatistic,
    Drawn,
    JudgedCurve,
    Measure,
    Measurement,
    Rule,
    Thresholds,
)
from transitions.series import FloatArray, Kinematics
from transitions.units import DEG_PER_S

MIN_EXCURSION_DEG = 20.0
"""Never flag under this: a whole-body turn leads with the shoulders by less (MEASURES: Events)."""

MIDDLE = (0.2, 0.8)
MIN_MIDDLE_S = 0.1
"""A swing whose middle takes less than this is read as if it took this long: two or three frames."""

SPEED_FLOOR_U_DPS = 6.0
SPEED_SHARE_U = 0.15
"""Standard error: a floor, and a share of the speed (errors are mostly of scale). Set on the choreography source
(rendered clips), provisional; `make crossvalidate` judges the rule on the others."""

SMOOTH_S = 0.5 / TWIST_CUTOFF_HZ
"""Half a period at what the twist is low-passed at: over a shorter gap it goes on as it went."""

WIDTHS = 12.0**0.5
"""A moment anywhere in a stretch of time lies its length by this off, as a standard error."""

FIRST_BAND_DPS = 70.0
TOO_SMALL_TO_TELL = (
    "There is a quick turn of the shoulders, but not surely over 20 degrees; film from the front corner."
)

Swing = tuple[float, float, float, int]
"""Speed over the middle of a one-way turn, from when to when that was, and the sign of the turn."""


def quick_twist(kinematics: Kinematics, segment: Segment) -> Measurement:
    """Fastest one-way turn of at least 20 degrees: its speed over the middle 60 %, in degrees a second.

    The value is 0 where no swing is that large: a small twist is never an abrupt one. Where a quick one may be that
    large within its standard uncertainty it cannot be told. Quick turns are where the twist is most often too
    uncertain to be read: what is read before and after still says how far it was turned and within what time. A swing
    over such a gap can show the pattern, and never its absence, however little of the movement is read; where in the
    gap its middle begins and ends adds to its uncertainty.
    """
    reason = unreadable_reason(kinematics, segment, "trunk_twist_deg", "twist_speed_dps")
    rows = kinematics.between(segment.start_s, segment.end_s)
    t_s, twist_deg = kinematics.t_s[rows], kinematics["trunk_twist_deg"].value[rows]
    speed_curve_dps = kinematics["twist_speed_dps"].value[rows]
    swings = [swing for swing in _swings_over_gaps(t_s, twist_deg) if swing[0] >= FIRST_BAND_DPS]
    if reason and not swings:
        return Measurement.not_assessable(reason)
    swings += _large_swings(t_s, twist_deg, speed_curve_dps, np.zeros(len(t_s)))
    if not swings:
        if_larger = _large_swings(t_s, twist_deg, speed_curve_dps, kinematics["trunk_twist_deg"].u[rows])
        if if_larger and max(if_larger)[0] >= FIRST_BAND_DPS:
            return Measurement.not_assessable(TOO_SMALL_TO_TELL)
        hidden = np.isnan(twist_deg).any() or kinematics.longest_hole_s(segment.start_s, segment.end_s) > 0
        if np.nanmax(twist_deg) - np.nanmin(twist_deg) >= MIN_EXCURSION_DEG and hidden:
            return Measurement.not_assessable("The turn itself is hidden or too uncertain to be timed.")
        return Measurement(0.0, SPEED_FLOOR_U_DPS, None)
    speed_dps, from_s, to_s, direction = max(swings)
    at_s = (from_s + to_s) / 2
    missed = float(np.interp(at_s, t_s, speed_share_missed(t_s)))
    ends_u_s = math.hypot(*(_hidden_s(t_s, twist_deg, end_s) / WIDTHS for end_s in (from_s, to_s)))
    share_u = math.hypot(SPEED_SHARE_U, missed, ends_u_s / max(to_s - from_s, MIN_MIDDLE_S))
    u_dps = math.hypot(SPEED_FLOOR_U_DPS, share_u * speed_dps)
    return Measurement(speed_dps, u_dps, at_s, stretch_s=(from_s, to_s), side=direction)


def _hidden_s(t_s: FloatArray, twist_deg: FloatArray, at_s: float) -> float:
    """How long it is unknown what the twist does about a moment: the gap there, if any, less `SMOOTH_S`."""
    read = np.flatnonzero(np.isfinite(twist_deg))
    after = min(int(np.searchsorted(t_s[read], at_s)), len(read) - 1)
    before, after = read[max(after - 1, 0)], read[after]
    return max(0.0, float(t_s[after] - t_s[before]) - SMOOTH_S) if after - before > 1 else 0.0


def _swings_over_gaps(t_s: FloatArray, twist_deg: FloatArray) -> list[Swing]:
    """`_large_swings` if the twist went straight from the last value read to the next."""
    if not np.isnan(twist_deg).any():
        return []
    straight_deg = fill_gaps(t_s, twist_deg, np.inf)
    return _large_swings(t_s, straight_deg, derivative(t_s, straight_deg), np.zeros(len(t_s)))


def _large_swings(
    t_s: FloatArray, twist_deg: FloatArray, speed_dps: FloatArray, u_deg: FloatArray
) -> list[Swing]:
    """The middle of each one-way turn of `MIN_EXCURSION_DEG`, were it `u_deg` larger than read."""
    swings = []
    for direction in (1, -1):
        with np.errstate(invalid="ignore"):
            turning = direction * speed_dps > 0
        for part in unbroken(t_s, turning):
            turned = direction * (twist_deg[part] - twist_deg[part.start])
            if turned[-1] <= 0 or turned[-1] + np.max(u_deg[part]) < MIN_EXCURSION_DEG:
                continue
            from_s, to_s = np.interp(MIDDLE, turned / turned[-1], t_s[part])
            middle_deg = (MIDDLE[1] - MIDDLE[0]) * turned[-1]
            speed = middle_deg / max(to_s - from_s, MIN_MIDDLE_S)
            swings.append((float(speed), float(from_s), float(to_s), direction))
    return swings


RULE = Rule(
    id="abrupt_twist",
    applies_to=ALL_KINDS,
    views=ANY_VIEW,
    measure=Measure(
        "Speed of the quickest one-way twist of at least 20°, over the middle 60 % of it",
        DEG_PER_S,
        quick_twist,
        JudgedCurve("twist_speed_dps", CurveStatistic.MEAN, BOTH, read_as="mean over the middle of the turn"),
        Drawn.SHOULDERS_OVER_HIPS,
    ),
    thresholds=Thresholds(mild=FIRST_BAND_DPS, moderate=100, severe=130, grade=Grade.PROVISIONAL),
    sources=(
        Source(
            key="smooth_turn_model",
            citation="Own model: a smooth (minimum-jerk) 30 degree turn peaks at 56 deg/s when it takes 1 s and at "
            "112 deg/s when it takes 0.5 s",
            seen=Seen.OWN,
        ),
        source("flash1985"),
    ),
    title="Quick twist",
    headline="Quick twist",
    cue="Slow the turn; point your feet where you're going",
    means="The shoulders turn fast against the hips, by at least 20 degrees.",
    matters="An abrupt twist is the moment many people name when a flare began; the same turn made slower, or with "
    "the feet, asks less of the trunk.",
    misleads="A whole-body turn with steps is not a twist: the shoulders lead the hips a little in every healthy "
    "turn, by less than 20 degrees. Very short twists read low at 30 frames a second.",
    best_view="Oblique is best; side on the far shoulder is hidden.",
    film_next_time="Film from the front corner, hips and both shoulders in view.",
    beside=("trunk_twist_deg",),
)
