"""The order in which a recording without any flag is read: what went well comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from transitions.model import Result, View
from transitions.rules.record import ANY_VIEW
from transitions.store import FindingFilter, FindingRow
from transitions.ui.selection import WORTH_A_LOOK
from transitions.ui.services import rules_by_id, store


def listed(where: FindingFilter, limit: int) -> tuple[FindingFilter, list[FindingRow]]:
    """The findings to list, and the filter that names them: the worst first, or what went well where no flag is."""
    rows = store().findings.list(where, limit=limit)
    flagged = bool(rows) and rows[0].finding.severity is not None
    if flagged or where.recording_id is None or where.results != WORTH_A_LOOK:
        return where, rows
    where = replace(where, results=frozenset({Result.NOT_OBSERVED, Result.NOT_ASSESSABLE}))
    views = {rule.id: rule.views for rule in rules_by_id().values()}
    rows = lead_with_what_went_well(store().findings.list(where, limit=None), views)
    return where, rows[:limit]


def lead_with_what_went_well(
    rows: Iterable[FindingRow], views: Mapping[str, frozenset[View]]
) -> list[FindingRow]:
    """Findings without a flag: what was well within its threshold, then what could not be told.

    What the camera's place could never tell stands last: it says more of the phone than of the movement.

    Parameters
    ----------
    rows : findings of one recording, none of them a flag.
    views : by rule id, the views from which it can be judged; rules not named are taken to be judged from any.
    """
    return sorted(rows, key=lambda row: (_group(row, views), _share(row), row.segment.start_s, row.id))


def _group(row: FindingRow, views: Mapping[str, frozenset[View]]) -> int:
    if row.finding.result is Result.NOT_OBSERVED:
        return 0
    return 1 if row.segment.view in views.get(row.finding.rule, ANY_VIEW) else 2


def _share(row: FindingRow) -> float:
    """How much of the way to its threshold was gone: least is clearest."""
    finding = row.finding
    if finding.value is None or finding.threshold <= 0:
        return 1.0
    return finding.value / finding.threshold
