"""What the picture says of whether there was anything to sit on where the hips came down.

A body that touches a seat and rises again can carry itself all the way, just as in a squat: its landmarks tell the two
apart no better than even odds. What stood there, seen while the person was on their feet (`PoseSeries.surroundings`),
speaks strongly against a sit where nothing did, and a little for one where something did.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from transitions.kinematics.geometry import midpoint
from transitions.kinematics.scale import trunk_lengths_px
from transitions.series import (
    SURROUNDINGS_CELLS,
    SURROUNDINGS_TRUNKS,
    SURROUNDINGS_UNKNOWN,
    FloatArray,
    PoseSeries,
)

SEAT_SHOWS = 0.95
"""How often something is seen where people sit. Printed by ``python -m bench.seats``: one in twenty of the strategies'
sits shows less than a tenth of the place. A sofa or bed that fills its rows to both ends of the picture is not told
from the floor; none is among those clips."""

ELSEWHERE_BARE = 0.6
"""How often nothing is seen where hips come down and nobody sits: 17 of the 28 squats, lunges and pick-ups seen in the
strategies and the choreography (the same command)."""

BARE, TAKEN = 0.02, 0.3
"""Share of the place strange to its rows' ends up to which nothing stands there, and from which something does. Those
17 show that little, 6 in 10 sits that much (the same command)."""

REACH_S = 2.0
"""How long before a sit ends, or after a rise begins, its moments look to where the hips are lowest: most take less."""

LOOKED_S = 10.0
"""Surroundings seen longer ago, or later, are not held against a place: chairs are moved."""

LOOKS = 5
"""So many of the nearest looks are asked, and the middle answer taken."""

STANDING_HIPS = 0.53
"""Hip height of who stands, in standing heights of nose over ankle; printed by ``python -m bench.seats``: 0.52 to 0.55
in 9 of 10 clips of the strategies in which somebody stands."""

LOWERED = 0.8 * STANDING_HIPS
"""Hips this low may be on a seat: one of 1.3 knee heights, as high as seats go, holds them at 0.78 of their standing
height (knee and hip at 0.285 and 0.530 of stature: Winter, figure 4.1; hips 8.5 cm over what is sat on)."""

HALF_WIDTH_TRUNKS = 0.5
BELOW_HIPS_TRUNKS = 0.15
"""What is looked at: so far to either side of the lowered hips, from the floor to this much under the hip joints."""

LEAST_KNOWN = 0.25
"""With less of that place in view nothing is said."""


class SeatOdds(NamedTuple):
    """(m,) log odds that what is seen adds, at each grid row, to coming down on a seat and to rising from one."""

    down: FloatArray
    up: FloatArray

    @classmethod
    def none(cls, rows: int) -> SeatOdds:
        """Where the picture says nothing."""
        return cls(np.zeros(rows), np.zeros(rows))


def seat_odds(pose: PoseSeries, hip_height: FloatArray, grid_s: FloatArray) -> SeatOdds:
    """What was seen under the hips says of sitting down and rising, at each time of `grid_s`.

    Parameters
    ----------
    pose : repaired. hip_height : (n,) of its rows in standing heights, as `hip_height_norm` gives it.
    grid_s : (m,) seconds, evenly spaced.
    """
    looked = LooksAround.of(pose)
    if looked is None or not len(grid_s) or not np.isfinite(hip_height).any():
        return SeatOdds.none(len(grid_s))
    known = np.isfinite(hip_height)
    height = np.interp(grid_s, pose.t_s[known], hip_height[known])
    lowered = height < LOWERED
    reach = round(REACH_S / (grid_s[1] - grid_s[0])) if len(grid_s) > 1 else 0
    ahead, behind = lowest_within(height, reach), len(height) - 1 - lowest_within(height[::-1], reach)[::-1]
    odds = np.zeros(len(grid_s))
    for row in np.unique(np.concatenate([ahead, behind])):
        if lowered[row]:
            odds[row] = odds_of(looked.taken(float(grid_s[row])))
    return SeatOdds(odds[ahead], odds[behind])


def odds_of(taken: float) -> float:
    """Log odds for a seat, of the share of its place that is strange to the rows' ends (NaN: not seen, 0)."""
    if np.isnan(taken):
        return 0.0
    bare = np.log((1.0 - SEAT_SHOWS) / (ELSEWHERE_BARE + (1.0 - ELSEWHERE_BARE) * (1.0 - SEAT_SHOWS)))
    return float(np.interp(taken, (BARE, TAKEN), (bare, -np.log(1.0 - ELSEWHERE_BARE))))


