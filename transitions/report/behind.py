"""What stands behind every report: how it was measured and how well, what it cannot tell, its sources, its versions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

import transitions
from transitions.curves import curve_label
from transitions.evidence import Source
from transitions.model import Finding, Run
from transitions.report.document import Audience, Chapter, Fact, Grid, Reference
from transitions.report.recorded import Recorded
from transitions.report.words import (
    GRADES,
    NOT_A_DEVICE,
    OWN_THRESHOLDS,
    STRATEGIES_VARY,
    VIEWS,
    counted,
    has_own_thresholds,
    length,
    listed,
    pattern_name,
    reference_text,
    rules_by_id,
)
from transitions.rules import unit_of
from transitions.series import INTERVAL_U, FloatArray

FACES_HIDDEN = (
    "Faces are made unrecognisable. Where the head could not be placed the whole picture is, and where other people "
    "came into view everything beside the person is."
)
FACES_SHOWN = "Faces are shown because that was asked for."

MARGINS = (
    "Behind each value stands its margin: nine times in ten the true value is meant to lie within it. "
    "“Seen” is said when the whole margin lies beyond the threshold, “maybe” when only the value does, and “not seen” "
    "only where it could have been told."
)
ONE_CAMERA = (
    "One camera sees one side: twist and what the far arm and leg do are read less well than the lean of the trunk and "
    "the height of the hips."
)
LIMITS = (
    "A report describes movements in one film. It does not say why somebody moves so, and nothing in it names a cause "
    "of pain.",
    "A deeper or a quicker movement is neither better nor worse by itself.",
)

SHORT_HASH = 12


def measuring(recordings: Sequence[Recorded], audience: Audience) -> Chapter:
    """How it was measured and how well, of one recording or of several."""
    paragraphs = [
        "A program looked at each frame of the film, found 33 points of the body in it, and worked out angles and "
        "speeds from them. " + MARGINS,
    ]
    warnings = [f"{_in_what(one, recordings)}{said}" for one in recordings for said in _warnings(one.run)]
    facts = _measured_facts(recordings[0]) if len(recordings) == 1 else _measured_over(recordings)
    if audience is Audience.PERSON:
        return Chapter(
            "How this was measured, and how well", tuple(paragraphs), tuple(warnings), facts=facts[:4]
        )
    grids = _uncertainties(recordings[0]) if len(recordings) == 1 else ()
    return Chapter(
        "How this was measured, and how well", tuple(paragraphs), tuple(warnings), facts=facts, grids=grids
    )


def limits(findings: Iterable[Finding], *, show_faces: bool | None) -> Chapter:
    """What the report cannot tell; `show_faces` is None where it has no pictures."""
    flagged = {finding.rule: finding for finding in findings if finding.severity is not None}
    rules = rules_by_id()
    misleads = [f"{rules[name].title}: {rules[name].misleads}" for name in sorted(flagged) if name in rules]
    faces = () if show_faces is None else (FACES_SHOWN if show_faces else FACES_HIDDEN,)
    return Chapter(
        "What this cannot tell",
        bullets=(ONE_CAMERA, *LIMITS, *misleads, *faces),
        after=(STRATEGIES_VARY, NOT_A_DEVICE),
    )


def evidence(findings: Iterable[Finding]) -> Chapter:
    """Where the thresholds come from."""
    carried: dict[Source, list[str]] = {}
    own: set[str] = set()
    grades: dict[str, str] = {}
    for finding in findings:
        rule = rules_by_id().get(finding.rule)
        if has_own_thresholds(finding):
            own.add(pattern_name(finding))
        elif rule is not None:
            grades[rule.title] = GRADES[finding.grade]
            for source in rule.sources:
                names = carried.setdefault(source, [])
                names += [] if rule.title in names else [rule.title]
    references = tuple(
        Reference(reference_text(source), source.link, listed(sorted(names)))
        for source, names in sorted(carried.items(), key=lambda item: item[0].citation)
    )
    said = [f"{name}: {grade}." for name, grade in sorted(grades.items())]
    said += [f"{name}: {OWN_THRESHOLDS}." for name in sorted(own)]
    return Chapter("Where the thresholds come from", bullets=tuple(said), references=references)


def versions(runs: Sequence[Run], made_at: str) -> Chapter:
    """What made it, so that it can be made again."""
    facts = [Fact("Report made", made_at), Fact("Program", f"transitions {transitions.__version__}")]
    kept = [run.provenance for run in runs]
    for name, values in (
        ("Analysed", [p.created_at[:10] for p in kept]),
        ("Analysed by version", [p.version for p in kept]),
        ("Pose model", [f"{p.pose_model} ({_short(p.pose_model_sha256)})" for p in kept]),
        ("Thresholds (SHA-256)", [_short(p.profile_sha256) for p in kept]),
    ):
        facts.append(Fact(name, _distinct(values)))
    if len(runs) == 1:
        facts.append(Fact("Film (SHA-256)", _short(runs[0].clip.sha256)))
    return Chapter("Versions", facts=tuple(facts))


def without_name(text: str, run: Run) -> str:
    """The text without the file's name, which may give the person away."""
    return text.replace(run.clip.name, "the film") if run.clip.name else text


