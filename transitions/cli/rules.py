"""``transitions rules``: the catalogue with its evidence."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from transitions.profile import apply_profile
from transitions.rules import all_rules
from transitions.rules.record import Rule


def run_rules(*, as_json: bool, profile: Path | None) -> None:
    """Print every rule with thresholds, source and grade."""
    rules = apply_profile(all_rules(), profile)
    if as_json:
        sys.stdout.write(json.dumps([_record(rule) for rule in rules], indent=1, ensure_ascii=False) + "\n")
        return
    table = Table(
        "rule", "transitions", "mild / moderate / severe", "views", "grade", "source", show_lines=True
    )
    for rule in rules:
        record = _record(rule)
        table.add_row(
            rule.id,
            ", ".join(record["applies_to"]),
            " / ".join("–" if b is None else f"{b:g}" for b in record["thresholds"]) + f" {record['unit']}",
            ", ".join(record["views"]),
            record["grade"],
            record["citation"],
        )
    Console().print(table)


def _record(rule: Rule) -> dict[str, Any]:
    thresholds = rule.thresholds
    return {
        "id": rule.id,
        "title": rule.title,
        "applies_to": ["all"] if "*" in rule.applies_to else sorted(rule.applies_to),
        "views": sorted(v.value for v in rule.views),
        "measure": rule.measure.name,
        "thresholds": [thresholds.mild, thresholds.moderate, thresholds.severe],
        "unit": rule.measure.unit.key,
        "grade": thresholds.grade.value,
        "source": rule.sources[0].key,
        "citation": "; ".join(source.citation for source in rule.sources),
        "sources": [vars(source) for source in rule.sources],
        "headline": rule.headline,
        "cue": rule.cue,
        "means": rule.means,
        "matters": rule.matters,
        "misleads": rule.misleads,
        "best_view": rule.best_view,
        "film_next_time": rule.film_next_time,
    }
