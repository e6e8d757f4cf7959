"""What the annotated video says at a moment of a run: angles, the transition and its phase, the flags."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import median_filter

from transitions.detect import words
from transitions.model import Finding, Result, Run, Segment, Severity
from transitions.rules import unit_of
from transitions.series import INDEX, INTERVAL_U, Curve, FloatArray, Kinematics

NOT_KNOWN = "—"
FLAG_LEAD_S = 0.3
FLAG_STAY_S = 1.2
"""A flag shows from a little before its moment for long enough to read it, within its transition."""

_NEAR_SIDE_WINDOW_S = 1.0

_FLAGGED = {Result.OBSERVED, Result.POSSIBLE}


@dataclass(frozen=True)
class PanelLine:
    """One line of the panel: a named angle, its value with unit, and the person's side it is of."""

    label: str
    value: str
    interval: str
    side: str | None = None


@dataclass(frozen=True)
class Flag:
    """A finding while it is happening."""

    headline: str
    detail: str
    severity: Severity | None


class Captions:
    """Answers for any moment of a run.

    Attributes
    ----------
    kinematics : the run's curves and pose, None when the run was kept without them.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self.kinematics = run.kinematics
        self._left_is_near = _left_is_near(run.kinematics) if run.kinematics else np.zeros(0, bool)

    def row(self, t_s: float) -> int | None:
        """The analysed frame shown at `t_s`; None where none is within one frame's time."""
        if self.kinematics is None or not len(self.kinematics.t_s):
            return None
        times = self.kinematics.t_s
        after = int(np.searchsorted(times, t_s))
        nearest = min(
            (i for i in (after - 1, after) if 0 <= i < len(times)), key=lambda i: abs(times[i] - t_s)
        )
        limit_s = 1.0 / self.kinematics.frame_rate_hz if self.kinematics.frame_rate_hz else 0.0
        return nearest if abs(times[nearest] - t_s) <= limit_s else None

    def near_side(self, row: int | None) -> str:
        """The person's side that is nearer to the camera."""
        return "left" if row is not None and self._left_is_near[row] else "right"

    def panel_lines(self, row: int | None) -> list[PanelLine]:
        """The named angles; a dash where one is not assessable."""
        side = self.near_side(row)
        return [
            self._panel_line("Trunk lean", "trunk_inclination_deg", row),
            self._panel_line("Trunk twist", "trunk_twist_deg", row, signed=True),
            self._panel_line("Hip", f"hip_flexion_{side}_deg", row, side=side),
            self._panel_line("Knee", f"knee_flexion_{side}_deg", row, side=side),
        ]

    def _panel_line(
        self, label: str, curve_name: str, row: int | None, *, signed: bool = False, side: str | None = None
    ) -> PanelLine:
        curve = self.kinematics.curves.get(curve_name) if self.kinematics else None
        if row is None or curve is None or not curve.valid[row]:
            return PanelLine(label, NOT_KNOWN, "", side)
        return PanelLine(label, _angle(curve, row, signed), f"±{INTERVAL_U * curve.u[row]:.0f}", side)

    def segment(self, t_s: float) -> Segment | None:
        """The transition going on at `t_s`."""
        return next((each for each in self._run.segments if each.start_s <= t_s < each.end_s), None)

    def flags(self, t_s: float) -> list[Flag]:
        """The findings that are happening at `t_s`, observed ones first."""
        segment = self.segment(t_s)
        if segment is None:
            return []
        shown = [f for f in self._run.findings_of(segment.id) if f.result in _FLAGGED and _is_on(f, t_s)]
        shown.sort(key=lambda finding: finding.result is Result.POSSIBLE)
        return [_flag(finding) for finding in shown]


def transition_name(segment: Segment) -> str:
    """``Reaching, left hand``: as its detector calls it, with its side where it has one."""
    return words.kind_name(segment.kind) + words.side_words(segment.kind, segment.side)


def phase_name(segment: Segment, t_s: float) -> str:
    """Between which of its moments the transition is: ``start → leaving the seat``."""
    moments = sorted((time, words.phase_name(segment.kind, key)) for key, time in segment.phases.items())
    names = ["start", *(name for _, name in moments), "end"]
    passed = sum(time <= t_s for time, _ in moments)
    return f"{names[passed]} → {names[passed + 1]}"


def _is_on(finding: Finding, t_s: float) -> bool:
    if finding.at_s is None:
        return True
    return finding.at_s - FLAG_LEAD_S <= t_s < finding.at_s + FLAG_STAY_S


def _flag(finding: Finding) -> Flag:
    unit = unit_of(finding.unit).short_suffix
    possible = "Possibly: " if finding.result is Result.POSSIBLE else ""
    detail = f"flagged from {finding.threshold:g}{unit}"
    if finding.value is not None:
        interval = f" ±{INTERVAL_U * finding.uncertainty:.2g}" if finding.uncertainty is not None else ""
        detail = f"{finding.value:.3g}{interval}{unit}, {detail}"
    return Flag(f"{possible}{finding.headline}", detail, finding.severity)


def _angle(curve: Curve, row: int, signed: bool) -> str:
    value = round(float(curve.value[row]))
    if not signed or value == 0:
        return f"{value}°"
    return f"{abs(value)}° {'left' if value > 0 else 'right'}"


def _left_is_near(kinematics: Kinematics) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """(n,) whether the left shoulder and hip are nearer to the camera, steady over a second."""
    depth: FloatArray = kinematics.pose.image_px[:, :, 2]
    left = depth[:, [INDEX["left_shoulder"], INDEX["left_hip"]]].sum(axis=1)
    right = depth[:, [INDEX["right_shoulder"], INDEX["right_hip"]]].sum(axis=1)
    with np.errstate(invalid="ignore"):
        nearer = (left < right).astype(np.uint8)
    rows = 2 * round(_NEAR_SIDE_WINDOW_S * kinematics.frame_rate_hz / 2) + 1
    return np.asarray(median_filter(nearer, size=rows, mode="nearest"), bool)
