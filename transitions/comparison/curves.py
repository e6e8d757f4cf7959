"""Curves of several repetitions on one scale: 0 % at the start of the transition, 100 % at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from transitions.comparison.repetitions import Repetition
from transitions.model import Segment
from transitions.series import FloatArray, Kinematics, longest_step_s

PERCENT = np.linspace(0.0, 100.0, 101)

SHOWN = (
    "trunk_inclination_deg",
    "trunk_twist_deg",
    "spine_flexion_deg",
    "hip_height_norm",
    "hip_flexion_left_deg",
    "hip_flexion_right_deg",
    "knee_flexion_left_deg",
    "knee_flexion_right_deg",
)
"""The curves that are compared."""


@dataclass(frozen=True, eq=False)
class NormalisedCurves:
    """One curve of one side at each of `PERCENT`.

    Attributes
    ----------
    each : (k, 101) every repetition; NaN where not assessable.
    mean, sd : (101,) over the repetitions known there; sd is NaN under two. count : (101,) how many.
    marks : where the phases lie, in percent, by phase: their mean over the repetitions that show them.
    """

    each: FloatArray
    mean: FloatArray
    sd: FloatArray
    count: FloatArray
    marks: Mapping[str, float]


def normalised_curves(rows: Sequence[Repetition], name: str) -> NormalisedCurves:
    """The curve `name` of every repetition whose curves are kept."""
    kept = [(row.kinematics, row.segment) for row in rows if row.kinematics is not None]
    each = np.full((len(kept), len(PERCENT)), np.nan)
    for number, (kinematics, segment) in enumerate(kept):
        if name in kinematics.curves:
            each[number] = time_normalised(kinematics, segment, name)
    known = np.isfinite(each)
    count = known.sum(axis=0).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, each, 0.0).sum(axis=0) / count
        squares = np.where(known, (each - mean) ** 2, 0.0).sum(axis=0)
        sd = np.where(count > 1, np.sqrt(squares / (count - 1.0)), np.nan)
    return NormalisedCurves(each, mean, sd, count, phase_marks([segment for _, segment in kept]))


def time_normalised(kinematics: Kinematics, segment: Segment, name: str) -> FloatArray:
    """(101,) a curve from start to end of a segment, straight between rows.

    NaN before the clip's first and after its last row, beside a row that is not assessable, and where rows are missing
    for too long.
    """
    at_s = segment.start_s + PERCENT / 100.0 * segment.duration_s
    t_s, value = kinematics.t_s, kinematics[name].value
    if len(t_s) < 2:
        return np.full(len(PERCENT), np.nan)
    after = np.clip(np.searchsorted(t_s, at_s, side="left"), 1, len(t_s) - 1)
    gap_s = t_s[after] - t_s[after - 1]
    share = (at_s - t_s[after - 1]) / gap_s
    between = value[after - 1] + share * (value[after] - value[after - 1])
    resampled = np.where(share == 1.0, value[after], np.where(share == 0.0, value[after - 1], between))
    outside = (at_s < t_s[0]) | (at_s > t_s[-1])
    resampled[outside | ((gap_s > longest_step_s(t_s)) & (share != 0.0) & (share != 1.0))] = np.nan
    return resampled


def phase_marks(segments: Sequence[Segment]) -> dict[str, float]:
    """Mean place of each phase in percent of the transition."""
    places: dict[str, list[float]] = {}
    for segment in segments:
        for phase, at_s in segment.phases.items():
            places.setdefault(phase, []).append(100.0 * (at_s - segment.start_s) / segment.duration_s)
    return {phase: float(np.mean(percent)) for phase, percent in places.items()}
