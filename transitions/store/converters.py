"""Plain conversions between rows and records. NaN has no place in a database: it is NULL there."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from transitions.model import (
    Clip,
    Finding,
    Grade,
    Provenance,
    Quality,
    Result,
    Review,
    Segment,
    Severity,
    View,
)
from transitions.store.records import (
    Context,
    HandUse,
    Job,
    JobState,
    Person,
    Recording,
    Session,
    StoredReview,
    TimeOfDay,
)

_RESULT_ORDER = {
    Result.NOT_OBSERVED: 0,
    Result.NOT_ASSESSABLE: 1,
    Result.POSSIBLE: 2,
    Result.OBSERVED: 3,
}
_SEVERITY_ORDER = {None: 0, Severity.MILD: 1, Severity.MODERATE: 2, Severity.SEVERE: 3}
_CONTEXT_COLUMNS = (
    "time_of_day",
    "task",
    "load_kg",
    "pain_before",
    "pain_after",
    "seat_height_m",
    "hands",
    "note",
)


def nan_to_none(value: float | None) -> float | None:
    """NULL for a number that is not one."""
    return None if value is None or not math.isfinite(value) else float(value)


def none_to_nan(value: float | None) -> float:
    """The reverse of `nan_to_none`."""
    return math.nan if value is None else float(value)


def person_from(row: RowMapping) -> Person:
    """Read a row of `people`."""
    return Person(row["id"], row["pseudonym"], row["note"], row["created_at"])


def session_from(row: RowMapping) -> Session:
    """Read a row of `sessions`."""
    return Session(row["id"], row["person_id"], row["label"], row["held_on"], row["note"], row["created_at"])


def context_row(context: Context) -> dict[str, Any]:
    """Columns of `recordings` that hold the context."""
    values = asdict(context)
    return {name: values[name] for name in _CONTEXT_COLUMNS}


def recording_from(row: RowMapping) -> Recording:
    """Read a row of `recordings`."""
    context = {name: row[name] for name in _CONTEXT_COLUMNS}
    if context["time_of_day"] is not None:
        context["time_of_day"] = TimeOfDay(context["time_of_day"])
    if context["hands"] is not None:
        context["hands"] = HandUse(context["hands"])
    plain = {name: row[name] for name in Recording.__dataclass_fields__ if name != "context"}
    return Recording(context=Context(**context), **plain)


def job_from(row: RowMapping) -> Job:
    """Read a row of `jobs` joined with the run it made (`run_id`)."""
    values = {name: row[name] for name in Job.__dataclass_fields__}
    return Job(**{**values, "state": JobState(values["state"])})


def run_row(clip: Clip, provenance: Provenance, quality: Quality) -> dict[str, Any]:
    """Columns of `runs` that come from the run itself."""
    return {
        "clip": asdict(clip),
        **asdict(provenance),
        "person_fraction": quality.person_fraction,
        "view": str(quality.view),
        "view_angle_deg": nan_to_none(quality.view_angle_deg),
        "people_seen": quality.people_seen,
        "warnings": list(quality.warnings),
    }


def tally_of(segments: Sequence[Segment], findings: Sequence[Finding]) -> dict[str, Any]:
    """Counts that the list of recordings shows of a run."""
    severities = Counter(str(finding.severity) for finding in findings if finding.severity is not None)
    results = Counter(str(finding.result) for finding in findings)
    return {"segments": len(segments), "results": dict(results), "severities": dict(severities)}


def run_head_from(row: RowMapping) -> tuple[Clip, Provenance, Quality]:
    """Read what a row of `runs` says of the run."""
    provenance = Provenance(**{name: row[name] for name in Provenance.__dataclass_fields__})
    quality = Quality(
        row["person_fraction"],
        View(row["view"]),
        none_to_nan(row["view_angle_deg"]),
        row["people_seen"],
        tuple(row["warnings"]),
    )
    return Clip(**row["clip"]), provenance, quality


def segment_row(run_id: int, position: int, segment: Segment) -> dict[str, Any]:
    """Row of `segments`."""
    return {
        "run_id": run_id,
        "position": position,
        "key": segment.id,
        "kind": segment.kind,
        "start_s": segment.start_s,
        "end_s": segment.end_s,
        "side": segment.side,
        "confidence": segment.confidence,
        "view": str(segment.view),
        "view_angle_deg": nan_to_none(segment.view_angle_deg),
        "phases": {name: nan_to_none(value) for name, value in segment.phases.items()},
    }


def segment_from(row: RowMapping, prefix: str = "") -> Segment:
    """Read a row of `segments`, whose columns may carry a prefix in a join."""
    return Segment(
        kind=row[prefix + "kind"],
        start_s=row[prefix + "start_s"],
        end_s=row[prefix + "end_s"],
        confidence=row[prefix + "confidence"],
        phases={name: none_to_nan(value) for name, value in row[prefix + "phases"].items()},
        side=row[prefix + "side"],
        id=row[prefix + "key"],
        view=View(row[prefix + "view"]),
        view_angle_deg=none_to_nan(row[prefix + "view_angle_deg"]),
    )


def finding_row(run_id: int, segment_id: int, kind: str, position: int, finding: Finding) -> dict[str, Any]:
    """Row of `findings`; `rank` and `excess` put the worst first (observed before possible, then size)."""
    value = nan_to_none(finding.value)
    past = value / finding.threshold if value is not None and finding.threshold > 0 else 0.0
    return {
        "run_id": run_id,
        "segment_id": segment_id,
        "position": position,
        "rule": finding.rule,
        "result": str(finding.result),
        "severity": None if finding.severity is None else str(finding.severity),
        "value": value,
        "unit": finding.unit,
        "threshold": finding.threshold,
        "uncertainty": nan_to_none(finding.uncertainty),
        "at_s": nan_to_none(finding.at_s),
        "reason": finding.reason,
        "headline": finding.headline,
        "cue": finding.cue,
        "source": finding.source,
        "grade": str(finding.grade),
        "is_newest": True,
        "kind": kind,
        "rank": 4 * _RESULT_ORDER[finding.result] + _SEVERITY_ORDER[finding.severity],
        "excess": past if math.isfinite(past) else 0.0,
    }


def finding_from(row: RowMapping, segment_key: str) -> Finding:
    """Read a row of `findings`."""
    plain = (
        "rule",
        "value",
        "unit",
        "threshold",
        "uncertainty",
        "at_s",
        "reason",
        "headline",
        "cue",
        "source",
    )
    return Finding(
        segment_id=segment_key,
        result=Result(row["result"]),
        severity=None if row["severity"] is None else Severity(row["severity"]),
        grade=Grade(row["grade"]),
        **{name: row[name] for name in plain},
    )


def review_from(row: RowMapping) -> StoredReview:
    """Read a row of `reviews`."""
    review = Review(
        finding_id=row["finding_id"],
        rater=row["rater"],
        verdict=row["verdict"],
        note=row["note"],
        created_at=row["created_at"],
        severity=None if row["severity"] is None else Severity(row["severity"]),
        result=None if row["result"] is None else Result(row["result"]),
    )
    return StoredReview(row["id"], review)
