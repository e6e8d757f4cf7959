"""Zero-lag low-pass filtering and outlier removal on unevenly sampled curves with gaps.

Phones record variable frame rates, so a curve is resampled evenly for the filter only and read back at
the recorded times; each stretch between gaps is filtered on its own, so that nothing leaks across.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from transitions.series import TIME_ROUNDING_S as TIME_ROUNDING_S
from transitions.series import BoolArray, FloatArray, longest_step_s

ORDER = 2
"""Order of the one-way filter; run both ways it is a 4th-order, zero-lag low-pass."""

CUTOFF_CORRECTION = (2.0**0.5 - 1.0) ** (1.0 / (2 * ORDER))
"""Two passes lower the -3 dB point by this factor (Winter, Biomechanics and Motor Control, ch. 3)."""

MIN_SAMPLES = 12
"""Shorter stretches are returned as they are: the filter's own edges would be longer than the data."""

HAMPEL_HALF_WINDOW = 3
HAMPEL_MADS = 3.0
MAD_TO_SD = 1.4826

NYQUIST_SHARE = 0.75
"""A cut-off above this share of half the frame rate is not filtered for: hardly anything lies between the two,
and so near to the end of the scale the filter itself rings, frame up, frame down (engineering value)."""


def stretches(valid: BoolArray) -> list[slice]:
    """Slices of consecutive true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], valid, [False])).astype(int)))
    return [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def unbroken(t_s: FloatArray, valid: BoolArray) -> list[slice]:
    """Slices of consecutive true values whose rows also follow on one another in time.

    Frames that were never decoded leave no rows: without this the two sides of such a hole would be neighbours.
    """
    breaks = np.flatnonzero(np.diff(t_s) > longest_step_s(t_s)) + 1
    parts = []
    for part in stretches(valid):
        inside = breaks[(breaks > part.start) & (breaks < part.stop)]
        edges = [part.start, *inside.tolist(), part.stop]
        parts += [slice(a, b) for a, b in pairwise(edges)]
    return parts


def effective_cutoff_hz(frame_rate_hz: float, cutoff_hz: float) -> float:
    """What `low_pass` really cuts at: the cut-off asked for, or half the frame rate where it does not filter.

    With 6 Hz that is below 16 frames a second, with 4 Hz below 10.7.
    """
    return cutoff_hz if _is_filtered(frame_rate_hz, cutoff_hz) else frame_rate_hz / 2.0


def _is_filtered(frame_rate_hz: float, cutoff_hz: float) -> bool:
    return cutoff_hz <= NYQUIST_SHARE * frame_rate_hz / 2.0 + TIME_ROUNDING_S


def low_pass(t_s: FloatArray, x: FloatArray, cutoff_hz: float) -> FloatArray:
    """Zero-lag Butterworth low-pass of each column of `x`.

    Parameters
    ----------
    t_s : (n,) rising seconds. x : (n,) or (n, ...) with NaN for gaps. cutoff_hz : -3 dB of the double pass.

    Returns
    -------
    Same shape as `x`; NaN stays NaN. Unchanged where the frame rate is too low for the cut-off (see
    `effective_cutoff_hz`).
    """
    flat = np.asarray(x, float).reshape(len(t_s), -1)
    result = flat.copy()
    valid = np.isfinite(flat)
    alike: dict[bytes, list[int]] = {}  # columns with the same gaps are filtered together
    for column in range(flat.shape[1]):
        alike.setdefault(valid[:, column].tobytes(), []).append(column)
    for columns in alike.values():
        for part in unbroken(t_s, valid[:, columns[0]]):
            if part.stop - part.start >= MIN_SAMPLES:
                result[part, columns] = _low_pass_stretch(t_s[part], flat[part, columns], cutoff_hz)
    return result.reshape(np.shape(x))


def _low_pass_stretch(t_s: FloatArray, x: FloatArray, cutoff_hz: float) -> FloatArray:
    """(n, columns) without gaps, filtered together: designing the filter costs more than running it."""
    step_s = float(np.median(np.diff(t_s)))
    if not _is_filtered(1.0 / step_s, cutoff_hz):
        return x
    # Corrected where the design is exact: on the tangent scale that the digital filter warps frequencies to.
    # Corrected in hertz, the cut-off would come out too high, the more so the fewer frames a second.
    normalised = 2.0 / np.pi * float(np.arctan(np.tan(np.pi * cutoff_hz * step_s) / CUTOFF_CORRECTION))
    even_t_s = np.arange(t_s[0], t_s[-1] + step_s / 2, step_s)
    padding = min(len(even_t_s) - 1, 3 * int(np.ceil(1.0 / normalised)) + 6)
    even = np.column_stack([np.interp(even_t_s, t_s, column) for column in x.T])
    smooth = _both_ways(even, normalised, padding)
    return np.column_stack([np.interp(t_s, even_t_s, column) for column in smooth.T])


def _both_ways(x: FloatArray, normalised: float, padding: int) -> FloatArray:
    """Second-order Butterworth over the rows of `x`, forwards and backwards, the ends continued point-symmetrically.

    What `scipy.signal.sosfiltfilt` gives for `butter(2, normalised)`, whose import alone takes longer than a short
    clip's curves (1.6 s of processor time against 0.05).
    """
    start, end = 2 * x[0] - x[padding:0:-1], 2 * x[-1] - x[-2 : -padding - 2 : -1]
    continued = np.concatenate([start, x, end])
    forwards = _one_way(continued, normalised)
    return _one_way(forwards[::-1], normalised)[::-1][padding : padding + len(x)]


def _one_way(x: FloatArray, normalised: float) -> FloatArray:
    """The filter over the rows, as if the first row had been there for ever (transposed direct form II)."""
    b, a = _butterworth(normalised)
    result = np.empty_like(x)
    first = x[0] - b[0] * x[0]
    second = (b[2] - a[1]) * x[0]
    for row, value in enumerate(x):
        smooth = b[0] * value + first
        first = b[1] * value - a[0] * smooth + second
        second = b[2] * value - a[1] * smooth
        result[row] = smooth
    return result


def _butterworth(normalised: float) -> tuple[tuple[float, float, float], tuple[float, float]]:
    """Numerator, and denominator after its leading 1, of the low-pass that cuts at this share of half the rate."""
    k = math.tan(math.pi * normalised / 2)
    scale = 1 / (1 + math.sqrt(2) * k + k * k)
    gain = k * k * scale
    return (gain, 2 * gain, gain), (2 * (k * k - 1) * scale, (1 - math.sqrt(2) * k + k * k) * scale)


def remove_outliers(x: FloatArray) -> FloatArray:
    """Set to NaN what lies over 3 scaled MADs from its 7-frame median (Hampel), per column.

    A floor of 1 % of the column's interquartile range keeps a still curve from losing rounding noise.
    """
    flat = np.asarray(x, float).reshape(len(x), -1)
    if len(flat) < 2 * HAMPEL_HALF_WINDOW + 1:
        return np.array(x, dtype=float)
    padded = np.pad(flat, ((HAMPEL_HALF_WINDOW, HAMPEL_HALF_WINDOW), (0, 0)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * HAMPEL_HALF_WINDOW + 1, axis=0)
    with np.errstate(invalid="ignore"):
        median = np.median(windows, axis=-1)
        deviation = np.median(np.abs(windows - median[..., None]), axis=-1) * MAD_TO_SD
        spread = np.zeros(flat.shape[1])
        for column in range(flat.shape[1]):
            seen = flat[np.isfinite(flat[:, column]), column]
            if len(seen):
                spread[column] = 0.01 * float(np.subtract(*np.percentile(seen, [75, 25])))
        outlier = np.abs(flat - median) > HAMPEL_MADS * np.maximum(deviation, spread + 1e-9)
    return np.where(outlier, np.nan, flat).reshape(np.shape(x))


def derivative(t_s: FloatArray, x: FloatArray) -> FloatArray:
    """Rate of change per second at the recorded times (second-order, uneven spacing); NaN beside gaps."""
    rate = np.full(len(t_s), np.nan)
    for part in unbroken(t_s, np.isfinite(x)):
        if part.stop - part.start >= 3:
            rate[part] = np.gradient(x[part], t_s[part])
    return rate


def fill_gaps(t_s: FloatArray, x: FloatArray, max_gap_s: float) -> FloatArray:
    """Bridge gaps no longer than `max_gap_s` linearly, per column; longer ones and the ends stay NaN."""
    flat = np.array(x, dtype=float).reshape(len(t_s), -1)
    for column in range(flat.shape[1]):
        seen = np.isfinite(flat[:, column])
        if seen.all() or not seen.any():
            continue
        times_s, values = t_s[seen], flat[seen, column]
        before = np.searchsorted(times_s, t_s, side="right") - 1
        inside = (before >= 0) & (before < len(times_s) - 1) & ~seen
        rows = np.flatnonzero(inside)
        gap_s = times_s[before[rows] + 1] - times_s[before[rows]]
        rows = rows[gap_s <= max_gap_s + _frame_s(t_s) + TIME_ROUNDING_S]
        flat[rows, column] = np.interp(t_s[rows], times_s, values)
    return flat.reshape(np.shape(x))


def _frame_s(t_s: FloatArray) -> float:
    """One frame: a gap of k lost frames spans k + 1 intervals between the frames that were seen."""
    return float(np.median(np.diff(t_s))) if len(t_s) > 1 else 0.0
