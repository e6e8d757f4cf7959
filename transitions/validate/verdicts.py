"""Rules against what was expected of each clip: right, wrong, or not assessable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from transitions.model import Finding, Result, Run

FLAGS = (Result.OBSERVED, Result.POSSIBLE)


def verdict(findings: Sequence[Finding]) -> bool | None:
    """Whether a rule flags a clip: over all its segments; None when it cannot be told.

    A flag anywhere is a flag. Without one, a segment that could not be assessed leaves the clip open: it
    might have held the pattern. A clip without segments is not flagged.
    """
    results = [finding.result for finding in findings]
    if any(result in FLAGS for result in results):
        return True
    return None if Result.NOT_ASSESSABLE in results else False


def score_rules(
    expected: Mapping[str, bool], run: Run | None
) -> tuple[dict[str, tuple[float, float]], list[str]]:
    """Sums for sensitivity, specificity and coverage of each rule judged, and the misses in words."""
    sums: dict[str, tuple[float, float]] = {}
    misses: list[str] = []
    for rule, wanted in expected.items():
        findings = [f for f in run.findings if f.rule == rule] if run else []
        flagged = verdict(findings) if run else None
        known = float(flagged is not None)
        right = float(flagged is wanted)
        sums[f"rule/{rule}/{'sensitivity' if wanted else 'specificity'}"] = (right, known)
        sums[f"rule/{rule}/coverage"] = (known, 1.0)
        if flagged is not wanted:
            misses.append(f"{rule} {_in_words(wanted, flagged)}{_values(findings)}")
    return sums, misses


def _in_words(wanted: bool, flagged: bool | None) -> str:
    if flagged is None:
        return f"not assessable, {'' if wanted else 'not '}expected"
    return "flagged, not expected" if flagged else "not flagged, expected"


def _values(findings: Sequence[Finding]) -> str:
    """The values behind a wrong answer, so that it can be looked into."""
    said = [
        f"{finding.value:.3g} ± {1.64 * (finding.uncertainty or 0.0):.2g} {finding.unit}"
        if finding.value is not None
        else (finding.reason or "")
        for finding in findings
    ]
    return f" ({'; '.join(said)})" if said else ""
