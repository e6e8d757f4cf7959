"""What one clip adds to the figures: small enough to pool over clips in any way."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(eq=False)
class Tally:
    """Filled while a clip is scored.

    Attributes
    ----------
    sums : figure key to numerator and denominator: the figure is a ratio of sums over clips.
    values : figure key to signed errors or readings, of which means and quantiles are taken.
    """

    sums: dict[str, tuple[float, float]] = field(default_factory=dict)
    values: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def add(self, key: str, numerator: float, denominator: float) -> None:
        """Add to a ratio."""
        old = self.sums.get(key, (0.0, 0.0))
        self.sums[key] = (old[0] + numerator, old[1] + denominator)

    def note(self, key: str, value: float) -> None:
        """Add a value."""
        self.values[key] = (*self.values.get(key, ()), value)
