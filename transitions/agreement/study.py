"""A study's ratings in, every figure of agreement out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from transitions.agreement import coefficients
from transitions.agreement.ratings import Ratings, Scale, sums_by_person
from transitions.agreement.resampling import (
    CORRELATION,
    DIFFERENCE,
    SHARE,
    AgreementFigure,
    Bounds,
    figure_by_person,
    ratio,
)
from transitions.series import FloatArray

PROGRAM = "program"
CONSENSUS = "consensus"
"""Names under which the program's findings and the raters' consensus stand among the raters."""

SIZES = ("not_observed", "possible", "mild", "moderate", "severe")
"""What can be said of a finding, in rising order: the ordinal scale of a study of findings."""

MARGIN = 0.10
"""By so much κ the program may agree less with clinicians than they do with each other and still be no worse: half a
step of the usual verbal scale of κ (Landis & Koch 1977). An engineering value: a study should name its own."""

FEW_UNITS = 30
"""Fewer rated units than this and κ hangs on single ones: it is said (provisional)."""


@dataclass(frozen=True)
class Rating:
    """One rater's word on one unit; `value` is None where it was not rated or could not be judged."""

    unit: str
    person: str
    rater: str
    value: float | None


@dataclass(frozen=True)
class PairAgreement:
    """How far two raters agree.

    Attributes
    ----------
    units : rated by both. coverage : share of what the first rated that the second rated too; shown beside, so that
        leaving out what is hard can't flatter. kappa : quadratic weights for an ordered scale, none for a nominal one.
    prevalence, bias : by category, of both together, and how much more often the second uses it.
    """

    first: str
    second: str
    units: int
    coverage: float
    percent: AgreementFigure
    kappa: AgreementFigure
    prevalence: dict[float, AgreementFigure]
    bias: dict[float, AgreementFigure]

    @property
    def note(self) -> str:
        """Says where the ratings are too few to hang anything on; else empty."""
        if self.units >= FEW_UNITS:
            return ""
        counted = "1 unit was" if self.units == 1 else f"{self.units} units were"
        return f"Only {counted} rated by both; {FEW_UNITS} are the least."


@dataclass(frozen=True)
class NoWorse:
    """Whether the program is no worse than a second clinician.

    `difference` is κ of program and clinicians less κ of clinicians among themselves, each averaged.
    """

    difference: AgreementFigure
    margin: float

    @property
    def answer(self) -> str:
        """The answer with its reason, in one sentence."""
        low, high = self.difference.low, self.difference.high
        if math.isnan(low):
            return f"It cannot be told. {self.difference.note}".strip()
        if low > -self.margin:
            return f"Yes: at worst {low:+.2f} in κ, less than the margin of {self.margin:.2f}."
        if high < -self.margin:
            return f"No: at best {high:+.2f} in κ, beyond the margin of {self.margin:.2f}."
        return f"It cannot be told yet: between {low:+.2f} and {high:+.2f} in κ, margin {self.margin:.2f}."


@dataclass(frozen=True)
class Disagreement:
    """A unit of which raters say different things; `apart` in steps of the scale, 1 where it has no order."""

    unit: str
    person: str
    apart: float
    said: dict[str, float]


@dataclass(frozen=True)
class Agreement:
    """Every figure of a study.

    Attributes
    ----------
    raters : people who rated; neither program nor consensus. fleiss : over the `fleiss_units` that all of them rated.
    alpha : over all their ratings; coverage : the share of these that were given. pairs : every two of all who said
        anything. no_worse : None without program or with one rater. disagreements : worst first.
    """

    raters: tuple[str, ...]
    units: int
    people: int
    fleiss: AgreementFigure | None
    fleiss_units: int
    alpha: AgreementFigure | None
    coverage: float
    pairs: tuple[PairAgreement, ...]
    no_worse: NoWorse | None
    disagreements: tuple[Disagreement, ...]


def agreement_of(
    ratings: Iterable[Rating], scale: Scale = Scale.ORDINAL, margin: float = MARGIN
) -> Agreement:
    """All figures of a study.

    Parameters
    ----------
    ratings : one of each rater and unit; where a rater rated a unit again the last one counts.
    """
    kept = {(r.unit, r.rater): r for r in ratings}
    table, units = tabulate(kept.values(), scale)
    people = tuple(name for name in table.raters if name not in (PROGRAM, CONSENSUS))
    among = table.only(people)
    fleiss, fleiss_units = _fleiss(among) if len(people) > 1 else (None, 0)
    return Agreement(
        people,
        len(units),
        len(set(table.people.tolist())),
        fleiss,
        fleiss_units,
        _alpha(among) if len(people) > 1 else None,
        float(np.isfinite(among.values).mean()) if among.values.size else float("nan"),
        tuple(_pair(table.only(pair)) for pair in combinations(table.raters, 2)),
        _no_worse(table, people, margin) if PROGRAM in table.raters and len(people) > 1 else None,
        _disagreements(table, units, kept.values()),
    )


