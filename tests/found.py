"""What the detectors find of one kind, as the pipeline asks them."""

from __future__ import annotations

from transitions.detect import find_segments
from transitions.model import Segment
from transitions.series import Kinematics


def found_of(kind: str, kinematics: Kinematics) -> list[Segment]:
    """Segments of a kind, in time order."""
    return [segment for segment in find_segments(kinematics) if segment.kind == kind]
