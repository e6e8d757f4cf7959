"""Rules against what was expected of each clip: right, wrong, possible, or not assessable."""

from __future__ import annotations

from collections.abc import Sequence

from transitions.model import Finding, Result, Run
from transitions.rules import all_rules
from transitions.series import INTERVAL_U
from transitions.validate.tally import Tally
from transitions.validate.truth import Truth

PRECEDENCE = (Result.OBSERVED, Result.POSSIBLE, Result.NOT_ASSESSABLE, Result.NOT_OBSERVED)
"""A clip's verdict is the first of these that any of its segments has."""

RIGHT = {True: Result.OBSERVED, False: Result.NOT_OBSERVED}
"""What answers a clip with the pattern, and one without: "possible" is right for neither."""


def verdict(findings: Sequence[Finding]) -> Result:
    """What a rule says of a clip, over all its segments.

    Without a flag, a segment that could not be assessed leaves the clip open: it might have held the pattern. In a
    clip without segments nothing is observed.
    """
    results = {finding.result for finding in findings}
    return next((result for result in PRECEDENCE if result in results), Result.NOT_OBSERVED)


def score_rules(truth: Truth, run: Run | None) -> tuple[Tally, list[str]]:
    """Tally of each rule judged, and the misses in words.

    Returns
    -------
    tally : ``rule/RULE/sensitivity`` (observed, clips with the pattern that could be assessed) and
        ``.../possible_with``; ``.../specificity`` (not observed, clips without it that could be assessed) and
        ``.../possible_without``; ``.../coverage`` (assessable, clips). A pattern in a transition that was not found
        is missed; its absence there was not judged.
    """
    tally, misses = Tally(), []
    for rule, wanted in truth.expected.items():
        findings = [f for f in run.findings if f.rule == rule] if run else []
        said = verdict(findings) if run else Result.NOT_ASSESSABLE
        if not findings and not wanted and _had_a_chance(truth, rule):
            said = Result.NOT_ASSESSABLE
        known = float(said is not Result.NOT_ASSESSABLE)
        right = said is RIGHT[wanted]
        tally.add(f"rule/{rule}/{'sensitivity' if wanted else 'specificity'}", float(right), known)
        possible = float(said is Result.POSSIBLE)
        tally.add(f"rule/{rule}/possible_{'with' if wanted else 'without'}", possible, known)
        tally.add(f"rule/{rule}/coverage", known, 1.0)
        if not right:
            answer = str(said).replace("_", " ")
            misses.append(f"{rule} {answer}, {'' if wanted else 'not '}expected{_values(findings)}")
    return tally, misses


def _had_a_chance(truth: Truth, rule_id: str) -> bool:
    """Whether a transition takes place that the rule looks at: one not found says nothing of the pattern's absence."""
    kinds = {event.kind for event in truth.events or ()}
    return any(rule.applies(kind) for rule in all_rules() if rule.id == rule_id for kind in kinds)


def _values(findings: Sequence[Finding]) -> str:
    """The values behind a wrong answer, so that it can be looked into."""
    said = [
        f"{finding.value:.3g} ± {INTERVAL_U * (finding.uncertainty or 0.0):.2g} {finding.unit}"
        if finding.value is not None
        else (finding.reason or "")
        for finding in findings
    ]
    return f" ({'; '.join(said)})" if said else ""
