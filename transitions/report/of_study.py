"""The report of a study: how far raters agree, with each other and with the program, and where they do not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from transitions.agreement.events import EventAgreement, event_agreement
from transitions.agreement.resampling import AgreementFigure
from transitions.agreement.study import CONSENSUS, PROGRAM, SIZES, Agreement, PairAgreement, agreement_of
from transitions.annotation.study_words import ClipWords, study_marks, study_ratings
from transitions.model import Severity
from transitions.report.behind import LIMITS
from transitions.report.document import Audience, Chapter, Fact, Grid, TakeHomeReport
from transitions.report.words import NOT_A_DEVICE, counted, rules_by_id
from transitions.report.words import SIZES as SIZE_WORDS
from transitions.store import Study

MOST_LISTED = 60
"""Disagreements listed, the widest first."""

MEANINGS = (
    "κ is agreement beyond chance with quadratic weights on the ordered scale not seen, maybe, a little, quite a bit, "
    "a lot; 1 is full agreement, 0 what chance would give. Krippendorff's α is the same for any number of raters with "
    "ratings missing. Intervals are 95 %, by resampling people. Coverage: the share of what the first rated that the "
    "second rated too.",
    "Clinicians agree on movement quality with κ of 0.2 to 0.7 among themselves: the figures are to be read beside one "
    "another.",
)


def study_report(
    study: Study, words: Sequence[ClipWords], audience: Audience, made_at: str
) -> TakeHomeReport:
    """The report of a study. Raters and people go by numbers; clips by their neutral names.

    Parameters
    ----------
    words : what everyone said, as the store gives it: of a blind study only after its reveal.
    """
    found = agreement_of(study_ratings(words), margin=study.plan.margin)
    marked = {pair: event_agreement(clips) for pair, clips in study_marks(words).items()}
    names = _names(study)
    plan = study.plan
    chapters = [
        _agreement(found, names, audience),
        _events(marked, names) if audience is Audience.CLINICIAN else Chapter("Transitions"),
        _disagreements(found, names),
        Chapter(
            "How the study was made",
            facts=(
                Fact("Clips", str(len(plan.run_ids))),
                Fact("Raters", str(len(plan.raters))),
                Fact("Rated", ", ".join(_rule_name(rule) for rule in plan.rules)),
                Fact("Blind", "yes, until all had committed" if plan.is_blind else "no"),
                Fact("Order", f"at random for each rater, seed {plan.seed}"),
                Fact(
                    "Transitions", "given by the program" if plan.segments_given else "marked by the raters"
                ),
                Fact("Margin for “no worse”", f"{plan.margin:.2f} in κ"),
                Fact("Set up", study.created_at[:10]),
                Fact("Report made", made_at),
            ),
        ),
        Chapter("What this cannot tell", bullets=LIMITS, after=(NOT_A_DEVICE,)),
    ]
    return TakeHomeReport(
        "How far raters agree",
        audience,
        "a study",
        (
            Fact("Clips", str(len(plan.run_ids))),
            Fact("People filmed", str(found.people)),
            Fact("Findings rated", str(found.units)),
        ),
        tuple(_in_short(found)),
        tuple(chapter for chapter in chapters if not chapter.is_empty),
    )


def _names(study: Study) -> dict[str, str]:
    """A report names nobody."""
    names = {rater: f"Rater {number}" for number, rater in enumerate(study.plan.raters, start=1)}
    return names | {PROGRAM: "The program", CONSENSUS: "The consensus"}


def _in_short(found: Agreement) -> list[str]:
    said = [
        f"{counted(found.units, 'finding')} of {counted(found.people, 'person', 'people')} "
        f"{'was' if found.units == 1 else 'were'} rated by {counted(len(found.raters), 'rater')}."
    ]
    if found.alpha is not None:
        said.append(f"Agreement among the raters (Krippendorff's α): {_figure(found.alpha)}.")
    if found.no_worse is not None:
        said.append(f"Is the program no worse than a second clinician? {found.no_worse.answer}")
    return said


def _agreement(found: Agreement, names: Mapping[str, str], audience: Audience) -> Chapter:
    facts = [
        Fact(name, _figure(figure))
        for name, figure in (("Krippendorff's α", found.alpha), ("Fleiss' κ", found.fleiss))
        if figure is not None
    ]
    head = ("Who", "Findings", "Coverage", "Same answer", "κ (95 %)", "Note")
    rows = tuple(_pair_row(pair, names) for pair in found.pairs)
    return Chapter(
        "Agreement",
        facts=tuple(facts),
        grids=(Grid("Every two", head, rows),) if rows else (),
        after=MEANINGS if audience is Audience.CLINICIAN else MEANINGS[1:],
    )


def _pair_row(pair: PairAgreement, names: Mapping[str, str]) -> tuple[str, ...]:
    return (
        f"{_name(names, pair.first)} and {_name(names, pair.second).replace('The', 'the')}",
        str(pair.units),
        _share(pair.coverage),
        _share(pair.percent.value),
        _figure(pair.kappa),
        pair.note or "–",
    )


def _events(marked: Mapping[tuple[str, str], EventAgreement], names: Mapping[str, str]) -> Chapter:
    rows = tuple(
        (
            f"{_name(names, first)} and {_name(names, second).replace('The', 'the')}",
            *(_figure(figure) for figure in events.f1.values()),
            _seconds(events.onset_s.value),
            _seconds(events.offset_s.value),
        )
        for (first, second), events in marked.items()
    )
    head = ("Who", "F1 at overlap 0.3", "F1 at overlap 0.5", "Starts apart", "Ends apart")
    return Chapter(
        "Where transitions begin and end",
        grids=(Grid("Transitions of every two", head, rows),) if rows else (),
    )


def _disagreements(found: Agreement, names: Mapping[str, str]) -> Chapter:
    rows = []
    for each in found.disagreements[:MOST_LISTED]:
        clip, _, finding = each.unit.partition("/")
        segment, _, rule = finding.partition("/")
        said = ", ".join(f"{_name(names, rater)}: {_size(value)}" for rater, value in each.said.items())
        rows.append((f"{clip}, {segment}", _rule_name(rule), said))
    left = len(found.disagreements) - len(rows)
    return Chapter(
        "Where they disagree, the widest first",
        grids=(Grid("Disagreements", ("Clip, transition", "Pattern", "Said"), tuple(rows)),) if rows else (),
        after=(f"{counted(left, 'more disagreement is', 'more disagreements are')} not listed here.",)
        if left > 0
        else (),
    )


def _name(names: Mapping[str, str], rater: str) -> str:
    return names.get(rater, "A rater")


def _rule_name(rule: str) -> str:
    known = rules_by_id().get(rule)
    return known.title if known else rule.replace("_", " ")


def _size(value: float) -> str:
    word = SIZES[round(value)] if 0 <= round(value) < len(SIZES) else f"{value:g}"
    plain = {"not_observed": "not seen", "possible": "maybe"}
    return plain.get(word) or SIZE_WORDS.get(Severity(word), word) if word in SIZES else word


def _figure(figure: AgreementFigure) -> str:
    if math.isnan(figure.value):
        return f"– {figure.note}".strip()
    interval = figure.note if math.isnan(figure.low) else f"{figure.low:.2f} to {figure.high:.2f}"
    return f"{figure.value:.2f} ({interval})" if interval else f"{figure.value:.2f}"


def _share(value: float) -> str:
    return UNKNOWN if math.isnan(value) else f"{value:.0%}"


def _seconds(value_s: float) -> str:
    return UNKNOWN if math.isnan(value_s) else f"{value_s:.2f} s"


UNKNOWN = "–"
