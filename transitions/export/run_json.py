"""``run.json``: a run as the fixed names of FORMATS, and back. NaN is written as null."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

from transitions.model import (
    Clip,
    Finding,
    Grade,
    Provenance,
    Quality,
    Result,
    Run,
    Segment,
    Severity,
    View,
)

SCHEMA = 1


def run_to_dict(run: Run) -> dict[str, Any]:
    """The run without its curves, as plain JSON values."""
    record = {
        "schema": SCHEMA,
        "clip": asdict(run.clip),
        "provenance": asdict(run.provenance),
        "quality": asdict(run.quality),
        "segments": [asdict(segment) | {"phases": dict(segment.phases)} for segment in run.segments],
        "findings": [asdict(finding) for finding in run.findings],
    }
    cleaned: dict[str, Any] = _plain(record)
    return cleaned


def run_to_json(run: Run) -> str:
    """The run as indented JSON text."""
    return json.dumps(run_to_dict(run), indent=1, ensure_ascii=False, allow_nan=False)


def run_from_dict(record: dict[str, Any]) -> Run:
    """The run back, without curves."""
    quality = dict(record["quality"])
    return Run(
        clip=Clip(**record["clip"]),
        provenance=Provenance(**record["provenance"]),
        quality=Quality(
            **quality
            | {
                "view": View(quality["view"]),
                "view_angle_deg": _number(quality["view_angle_deg"]),
                "warnings": tuple(quality["warnings"]),
            }
        ),
        segments=tuple(_segment(s) for s in record["segments"]),
        findings=tuple(_finding(f) for f in record["findings"]),
    )


def _segment(record: dict[str, Any]) -> Segment:
    return Segment(
        **record | {"view": View(record["view"]), "view_angle_deg": _number(record["view_angle_deg"])}
    )


def _finding(record: dict[str, Any]) -> Finding:
    severity = record["severity"]
    return Finding(
        **record
        | {
            "result": Result(record["result"]),
            "severity": Severity(severity) if severity else None,
            "grade": Grade(record["grade"]),
        }
    )


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _plain(value: Any) -> Any:
    """JSON values: NaN and infinities become null, floats are kept to a ten-thousandth, enums their words."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return str(value) if isinstance(value, str) else value
