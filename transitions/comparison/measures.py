"""What is compared in each kind of transition: what its detector says is worth comparing."""

from __future__ import annotations

from transitions.detect import detector_of
from transitions.detect.compared import DURATION, TRUNK
from transitions.detect.record import Compared


def measures_of(kind: str) -> tuple[Compared, ...]:
    """The measures compared in transitions of this kind, the primary one first.

    Of a kind that no detector finds any more (an old recording) its time and its trunk.
    """
    detector = detector_of(kind)
    return detector.compared if detector is not None else (DURATION, *TRUNK)
