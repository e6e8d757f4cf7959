"""Figures of agreement as markup: each with its interval and with what it rests on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from transitions.agreement.events import EventAgreement
from transitions.agreement.resampling import AgreementFigure
from transitions.agreement.study import CONSENSUS, PROGRAM, SIZES, Agreement, PairAgreement
from transitions.ui.frame import text
from transitions.ui.rating.wording import TOLD
from transitions.ui.words import counted

LOWEST_KAPPA = -0.5
"""Left end of the small scale; what lies below is drawn at it."""


def name_of(who: str) -> str:
    """A rater as the page calls them."""
    return {PROGRAM: "Program", CONSENSUS: "Consensus"}.get(who, who)


def word_of_value(value: float) -> str:
    """A place on the scale in words."""
    return TOLD[SIZES[int(value)]]


def figure_words(figure: AgreementFigure) -> str:
    """``0.62 (0.48 to 0.74)``; without an interval the value alone, without a value a dash."""
    if math.isnan(figure.value):
        return "–"
    if math.isnan(figure.low):
        return f"{figure.value:.2f}"
    return f"{figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f})"


def verdict_markup(found: Agreement) -> str:
    """Whether the program is no worse than a second clinician, in one sentence, with the difference."""
    if found.no_worse is None:
        answer, figure = "It takes two raters and the program to tell.", ""
    else:
        answer = found.no_worse.answer
        figure = (
            f"Difference in κ: {figure_words(found.no_worse.difference)}; margin {found.no_worse.margin:.2f}."
        )
    return (
        '<div class="tr-card"><p class="tr-when">Is the program no worse than a second clinician?</p>'
        f'<div class="tr-title" role="heading" aria-level="2">{text(answer)}</div>'
        f'<p class="tr-why">{text(figure)}</p></div>'
    )


def together_markup(found: Agreement) -> str:
    """The figures of all raters together."""
    rows = []
    for name, figure, rests in (
        (
            "Krippendorff's α",
            found.alpha,
            f"{counted(found.units, 'finding')}, {_share(found.coverage)} of the ratings given",
        ),
        (
            "Fleiss' κ",
            found.fleiss,
            f"{counted(found.fleiss_units, 'finding')} of {found.units:,} rated by all, words as names",
        ),
    ):
        if figure is not None:
            note = f" {text(figure.note)}" if figure.note else ""
            rows.append(
                f'<tr><th scope="row">{name}</th><td data-label="Value">{_bar(figure)}</td>'
                f'<td data-label="Rests on">{text(rests)}.{note}</td></tr>'
            )
    return _table(("All raters", "Value (95 %)", "Rests on"), rows)


def pairs_markup(pairs: Iterable[PairAgreement]) -> str:
    """A row for every two; what is said of their intervals stands below, once."""
    rows: list[str] = []
    notes: dict[str, None] = {}
    for pair in pairs:
        notes |= dict.fromkeys(filter(None, (pair.kappa.note,)))
        cells = {
            "κ (95 %)": _bar(pair.kappa),
            "Agree": text(_percent(pair.percent)),
            "Findings": f"{pair.units:,}",
            "Coverage": _share(pair.coverage),
            "Most used": _most_used(pair),
            "Largest bias": _largest_bias(pair),
            "": text(pair.note),
        }
        inside = "".join(f'<td data-label="{label}">{cell}</td>' for label, cell in cells.items())
        rows.append(
            f'<tr><th scope="row">{text(name_of(pair.first))} – {text(name_of(pair.second))}</th>{inside}</tr>'
        )
    heads = ("Who", "κ (95 %)", "Agree", "Findings", "Coverage", "Most used", "Largest bias", "")
    return _table(heads, rows) + _said_once(notes)


def events_markup(marked: Mapping[tuple[str, str], EventAgreement]) -> str:
    """How far every two mark the same transitions; what is said of the intervals stands below, once."""
    rows = []
    notes: dict[str, None] = {}
    for (first, second), events in marked.items():
        notes |= dict.fromkeys(filter(None, (events.onset_s.note,)))
        cells = {
            **{f"F1 at {level:g}": text(figure_words(figure)) for level, figure in events.f1.items()},
            "Start apart": _seconds(events.onset_s),
            "End apart": _seconds(events.offset_s),
            "Clips": str(events.clips),
            "Coverage": _share(events.coverage),
            "Only the first": str(events.first_only),
            "Only the second": str(events.second_only),
        }
        inside = "".join(f'<td data-label="{label}">{cell}</td>' for label, cell in cells.items())
        rows.append(f'<tr><th scope="row">{text(name_of(first))} – {text(name_of(second))}</th>{inside}</tr>')
    apart = ("Start apart", "End apart", "Clips", "Coverage", "Only the first", "Only the second")
    return _table(("Who", "F1 at 0.3", "F1 at 0.5", *apart), rows) + _said_once(notes)


def _table(heads: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{text(one)}</th>' for one in heads)
    return f'<table class="tr-changes"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _said_once(notes: Iterable[str]) -> str:
    return "".join(f'<p class="tr-soft tr-small">{text(note)}</p>' for note in notes)


def _bar(figure: AgreementFigure) -> str:
    """The figure in words, and on a small scale with its interval."""
    words = f"<span>{text(figure_words(figure))}</span>"
    if math.isnan(figure.value):
        return words
    low, high = (figure.value if math.isnan(end) else end for end in (figure.low, figure.high))

    def share(value: float) -> str:
        return f"{100 * min(max((value - LOWEST_KAPPA) / (1 - LOWEST_KAPPA), 0), 1):.1f}%"

    return (
        f'{words}<div class="tr-meter" aria-hidden="true"><i class="limit" style="left:{share(0.0)}"></i>'
        f'<i class="spread" style="left:{share(low)};right:calc(100% - {share(high)})"></i>'
        f'<i class="value" style="left:{share(figure.value)}"></i></div>'
    )


def _percent(figure: AgreementFigure, sign: str = "") -> str:
    """``82 % (74 to 88)``, with `sign` ``+`` both ways from nought."""
    value, low, high = (f"{100 * part:{sign}.0f}" for part in (figure.value, figure.low, figure.high))
    if math.isnan(figure.value):
        return "–"
    return f"{value} %" if math.isnan(figure.low) else f"{value} % ({low} to {high})"


def _share(share: float) -> str:
    return "–" if math.isnan(share) else f"{100 * share:.0f} %"


def _most_used(pair: PairAgreement) -> str:
    top = max(pair.prevalence, key=lambda value: pair.prevalence[value].value, default=None)
    if top is None or math.isnan(pair.prevalence[top].value):
        return "–"
    return f"{text(word_of_value(top))}: {_percent(pair.prevalence[top])}"


def _largest_bias(pair: PairAgreement) -> str:
    top = max(pair.bias, key=lambda value: abs(pair.bias[value].value), default=None)
    if top is None or math.isnan(pair.bias[top].value):
        return "–"
    return f"{text(word_of_value(top))}: {_percent(pair.bias[top], sign='+')}"


def _seconds(figure: AgreementFigure) -> str:
    if math.isnan(figure.value):
        return "–"
    if math.isnan(figure.low):
        return f"{figure.value:.2f} s"
    return f"{figure.value:.2f} s ({figure.low:.2f} to {figure.high:.2f})"
