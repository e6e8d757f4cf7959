"""What is said of a comparison in plain words. No direction is called better by itself."""

from __future__ import annotations

from transitions.comparison.change import UnitOfAnalysis
from transitions.comparison.compare import ChangeVerdict, Comparison, MeasureChange
from transitions.units import FINE_DIGITS

DESCRIPTIVE = (
    "Descriptive only: with one session a side it cannot be told whether the person changed or the day did; film "
    "several days a side."
)

SESSIONS_ARE_THE_UNIT = "Sessions are counted, not repetitions: the values of one day belong together."


def sentence(judged: MeasureChange) -> str:
    """One sentence on one measure."""
    title = judged.measure.name
    if judged.change is None or judged.verdict is ChangeVerdict.NOT_TOLD:
        return f"{title} cannot be compared: {_lower(judged.reason or 'it was not measured on one side.')}"
    before, after, mdc = (
        figure(value, judged) for value in (judged.change.before, judged.change.after, judged.change.mdc)
    )
    unit = judged.measure.unit.short_suffix
    values = f"{before} before, {after}{unit} after"
    if judged.verdict is ChangeVerdict.CHANGED:
        return f"{title} changed beyond measurement error: {values}{_aim(judged)}."
    if abs(judged.change.difference) > judged.change.mdc:
        return f"No clear change in {_lower(title)}: {values}, not enough among so many measures."
    return f"No clear change in {_lower(title)}: {values}; up to {mdc}{unit} is measurement error."


def summary(comparison: Comparison) -> tuple[str, ...]:
    """The primary measure's sentence, and what the comparison can bear."""
    said = [sentence(comparison.primary)]
    if comparison.descriptive_only:
        said.append(DESCRIPTIVE)
    elif comparison.primary.change is not None and comparison.primary.change.unit is UnitOfAnalysis.SESSION:
        said.append(SESSIONS_ARE_THE_UNIT)
    if comparison.primary.assumed_spread:
        said.append(
            "One repetition a side: how much repetitions vary is assumed, not measured "
            f"({comparison.primary.assumed_spread})."
        )
    return tuple(said)


def figure(value: float, judged: MeasureChange) -> str:
    """A value, a mean over repetitions, with a digit more than its unit deserves, at most two; – for NaN."""
    if value != value:
        return "–"
    digits = judged.measure.unit.digits
    return f"{value:.{FINE_DIGITS if digits is None else min(digits + 1, FINE_DIGITS)}f}"


def _aim(judged: MeasureChange) -> str:
    if judged.towards_target is None or judged.target is None:
        return ""
    way = "towards" if judged.towards_target else "away from"
    return f", {way} the person's own target of {figure(judged.target, judged)}{judged.measure.unit.short_suffix}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
