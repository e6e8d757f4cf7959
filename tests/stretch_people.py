"""People of a stretch, judged, that nobody had to film."""

from __future__ import annotations

from transitions.judgement import Figures
from transitions.model import Finding, Result, Segment
from transitions.stretchwise.results import PersonResult

RED, BLUE = (1.0, 0.0), (0.0, 1.0)


def segment(start_s: float, confidence: float = 0.9, name: str = "s1") -> Segment:
    return Segment("reach", start_s, start_s + 2.0, confidence, id=name)


def person(*segments: Segment, clothes: tuple[float, ...] = RED, weight: float = 10.0) -> PersonResult:
    findings = tuple(
        Finding(
            one.id,
            "abrupt_twist",
            Result.NOT_OBSERVED,
            None,
            one.start_s,
            "deg/s",
            70.0,
            1.0,
            None,
            None,
            "",
            "",
        )
        for one in segments
    )
    figures = Figures(300, 300, 300.0, 45.0, 30.0, 0.0, 1)
    return PersonResult(weight, clothes, figures, segments, findings, (), "none.parquet")
