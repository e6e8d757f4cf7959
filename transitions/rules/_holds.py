"""How high a curve stays for a given time: shared by the rules that ask for a minimum duration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.series import FloatArray

STEP_S = 1.0 / 240.0
"""Fine enough to place a hold between frames: whole frames would make it longer, and every peak lower, the
fewer frames a clip has."""


def between_rows(at_s: FloatArray, t_s: FloatArray, x: FloatArray, longest_s: float) -> FloatArray:
    """`x` at any moment, straight between rows; NaN outside them and where rows are missing for too long.

    Where frames were never decoded there are no rows to be NaN: a line drawn across would be read as a hold.

    Parameters
    ----------
    longest_s : the longest step that is bridged, the clip's `longest_step_s`: a few rows do not tell their own.
    """
    after = np.clip(np.searchsorted(t_s, at_s, side="left"), 1, len(t_s) - 1)
    apart = t_s[after] - t_s[after - 1] > longest_s
    on_a_row = (at_s == t_s[after]) | (at_s == t_s[after - 1])
    values: FloatArray = np.interp(at_s, t_s, x, left=np.nan, right=np.nan)
    values[apart & ~on_a_row] = np.nan
    return values


@dataclass(frozen=True)
class Held:
    """The highest level a curve keeps: NaN where no stretch without gaps is long enough.

    `row` is where the curve is highest within the stretch from `start_s` to `end_s`.
    """

    level: float
    row: int
    start_s: float
    end_s: float


NOTHING_HELD = Held(float("nan"), 0, float("nan"), float("nan"))


def highest_held(t_s: FloatArray, x: FloatArray, hold_s: float, longest_s: float) -> Held:
    """The highest level that `x`, straight between frames no more than `longest_s` apart, keeps for `hold_s`."""
    span = round(hold_s / STEP_S) + 1
    fine_s = np.arange(t_s[0], t_s[-1], STEP_S) if len(t_s) > 1 else np.zeros(0)
    fine_s = np.append(fine_s, t_s[-1:])
    if len(fine_s) < span:
        return NOTHING_HELD
    windows = np.lib.stride_tricks.sliding_window_view(between_rows(fine_s, t_s, x, longest_s), span)
    levels = windows.min(axis=1)
    if not np.isfinite(levels).any():
        return NOTHING_HELD
    best = int(np.nanargmax(levels))
    highest_s = fine_s[best + int(np.argmax(windows[best]))]
    row = int(np.argmin(np.abs(t_s - highest_s)))
    return Held(float(levels[best]), row, float(fine_s[best]), float(fine_s[best + span - 1]))
