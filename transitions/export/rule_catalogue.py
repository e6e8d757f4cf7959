"""The rule catalogue (``docs/rules.md``), written from the rule constants so that it cannot drift from them.

``python -m transitions.export.rule_catalogue > docs/rules.md`` writes it again.
"""

from __future__ import annotations

import sys

from transitions.evidence import Evidence, load_evidence
from transitions.model import ALL_KINDS, ANY_VIEW, Rule
from transitions.rules import all_rules

INTRODUCTION = """\
# Rules

Written from the rules themselves by `python -m transitions.export.rule_catalogue`; change a rule, not this page.

Each rule looks for one movement pattern and offers one practice cue. It is a general-wellness tool, not a
medical device: strategies vary with strength, pain and age. Stop if it hurts and ask a clinician.

- **observed**: the whole 90 % interval of the measurement passes the first threshold.
- **possible**: the measured value passes it, its interval does not.
- **not observed**: the value with its uncertainty stays under it.
- **not assessable**: it cannot be told from this picture, with the reason. Never a pass.

Grades: *published* is a number from a paper, *derived* computed from published data, *provisional* an
engineering value for which no threshold was found.
"""


def rule_catalogue() -> str:
    """The catalogue as Markdown, a section a rule, by id."""
    return "\n".join([INTRODUCTION, *(_section(rule) for rule in all_rules())])


def _section(rule: Rule) -> str:
    evidence = load_evidence()[rule.thresholds.source]
    return "\n".join(
        [
            f"## {rule.title}",
            "",
            f"`{rule.id}` · {_kinds(rule)} · {_views(rule)}",
            "",
            *_account(rule),
            "",
            f"Says: *{rule.headline}.* Practice cue: *{rule.cue}.*",
            "",
            "| mild | moderate | severe | unit | grade |",
            "| --- | --- | --- | --- | --- |",
            f"| {_bands(rule)} | {rule.thresholds.unit} | {rule.thresholds.grade.value} |",
            "",
            f"Source: {_citation(evidence)}",
            "",
            f"To film it: {rule.film_next_time}",
            "",
        ]
    )


def _account(rule: Rule) -> list[str]:
    """What the rule's module says of itself: means, matters, misleads, view; then its paragraphs."""
    lines: list[str] = []
    for paragraph in account_of(rule).split("\n\n")[1:]:
        entries = _entries(paragraph)
        lines += ["", *(f"- **{label}**: {text}" for label, text in entries)] if entries else ["", paragraph]
    return lines[1:]


def account_of(rule: Rule) -> str:
    """The docstring of the module that holds the rule; empty when it has none."""
    return (sys.modules[rule.measure.__module__].__doc__ or "").strip()


def _entries(paragraph: str) -> list[tuple[str, str]]:
    """``Label: text`` entries of a paragraph that starts with one; continued lines are joined."""
    entries: list[tuple[str, str]] = []
    for line in paragraph.splitlines():
        label, colon, text = line.partition(": ")
        if colon and label in {"Means", "Matters", "Misleads", "View"}:
            entries.append((label, text.strip()))
        elif entries:
            entries[-1] = (entries[-1][0], f"{entries[-1][1]} {line.strip()}")
    return entries


def _kinds(rule: Rule) -> str:
    if rule.applies_to == ALL_KINDS:
        return "every transition"
    return ", ".join(kind.replace("_", " ") for kind in sorted(rule.applies_to))


def _views(rule: Rule) -> str:
    if rule.views == ANY_VIEW:
        return "any view"
    return " or ".join(sorted(view.value.replace("_", " ") for view in rule.views)) + " view"


def _bands(rule: Rule) -> str:
    bands = (rule.thresholds.mild, rule.thresholds.moderate, rule.thresholds.severe)
    return " | ".join("–" if band is None else f"{band:g}" for band in bands)


def _citation(evidence: Evidence) -> str:
    parts = [evidence.citation, evidence.population, evidence.table]
    doi = [f"doi:{evidence.doi}"] if evidence.doi else []
    return "; ".join([part for part in parts if part] + doi) + "."


if __name__ == "__main__":
    sys.stdout.write(rule_catalogue())
