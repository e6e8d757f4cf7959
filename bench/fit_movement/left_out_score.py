"""What was found in clips that were left out of a fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from transitions.agreement.events import OVERLAP_LEVELS, match
from transitions.detect.movement import KINDS
from transitions.model import Segment
from transitions.validate.truth import TrueEvent


@dataclass
class LeftOut:
    """What was found in the left-out clips of one source.

    Attributes
    ----------
    hits : overlap level to transitions found. true, found : transitions there are, and that were reported.
    start_s, end_s : errors of those found at the lowest level.
    false_in : family of clips without a transition to the false ones in it, clip by clip.
    """

    hits: dict[float, int] = field(default_factory=lambda: dict.fromkeys(OVERLAP_LEVELS, 0))
    true: int = 0
    found: int = 0
    start_s: list[float] = field(default_factory=list)
    end_s: list[float] = field(default_factory=list)
    false_in: dict[str, list[int]] = field(default_factory=dict)

    def add(self, events: Sequence[TrueEvent], family: str, segments: Sequence[Segment]) -> None:
        """Count one clip in: transitions of a kind against those of the same kind."""
        events = [event for event in events if event.kind in KINDS]
        self.true += len(events)
        self.found += len(segments)
        if not events:
            self.false_in.setdefault(family, []).append(len(segments))
        for kind in {event.kind for event in events}:
            true = [event for event in events if event.kind == kind]
            found = [segment for segment in segments if segment.kind == kind]
            for level in OVERLAP_LEVELS:
                self.hits[level] += len(match(true, found, level))
            for i, j in match(true, found, OVERLAP_LEVELS[0]):
                self.start_s.append(abs(found[j].start_s - true[i].start_s))
                self.end_s.append(abs(found[j].end_s - true[i].end_s))

    def f1(self, level: float) -> float:
        """At an overlap; NaN where there is none and none was found."""
        both = self.true + self.found
        return 2.0 * self.hits[level] / both if both else float("nan")
