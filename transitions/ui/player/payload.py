"""What the player is given: one moment of a clip as plain lists, NaN turned into null."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from transitions.curves import curve_label
from transitions.model import Segment
from transitions.rules import unit_of
from transitions.rules.record import JudgedCurve, Rule
from transitions.series import INTERVAL_U, Curve, FloatArray, Kinematics
from transitions.ui.curve_choice import choose_curves
from transitions.ui.evidence import Evidence
from transitions.ui.words import SEVERITIES, clock, kind_name, phase_name
from transitions.units import FINE_DIGITS


@dataclass(frozen=True)
class Moment:
    """A finding as the player knows it: where it is, what to call it, which band (None: not flagged)."""

    id: int
    segment_id: str
    at_s: float | None
    label: str
    severity: str | None
    untold: bool = False
    measured: str = ""


@dataclass(frozen=True)
class Focus:
    """Where to look first. A new `nonce` makes the player go there again."""

    finding_id: int | None
    at_s: float | None
    nonce: int


@dataclass(frozen=True)
class ShownClip:
    """The cut clip as served: its address, the source time of each frame, and the whole clip's length."""

    url: str
    frame_s: Sequence[float]
    duration_s: float


def player_data(
    shown: ShownClip,
    kinematics: Kinematics,
    segment: Segment,
    *,
    segments: Iterable[Segment],
    moments: Iterable[Moment],
    focus: Focus,
    rule: Rule | None,
    with_curves: bool,
    evidence: Evidence | None = None,
) -> dict[str, Any]:
    """Everything the player shows of `segment`.

    Parameters
    ----------
    kinematics : at least the rows of the cut clip.
    segments, moments : of the whole clip, for the timeline and for “next finding”.
    rule : the rule of the finding in focus; its thresholds are drawn as bands.
    with_curves : false in the simple view.
    evidence : where the number of the finding in focus was read.
    """
    pose = kinematics.pose
    rows = kinematics.between(shown.frame_s[0] - 1e-6, shown.frame_s[-1] + 1e-6)
    curves = _shown_curves(kinematics, segment, rule) if with_curves else {}
    kinematics = replace(kinematics, curves=curves)
    names = choose_curves(segment.kind, rule, curves)
    return {
        "video": {"url": shown.url, "frame_s": [round(t, 5) for t in shown.frame_s]},
        "clip": {"duration_s": shown.duration_s},
        "size": [pose.width_px or 16, pose.height_px or 9],
        "segment": {
            "id": segment.id,
            "start_s": segment.start_s,
            "end_s": segment.end_s,
            "phases": phase_spans(segment) if with_curves else [],
        },
        "pose": {
            "t_s": _plain(kinematics.t_s[rows], 5),
            "xy": [_plain(row.ravel(), 1) for row in pose.image_px[rows, :, :2]],
        },
        "curves": [_curve(name, kinematics, rows, segment, rule) for name in names],
        "evidence": _evidence(evidence, rule),
        "segments": [{"id": s.id, "start_s": s.start_s, "end_s": s.end_s} for s in segments],
        "moments": [vars(moment) for moment in moments],
        "focus": {"id": focus.finding_id, "at_s": focus.at_s, "nonce": focus.nonce},
    }


def _evidence(evidence: Evidence | None, rule: Rule | None) -> dict[str, Any] | None:
    """The stretch, level and moments to be marked on the curves."""
    if evidence is None or rule is None or rule.measure.curve is None:
        return None
    from_s, to_s = evidence.stretch_s or (evidence.at_s, evidence.at_s)
    marks = (
        [] if evidence.landing_s is None else [(evidence.at_s, "fastest"), (evidence.landing_s, "landing")]
    )
    return {
        "curve": evidence.curve,
        "value": evidence.value,
        "from_s": from_s,
        "to_s": to_s,
        "at_s": evidence.at_s,
        "label": f"{rule.measure.unit.tell(abs(evidence.value))} {rule.measure.curve.reading_words}",
        "marks": [{"t_s": t_s, "label": label} for t_s, label in marks],
    }


def _shown_curves(kinematics: Kinematics, segment: Segment, rule: Rule | None) -> dict[str, Curve]:
    """The curves that were kept, with the one that the rule judges."""
    judged = rule.measure.curve if rule is not None else None
    own = judged.of(kinematics, segment) if judged is not None else None
    return {**kinematics.curves, **({judged.name: own} if judged is not None and own is not None else {})}


def phase_spans(segment: Segment) -> list[dict[str, Any]]:
    """The segment cut at its phase times, each piece named after what begins it."""
    inside = sorted(
        (t_s, key) for key, t_s in segment.phases.items() if segment.start_s < t_s < segment.end_s
    )
    starts = [
        (segment.start_s, kind_name(segment.kind).lower()),
        *((t_s, phase_name(segment.kind, key)) for t_s, key in inside),
    ]
    ends = [t_s for t_s, _ in starts[1:]] + [segment.end_s]
    return [
        {"label": label, "start_s": start_s, "end_s": end_s}
        for (start_s, label), end_s in zip(starts, ends, strict=True)
    ]


def _curve(
    name: str, kinematics: Kinematics, rows: slice, segment: Segment, rule: Rule | None
) -> dict[str, Any]:
    curve = kinematics[name]
    unit = unit_of(curve.unit)
    judged = _judged(name, rule)
    label = judged.words if judged is not None else curve_label(name)
    return {
        "name": name,
        "label": label,
        "unit": unit.suffix,
        "digits": FINE_DIGITS if unit.digits is None else unit.digits,
        "sides": list(judged.sides) if judged is not None else [],
        "least_span": unit.least_span,
        "t_s": _plain(kinematics.t_s[rows], 4),
        "value": _plain(curve.value[rows], 3),
        "spread": _plain(INTERVAL_U * curve.u[rows], 3),
        "thresholds": _bands(rule) if judged is not None and rule is not None else [],
        "summary": _in_words(label, curve, kinematics, segment),
    }


def _judged(name: str, rule: Rule | None) -> JudgedCurve | None:
    """The rule's own curve, where this is it."""
    curve = rule.measure.curve if rule is not None else None
    return curve if curve is not None and curve.name == name else None


def _bands(rule: Rule) -> list[dict[str, Any]]:
    suffix = rule.measure.unit.short_suffix
    return [
        {"value": value, "severity": severity, "label": f"{SEVERITIES[severity]} {value:g}{suffix}"}
        for severity, value in rule.thresholds.bands
    ]


def _in_words(label: str, curve: Curve, kinematics: Kinematics, segment: Segment) -> str:
    """The chart in one sentence, for those who do not see it."""
    rows = kinematics.between(segment.start_s, segment.end_s)
    value = curve.value[rows]
    if not np.isfinite(value).any():
        return f"{label}: cannot be told in this moment."
    high = int(np.nanargmax(value))
    low, top = (unit_of(curve.unit).tell(float(v)) for v in (np.nanmin(value), value[high]))
    return f"{label}: between {low} and {top}, highest at {clock(float(kinematics.t_s[rows][high]))}."


def _plain(values: FloatArray, digits: int) -> list[float | None]:
    return [round(float(v), digits) if np.isfinite(v) else None for v in values]
