"""What `store.studies` takes in and hands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from transitions.agreement.study import MARGIN
from transitions.annotation.entries import Mark, Unit
from transitions.annotation.replay import ClipWord

OWN_CORRECTIONS = "corrections of analysis "
"""How the names of studies begin that hold what one rater corrects in an ordinary review (`store.corrections`)."""


def own_corrections_name(run_id: int, rater: str) -> str:
    """The name of the study that holds what a rater corrects of an analysis."""
    return f"{OWN_CORRECTIONS}{run_id} by {rater}"


@dataclass(frozen=True)
class StudyPlan:
    """How a study is set up; nothing of it changes later.

    Attributes
    ----------
    name : by which it is found.
    raters : their names. rules : what is rated.
    run_ids : the analyses rated, one for each clip, in the order of their neutral names.
    seed : of the random order in which each rater gets the clips.
    is_blind : whether the program's verdict, the others' ratings and names of files stay hidden until every rater has
        committed.
    segments_given : whether raters start from the transitions that the program found; else from none, as suits a study
        of where transitions begin and end.
    faces_blurred : whether the film is shown with the face blurred, all of a frame where the head cannot be placed.
    margin : how much less κ still counts as no worse than a second clinician.
    """

    name: str
    raters: tuple[str, ...]
    rules: tuple[str, ...]
    run_ids: tuple[int, ...]
    seed: int = 0
    is_blind: bool = True
    segments_given: bool = True
    margin: float = MARGIN
    faces_blurred: bool = False


@dataclass(frozen=True)
class Study:
    """A study in the store.

    `committed` are the raters who have finished, `is_revealed` whether everyone may see everything.
    """

    id: int
    plan: StudyPlan
    created_at: str
    committed: tuple[str, ...]

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """The raters who have not committed."""
        return tuple(name for name in self.plan.raters if name not in self.committed)

    @property
    def is_revealed(self) -> bool:
        """Whether verdicts and others' ratings may be shown."""
        return not self.plan.is_blind or not self.waiting_for


@dataclass(frozen=True)
class RatingTask:
    """A line of a rater's work list, in the rater's own order.

    Attributes
    ----------
    listed : what is to be rated in this clip, in the film's order, without what the rater refused.
    own : what the rater has said of it. is_committed : whether that stays as it is.
    """

    clip_id: int
    label: str
    listed: tuple[Unit, ...]
    own: ClipWord
    is_committed: bool = False

    @property
    def units(self) -> int:
        """How many findings are to be rated."""
        return len(self.listed)

    @property
    def rated(self) -> int:
        """How many of them have a rating."""
        return sum(unit in self.own.ratings for unit in self.listed)

    @property
    def gone_through(self) -> bool:
        """Whether the clip was looked at, also without any rating where the rater said so."""
        return self.own.gone_through

    @property
    def is_done(self) -> bool:
        """Whether nothing is left in this clip."""
        return self.gone_through and self.rated >= self.units


@dataclass(frozen=True)
class Shown:
    """What is kept from a rater until the study is revealed: the file's name, the program's word, everyone's."""

    recording_name: str
    program: ClipWord
    others: Mapping[str, ClipWord]


@dataclass(frozen=True)
class ClipView:
    """What a rater is given of one clip.

    Attributes
    ----------
    recording_id : to play it. run_id : the analysis that is rated. label : its neutral name.
    duration_s, rate_hz, faces_blurred : of the film.
    units : what is to be rated, each a segment's key and a rule.
    own : what the rater has said so far. undoable, redoable : whether there is something to undo and redo.
    shown : None while the clip is blind.
    is_committed : whether what the rater said stays as it is. waiting_for : then the raters of whom that
        cannot be said yet.
    """

    clip_id: int
    recording_id: int
    run_id: int
    label: str
    duration_s: float
    rate_hz: float
    faces_blurred: bool
    given: Mapping[str, Mark]
    units: tuple[Unit, ...]
    own: ClipWord
    undoable: bool
    redoable: bool
    shown: Shown | None
    is_committed: bool = False
    waiting_for: tuple[str, ...] = ()

    def next_unrated(self) -> Unit | None:
        """The first unit without a rating that the rater has not refused."""
        return next((unit for unit in left_to_rate(self.units, self.own)), None)


def left_to_rate(units: tuple[Unit, ...], own: ClipWord) -> list[Unit]:
    """Units that have no rating, without those of transitions that the rater refused."""
    return [unit for unit in units if unit not in own.ratings and unit[0] in own.marks]
