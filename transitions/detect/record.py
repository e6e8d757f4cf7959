"""What a detector is: one frozen record that owns everything the program says and does about one transition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from transitions.detect.clip_motion import ClipMotion
from transitions.model import Segment
from transitions.series import Kinematics


@dataclass(frozen=True)
class Phase:
    """A moment within a transition, which begins a phase of that name.

    Attributes
    ----------
    key : as in `Segment.phases`, ends in ``_s``. name : of what begins, as the page writes it.
    means : how the moment is told, in plain words.
    """

    key: str
    name: str
    means: str


@dataclass(frozen=True)
class Compared:
    """A measure of one transition that is worth holding against that of another day.

    Attributes
    ----------
    id : ends in the unit. name : plain words. unit : as in `series.Curve`, also ``s`` and ``%``.
    measure : from the clip's curves and the segment; NaN where it cannot be told.
    """

    id: str
    name: str
    unit: str
    measure: Callable[[Kinematics, Segment], float]


@dataclass(frozen=True)
class Detector:
    """A kind of transition: the `DETECTOR` constant of the module of that name in `detect/`.

    Attributes
    ----------
    kind : name of the file and of the segments. name : what the page calls it (“Standing up”).
    about : one sentence: from where to where it goes.
    find : candidates in time order. Each with a confidence of its own: how often such a candidate is a true
        transition of the kind, 0 to 1. Candidates of all detectors compete by it (`detect.find_segments`).
    phases : every moment that `find` may put into a segment.
    moment : key of the phase that is the kind's own time. Truth files give it without the ``_s``.
    side : words for the side, ``{}`` standing for left or right; None where `find` gives none.
    curves : shown for it, the most telling first. compared : measures worth comparing.
    """

    kind: str
    name: str
    about: str
    find: Callable[[ClipMotion], list[Segment]]
    phases: tuple[Phase, ...]
    moment: str
    curves: tuple[str, ...]
    compared: tuple[Compared, ...]
    side: str | None = None
