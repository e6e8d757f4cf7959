"""The nouns of the program: clips, segments, findings, reviews, runs. Plain frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from transitions.series import Kinematics
from transitions.states import DayStates


class Result(StrEnum):
    """What a rule says of a segment."""

    OBSERVED = "observed"
    POSSIBLE = "possible"
    NOT_OBSERVED = "not_observed"
    NOT_ASSESSABLE = "not_assessable"


class Severity(StrEnum):
    """Size of the pattern, never a statement about harm."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Grade(StrEnum):
    """Where a threshold comes from: a paper, computed from published data, or an engineering value."""

    PUBLISHED = "published"
    DERIVED = "derived"
    PROVISIONAL = "provisional"


class View(StrEnum):
    """How the person stands to the camera, from `view_angle_deg` (0 faces it, 90 side on)."""

    FRONT = "front"
    OBLIQUE = "oblique"
    SIDE = "side"
    BACK_OBLIQUE = "back_oblique"
    BACK = "back"
    UNKNOWN = "unknown"


class ReviewersSay(StrEnum):
    """How those who reviewed a finding stand to it, all together."""

    NOTHING = "nothing"
    AGREED = "agreed"
    TURNED_DOWN = "turned_down"
    CORRECTED = "corrected"
    DIFFER = "differ"


@dataclass(frozen=True)
class Clip:
    """A clip as decoded: size is of the upright frame, after the recorded rotation is applied."""

    name: str
    sha256: str
    duration_s: float
    width: int
    height: int
    frames: int
    rotation_deg: int = 0


@dataclass(frozen=True)
class Segment:
    """A transition, half-open in time. Detectors leave `id` and the view to the pipeline."""

    kind: str
    start_s: float
    end_s: float
    confidence: float
    phases: Mapping[str, float] = field(default_factory=dict)
    side: str | None = None
    id: str = ""
    view: View = View.UNKNOWN
    view_angle_deg: float = float("nan")

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True)
class Finding:
    """A rule's answer for one segment, with its evidence. NaN is None here: findings are written as JSON."""

    segment_id: str
    rule: str
    result: Result
    severity: Severity | None
    value: float | None
    unit: str
    threshold: float
    uncertainty: float | None
    at_s: float | None
    reason: str | None
    headline: str
    cue: str
    source: str = ""
    grade: Grade = Grade.PROVISIONAL


@dataclass(frozen=True)
class CorrectedFinding(Finding):
    """A finding as a reviewer corrected it: its size is theirs, whatever the margin of the program's value."""


@dataclass(frozen=True)
class Review:
    """A rater's word on a finding; stored beside it, never over it.

    `verdict` is ``agree``, ``disagree``, ``correct`` (then `result` and `severity` are the rater's own),
    ``annotate``, or ``withdraw``, which takes back the last of the same rater that stands.
    """

    finding_id: int
    rater: str
    verdict: str
    note: str
    created_at: str
    severity: Severity | None = None
    result: Result | None = None


@dataclass(frozen=True)
class Provenance:
    """What made a run, so that it can be made again."""

    version: str
    pose_model: str
    pose_model_sha256: str
    profile_sha256: str
    created_at: str


SO_FAR = "Analysed up to {:.1f} min so far; what comes later is not in here."
"""Warning of a run that is not whole yet."""


@dataclass(frozen=True)
class Quality:
    """How well the clip could be read, and what the user should know about it."""

    person_fraction: float
    view: View
    view_angle_deg: float
    people_seen: int
    warnings: tuple[str, ...] = ()

    @property
    def reach(self) -> str:
        """Of a run that is not whole the warning of how far it reaches; empty of a whole one."""
        begins = SO_FAR.partition("{")[0]
        return next((warning for warning in self.warnings if warning.startswith(begins)), "")


@dataclass(frozen=True)
class SkippedStretch:
    """A part of a long clip that was not looked at frame by frame, start_s <= t < end_s, and why not."""

    start_s: float
    end_s: float
    reason: str


@dataclass(frozen=True)
class LookedAt:
    """A part of a long clip that was looked at frame by frame, start_s <= t < end_s.

    `is_check` tells those drawn by lot from what would have been skipped.
    """

    start_s: float
    end_s: float
    is_check: bool = False


@dataclass(frozen=True)
class Survey:
    """How a long clip was gone through.

    Attributes
    ----------
    looked_at, skipped : its parts in time order. A check lies within what was skipped.
    missed : transitions that the checks found, each of which the coarse look had missed; they are in the run.
    """

    looked_at: tuple[LookedAt, ...]
    skipped: tuple[SkippedStretch, ...] = ()
    missed: int = 0

    @property
    def summary(self) -> str:
        """One sentence of what was skipped and what a sample of it showed; empty when nothing was skipped."""
        checks = sum(each.is_check for each in self.looked_at)
        if not checks:
            return ""
        return (
            f"{checks} skipped {'stretch' if checks == 1 else 'stretches'} looked at fully: "
            f"{self.missed} {'transition' if self.missed == 1 else 'transitions'} missed."
        )

    @property
    def account(self) -> str:
        """What is to be known of a clip most of which was skimmed; empty when nothing was skipped."""
        if not self.skipped:
            return ""
        skipped_s = sum(each.end_s - each.start_s for each in self.skipped)
        looked_s = sum(each.end_s - each.start_s for each in self.looked_at if not each.is_check)
        remedy = " Analyse the clip with --exhaustive to find all." if self.missed else ""
        return (
            f"{looked_s / 60:.1f} minutes were looked at frame by frame, {skipped_s / 60:.1f} were only skimmed. "
            f"{self.summary}{remedy}"
        ).strip()


@dataclass(frozen=True, eq=False)
class Run:
    """One analysis of one clip: what was found, what was measured, and the curves it was read from.

    `states` is what the person does over the whole clip, where somebody looked; None where it is left to `day` to read
    off the curves.

    A long clip was analysed stretch by stretch (`survey` tells how). Its curves may be hours: they are in the file
    `series_path`, for `series_file.read_series` to read a part of, and `kinematics` is None.
    """

    clip: Clip
    provenance: Provenance
    quality: Quality
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]
    kinematics: Kinematics | None = None
    states: DayStates | None = None
    survey: Survey | None = None
    series_path: Path | None = None

    def findings_of(self, segment_id: str) -> tuple[Finding, ...]:
        """The findings of one segment, in the order of the rules."""
        return tuple(f for f in self.findings if f.segment_id == segment_id)
