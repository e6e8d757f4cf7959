"""What a detector is: one frozen record that owns everything the program says and does about one transition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from transitions.detect.clip_motion import ClipMotion
from transitions.evidence import Source
from transitions.model import Grade, Run, Segment
from transitions.states import PostureState
from transitions.units import Unit


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
    said : where it comes from, in a few words, as a comparison that rests on it says.
    """

    floor: float
    share: float
    said: str
    source: Source
    grade: Grade

    def sd(self, value: float) -> float:
        """Standard deviation of one repetition about `value`."""
        return max(self.floor, self.share * abs(value))


@dataclass(frozen=True)
class Compared:
    """A measure of one transition that is worth holding against that of another day; neither direction is better.

    Attributes
    ----------
    id : ends in the unit (`Unit.in_names`). name : plain words. unit : one of `units`, or a detector's own.
    measure : value and standard uncertainty, or not assessable with the reason.
    spread : of repetitions, where there is one a side.
    filming_error : whether the uncertainty is shared by all repetitions of one filming (how this camera reads this
        body), as of angles and speeds; false where it is each repetition's own, as of times: filmed again,
        the session made up 83 % of the disagreement in lean and 6 % in times.
    """

    id: str
    name: str
    unit: Unit
    measure: Callable[[Run, Segment], Reading]
    spread: Spread
    filming_error: bool = True


class Seat(StrEnum):
    """Whether the person sits on a seat before the transition or after it."""

    BEFORE = "before"
    AFTER = "after"


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
    sources : where the numbers of `find` come from.
    curves : shown for it, the most telling first. compared : measures worth comparing, the primary one first:
        it is judged by itself unless another is named beforehand (`comparison`).
    begins, ends : the posture before and after it (sitting or standing), None where it leaves that open. Where both are
        known and differ, it changes what the person does over the day (`states`).
    seat : when the person sits on a seat whose height over the feet counts between days; None for others.
    """

    kind: str
    name: str
    about: str
    find: Callable[[ClipMotion], list[Segment]]
    phases: tuple[Phase, ...]
    moment: str
    sources: tuple[Source, ...]
    curves: tuple[str, ...]
    compared: tuple[Compared, ...]
    side: str | None = None
    begins: PostureState | None = None
    ends: PostureState | None = None
    seat: Seat | None = None

    @property
    def changes_posture(self) -> bool:
        """Whether the person sits before and stands after it, or the other way round."""
        return None not in (self.begins, self.ends) and self.begins is not self.ends

    @property
    def all_sources(self) -> tuple[Source, ...]:
        """Its sources and, behind them, those of how repetitions are taken to vary; each once."""
        return tuple(dict.fromkeys((*self.sources, *(compared.spread.source for compared in self.compared))))
