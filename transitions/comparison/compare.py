"""Before and after: one kind of transition of one person, every measure with its error of measurement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from transitions.comparison.change import Change, UnitOfAnalysis, bca_interval, change
from transitions.comparison.comparable import (
    NotComparableError,
    check_same_method,
    check_same_view,
    differences,
    shared_kinds,
)
from transitions.comparison.curves import SHOWN, NormalisedCurves, normalised_curves
from transitions.comparison.holm import holm
from transitions.comparison.measures import measures_of
from transitions.comparison.nonoverlap import UNKNOWN, Interval, nap, nap_interval, tau, tau_u
from transitions.comparison.repetitions import Repetition, SessionRecording, by_session, repetitions
from transitions.detect.record import Compared
from transitions.model import Run
from transitions.series import FloatArray

ALPHA = 0.05
RECOMMENDED_REPETITIONS = 5
UNEVEN = 2.0
"""Sessions whose numbers of repetitions differ by more than this factor weigh alike and should not: the t test of
their means then calls up to 9 % of people who did not change changed (`tests/comparison`)."""


class ChangeVerdict(StrEnum):
    """What is said of one measure."""

    CHANGED = "changed"
    NO_CLEAR_CHANGE = "no_clear_change"
    NOT_TOLD = "not_told"


@dataclass(frozen=True)
class MeasureChange:
    """One measure on both sides.

    Attributes
    ----------
    n_before, n_after : repetitions with a value. values_before, values_after : these, by session.
    change : None where a side has no value; `reason` then says why.
    nap, nap_interval, tau, tau_u : of the units of `change`, sides in the order of time.
    bca : bootstrap interval of the change, where asked for and possible; it decides nothing.
    p_holm : p adjusted for the other measures; of the primary measure its own p.
    assumed_spread : where the spread of repetitions comes from when there is one a side; else None.
    towards_target : whether the change went towards the person's own target; None without change or target.
    """

    measure: Compared
    primary: bool
    values_before: tuple[FloatArray, ...]
    values_after: tuple[FloatArray, ...]
    change: Change | None = None
    nap: float = float("nan")
    nap_interval: Interval = UNKNOWN
    tau: float = float("nan")
    tau_u: float = float("nan")
    bca: Interval | None = None
    p_holm: float = float("nan")
    verdict: ChangeVerdict = ChangeVerdict.NOT_TOLD
    reason: str | None = None
    assumed_spread: str | None = None
    target: float | None = None
    towards_target: bool | None = None

    @property
    def n_before(self) -> int:
        """Repetitions before with a value."""
        return sum(map(len, self.values_before))

    @property
    def n_after(self) -> int:
        """Repetitions after with a value."""
        return sum(map(len, self.values_after))


@dataclass(frozen=True, eq=False)
class Comparison:
    """Both sides of one kind of transition.

    Attributes
    ----------
    before, after : the repetitions. measures : the primary one first.
    descriptive_only : one session a side; what differs between two days is then not known.
    warnings : what else differs or is unknown, in plain sentences.
    curves : before and after, time-normalised, by curve.
    """

    kind: str
    before: tuple[Repetition, ...]
    after: tuple[Repetition, ...]
    measures: tuple[MeasureChange, ...]
    descriptive_only: bool
    warnings: tuple[str, ...]
    curves: Mapping[str, tuple[NormalisedCurves, NormalisedCurves]] = field(default_factory=dict)

    @property
    def primary(self) -> MeasureChange:
        """The measure named beforehand."""
        return self.measures[0]


def compare(
    before: Sequence[SessionRecording | Run],
    after: Sequence[SessionRecording | Run],
    *,
    kind: str | None = None,
    primary: str | None = None,
    targets: Mapping[str, float] | None = None,
    bootstrap: bool = False,
) -> Comparison:
    """Compare two sets of recordings of one person.

    Parameters
    ----------
    before, after : runs with the session they belong to; of a bare run the session is the day it was analysed.
    kind : the transition to compare; may be left out where both sides share just one.
    primary : the measure named beforehand, judged by itself; the others by Holm's procedure. The first of the
        kind (`measures_of`) when left out.
    targets : the person's own targets, by measure. bootstrap : also give the BCa interval.

    Raises
    ------
    NotComparableError
        Different transitions, profiles, models, or views more than 10° apart; the message says which.
    """
    recordings = [_recording(item) for item in before], [_recording(item) for item in after]
    kind = _the_kind(recordings[0], recordings[1], kind)
    check_same_method([*recordings[0], *recordings[1]])
    measures = _primary_first(measures_of(kind), primary, kind)
    targets = dict(targets or {})
    _check_names(targets, measures, kind)
    rows = repetitions(recordings[0], kind, measures), repetitions(recordings[1], kind, measures)
    check_same_view(*rows)
    judged = [_judge(measure, *rows, bootstrap=bootstrap) for measure in measures]
    return Comparison(
        kind=kind,
        before=rows[0],
        after=rows[1],
        measures=tuple(_aimed(m, targets.get(m.measure.id)) for m in _with_verdicts(judged)),
        # By the sessions in which the primary measure, the first, was read: these are what is counted.
        descriptive_only=all(len(side) < 2 for side in (judged[0].values_before, judged[0].values_after)),
        warnings=(*differences(*rows), *_count_warnings(*rows)),
        curves={name: (normalised_curves(rows[0], name), normalised_curves(rows[1], name)) for name in SHOWN},
    )


def _recording(item: SessionRecording | Run) -> SessionRecording:
    return (
        item
        if isinstance(item, SessionRecording)
        else SessionRecording(item, item.provenance.created_at[:10])
    )


def _the_kind(before: Sequence[SessionRecording], after: Sequence[SessionRecording], kind: str | None) -> str:
    shared = shared_kinds(before, after)
    if kind is None and len(shared) > 1:
        raise NotComparableError(f"Both sides show {', '.join(shared)}: name the one to compare.")
    if kind is not None and kind not in shared:
        raise NotComparableError(
            f"Different transitions: not both sides show {kind}; both show {', '.join(shared)}."
        )
    return kind or shared[0]


def _primary_first(measures: tuple[Compared, ...], primary: str | None, kind: str) -> tuple[Compared, ...]:
    if primary is None:
        return measures
    _check_names([primary], measures, kind)
    return tuple(sorted(measures, key=lambda measure: measure.id != primary))


def _check_names(names: Mapping[str, float] | Sequence[str], measures: Sequence[Compared], kind: str) -> None:
    known = [measure.id for measure in measures]
    for name in names:
        if name not in known:
            raise NotComparableError(f"{name} is not measured in {kind}; choose one of {', '.join(known)}.")


def _judge(
    measure: Compared, before: Sequence[Repetition], after: Sequence[Repetition], *, bootstrap: bool
) -> MeasureChange:

    def values(rows: Sequence[Repetition]) -> list[FloatArray]:
        return by_session(rows, lambda row: row.readings[measure.id].value)

    sides = values(before), values(after)
    result = MeasureChange(measure, False, tuple(sides[0]), tuple(sides[1]))
    if not all(sides):
        return replace(result, reason=_why_missing(measure, after if sides[0] else before))
    single = result.n_before == result.n_after == 1
    mean = float(np.mean([np.mean(np.concatenate(side)) for side in sides]))
    changed = change(
        *sides,
        filming_u=_common_u(measure, [*before, *after]) if measure.filming_error or single else 0.0,
        known_sd=measure.spread.sd(mean) if single else float("nan"),
    )
    units = _units(sides[0], changed.unit), _units(sides[1], changed.unit)
    estimate = nap(*units)
    return replace(
        result,
        change=changed,
        nap=estimate,
        nap_interval=nap_interval(estimate, len(units[0]), len(units[1])),
        tau=tau(*units),
        tau_u=tau_u(*units),
        bca=bca_interval(*units) if bootstrap else None,
        assumed_spread=measure.spread.said if single else None,
    )


def _units(side: Sequence[FloatArray], unit: UnitOfAnalysis) -> FloatArray:
    return (
        np.array([session.mean() for session in side])
        if unit is UnitOfAnalysis.SESSION
        else np.concatenate(side)
    )


def _common_u(measure: Compared, rows: Sequence[Repetition]) -> float:
    """Root mean square of the stated uncertainties."""
    u = np.array([row.readings[measure.id].u for row in rows])
    return float(np.sqrt(np.mean(u[np.isfinite(u)] ** 2)))


def _why_missing(measure: Compared, rows: Sequence[Repetition]) -> str:
    reasons = [reading.reason for row in rows if (reading := row.readings[measure.id]).reason]
    return max(set(reasons), key=reasons.count) if reasons else "It was not measured on one side."


def _with_verdicts(judged: Sequence[MeasureChange]) -> list[MeasureChange]:
    """The first is the primary measure and stands by itself; the others share their error."""
    p = np.array([m.change.p if m.change else np.nan for m in judged])
    adjusted = np.concatenate([p[:1], holm(p[1:])])
    return [
        replace(m, primary=number == 0, p_holm=float(own), verdict=_verdict(float(own)), reason=_reason(m))
        for number, (m, own) in enumerate(zip(judged, adjusted, strict=True))
    ]


def _verdict(p: float) -> ChangeVerdict:
    if not np.isfinite(p):
        return ChangeVerdict.NOT_TOLD
    return ChangeVerdict.CHANGED if p < ALPHA else ChangeVerdict.NO_CLEAR_CHANGE


def _reason(judged: MeasureChange) -> str | None:
    if judged.change is not None and not np.isfinite(judged.change.p):
        return "The values do not vary at all, so their error of measurement is not known."
    return judged.reason


def _aimed(judged: MeasureChange, target: float | None) -> MeasureChange:
    if target is None or judged.change is None or judged.verdict is not ChangeVerdict.CHANGED:
        return replace(judged, target=target)
    nearer = abs(judged.change.after - target) < abs(judged.change.before - target)
    return replace(judged, target=target, towards_target=nearer)


def _count_warnings(before: Sequence[Repetition], after: Sequence[Repetition]) -> list[str]:
    fewest = min(len(before), len(after))
    counts = [
        sum(row.session == session for row in side)
        for side in (before, after)
        for session in {row.session for row in side}
    ]
    said = []
    if fewest < RECOMMENDED_REPETITIONS:
        said.append(
            f"Repetitions: {len(before)} before, {len(after)} after; film {RECOMMENDED_REPETITIONS} a side."
        )
    if len(counts) > 2 and max(counts) > UNEVEN * min(counts):
        said.append(
            f"The sessions have {min(counts)} to {max(counts)} repetitions; film as many in each, or a change is "
            "called a little too easily."
        )
    return said
