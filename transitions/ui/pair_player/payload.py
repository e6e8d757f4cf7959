"""What the pair player is given: one repetition of each side and the curves of all, NaN turned into null."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from transitions.comparison.curves import NormalisedCurves
from transitions.curves import curve_label
from transitions.model import Segment
from transitions.rules import unit_of
from transitions.series import INDEX, FloatArray, Kinematics, PoseSeries
from transitions.ui.words import phase_name
from transitions.units import FINE_DIGITS

START = "start"
START_LABEL = "the start"
ANKLES = (INDEX["left_ankle"], INDEX["right_ankle"])
HEAD = INDEX["nose"]
TALL_PERCENTILE = 90
"""How tall a person stands in the picture: this percentile of head over ankles within the transition."""


@dataclass(frozen=True)
class ShownSide:
    """One repetition of a side as served.

    Attributes
    ----------
    title : “Before” or “After”. where : recording and time, as told above its picture.
    url, frame_s : the cut clip's address and the source time of each of its frames.
    kinematics : at least the rows of the cut clip.
    """

    title: str
    where: str
    url: str
    frame_s: Sequence[float]
    kinematics: Kinematics
    segment: Segment


def pair_data(
    before: ShownSide,
    after: ShownSide,
    curves: Mapping[str, tuple[NormalisedCurves, NormalisedCurves]],
    *,
    moment: str,
    units: Mapping[str, str],
    nonce: str,
) -> dict[str, Any]:
    """Everything the pair player shows.

    Parameters
    ----------
    curves : time-normalised, both sides, by curve; those that neither side shows are left out.
    moment : the phase to line up at first, where both sides have it. units : of each curve.
    nonce : changes when other repetitions are shown.
    """
    kind = before.segment.kind
    shared = [key for key in before.segment.phases if key in after.segment.phases]
    anchors = [{"key": START, "label": START_LABEL}]
    anchors += [{"key": key, "label": phase_name(kind, key)} for key in shared]
    first = next(iter(curves.values()), None)
    return {
        "nonce": nonce,
        "anchors": anchors,
        "anchor": moment if moment in shared else START,
        "before": _side(before, shared),
        "after": _side(after, shared),
        "charts": [
            _chart(name, sides, units[name])
            for name, sides in curves.items()
            if all(np.isfinite(side.each).any() for side in sides)
        ],
        "marks": {
            name: [] if first is None else _marks(kind, first[number].marks)
            for number, name in enumerate(("before", "after"))
        },
    }


def _side(shown: ShownSide, phases: Sequence[str]) -> dict[str, Any]:
    kinematics, segment = shown.kinematics, shown.segment
    pose = kinematics.pose
    rows = kinematics.between(shown.frame_s[0] - 1e-6, shown.frame_s[-1] + 1e-6)
    moments_s = {START: segment.start_s} | {key: segment.phases[key] for key in phases}
    return {
        "title": shown.title,
        "where": shown.where,
        "video": {"url": shown.url, "frame_s": [round(t_s, 5) for t_s in shown.frame_s]},
        "size": [pose.width_px or 16, pose.height_px or 9],
        "start_s": segment.start_s,
        "end_s": segment.end_s,
        "pose": {
            "t_s": _plain(kinematics.t_s[rows], 5),
            "xy": [_plain(row.ravel(), 1) for row in pose.image_px[rows, :, :2]],
        },
        "anchors": {key: {"at_s": at_s, "feet": feet_px(pose, at_s)} for key, at_s in moments_s.items()},
        "tall_px": tall_px(kinematics, segment),
    }


def feet_px(pose: PoseSeries, at_s: float) -> list[float] | None:
    """Middle between the ankles in the picture nearest to a time; None where an ankle is not seen."""
    if not len(pose.t_s):
        return None
    middle = pose.image_px[int(np.argmin(np.abs(pose.t_s - at_s))), ANKLES, :2].mean(axis=0)
    return [round(float(v), 1) for v in middle] if np.isfinite(middle).all() else None


def tall_px(kinematics: Kinematics, segment: Segment) -> float:
    """How tall the person is at most in the picture, for laying one skeleton over another; 1 where it is not seen."""
    rows = kinematics.between(segment.start_s, segment.end_s)
    points = kinematics.pose.image_px[rows]
    height = points[:, ANKLES, 1].mean(axis=1) - points[:, HEAD, 1]
    height = height[np.isfinite(height)]
    return max(float(np.percentile(height, TALL_PERCENTILE)), 1.0) if len(height) else 1.0


def _chart(name: str, sides: tuple[NormalisedCurves, NormalisedCurves], unit: str) -> dict[str, Any]:
    written = unit_of(unit)
    label = curve_label(name)
    return {
        "name": name,
        "label": label,
        "unit": written.suffix,
        "digits": FINE_DIGITS if written.digits is None else written.digits,
        "least_span": written.least_span,
        "before": _curves(sides[0]),
        "after": _curves(sides[1]),
        "summary": _in_words(label, sides, unit),
    }


def _curves(side: NormalisedCurves) -> dict[str, Any]:
    return {
        "each": [_plain(row, 3) for row in side.each],
        "mean": _plain(side.mean, 3),
        "sd": _plain(side.sd, 3),
        "edges": [_plain(side.mean + sign * side.sd, 3) for sign in (-1.0, 1.0)],
    }


def _marks(kind: str, marks: Mapping[str, float]) -> list[dict[str, Any]]:
    return [
        {"label": phase_name(kind, key), "percent": round(percent, 2)}
        for key, percent in sorted(marks.items(), key=lambda mark: mark[1])
        if 0.0 <= percent <= 100.0
    ]


def _in_words(label: str, sides: tuple[NormalisedCurves, NormalisedCurves], unit: str) -> str:
    """The chart in one sentence, for those who do not see it."""
    tell = unit_of(unit).tell
    ranges = [
        f"{name} between {tell(float(np.nanmin(side.mean)))} and {tell(float(np.nanmax(side.mean)))}"
        for name, side in zip(("before", "after"), sides, strict=True)
    ]
    return f"{label}, mean of the repetitions: {'; '.join(ranges)}."


def _plain(values: FloatArray, digits: int) -> list[float | None]:
    return [round(float(v), digits) if np.isfinite(v) else None for v in values]