def tabulate(ratings: Iterable[Rating], scale: Scale) -> tuple[Ratings, list[str]]:
    """The ratings as a table, people who rated first, and the names of its rows."""
    given = list(ratings)
    units = sorted({r.unit for r in given})
    last = [name for name in (CONSENSUS, PROGRAM) if any(r.rater == name for r in given)]
    raters = (*sorted({r.rater for r in given} - set(last)), *last)
    persons = {r.unit: r.person for r in given}
    names = sorted(set(persons.values()))
    values = np.full((len(units), len(raters)), np.nan)
    rows = {unit: row for row, unit in enumerate(units)}
    for r in given:
        if r.value is not None:
            values[rows[r.unit], raters.index(r.rater)] = r.value
    people = np.array([names.index(persons[unit]) for unit in units], dtype=np.intp)
    return Ratings(values, raters, people, scale), units


def _fleiss(table: Ratings) -> tuple[AgreementFigure, int]:
    sums = coefficients.fleiss_sums(coefficients.category_counts(table), len(table.raters))
    figure = _figure(table, sums, coefficients.fleiss_kappa, CORRELATION)
    return figure, int(sums[:, 0].sum())


def _alpha(table: Ratings) -> AgreementFigure:
    coincidences = coefficients.coincidences(coefficients.category_counts(table))

    def alpha(sums: FloatArray) -> FloatArray:
        return coefficients.krippendorff_alpha(sums, table.categories, table.scale)

    return _figure(table, coincidences, alpha, CORRELATION)


def _pair(table: Ratings) -> PairAgreement:
    tables = coefficients.pair_tables(table)
    whole = tables.sum(axis=0)
    both = tables.sum(axis=(1, 2))
    first_rated = int(np.isfinite(table.values[:, 0]).sum())
    units = int(whole.sum())
    first, second = table.raters
    return PairAgreement(
        first,
        second,
        units=units,
        coverage=units / first_rated if first_rated else float("nan"),
        percent=_figure(table, tables, coefficients.percent_agreement, SHARE),
        kappa=_figure(table, tables, _kappa_of(table), CORRELATION),
        prevalence=_by_category(table, tables.sum(axis=1) + tables.sum(axis=2), 2.0 * both, SHARE),
        bias=_by_category(table, tables.sum(axis=1) - tables.sum(axis=2), both, CORRELATION),
    )


def _by_category(
    table: Ratings, parts: FloatArray, whole: FloatArray, bounds: Bounds
) -> dict[float, AgreementFigure]:
    """For each category its (units, q) part of the (units,) whole: small tables, of which there are many."""
    return {
        float(category): _figure(table, np.column_stack([parts[:, k], whole]), ratio, bounds)
        for k, category in enumerate(table.categories)
    }


def _no_worse(table: Ratings, people: Sequence[str], margin: float) -> NoWorse:
    among = list(combinations(people, 2))
    pairs = [*((PROGRAM, rater) for rater in people), *among]
    places = [[table.raters.index(name) for name in pair] for pair in pairs]
    whole = np.stack([coefficients.pair_tables(table, *place) for place in places], axis=1)
    kappa = _kappa_of(table)

    def difference(sums: FloatArray) -> FloatArray:
        kappas = kappa(sums)
        return np.asarray(kappas[..., : len(people)].mean(axis=-1) - kappas[..., len(people) :].mean(axis=-1))

    return NoWorse(_figure(table, whole, difference, DIFFERENCE), margin)


def _kappa_of(table: Ratings) -> Callable[[FloatArray], FloatArray]:
    power = 0.0 if table.scale is Scale.NOMINAL else 2.0
    return lambda tables: coefficients.weighted_kappa(tables, table.categories, power)


def _figure(
    table: Ratings, per_unit: FloatArray, statistic: Callable[[FloatArray], FloatArray], bounds: Bounds
) -> AgreementFigure:
    """Over the people who have a unit that counts: others say nothing and must not thin the resamples."""
    counts = per_unit.reshape(len(per_unit), -1).any(axis=1)
    return figure_by_person(sums_by_person(table.people[counts], per_unit[counts]), statistic, bounds)


def _disagreements(
    table: Ratings, units: Sequence[str], ratings: Iterable[Rating]
) -> tuple[Disagreement, ...]:
    persons = {r.unit: r.person for r in ratings}
    found = []
    for row, unit in enumerate(units):
        given = np.flatnonzero(np.isfinite(table.values[row]))
        apart = float(np.ptp(table.values[row, given])) if len(given) else 0.0
        if apart > 0:
            # Kinds have no order: one is as far from the next as from any other.
            steps = 1.0 if table.scale is Scale.NOMINAL else apart
            said = {table.raters[k]: float(table.values[row, k]) for k in given}
            found.append(Disagreement(unit, persons[unit], steps, said))
    return tuple(sorted(found, key=lambda d: (-d.apart, d.unit)))
