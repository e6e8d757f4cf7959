"""What a rule is: one frozen record that holds all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from transitions.curves import curve_label
from transitions.evidence import Source
from transitions.model import Grade, Segment, Severity, View
from transitions.series import Curve, Kinematics
from transitions.units import Unit

ANY_VIEW = frozenset({View.FRONT, View.OBLIQUE, View.SIDE, View.BACK_OBLIQUE, View.BACK})
ALL_KINDS: frozenset[str] = frozenset({"*"})
"""`applies_to` of a rule that looks at every transition, also those added later."""

UP, DOWN, BOTH = (1,), (-1,), (1, -1)
"""The signs of a curve in which a rule's bands count."""


@dataclass(frozen=True)
class Thresholds:
    """The bands of a rule, in the unit of its measure, and the grade of these numbers."""

    mild: float
    moderate: float | None
    severe: float | None
    grade: Grade

    @property
    def bands(self) -> tuple[tuple[Severity, float], ...]:
        """The bands there are, from the first."""
        all_bands = zip(Severity, (self.mild, self.moderate, self.severe), strict=True)
        return tuple((severity, value) for severity, value in all_bands if value is not None)

    def severity(self, value: float, bands_up: int = 0) -> Severity | None:
        """The band that `value` reaches (at the threshold counts), raised by `bands_up`; None under the first."""
        known = [severity for severity, _ in self.bands]
        reached = sum(value >= band for _, band in self.bands)
        return known[min(reached + bands_up, len(known)) - 1] if reached else None

    def reached(self, value: float) -> float:
        """The threshold of the band that `value` reaches; the first one when it reaches none."""
        return max((band for _, band in self.bands if value >= band), default=self.mild)


@dataclass(frozen=True)
class Measurement:
    """What a rule's measure returns for one segment.

    Attributes
    ----------
    value : NaN, with `reason` one plain sentence, where it cannot be measured.
    u : standard uncertainty in the measure's unit.
    at_s : the moment to look at; None where there is none.
    bands_up : raises the size of a flagged pattern by so many bands when something beside it (a bent trunk)
        adds to it.
    stretch_s : from when to when the value was read; None where it was read at its moment.
    side : the sign in which the value stands on its curve, 0 where the curve at that moment tells.
    """

    value: float
    u: float
    at_s: float | None
    reason: str | None = None
    bands_up: int = 0
    stretch_s: tuple[float, float] | None = None
    side: int = 0

    @classmethod
    def not_assessable(cls, reason: str) -> Measurement:
        """No value, with the reason why."""
        return cls(float("nan"), float("nan"), None, reason)


class CurveStatistic(StrEnum):
    """Which of its curve's values a measurement is: at its moment, or over the stretch it was read from."""

    AT_MOMENT = "its value at the moment shown"
    KEPT = "the level it keeps for a while"
    MEAN = "its mean over a stretch"
    MEDIAN = "its median over a stretch"


class Drawn(StrEnum):
    """What is drawn in the picture at a finding's moment, as the page's script knows it (`ui/player/measured.js`)."""

    TRUNK_TO_VERTICAL = "trunk to vertical"
    TRUNK_SWING = "swing of the trunk"
    SHOULDERS_OVER_HIPS = "shoulders over hips"
    BACK = "rounding of the back"
    HIPS_WAY_DOWN = "way down of the hips"
    KNEE = "knee"
    HIP = "hip"


@dataclass(frozen=True)
class JudgedCurve:
    """The curve on which a rule's bands mean what they say.

    Attributes
    ----------
    name : one that the analysis keeps, or of one's own with `derive`.
    statistic : how a measured value is read from it.
    read_as : the same in words, with the stretch: ``mean over the middle of the turn``; empty for those of `statistic`.
    sides : the signs in which the bands count.
    label : as on the page; empty for a curve that the analysis keeps.
    derive : makes it for a segment from the curves `made_of`; None where that segment has no such curve.
    """

    name: str
    statistic: CurveStatistic
    sides: tuple[int, ...] = UP
    label: str = ""
    derive: Callable[[Kinematics, Segment], Curve | None] | None = None
    made_of: tuple[str, ...] = ()
    read_as: str = ""

    @property
    def reading_words(self) -> str:
        """How a value is read from the curve."""
        return self.read_as or str(self.statistic)

    @property
    def words(self) -> str:
        """What the curve is called."""
        return self.label or curve_label(self.name)

    def of(self, kinematics: Kinematics, segment: Segment) -> Curve | None:
        """The curve for this segment; None where it, or what it is made of, was not kept."""
        if self.derive is None:
            return kinematics.curves.get(self.name)
        there = all(name in kinematics.curves for name in self.made_of)
        return self.derive(kinematics, segment) if there else None


@dataclass(frozen=True)
class Measure:
    """What is measured: its name in words, its unit, how it is read, and its curve where it has one.

    A duration, a count or an order has none. `drawn` is what of the body is drawn in the picture with the value beside
    it; without it the value stands in the picture's caption alone.
    """

    name: str
    unit: Unit
    read: Callable[[Kinematics, Segment], Measurement]
    curve: JudgedCurve | None = None
    drawn: Drawn | None = None


@dataclass(frozen=True)
class Rule:
    """A pattern worth a flag: the `RULE` constant of a module in `rules/`, and all there is to say of it.

    Attributes
    ----------
    id : the module's name.
    applies_to : kinds of transition; `ALL_KINDS` for every one.
    views : those in which it is assessable.
    sources : where the thresholds come from, the one that findings cite first.
    title, headline : the pattern's name, and what is said when it is seen.
    cue : one thing to try, without a full stop.
    means, matters, misleads : plain sentences: what it is, why look for it, when not to trust it.
    best_view, film_next_time : from where it is seen best, and how to film so that it is.
    beside : curves worth a look beside the judged one.
    """

    id: str
    applies_to: frozenset[str]
    views: frozenset[View]
    measure: Measure
    thresholds: Thresholds
    sources: tuple[Source, ...]
    title: str
    headline: str
    cue: str
    means: str
    matters: str
    misleads: str
    best_view: str
    film_next_time: str
    beside: tuple[str, ...] = ()

    def applies(self, kind: str) -> bool:
        """Whether the rule looks at transitions of this kind."""
        return self.applies_to == ALL_KINDS or kind in self.applies_to
