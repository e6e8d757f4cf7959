"""Where somebody was last seen, and where they can be next."""

from __future__ import annotations

from dataclasses import dataclass

from transitions.pose.detection import Extent

JUMP_SIZES = 0.35
SPEED_SIZES_PER_S = 3.0
"""A person's centre moves at most this many body sizes between frames, plus this many a second."""

SIZE_RATIO = 2.5
"""A body's extent is at most this much larger or smaller than it was of late (arms raised, a crouch)."""

SIZE_MEMORY_S = 1.0
"""How long "of late" is: a tracker that slips shrinks within a few frames, a person walking away does not."""


@dataclass(frozen=True)
class Whereabouts:
    """Where somebody was last seen (`extent`), when, and their `size` of late in pixels."""

    extent: Extent
    t_s: float
    size: float

    @classmethod
    def first(cls, extent: Extent, t_s: float) -> Whereabouts:
        """Somebody seen for the first time, or again after long."""
        return cls(extent, t_s, extent.size)

    def allow(self, extent: Extent, t_s: float) -> bool:
        """Whether a body of this extent at this time can be the same person's."""
        step = JUMP_SIZES + SPEED_SIZES_PER_S * (t_s - self.t_s)
        ratio = extent.size / self.size
        return self.extent.distance(extent) <= step * self.size and 1 / SIZE_RATIO <= ratio <= SIZE_RATIO

    def moved(self, extent: Extent, t_s: float) -> Whereabouts:
        """The whereabouts once the person is seen again."""
        share = min((t_s - self.t_s) / SIZE_MEMORY_S, 1.0)
        return Whereabouts(extent, t_s, self.size + share * (extent.size - self.size))
