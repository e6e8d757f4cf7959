"""``run.json``: a run as the fixed names of FORMATS, floats to a ten-thousandth. NaN is written as null.

A long clip's has one key more, `survey`: what was looked at frame by frame, what was skipped and why, and what the
checks among the skipped showed.
"""

from __future__ import annotations

import json

from transitions.model import Clip, Finding, Provenance, Quality, Run, Segment, Survey
from transitions.plain_values import from_plain, prepare, to_plain

SCHEMA = 1

_PARTS = {
    "clip": Clip,
    "provenance": Provenance,
    "quality": Quality,
    "segments": tuple[Segment, ...],
    "findings": tuple[Finding, ...],
}


def run_to_json(run: Run) -> str:
    """The run without its curves, as indented JSON text."""
    parts = {name: to_plain(getattr(run, name), kind, decimals=4) for name, kind in _PARTS.items()}
    if run.survey is not None:
        parts["survey"] = to_plain(run.survey, decimals=4) | {"summary": run.survey.summary}
    return json.dumps({"schema": SCHEMA, **parts}, indent=1, ensure_ascii=False, allow_nan=False)


def prepare_json() -> None:
    """Make ready what `run_to_json` writes with."""
    for kind in _PARTS.values():
        prepare(kind)


def run_from_json(text: str) -> Run:
    """The run that `run_to_json` wrote, without its curves.

    Raises
    ------
    ValueError, KeyError, TypeError
        The text is none that `run_to_json` wrote.
    """
    record = json.loads(text)
    if record["schema"] != SCHEMA:
        raise ValueError(f"schema {record['schema']}, expected {SCHEMA}")
    return Run(
        clip=from_plain(Clip, record["clip"]),
        provenance=from_plain(Provenance, record["provenance"]),
        quality=from_plain(Quality, record["quality"]),
        segments=tuple(from_plain(Segment, segment) for segment in record["segments"]),
        findings=tuple(from_plain(Finding, finding) for finding in record["findings"]),
        survey=from_plain(Survey, record["survey"]) if "survey" in record else None,
    )
