"""What the player is given: one moment of a clip as plain lists, NaN turned into null."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from transitions.ui.words import SEVERITIES, clock, kind_name, lasted_words, phase_name
from transitions.units import FINE_DIGITS

DRAWN_ANGLES = {"twist_deg": "trunk_twist_deg", "rounding_deg": "spine_flexion_deg"}
"""Angles that the picture itself does not show, by the names under which the player's script knows them."""

LEAD_IN_S = 0.8
"""Shown before and after the moment, so that its start is not missed."""

LONGEST_S = 60.0
"""No moment is shown longer than this, so that opening one stays quick."""

LONGEST_TICK_UNIT = 3
"""A unit of more letters stands beside the curve's name, not at every tick of its axis."""

FIRST_ROWS_S = 0.6
"""The pose sent with the page, about the moment opened: what is drawn over its still until the film is there."""


@dataclass(frozen=True)
class Moment:
    """A finding as the player knows it.

    Attributes
    ----------
    at_s : the moment to look at. severity : the band reached; None where nothing was flagged.
    badge, tone : result and size as on its card, and the class of their colour.
    measured : the value with its margin; empty without one. value : the same where there is little room.
    drawn : what is drawn in the picture (`rules.record.Drawn`); None where nothing is.
    from_s, to_s : when it is drawn and named. landing_s : when the hips meet the seat, of a way down.
    held : how long it lasted, in words; empty where that is not told.
    """

    id: int
    segment_id: str
    at_s: float
    label: str
    severity: str | None
    from_s: float
    to_s: float
    untold: bool = False
    badge: str = ""
    tone: str = ""
    measured: str = ""
    value: str = ""
    drawn: str | None = None
    landing_s: float | None = None
    held: str = ""


@dataclass(frozen=True)
class Focus:
    """Where to look first. A new `nonce` makes the player go there again."""

    finding_id: int | None
    at_s: float | None
    nonce: int


@dataclass(frozen=True)
class ShownClip:
    """The clip: its length, the size of its upright frame, and where its pieces are fetched from (`ui.reels`)."""

    duration_s: float
    size_px: tuple[int, int]
    pieces: Mapping[str, Any]


def clip_data(shown: ShownClip, segments: Iterable[Segment], moments: Iterable[Moment]) -> dict[str, Any]:
    """What the player shows of a whole clip; all there is of one without a transition.

    Parameters
    ----------
    segments, moments : of the whole clip, for the timeline and what is named and drawn in the picture.
    """
    return {
        "clip": {"duration_s": shown.duration_s, "pieces": dict(shown.pieces)},
        "size": list(shown.size_px),
        "segment": None,
        "pose": pose_rows(None, 0.0, 0.0),
        "curves": [],
        "evidence": None,
        "segments": [_on_timeline(s, shown.duration_s) for s in segments],
        "moments": [vars(moment) for moment in moments],
        "focus": {"id": None, "at_s": 0.0, "nonce": 0},
    }


def span_s(segment: Segment, duration_s: float) -> tuple[float, float]:
    """From when to when a moment is shown: a little before and after it, and no longer than can be opened quickly."""
    start_s = round(max(0.0, segment.start_s - LEAD_IN_S), 3)
    return start_s, round(min(duration_s + 1.0, segment.end_s + LEAD_IN_S, start_s + LONGEST_S), 3)


def _on_timeline(segment: Segment, duration_s: float) -> dict[str, Any]:
    return {
        "id": segment.id,
        "name": kind_name(segment.kind),
        "start_s": segment.start_s,
        "end_s": segment.end_s,
        "span_s": span_s(segment, duration_s),
    }


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
    kinematics : at least the rows of the span that is shown.
    segments, moments, shown : as for `clip_data`.
    rule : the rule of the finding in focus; its thresholds are drawn as bands.
    with_curves : false in the simple view.
    evidence : where the number of the finding in focus was read.
    """
    span = span_s(segment, shown.duration_s)
    rows = kinematics.between(*span)
    at_s = segment.start_s if focus.at_s is None else focus.at_s
    first = pose_rows(kinematics, at_s - FIRST_ROWS_S, at_s + FIRST_ROWS_S)
    curves = _shown_curves(kinematics, segment, rule) if with_curves else {}
    kinematics = replace(kinematics, curves=curves)
    names = choose_curves(segment.kind, rule, curves)
    return clip_data(shown, segments, moments) | {
        "segment": {
            "id": segment.id,
            "start_s": segment.start_s,
            "end_s": segment.end_s,
            "span_s": span,
            "phases": phase_spans(segment) if with_curves else [],
        },
        "pose": first,
        "curves": [_curve(name, kinematics, rows, segment, rule) for name in names],
        "evidence": _evidence(evidence, rule) if with_curves else None,
        "focus": {"id": focus.finding_id, "at_s": at_s, "nonce": focus.nonce},
    }


def pose_rows(kinematics: Kinematics | None, from_s: float, to_s: float) -> dict[str, list[Any]]:
    """The pose from time to time, and the angles that are drawn into the picture; empty lists without kinematics.

    Returns
    -------
    ``t_s``, ``xy`` (x and y of the 33 landmarks in turn, in pixels of the upright frame), ``twist_deg``,
    ``rounding_deg``: a value a row, None where it is not known.
    """
    if kinematics is None:
        return {"t_s": [], "xy": [], **{name: [] for name in DRAWN_ANGLES}}
    rows = kinematics.between(from_s, to_s)
    unknown = np.full(len(kinematics.t_s), np.nan)
    return {
        "t_s": _plain(kinematics.t_s[rows], 5),
        "xy": [_plain(row.ravel(), 1) for row in kinematics.pose.image_px[rows, :, :2]],
        **{
            name: _plain((kinematics[curve].value if curve in kinematics.curves else unknown)[rows], 1)
            for name, curve in DRAWN_ANGLES.items()
        },
    }


def _evidence(evidence: Evidence | None, rule: Rule | None) -> dict[str, Any] | None:
    """The stretch, level and moments to be marked on the curves."""
    if evidence is None or rule is None or rule.measure.curve is None:
        return None
    from_s, to_s = evidence.stretch_s or (evidence.at_s, evidence.at_s)
    beyond = evidence.beyond_s if evidence.held else None
    marks = (
        [] if evidence.landing_s is None else [(evidence.at_s, "fastest"), (evidence.landing_s, "landing")]
    )
    return {
        "curve": evidence.curve,
        "value": evidence.value,
        "from_s": from_s,
        "to_s": to_s,
        "at_s": evidence.at_s,
        "label": f"{rule.measure.unit.tell_short(abs(evidence.value))} {rule.measure.curve.reading_words}",
        "held": None
        if beyond is None
        else {"from_s": beyond[0], "to_s": beyond[1], "label": held_words(evidence, rule)},
        "marks": [{"t_s": t_s, "label": label} for t_s, label in marks],
    }


def held_words(evidence: Evidence, rule: Rule) -> str:
    """How long a kept value stayed beyond the first band: ``held 0.5 s beyond 20°``; empty for others."""
    if not evidence.held or evidence.beyond_s is None:
        return ""
    return f"held {lasted_words(evidence.lasted_s)} beyond {rule.measure.unit.tell(rule.thresholds.mild)}"


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
        "unit": unit.short_suffix,
        "tick_unit": unit.short_suffix if len(unit.short_suffix) <= LONGEST_TICK_UNIT else "",
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
