"""``transitions agreement``: how far raters agree, as tables or as JSON."""

from __future__ import annotations

import dataclasses
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from transitions.agreement.events import ClipMarks, EventAgreement, event_agreement
from transitions.agreement.ratings import Scale
from transitions.agreement.resampling import AgreementFigure
from transitions.agreement.study import MARGIN, Agreement, Rating, agreement_of
from transitions.annotation.study_words import study_marks, study_ratings
from transitions.errors import RatingsError
from transitions.export.ratings_table import read_marks, read_ratings

TABLES = (".csv", ".parquet", ".json")

SHOWN = 20
"""So many disagreements are listed; --json has all."""


@dataclass(frozen=True)
class StudySource:
    """Where the ratings and marked transitions are from, and by how much the study may be worse."""

    ratings: list[Rating]
    marks: dict[tuple[str, str], list[ClipMarks]]
    margin: float


def run_agreement(
    study: str, events: Path | None, *, scale: str, margin: float | None, as_json: bool
) -> None:
    """Print every figure of a study in the store, or of one in a file with the marked transitions in `events`."""
    if scale not in set(Scale):
        raise RatingsError(f"There is no scale “{scale}”; use {', '.join(Scale)}.")
    source = _source(study, events, Scale(scale))
    found = agreement_of(source.ratings, Scale(scale), source.margin if margin is None else margin)
    marked = {pair: event_agreement(clips) for pair, clips in source.marks.items()}
    if as_json:
        sys.stdout.write(json.dumps(agreement_record(found, marked), indent=1, ensure_ascii=False) + "\n")
    else:
        _print(found, marked, Console(highlight=False))


def _source(study: str, events: Path | None, scale: Scale) -> StudySource:
    path = Path(study)
    if path.suffix.lower() in TABLES or path.is_file():
        return StudySource(read_ratings(path, scale), read_marks(events) if events else {}, MARGIN)
    if events is not None:
        raise RatingsError("A study in the store has its marked transitions with it; leave --events out.")
    if scale is not Scale.ORDINAL:
        raise RatingsError("Ratings of a study in the store are ordinal; leave --scale out.")
    from transitions.store import open_store

    with open_store() as store:
        words = store.studies.words(study)
        margin = store.studies.get(study).plan.margin
    return StudySource(study_ratings(words), study_marks(words), margin)


def agreement_record(found: Agreement, marked: dict[tuple[str, str], EventAgreement]) -> dict[str, Any]:
    """The figures as JSON has them: null for what cannot be told."""
    record = _plain(dataclasses.asdict(found))
    if found.no_worse is not None:
        record["no_worse"]["answer"] = found.no_worse.answer
    record["events"] = [
        {"first": first, "second": second, **_plain(dataclasses.asdict(events))}
        for (first, second), events in marked.items()
    ]
    return dict(record)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {f"{key:g}" if isinstance(key, float) else key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def _print(found: Agreement, marked: dict[tuple[str, str], EventAgreement], console: Console) -> None:
    console.print(
        f"{found.units} units of {found.people} people, rated by {', '.join(found.raters) or 'nobody'}."
    )
    for name, figure in (("Krippendorff's α", found.alpha), ("Fleiss' κ", found.fleiss)):
        if figure is not None:
            by_all = f" ({found.fleiss_units} units rated by all)"
            rests = (
                by_all if figure is found.fleiss else f" ({_percent(found.coverage)} of the ratings given)"
            )
            console.print(f"{name} of the raters{rests}: {_figure(figure)}")
    console.print(_pairs(found))
    if found.no_worse is not None:
        console.print(f"Is the program no worse than a second clinician? {found.no_worse.answer}")
    if marked:
        console.print(_events(marked))
    for each in found.disagreements[:SHOWN]:
        said = ", ".join(f"{rater} {value:g}" for rater, value in each.said.items())
        console.print(f"{each.unit} ({each.person}): {said}", markup=False)
    hidden = len(found.disagreements) - SHOWN
    if hidden > 0:
        console.print(f"… and {hidden} more; --json lists all.")


def _pairs(found: Agreement) -> Table:
    table = Table(
        "Raters", "Units", "Coverage", "Agree", "κ (95 % by person)", "Most used", "Largest bias", ""
    )
    for pair in found.pairs:
        top = max(pair.prevalence, key=lambda c: pair.prevalence[c].value, default=None)
        most = "" if top is None else f"{top:g}: {_share(pair.prevalence[top])}"
        tilt = max(pair.bias, key=lambda c: abs(pair.bias[c].value), default=None)
        bias = "" if tilt is None else f"{tilt:g}: {_share(pair.bias[tilt], '+')}"
        table.add_row(
            f"{pair.first} – {pair.second}",
            str(pair.units),
            _percent(pair.coverage),
            _share(pair.percent),
            _figure(pair.kappa),
            most,
            bias,
            pair.note,
        )
    return table


def _events(marked: dict[tuple[str, str], EventAgreement]) -> Table:
    table = Table(
        "Transitions of",
        "F1 at 0.3",
        "F1 at 0.5",
        "Start apart",
        "End apart",
        "Clips",
        "Only first",
        "Only second",
    )
    for (first, second), events in marked.items():
        table.add_row(
            f"{first} – {second}",
            *(_figure(figure) for figure in events.f1.values()),
            _seconds(events.onset_s),
            _seconds(events.offset_s),
            f"{events.clips} ({_percent(events.coverage)})",
            str(events.first_only),
            str(events.second_only),
        )
    return table


def _figure(figure: AgreementFigure) -> str:
    if math.isnan(figure.value):
        return f"– {figure.note}"
    interval = figure.note if math.isnan(figure.low) else f"{figure.low:.2f} to {figure.high:.2f}"
    return f"{figure.value:.2f} ({interval})"


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{100 * share:.0f} %"


def _share(figure: AgreementFigure, sign: str = "") -> str:
    if math.isnan(figure.value):
        return "–"
    value, low, high = (f"{100 * part:{sign}.0f}" for part in (figure.value, figure.low, figure.high))
    return f"{value} %" if math.isnan(figure.low) else f"{value} % ({low} to {high})"


def _seconds(figure: AgreementFigure) -> str:
    if math.isnan(figure.value):
        return "–"
    interval = "" if math.isnan(figure.low) else f" ({figure.low:.2f} to {figure.high:.2f})"
    return f"{figure.value:.2f} s{interval}"
