"""The rule catalogue (``docs/rules.md``), written from the rule constants so that it cannot drift from them.

``python -m transitions.export.rule_catalogue > docs/rules.md`` writes it again.
"""

from __future__ import annotations

import importlib
import inspect
import sys

from transitions.evidence import Seen, Source
from transitions.rules import all_rules
from transitions.rules.record import ALL_KINDS, ANY_VIEW, Rule

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

SEEN = {
    Seen.FULL: "Read in full.",
    Seen.ABSTRACT: "Only its abstract was read.",
    Seen.NONE: "Not read; cited by others.",
    Seen.OWN: "",
}


def rule_catalogue() -> str:
    """The catalogue as Markdown, a section a rule, by id."""
    return "\n".join([INTRODUCTION, *(_section(rule) for rule in all_rules())])


def _section(rule: Rule) -> str:
    unit = rule.measure.unit
    return "\n".join(
        [
            f"## {rule.title}",
            "",
            f"`{rule.id}` · {_kinds(rule)} · {_views(rule)}",
            "",
            f"- **Means**: {rule.means}",
            f"- **Matters**: {rule.matters}",
            f"- **Misleads**: {rule.misleads}",
            f"- **View**: {rule.best_view}",
            f"- **Measured**: {_measured(rule)}",
            "",
            *_history(rule),
            f"Says: *{rule.headline}.* Practice cue: *{rule.cue}.*",
            "",
            "| mild | moderate | severe | unit | grade |",
            "| --- | --- | --- | --- | --- |",
            f"| {_bands(rule)} | {unit.written or unit.key} | {rule.thresholds.grade.value} |",
            "",
            "Sources:",
            "",
            *(f"- {reference(source)}" for source in rule.sources),
            "",
            f"To film it: {rule.film_next_time}",
            "",
        ]
    )


def _measured(rule: Rule) -> str:
    """What is measured, and how it is read from its curve where it has one."""
    curve = rule.measure.curve
    if curve is None:
        return f"{rule.measure.name}."
    return f"{rule.measure.name}. Judged on the curve “{curve.words}”: {curve.statistic.value}."


def _history(rule: Rule) -> list[str]:
    """Where the numbers come from: what the rule's module says after its first line."""
    doc = inspect.getdoc(importlib.import_module(f"transitions.rules.{rule.id}")) or ""
    _, _, history = doc.partition("\n\n")
    return [history.strip(), ""] if history.strip() else []


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


def reference(source: Source) -> str:
    """The source in one line, where to find it, and how far it was read."""
    parts = [
        f"{source.said}.",
        f"<{source.link}>." if source.link else "",
        source.unverified or SEEN[source.seen],
    ]
    return " ".join(part for part in parts if part)


if __name__ == "__main__":
    sys.stdout.write(rule_catalogue())
