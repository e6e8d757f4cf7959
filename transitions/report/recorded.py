"""What a report is made from: an analysis, where its clip is, and what was told and said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np

from transitions.comparison.repetitions import AROUND_S
from transitions.errors import OutputError, StoreError
from transitions.model import Finding, Result, Review, ReviewersSay, Run, Segment
from transitions.report.words import circumstances
from transitions.series import Kinematics
from transitions.series_file import read_series
from transitions.store import FindingFilter, RecordingSummary, Store, after_review, counted_finding
from transitions.video.identity import file_sha256

UNNAMED = "Person A"
"""How somebody is called of whom no pseudonym is known."""

PART_S = 600.0
"""Where something is read off the whole recording, it is read in parts of this length."""

SERIES_FILE = "series.parquet"

_RANK = (Result.NOT_OBSERVED, Result.NOT_ASSESSABLE, Result.POSSIBLE, Result.OBSERVED)


@dataclass(frozen=True)
class JudgedMoment:
    """The findings of one transition, the worst first."""

    segment: Segment
    findings: tuple[Finding, ...]

    @property
    def main(self) -> Finding:
        """The finding that deserves the first look."""
        return self.findings[0]

    @property
    def flagged(self) -> tuple[Finding, ...]:
        """Those in which a pattern was seen, or maybe."""
        return tuple(finding for finding in self.findings if finding.severity is not None)


@dataclass(frozen=True, eq=False)
class Recorded:
    """One recording.

    Attributes
    ----------
    clip : to take pictures from; None where it is not at hand.
    who : the person's pseudonym. day : when it was filmed, ISO; empty when not known.
    told : what was told of it, in one line. said : standing reviews by segment and rule.
    read : reads the curves of a stretch (from, to in seconds), so that those of a day are never in memory at once;
        None where they are with the run, or nowhere.
    """

    run: Run
    clip: Path | None
    who: str = UNNAMED
    day: str = ""
    told: str = ""
    said: Mapping[tuple[str, str], tuple[Review, ...]] = field(default_factory=dict)
    read: Callable[[float, float], Kinematics] | None = None

    def around(self, start_s: float, end_s: float) -> Run:
        """The run with the curves of this stretch and `AROUND_S` on both sides of it, where there are any."""
        if self.read is None:
            return self.run
        return replace(self.run, kinematics=self.read(start_s - AROUND_S, end_s + AROUND_S))

    def parts(self) -> Iterator[Kinematics]:
        """The curves of the whole recording, part after part."""
        if self.read is None:
            yield from () if self.run.kinematics is None else (self.run.kinematics,)
            return
        for start_s in np.arange(0.0, self.run.clip.duration_s, PART_S):
            yield self.read(float(start_s), float(start_s) + PART_S)

    def counted(self, finding: Finding) -> tuple[Finding, ReviewersSay]:
        """The finding as it counts once reviewers have spoken, and how they stand to it."""
        said = self.said.get((finding.segment_id, finding.rule), ())
        answer = after_review(finding.result, finding.severity, said)
        return counted_finding(finding, answer), answer.say

    def counted_findings(self) -> list[Finding]:
        """Every finding as it counts once reviewers have spoken."""
        return [self.counted(finding)[0] for finding in self.run.findings]

    def turned_down(self) -> list[tuple[Segment, Finding]]:
        """The flags of the program that reviewers turned down, in the order of time."""
        return [
            (segment, finding)
            for segment in self.run.segments
            for finding in self.run.findings_of(segment.id)
            if finding.severity is not None and self.counted(finding)[0].severity is None
        ]

    def judged(self) -> list[JudgedMoment]:
        """Every transition with findings as they count, the one most worth a look first."""
        found = []
        for segment in self.run.segments:
            counted = [self.counted(finding)[0] for finding in self.run.findings_of(segment.id)]
            findings = sorted(counted, key=severity_rank, reverse=True)
            if findings:
                found.append(JudgedMoment(segment, tuple(findings)))
        return sorted(found, key=lambda one: severity_rank(one.main), reverse=True)

    def reviews(self) -> Iterator[Review]:
        """Everything that stands."""
        for said in self.said.values():
            yield from said


def severity_rank(finding: Finding) -> tuple[int, int, float]:
    """What puts the worst first: seen before maybe, then the size, then how far past the threshold."""
    size = 0 if finding.severity is None else 1 + list(type(finding.severity)).index(finding.severity)
    past = finding.value / finding.threshold if finding.value is not None and finding.threshold > 0 else 0.0
    return _RANK.index(finding.result), size, past


def stored(store: Store, recording_id: int, who: str | None = None, *, day: str = "") -> Recorded:
    """A recording of the store by its newest analysis, under its person's pseudonym or `who`.

    Parameters
    ----------
    day : when it was filmed, where that was not told of the recording itself.

    Raises
    ------
    StoreError, ResultsError
        It was deleted or has no analysis, or its curves are damaged.
    """
    summary = store.recordings.summary(recording_id)
    kept = summary.recording
    if summary.run_id is None:
        raise StoreError(f"Recording {recording_id} is not analysed yet; wait until it is.")
    rows = store.findings.list(FindingFilter(run_id=summary.run_id), limit=None)
    standing = store.reviews.standing([row.id for row in rows])
    clip = None
    with suppress(StoreError):  # moved away: the report is made without pictures, and says so
        clip = store.recordings.clip_path(recording_id)
    run_id = summary.run_id
    return Recorded(
        store.runs.load(run_id),
        clip,
        who or _pseudonym(summary),
        kept.filmed_on or day,
        circumstances(kept.context),
        {(row.segment.id, row.finding.rule): standing[row.id] for row in rows if row.id in standing},
        partial(store.runs.series, run_id) if store.runs.has_series(run_id) else None,
    )


def _pseudonym(summary: RecordingSummary) -> str:
    """What was told; where that is but the file's name, none: a file's name may give the person away."""
    told = (summary.pseudonym or "").strip()
    name = Path(summary.recording.name)
    return UNNAMED if told.lower() in ("", name.name.lower(), name.stem.lower()) else told


def from_results(run: Run, folder: Path, clip: Path | None, who: str | None = None) -> Recorded:
    """A recording from the folder that `analyse` wrote; its clip is looked for beside the folder.

    The curves are read from the folder as they are needed, whether or not the run carries them.

    Raises
    ------
    OutputError
        The clip that was given is another one.
    """
    series = folder / SERIES_FILE
    read = partial(read_series, series) if series.is_file() else None
    run = replace(run, kinematics=None) if read is not None else run
    if clip is not None:
        if file_sha256(clip) != run.clip.sha256:
            raise OutputError(f"'{clip}' is not the clip of these results; give the one that was analysed.")
        return Recorded(run, clip, who or UNNAMED, read=read)
    near = folder.absolute().parent / run.clip.name
    at_hand = near.is_file() and file_sha256(near) == run.clip.sha256
    return Recorded(run, near if at_hand else None, who or UNNAMED, read=read)
