"""The transition catalogue (``docs/transitions.md``), written from the detectors' records.

``python -m transitions.export.transition_catalogue > docs/transitions.md`` writes it again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from transitions.detect import LEAST_CONFIDENCE, all_detectors
from transitions.detect.record import Detector
from transitions.export.rule_catalogue import reference

INTRODUCTION = f"""\
# Transitions

Written from the detectors themselves by `python -m transitions.export.transition_catalogue`; change a detector, not
this page.

Each detector looks for one kind of transition and says of every candidate how sure it is: how often such a candidate
is a true one, 0 to 1. Where two overlap the surer one stays, whichever detectors they are from; under
{LEAST_CONFIDENCE:g} nothing is reported.
"""


def transition_catalogue() -> str:
    """The catalogue as Markdown, a section a kind, in order of kind."""
    return "\n".join([INTRODUCTION, *map(_section, all_detectors())])


def _section(detector: Detector) -> str:
    side = f" Its side: {detector.side.format('left or right')}." if detector.side else ""
    posture = f" Over the day: from {detector.begins} to {detector.ends}." if detector.changes_posture else ""
    return "\n".join(
        [
            f"## {detector.name}",
            "",
            f"`{detector.kind}` · {detector.about}{posture}{side}",
            "",
            *_table(
                ("phase begins", "key", "when"), ((p.name, f"`{p.key}`", p.means) for p in detector.phases)
            ),
            f"Its own time: `{detector.moment}`.",
            "",
            *_table(
                ("compared", "key", "unit"), ((c.name, f"`{c.id}`", c.unit.key) for c in detector.compared)
            ),
            f"Curves shown: {', '.join(f'`{name}`' for name in detector.curves)}.",
            "",
            "Sources:",
            "",
            *(f"- {reference(source)}" for source in detector.all_sources),
            "",
        ]
    )


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    columns = list(head)
    return [f"| {' | '.join(row)} |" for row in (columns, ["---"] * len(columns), *rows)] + [""]


if __name__ == "__main__":
    sys.stdout.write(transition_catalogue())
