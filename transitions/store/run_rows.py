"""A run as rows of the database."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from transitions.model import Finding, Result, Run, Severity
from transitions.plain_values import to_plain
from transitions.store.media import Staged

_RESULTS = (Result.NOT_OBSERVED, Result.NOT_ASSESSABLE, Result.POSSIBLE, Result.OBSERVED)
_SEVERITIES = (None, Severity.MILD, Severity.MODERATE, Severity.SEVERE)


def run_row(recording_id: int, run: Run, job_id: int | None, staged: Staged | None) -> dict[str, Any]:
    """Of the table of runs."""
    return {
        "recording_id": recording_id,
        "job_id": job_id,
        "clip": to_plain(run.clip),
        **to_plain(run.provenance),
        **to_plain(run.quality),
        "series_sha256": None if staged is None else staged.sha256,
        "is_newest": True,
        "tally": _tally(run),
        "states": None if run.states is None else to_plain(run.states),
        "survey": None if run.survey is None else to_plain(run.survey),
    }


def segment_rows(run: Run) -> list[dict[str, Any]]:
    """The segments' rows in order without the run's id, each with its findings' rows under ``findings``."""
    rows = []
    for position, segment in enumerate(run.segments):
        row = {**to_plain(segment), "position": position, "key": segment.id}
        del row["id"]
        own = [
            {
                **to_plain(finding),
                "position": place,
                "is_newest": True,
                "kind": segment.kind,
                **_place(finding),
            }
            for place, finding in enumerate(run.findings)
            if finding.segment_id == segment.id
        ]
        rows.append({**row, "findings": own})
    return rows


def _tally(run: Run) -> dict[str, Any]:
    """Counts that the list of recordings shows of a run."""
    severities = Counter(str(finding.severity) for finding in run.findings if finding.severity is not None)
    results = Counter(str(finding.result) for finding in run.findings)
    return {"segments": len(run.segments), "results": dict(results), "severities": dict(severities)}


def _place(finding: Finding) -> dict[str, float]:
    """What puts the worst first: observed before possible, then severity, then how far past the threshold."""
    past = finding.value / finding.threshold if finding.value is not None and finding.threshold > 0 else 0.0
    rank = len(_SEVERITIES) * _RESULTS.index(finding.result) + _SEVERITIES.index(finding.severity)
    return {"rank": rank, "excess": past if math.isfinite(past) else 0.0}
