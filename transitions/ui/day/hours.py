"""The counts of a recording by the hour, as a table."""

from __future__ import annotations

from transitions.day import HourCount
from transitions.ui.day.wording import whole_clock
from transitions.ui.frame import text
from transitions.ui.words import kind_name, span


def hours_markup(count: HourCount) -> str:
    """A row for each hour: how long the person was in view, each kind of transition, and what was flagged."""
    kinds = sorted(count.kinds, key=lambda kind: (-count.kinds[kind], kind))
    heads = ["Hour", "In view", *(kind_name(kind) for kind in kinds), "Flagged"]
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{whole_clock(hour.start_s)}–{whole_clock(hour.end_s)}</th>'
        + "".join(
            f'<td data-label="{text(name)}"><span>{text(value)}</span></td>'
            for name, value in zip(
                heads[1:],
                [span(hour.seen_s), *(hour.kinds.get(kind, 0) for kind in kinds), hour.flagged],
                strict=True,
            )
        )
        + "</tr>"
        for hour in count.hours
    )
    return f'<table class="tr-changes"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
