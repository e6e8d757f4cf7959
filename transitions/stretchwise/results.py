"""What a stretch that was looked at fully leaves on disk."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from transitions.errors import ResultsError
from transitions.judgement import Figures
from transitions.model import Finding, Segment
from transitions.plain_values import from_plain, to_plain
from transitions.survey.plan import PlannedStretch

Stretches = tuple[tuple[float, float], ...]


@dataclass(frozen=True, eq=False)
class PersonResult:
    """One person of a stretch, judged.

    Attributes
    ----------
    weight : how much of the stretch is theirs, see `pose.sighted.Sighted`.
    clothes : what they wear, see `pose.appearance.clothes`.
    segments, findings : numbered within the stretch's scene.
    series : name of the file of their curves, beside the result.
    scene : in which of the stretch's scenes, from 0.
    """

    weight: float
    clothes: tuple[float, ...]
    figures: Figures
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]
    series: str
    scene: int = 0


@dataclass(frozen=True, eq=False)
class StretchResult:
    """A stretch that was looked at: how it could be read, everybody in it, and when another scene begins."""

    planned: PlannedStretch
    gaps: Stretches
    patched: Stretches
    people: tuple[PersonResult, ...]
    scene_starts_s: tuple[float, ...] = ()

    def scenes(self) -> Iterator[StretchResult]:
        """What counts of it scene by scene, each with whoever is in it; itself where no other begins."""
        if not self.scene_starts_s:
            yield self
            return
        edges_s = [self.planned.from_s, *self.scene_starts_s, self.planned.to_s]
        for number, (from_s, to_s) in enumerate(pairwise(edges_s)):
            start_s, end_s = max(self.planned.start_s, from_s), min(self.planned.end_s, to_s)
            if start_s < end_s:
                planned = replace(self.planned, start_s=start_s, end_s=end_s, from_s=from_s, to_s=to_s)
                own = tuple(one for one in self.people if one.scene == number)
                yield StretchResult(planned, self.gaps, self.patched, own)

    def save(self, path: Path) -> None:
        """Write it, whole or not at all."""
        values = {
            "planned": to_plain(self.planned),
            "gaps": self.gaps,
            "patched": self.patched,
            "people": [_plain_person(person) for person in self.people],
            "scene_starts_s": self.scene_starts_s,
        }
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(values, allow_nan=False), encoding="utf-8")
        part.replace(path)

    @classmethod
    def load(cls, path: Path) -> StretchResult:
        """What `save` wrote.

        Raises
        ------
        ResultsError
            It is missing or damaged.
        """
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                from_plain(PlannedStretch, values["planned"]),
                tuple((start_s, end_s) for start_s, end_s in values["gaps"]),
                tuple((start_s, end_s) for start_s, end_s in values["patched"]),
                tuple(_person(each) for each in values["people"]),
                tuple(values["scene_starts_s"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ResultsError(
                f"'{path.name}', a part of an analysis that was broken off, is damaged: delete the folder "
                f"'{path.parent}' and analyse the clip again."
            ) from error


def _plain_person(person: PersonResult) -> dict[str, Any]:
    return {
        "weight": person.weight,
        "clothes": person.clothes,
        "figures": to_plain(person.figures),
        "segments": [to_plain(segment) for segment in person.segments],
        "findings": [to_plain(finding) for finding in person.findings],
        "warnings": person.warnings,
        "series": person.series,
        "scene": person.scene,
    }


def _person(values: Mapping[str, Any]) -> PersonResult:
    return PersonResult(
        weight=values["weight"],
        clothes=tuple(values["clothes"]),
        figures=from_plain(Figures, values["figures"]),
        segments=tuple(from_plain(Segment, each) for each in values["segments"]),
        findings=tuple(from_plain(Finding, each) for each in values["findings"]),
        warnings=tuple(values["warnings"]),
        series=values["series"],
        scene=values["scene"],
    )
