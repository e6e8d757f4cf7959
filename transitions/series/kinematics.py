"""Everything that detectors and rules may read of a clip, and where nobody is seen in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from transitions.series.arrays import BoolArray, FloatArray
from transitions.series.curve import Curve
from transitions.series.pose import PoseSeries

MAX_GAP_S = 0.2
"""Gaps are bridged up to this and no further (MEASURES: signal handling); longer ones are holes."""

TIME_ROUNDING_S = 1e-6
"""A gap of exactly the longest length counts as such wherever in the clip it lies."""


@dataclass(frozen=True, eq=False)
class Kinematics:
    """Everything detectors and rules may read: smoothed pose, named curves and view.

    Attributes
    ----------
    t_s : (n,) seconds, as in `pose`.
    pose : the gap-filled, smoothed pose.
    curves : the named curves, keyed as the columns of ``series.parquet``.
    view_angle_deg : (n,) 0 the pelvis faces the camera, 90 side on, 180 back to it; NaN where unseen.
    frame_rate_hz : median frame rate; speeds are not assessable under 10.
    standing_height : the person's standing nose-ankle height in the unit of the hip height used
        (pixels with an image, metres without); NaN when it cannot be told.
    """

    t_s: FloatArray
    pose: PoseSeries
    curves: Mapping[str, Curve]
    view_angle_deg: FloatArray
    frame_rate_hz: float
    standing_height: float

    def __getitem__(self, name: str) -> Curve:
        return self.curves[name]

    @property
    def holes(self) -> tuple[tuple[float, float], ...]:
        """(start_s, end_s) of the stretches with no picture or nobody in it, longer than what is bridged.

        Each reaches from the last row with the person to the next; from the clip's first row, or to its last,
        where there is none.
        """
        edges_s = np.concatenate([self.t_s[:1], self.t_s[self.pose.seen], self.t_s[-1:]])
        open_s = np.flatnonzero(np.diff(edges_s) > longest_step_s(self.t_s))
        return tuple((float(edges_s[at]), float(edges_s[at + 1])) for at in open_s)

    def longest_hole_s(self, start_s: float, end_s: float) -> float:
        """Length of the longest part of a hole within start_s <= t < end_s; 0 without one."""
        inside = [min(end_s, last_s) - max(start_s, first_s) for first_s, last_s in self.holes]
        return max(0.0, *inside) if inside else 0.0

    def share_of_time(self, counted: BoolArray, start_s: float, end_s: float) -> float:
        """Share of start_s <= t < end_s whose rows are `counted`; where rows are missing nothing is.

        Parameters
        ----------
        counted : for the rows in between. Each stands for half the time to the rows beside it, a row beside missing
            ones for half a frame there.
        """
        t_s = self.t_s[self.between(start_s, end_s)]
        if len(self.t_s) < 2 or not len(t_s):
            return 0.0
        frame_s = float(np.median(np.diff(self.t_s)))
        steps_s = np.diff(t_s, prepend=t_s[0] - frame_s, append=t_s[-1] + frame_s)
        missing = steps_s > longest_step_s(self.t_s)
        halves_s = np.where(missing, frame_s, steps_s) / 2.0
        stands_for_s = halves_s[:-1] + halves_s[1:]
        unseen_s = float((steps_s[missing] - frame_s).sum())
        beyond_s = max(0.0, end_s - start_s - float(stands_for_s.sum()) - unseen_s)
        return float(stands_for_s[counted].sum() / (stands_for_s.sum() + unseen_s + beyond_s))

    def between(self, start_s: float, end_s: float) -> slice:
        """The rows with start_s <= t < end_s (half-open, like every segment)."""
        first, last = np.searchsorted(self.t_s, [start_s, end_s], side="left")
        return slice(int(first), int(last))


def longest_step_s(t_s: FloatArray) -> float:
    """The longest time between two rows that still follow on one another: `MAX_GAP_S` and one frame."""
    frame_s = float(np.median(np.diff(t_s))) if len(t_s) > 1 else 0.0
    return MAX_GAP_S + frame_s + TIME_ROUNDING_S
