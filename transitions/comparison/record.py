"""A comparison as plain JSON values; NaN and infinities become None."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from transitions.comparison.compare import Comparison, MeasureChange
from transitions.comparison.curves import PERCENT, NormalisedCurves
from transitions.comparison.nonoverlap import Interval
from transitions.comparison.repetitions import Repetition
from transitions.comparison.words import sentence, summary
from transitions.series import FloatArray


def comparison_record(comparison: Comparison) -> dict[str, Any]:
    """Everything of a comparison but the single repetitions' curves."""
    return {
        "kind": comparison.kind,
        "primary": comparison.primary.measure.id,
        "verdict": comparison.primary.verdict.value,
        "descriptive_only": comparison.descriptive_only,
        "summary": list(summary(comparison)),
        "warnings": list(comparison.warnings),
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "measures": [_measure(judged) for judged in comparison.measures],
        "percent": _numbers(PERCENT),
        "curves": {
            name: {"before": _curve(before), "after": _curve(after)}
            for name, (before, after) in comparison.curves.items()
        },
    }


def _measure(judged: MeasureChange) -> dict[str, Any]:
    record: dict[str, Any] = {
        "measure": judged.measure.id,
        "title": judged.measure.name,
        "unit": judged.measure.unit.key,
        "primary": judged.primary,
        "n_before": judged.n_before,
        "n_after": judged.n_after,
        "verdict": judged.verdict.value,
        "sentence": sentence(judged),
        "reason": judged.reason,
        "target": judged.target,
        "towards_target": judged.towards_target,
        "assumed_spread": judged.assumed_spread,
    }
    if judged.change is None:
        return record
    change = judged.change
    return record | {
        "before": _number(change.before),
        "after": _number(change.after),
        "change": _number(change.difference),
        "change_interval_95": _interval(change.interval),
        "change_interval_95_bca": _interval(judged.bca) if judged.bca else None,
        "counted": change.unit.value,
        "sem": _number(change.sem),
        "mdc_95": _number(change.mdc),
        "df": _number(change.df),
        "p": _number(change.p),
        "p_holm": _number(judged.p_holm),
        "hedges_g": _number(change.g),
        "nap": _number(judged.nap),
        "nap_interval_95": _interval(judged.nap_interval),
        "tau": _number(judged.tau),
        "tau_u": _number(judged.tau_u),
    }


def _side(rows: Sequence[Repetition]) -> dict[str, Any]:
    return {
        "sessions": sorted({row.session for row in rows}),
        "repetitions": [
            {
                "recording": row.recording.name,
                "session": row.session,
                "segment_id": row.segment.id,
                "start_s": _number(row.segment.start_s),
                "view_angle_deg": _number(row.segment.view_angle_deg),
                "camera_side": row.camera_side,
                "side": row.segment.side,
                "values": {name: _number(reading.value) for name, reading in row.readings.items()},
            }
            for row in rows
        ],
    }


def _curve(curve: NormalisedCurves) -> dict[str, Any]:
    return {
        "mean": _numbers(curve.mean),
        "sd": _numbers(curve.sd),
        "count": [int(count) for count in curve.count],
        "marks_percent": {phase: _number(percent) for phase, percent in curve.marks.items()},
    }


def _interval(interval: Interval) -> list[float | None]:
    return [_number(interval.low), _number(interval.high)]


def _numbers(values: FloatArray) -> list[float | None]:
    return [_number(float(value)) for value in values]


def _number(value: float) -> float | None:
    return round(float(value), 4) if math.isfinite(value) else None
