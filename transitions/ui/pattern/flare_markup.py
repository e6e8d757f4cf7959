"""The table of days on which pain rose beside the others, as markup: counts with what they are counts of."""

from __future__ import annotations

import math

from transitions.pattern import Counted, FlareRow, FlareTable
from transitions.rules.record import Rule
from transitions.ui.frame import text
from transitions.ui.pattern.wording import row_name, row_words
from transitions.ui.words import counted, kind_name

HEADINGS = ("", "Days pain rose", "Other days", "In words")


def flare_markup(table: FlareTable, rules: dict[str, Rule]) -> str:
    """The rows; on a narrow window each stands as a card."""
    days = (counted(table.rising_days, "day"), counted(table.other_days, "day"))
    heads = [
        HEADINGS[0],
        f"{HEADINGS[1]} ({days[0]})",
        f"{HEADINGS[2]} ({days[1]})",
        HEADINGS[3],
    ]
    head = "".join(f'<th scope="col">{text(name) or "Movement or pattern"}</th>' for name in heads)
    most = max(
        (c.share for row in table.rows if not row.rule for c in (row.rising, row.others) if c.count),
        default=1.0,
    )
    body = "".join(_row(row, heads, rules, most) for row in table.rows)
    return f'<table class="tr-changes tr-flares"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _row(row: FlareRow, heads: list[str], rules: dict[str, Rule], most: float) -> str:
    full = 1.0 if row.rule else most
    cells = "".join(
        f'<td data-label="{text(name)}"><span>{text(_count(side, row))}</span>{_bar(side, full)}</td>'
        for name, side in zip(heads[1:3], (row.rising, row.others), strict=True)
    )
    under = f"<i>{text(kind_name(row.kind))}</i>" if row.rule else "<i>how often</i>"
    said = f"<strong>{text(row_words(row))}</strong>{text(_how_sure(row))}"
    return (
        f'<tr class="{"changed" if row.stands_apart else ""}"><th scope="row">{text(row_name(row, rules))} {under}</th>'
        f'{cells}<td class="tr-said">{said}</td></tr>'
    )


def _count(side: Counted, row: FlareRow) -> str:
    if not side.count:
        return "none to count"
    if row.rule:
        return f"{side.hits} of {side.count} ({100 * side.share:.0f} %)"
    return f"{side.hits} in {counted(side.count, 'recording')} ({side.share:.1f} each)"


def _bar(side: Counted, full: float) -> str:
    share = 0.0 if math.isnan(side.share) or full <= 0 else min(side.share / full, 1.0)
    return f'<b class="tr-bar" aria-hidden="true"><b style="width:{100 * share:.0f}%"></b></b>'


def _how_sure(row: FlareRow) -> str:
    days = f"{row.days[0]} and {counted(row.days[1], 'day')}"
    if row.reason is not None:
        return days
    middle, low, high = (f"{100 * share:.0f}" for share in (row.overlap, row.interval.low, row.interval.high))
    return f"{days}; a day pain rose had more than another in {middle} % of pairs, ties by half [{low} to {high} %]"