def lowest_within(height: FloatArray, reach: int) -> FloatArray:
    """(m,) row of the lowest height from each row to `reach` rows on, the first of equals."""
    padded = np.concatenate([height, np.full(reach, np.inf)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, reach + 1)
    rows: FloatArray = np.arange(len(height)) + np.argmin(windows, axis=1)
    return rows


class LooksAround(NamedTuple):
    """Where the person stood at each look, k in all, and what was about them; and where the hips were at all times."""

    t_s: FloatArray
    hip_x: FloatArray
    ankle_y: FloatArray
    trunk_px: FloatArray
    cells: FloatArray
    hips_t_s: FloatArray
    hips_px: FloatArray

    @classmethod
    def of(cls, pose: PoseSeries) -> LooksAround | None:
        """None where nothing was looked at."""
        if pose.surroundings is None or not pose.has_image:
            return None
        points = pose.scene_px
        hips, ankles = (midpoint(points, joint) for joint in ("hip", "ankle"))
        here = np.isfinite(hips).all(axis=1)
        trunk_px = trunk_lengths_px(pose.image_px, pose.world_m)
        looked = (pose.surroundings != SURROUNDINGS_UNKNOWN).any(axis=(1, 2))
        rows = np.flatnonzero(looked & here & np.isfinite(trunk_px) & np.isfinite(ankles[:, 1]))
        if not len(rows):
            return None
        seen = pose.surroundings[rows]
        cells = np.where(seen == SURROUNDINGS_UNKNOWN, np.nan, seen / 254.0)
        place = hips[rows, 0], ankles[rows, 1], trunk_px[rows]
        return cls(pose.t_s[rows], *place, cells, pose.t_s[here], hips[here])

    def taken(self, t_s: float) -> float:
        """Share of the place under the hips at a time that is taken by something; NaN where that was not seen."""
        x, y = (np.interp(t_s, self.hips_t_s, axis) for axis in self.hips_px.T)
        shares: list[float] = []
        for look in np.argsort(np.abs(self.t_s - t_s), kind="stable"):
            if abs(self.t_s[look] - t_s) > LOOKED_S or len(shares) == LOOKS:
                break
            right = (x - self.hip_x[look]) / self.trunk_px[look]
            up = (self.ankle_y[look] - y) / self.trunk_px[look]
            share = _share(self.cells[look], right, up)
            if not np.isnan(share):
                shares.append(share)
        return float(np.median(shares)) if shares else float("nan")


def _share(cells: FloatArray, right: float, up: float) -> float:
    """Mean of the cells under hips that far right of the person and over their ankles, in trunk lengths."""
    (low, high), (left, far) = SURROUNDINGS_TRUNKS
    rows, columns = SURROUNDINGS_CELLS
    each_up, each_right = (high - low) / rows, (far - left) / columns
    top = min(round((up - BELOW_HIPS_TRUNKS - low) / each_up), rows)
    first, last = (round((right + side * HALF_WIDTH_TRUNKS - left) / each_right) for side in (-1, 1))
    if top < 1:
        return float("nan")
    place = cells[:top, max(first, 0) : max(min(last, columns), 0)]
    known = np.isfinite(place)
    if known.sum() < LEAST_KNOWN * top * (last - first):
        return float("nan")
    return float(place[known].mean())
