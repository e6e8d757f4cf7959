"""How a value is written: its unit after it, and no more digits than it deserves."""

from __future__ import annotations

import math
from dataclasses import dataclass

SIZE_DECIDES = 10.0
FINE_DIGITS = 2
"""Where a unit leaves the decimals to the value's size: none from here on, these below."""


@dataclass(frozen=True)
class Unit:
    """A unit, as data and as words.

    Attributes
    ----------
    key : as in ``run.json`` and on curves: ``deg/s``.
    in_names : how the names of measures in it end, where the key cannot stand there: ``dps``.
    written : as it stands after a number on the page: ``°/s``; empty for a plain number.
    short : the same where there is little room (charts, video); as `written` when empty.
    digits : decimals of a value; None leaves them to its size.
    least_span : a chart covers at least this much, so that a steady measure looks steady.
    whole : of a speed, a movement that everybody can picture: ``a quarter turn``; empty for other units.
    whole_is : how far that movement goes, in what the speed is of: 90 (degrees).
    """

    key: str
    written: str
    short: str = ""
    in_names: str = ""
    digits: int | None = None
    least_span: float = 1.0
    whole: str = ""
    whole_is: float = 100.0

    def picture(self, value: float, spread: float = 0.0) -> str:
        """The value, give or take `spread`, as something to picture; empty where the number is that already."""
        if not self.whole or value <= 0:
            return ""
        words = f"{self.whole} at that speed takes {self.lasts_s(value):.1f} s"
        fastest, slowest = (f"{self.lasts_s(max(v, 1e-9)):.1f}" for v in (value + spread, value - spread))
        if fastest == slowest:
            return words
        return (
            f"{words} (between {fastest} and {slowest} s)"
            if value > spread
            else f"{words} ({fastest} s or more)"
        )

    def lasts_s(self, value: float) -> float:
        """How long the `whole` takes at this speed, in seconds."""
        return self.whole_is / value

    @property
    def suffix(self) -> str:
        """What follows a number: ``°/s``, `` body heights/s``."""
        return _after_number(self.written)

    @property
    def short_suffix(self) -> str:
        """As `suffix`, where there is little room."""
        return _after_number(self.short or self.written)

    def tell(self, value: float, spread: float | None = None) -> str:
        """A value with its unit, with its margin where one is given and known: ``104 ± 29°/s``."""
        return f"{self._number(value, spread)}{self.suffix}"

    def tell_short(self, value: float, spread: float | None = None) -> str:
        """As `tell`, where there is little room: ``175 ± 18%/s``."""
        return f"{self._number(value, spread)}{self.short_suffix}"

    def _number(self, value: float, spread: float | None) -> str:
        digits = self.digits
        if digits is None:
            digits = 0 if abs(value) >= SIZE_DECIDES else FINE_DIGITS
        margin = "" if spread is None or not math.isfinite(spread) else f" ± {spread:.{digits}f}"
        return f"{value:z.{digits}f}{margin}"  # z: no -0


def _after_number(words: str) -> str:
    return words if not words or words[0] in "°%" else f" {words}"


DEG = Unit("deg", "°", digits=0, least_span=40.0)
DEG_PER_S = Unit(
    "deg/s", "°/s", in_names="dps", digits=0, least_span=80.0, whole="a quarter turn", whole_is=90.0
)
HEIGHTS = Unit("heights", "of body height", in_names="norm", least_span=0.4)
HEIGHTS_PER_S = Unit("heights/s", "body heights/s", in_names="hps", least_span=0.6)
RATIO = Unit("ratio", "", least_span=0.1)
WAY_PER_S = Unit(
    "%/s",
    "% of the way a second",
    short="%/s",
    in_names="pps",
    digits=0,
    least_span=100.0,
    whole="the way down",
)

UNITS = {unit.key: unit for unit in (DEG, DEG_PER_S, HEIGHTS, HEIGHTS_PER_S, RATIO, WAY_PER_S)}
"""Those of the curves that the analysis keeps, and what a rule and a detector share; each may bring its own."""
