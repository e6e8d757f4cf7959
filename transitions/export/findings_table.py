"""Findings as a tidy table, a row for each rule on each transition, beside the measures and curves of recordings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from transitions.comparison import SessionRecording
from transitions.export.measures_table import Column, groups_of, table_files, table_of, write_files
from transitions.rules import all_rules
from transitions.series import INTERVAL_U

FINDINGS: tuple[Column, ...] = (
    ("person", pa.string(), "", "The pseudonym. Empty: not told."),
    ("session", pa.string(), "", "Recordings with the same word were filmed in one go; mostly a day."),
    ("recording", pa.string(), "", "The clip's name."),
    ("segment_id", pa.string(), "", "The transition within its recording, as in run.json."),
    ("kind", pa.string(), "", "The transition, as in run.json."),
    ("start_s", pa.float64(), "s", "When it starts in the clip."),
    ("end_s", pa.float64(), "s", "When it ends in the clip."),
    ("confidence", pa.float64(), "", "How often such a candidate is a true transition, 0 to 1."),
    ("rule", pa.string(), "", "What was looked for; see the dictionary's rows of the table rule."),
    ("result", pa.string(), "", "observed, possible, not_observed or not_assessable."),
    ("severity", pa.string(), "", "mild, moderate or severe: the size of the pattern. Empty: not flagged."),
    ("unit", pa.string(), "", "Unit of value, uncertainty and threshold."),
    ("value", pa.float64(), "as unit", "Empty where it could not be measured."),
    (
        "uncertainty",
        pa.float64(),
        "as unit",
        f"Standard uncertainty; value ± {INTERVAL_U:g} of it is the 90 % interval.",
    ),
    ("threshold", pa.float64(), "as unit", "The band reached, else the first one."),
    ("at_s", pa.float64(), "s", "The moment to look at. Empty: none."),
    ("reason", pa.string(), "", "Why it could not be told."),
)


def findings_table(people: Mapping[str, Sequence[SessionRecording]]) -> pa.Table:
    """Every finding of each person's recordings, by pseudonym; columns are `FINDINGS`."""
    return table_of(
        (row for person, recordings in people.items() for one in recordings for row in _rows(person, one)),
        FINDINGS,
    )


def write_recordings(people: Mapping[str, Sequence[SessionRecording]], out_dir: Path) -> None:
    """Write ``measures``, ``curves``, ``findings`` (each .csv and .parquet) and ``dictionary.csv`` of recordings.

    Parameters
    ----------
    people : each person's recordings by pseudonym; an empty one where nobody is named.

    Raises
    ------
    OutputError
        If they cannot be written.
    """
    groups = [group for person, recordings in people.items() for group in groups_of(recordings, person)]
    more = [("findings", name, unit, meaning) for name, _, unit, meaning in FINDINGS]
    more += [("rule", rule.id, rule.measure.unit.key, f"{rule.title}: {rule.means}") for rule in all_rules()]
    write_files(table_files(groups, {"findings": findings_table(people)}, more), out_dir)


def _rows(person: str, recording: SessionRecording) -> Iterator[dict[str, Any]]:
    run = recording.run
    segments = {segment.id: segment for segment in run.segments}
    for finding in run.findings:
        segment = segments[finding.segment_id]
        yield {
            "person": person or None,
            "session": recording.session,
            "recording": recording.name,
            "segment_id": segment.id,
            "kind": segment.kind,
            "start_s": segment.start_s,
            "end_s": segment.end_s,
            "confidence": segment.confidence,
            "rule": finding.rule,
            "result": str(finding.result),
            "severity": None if finding.severity is None else str(finding.severity),
            "unit": finding.unit,
            "value": finding.value,
            "uncertainty": finding.uncertainty,
            "threshold": finding.threshold,
            "at_s": finding.at_s,
            "reason": finding.reason,
        }


def counted_rows(people: Mapping[str, Iterable[SessionRecording]]) -> int:
    """How many transitions these recordings show."""
    return sum(len(one.run.segments) for recordings in people.values() for one in recordings)