def _warnings(run: Run) -> Iterator[str]:
    for warning in run.quality.warnings:
        yield without_name(warning, run)


def _in_what(one: Recorded, recordings: Sequence[Recorded]) -> str:
    return f"{one.day or 'One film'}: " if len(recordings) > 1 else ""


def _measured_facts(recorded: Recorded) -> tuple[Fact, ...]:
    quality, clip = recorded.run.quality, recorded.run.clip
    facts = [
        Fact("Film", f"{length(clip.duration_s)}, {_rate(recorded)}"),
        Fact("Seen from", _view(recorded.run)),
        Fact("Person in view", f"{quality.person_fraction:.0%} of the time"),
        Fact("People in view", str(quality.people_seen)),
        Fact("Picture", f"{clip.width} × {clip.height}, {clip.frames} frames looked at"),
    ]
    return tuple(facts)


def _measured_over(recordings: Sequence[Recorded]) -> tuple[Fact, ...]:
    runs = [one.run for one in recordings]
    fractions = [run.quality.person_fraction for run in runs]
    return (
        Fact(
            "Films", f"{len(runs)}, together {length(math.fsum(run.clip.duration_s for run in runs))} of film"
        ),
        Fact("Seen from", _distinct([_view(run) for run in runs])),
        Fact(
            "Person in view",
            " to ".join(dict.fromkeys((f"{min(fractions):.0%}", f"{max(fractions):.0%}"))) + " of the time",
        ),
        Fact("Frame rate", _distinct([_rate(one) for one in recordings])),
    )


def _rate(recorded: Recorded) -> str:
    run = recorded.around(0.0, 0.0)
    rate_hz = run.kinematics.frame_rate_hz if run.kinematics is not None else math.nan
    if math.isfinite(rate_hz):
        return f"{rate_hz:.0f} frames a second"
    return f"{run.clip.frames / run.clip.duration_s:.0f} frames a second" if run.clip.duration_s > 0 else ""


def _view(run: Run) -> str:
    angle = run.quality.view_angle_deg
    words = VIEWS[run.quality.view]
    return words if math.isnan(angle) else f"{words} ({angle:.0f}°; 0 faces the camera, 90 is side on)"


def _uncertainties(recorded: Recorded) -> tuple[Grid, ...]:
    """How far each curve is to be trusted in this film, gone through part by part."""
    known: dict[str, list[FloatArray]] = {}
    units: dict[str, str] = {}
    told, frames = Counter[str](), 0
    for part in recorded.parts():
        frames += len(part.t_s)
        for name, curve in part.curves.items():
            units[name] = curve.unit
            told[name] += int(curve.valid.sum())
            u = curve.u[curve.valid]
            known.setdefault(name, []).append(u[np.isfinite(u)])
    rows = [
        (
            curve_label(name),
            _typical_margin(np.concatenate(u), units[name]),
            f"{told[name] / max(frames, 1):.0%}",
        )
        for name, u in known.items()
    ]
    head = ("Curve", "Typical margin (9 times in 10)", "Could be told, share of the time")
    return (Grid("How well each curve is known in this film", head, tuple(rows)),) if rows else ()


def _typical_margin(u: FloatArray, unit: str) -> str:
    if not len(u):
        return "not known"
    middle = float(np.partition(u, len(u) // 2)[len(u) // 2])
    return f"± {unit_of(unit).tell(INTERVAL_U * middle)}"


def _distinct(values: Sequence[str]) -> str:
    different = list(dict.fromkeys(value for value in values if value))
    shown = "; ".join(different[:3])
    return shown if len(different) <= 3 else f"{shown}; {counted(len(different) - 3, 'other')}"


def _short(sha256: str) -> str:
    return sha256[:SHORT_HASH] or "none"
