"""The order in which a recording without any flag is read: what went well comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from transitions.model import Result, Severity, View
from transitions.rules.record import ANY_VIEW
from transitions.store import FindingFilter, FindingRow, MomentOrder, MomentRow
from transitions.ui.selection import WORTH_A_LOOK
from transitions.ui.services import rules_by_id, store


def listed_moments(
    where: FindingFilter, order: MomentOrder, limit: int
) -> tuple[FindingFilter, tuple[MomentRow, ...]]:
    """The moments to list, and the filter that names their findings.

    Where no flag is in what is listed, and no filter was chosen, what went well is listed too, and first.
    """
    moments = store().findings.moments(where, order=order, limit=limit)
    if where.results != WORTH_A_LOOK or where.severities:
        return where, moments
    if store().findings.count(replace(where, severities=frozenset(Severity))):
        return where, moments
    where = replace(where, results=frozenset({Result.NOT_OBSERVED, Result.NOT_ASSESSABLE}))
    views = {rule.id: rule.views for rule in rules_by_id().values()}
    found = store().findings.moments(where, order=MomentOrder.IN_TIME, limit=limit)
    return where, tuple(MomentRow(tuple(lead_with_what_went_well(m.findings, views))) for m in found)


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
