"""What a detector is: one frozen record that owns everything the program says and does about one transition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from transitions.detect.clip_motion import ClipMotion
from transitions.model import Grade, Run, Segment


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
class Reading:
    """What was measured in one repetition: a value with its standard uncertainty, or NaN and the reason."""

    value: float
    u: float
    reason: str | None = None

    @classmethod
    def not_assessable(cls, reason: str) -> Reading:
        """No value, with the reason why."""
        return cls(float("nan"), float("nan"), reason)


@dataclass(frozen=True)
class Spread:
    """How much one person's repetitions are taken to vary where there is only one a side.

    Attributes
    ----------
    floor : standard deviation in the measure's unit. share : the same as a share of the value; the larger counts.
    """

    floor: float
    share: float
    source: str
    grade: Grade

    def sd(self, value: float) -> float:
        """Standard deviation of one repetition about `value`."""
        return max(self.floor, self.share * abs(value))


@dataclass(frozen=True)
class Compared:
    """A measure of one transition that is worth holding against that of another day; neither direction is better.

    Attributes
    ----------
    id : ends in the unit. name : plain words. unit : as in `series.Curve`, also ``s`` and ``%/s``.
    measure : value and standard uncertainty, or not assessable with the reason.
    spread : of repetitions, where there is one a side.
    filming_error : whether the uncertainty is shared by all repetitions of one filming (how this camera reads this
        body), as of angles and speeds; false where it is each repetition's own, as of times: filmed again,
        the session made up 83 % of the disagreement in lean and 6 % in times.
    """

    id: str
    name: str
    unit: str
    measure: Callable[[Run, Segment], Reading]
    spread: Spread
    filming_error: bool = True


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
    curves : shown for it, the most telling first. compared : measures worth comparing, the primary one first:
        it is judged by itself unless another is named beforehand (`comparison`).
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
