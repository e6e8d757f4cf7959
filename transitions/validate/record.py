"""The report as JSON: NaN is null, nothing is rounded away that a comparison needs."""

from __future__ import annotations

import math
from typing import Any

from transitions.validate.report import Figure, Report, Scope


def report_record(report: Report) -> dict[str, Any]:
    """The whole report: ``figures`` over all clips, and the same for each source."""
    return {
        "schema": 1,
        **scope_record(report.pooled),
        "sources": {scope.name: scope_record(scope) for scope in report.sources},
        "misses": {name: list(misses) for name, misses in report.misses.items()},
        "failed": dict(report.failed),
    }


def scope_record(scope: Scope) -> dict[str, Any]:
    """The figures of one source, or of all."""
    return {
        "clips": scope.clips,
        "people": scope.people,
        "figures": {key: _figure_record(figure) for key, figure in scope.figures.items()},
        "not_scored": dict(scope.not_scored),
    }


def _figure_record(figure: Figure) -> dict[str, Any]:
    estimate = figure.estimate
    return {
        "value": _number(estimate.value),
        "low": _number(estimate.low),
        "high": _number(estimate.high),
        "clips": estimate.clips,
        "count": estimate.count,
        "aim": [_number(figure.aim.least), _number(figure.aim.most)] if figure.aim else None,
        "met": figure.met,
    }


def _number(value: float) -> float | None:
    return round(value, 4) if math.isfinite(value) else None
