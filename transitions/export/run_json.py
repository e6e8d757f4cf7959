"""``run.json``: a run as the fixed names of FORMATS. NaN is written as null."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

from transitions.model import Run

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


def _plain(value: Any) -> Any:
    """JSON values: NaN and infinities become null, floats are kept to a ten-thousandth, enums their words."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return str(value) if isinstance(value, str) else value
