"""Goes through a long clip: skim it, follow who moves, look fully where a transition may be, put together."""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from transitions.model import Survey
from transitions.states import DayStates
from transitions.stretchwise.results import StretchResult
from transitions.stretchwise.states_of_chosen import is_alone, states_of_chosen
from transitions.stretchwise.tasks import FollowTask, FullLook, LongClip, SkimTask
from transitions.stretchwise.together import PutTogether, put_together
from transitions.stretchwise.workers import PieceOfWork, StretchWorkers
from transitions.survey.follow import Followed, where_beside, where_seen
from transitions.survey.looker import LOOK_SIDE_PX
from transitions.survey.looks import Looks
from transitions.survey.plan import (
    Plan,
    PlannedStretch,
    plan_everything,
    plan_stretches,
    stretches_beside,
    stretches_to_follow,
)
from transitions.survey.states import states_over
from transitions.video.decode_account import DecodeAccount, merged_readings
from transitions.video.picture import fit_within

SKIM_PART_S = 300.0
"""A part of this length is skimmed at a time: about ten seconds of work."""

HALVED_PARTS = 4
"""The last so many parts are half as long, so that no worker waits long for another."""

PIECES = 6
"""Counts up whenever what a piece of work leaves changes: those of before are not read as if they were of now."""

SERIES = "series.parquet"
SERIES_SO_FAR = "series_so_far.parquet"

SO_FAR_EVERY_S = 30.0
SO_FAR_SHARE = 0.05
"""How often at most it is told what was found so far, and how much of the time that may take."""

Reported = Callable[[str, float, float], None]
"""Told the stage (``survey``, ``follow``, ``pose``), seconds of video done of it, and how many there are."""


@dataclass(frozen=True, eq=False)
class WholeWay:
    """What a long clip shows; `series` is the file of its curves, None when nobody was seen.

    `gaps` and `patched` are those of `video.ClipReader`; `states` is None where nothing was skimmed. `reached_s` is how
    far it was gone through; None all the way.
    """

    together: PutTogether
    survey: Survey
    states: DayStates | None
    gaps: tuple[tuple[float, float], ...]
    patched: tuple[tuple[float, float], ...]
    series: Path | None
    reached_s: float | None = None


def key_of(clip_sha256: str, **asked: object) -> str:
    """Name of the folder in which a clip's pieces are kept: of its content and of all that was asked of it."""
    text = json.dumps({"clip": clip_sha256, "pieces": PIECES, **asked}, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def go_through(
    clip: LongClip,
    *,
    seed: int,
    processes: int,
    on_part: Reported,
    stopped: Callable[[], bool] | None,
    on_found: Callable[[WholeWay], None] | None = None,
) -> WholeWay:
    """Go through a clip whose folder is there; what the folder holds is not done again.

    Parameters
    ----------
    on_found : told now and then what the stretches up to some time show, when there are more transitions than before.

    Raises
    ------
    TransitionsError
        As `pose.estimate_poses`, `video.ClipReader.read` and `StretchWorkers.carry_out`.
    """
    duration_s = clip.facts.duration_s
    with StretchWorkers(processes) as workers:
        looks = None if clip.exhaustive else _skimmed(clip, workers, on_part, stopped)
        if looks is None:
            plan = plan_everything(duration_s)
        else:
            followed = _followed(clip, looks, workers, on_part, stopped)
            plan = plan_stretches(looks, followed, duration_s, seed)
        so_far = None if on_found is None else _SoFar(clip, plan, looks, on_found)
        results = _looked_at(clip, plan, workers, on_part, stopped, so_far)
    return _way(clip, plan, looks, results, clip.folder / SERIES)


def _way(
    clip: LongClip,
    plan: Plan,
    looks: Looks | None,
    results: list[StretchResult],
    series: Path,
    reached_s: float | None = None,
) -> WholeWay:
    together = put_together(results, clip.person, clip.folder, series)
    # Neighbours look at the ten seconds about a cut both: what is wrong there is one thing.
    reading = merged_readings([DecodeAccount(each.gaps, each.patched) for each in results])
    return WholeWay(
        together,
        Survey(together.looked_at, plan.skipped, together.missed),
        None if looks is None else _states(clip, looks, results, together, series),
        reading.gaps,
        reading.patched,
        series if together.figures.frames else None,
        reached_s,
    )


def _states(
    clip: LongClip, looks: Looks, results: list[StretchResult], together: PutTogether, series: Path
) -> DayStates:
    duration_s, size = clip.facts.duration_s, clip.facts.size
    if not together.figures.frames or is_alone(looks, results, clip.person):
        return states_over(looks, together.segments, duration_s)
    scale = fit_within(size, LOOK_SIDE_PX)[0] / size[0]
    return states_of_chosen(looks, results, together.segments, series, scale, duration_s)


class _SoFar:
    """Tells what was found up to the first stretch that is not done yet: later ones would change what comes before."""

    def __init__(
        self, clip: LongClip, plan: Plan, looks: Looks | None, on_found: Callable[[WholeWay], None]
    ) -> None:
        self._clip, self._plan, self._looks, self._on_found = clip, plan, looks, on_found
        self._results: list[StretchResult] = []
        self._tasks = [FullLook(clip, planned) for planned in plan.stretches]
        self._told = 0
        self._next_s = -math.inf

    def look(self) -> None:
        """Tell it where there is something to tell and the last time is long enough ago."""
        began_s = time.monotonic()
        if began_s < self._next_s:
            return
        for task in self._tasks[len(self._results) :]:
            if not task.result.exists():
                break
            self._results.append(StretchResult.load(task.result))
        if 0 < len(self._results) < len(self._tasks) and any(one.people for one in self._results):
            self._tell()
        took_s = time.monotonic() - began_s
        self._next_s = time.monotonic() + max(SO_FAR_EVERY_S, took_s / SO_FAR_SHARE)

    def _tell(self) -> None:
        reached_s = self._tasks[len(self._results)].planned.start_s
        series = self._clip.folder / SERIES_SO_FAR
        way = _way(self._clip, self._plan, self._looks, self._results, series, reached_s)
        if len(way.together.segments) > self._told:
            self._told = len(way.together.segments)
            self._on_found(way)
        series.unlink(missing_ok=True)


def _skimmed(
    clip: LongClip, workers: StretchWorkers, on_part: Reported, stopped: Callable[[], bool] | None
) -> Looks:
    duration_s = clip.facts.duration_s
    tasks = [SkimTask(clip, start_s, end_s) for start_s, end_s in pairwise(_skim_edges_s(duration_s))]
    spans = [(task.start_s, min(task.end_s, duration_s)) for task in tasks]
    _carried_out(workers, tasks, spans, "survey", on_part, stopped)
    return Looks.joined([Looks.load(task.result) for task in tasks])


def _skim_edges_s(duration_s: float) -> list[float]:
    """Where the parts that are skimmed meet; the last has no end but the clip's."""
    number = max(1, round(duration_s / SKIM_PART_S))
    whole = max(0, number - HALVED_PARTS // 2)
    parts = [1.0] * whole + [0.5] * (2 * (number - whole)) if number > 1 else [1.0]
    edges = np.cumsum([0.0, *parts]) * duration_s / number
    return [*(float(edge_s) for edge_s in edges[:-1]), math.inf]


def _followed(
    clip: LongClip,
    looks: Looks,
    workers: StretchWorkers,
    on_part: Reported,
    stopped: Callable[[], bool] | None,
) -> list[tuple[PlannedStretch, Followed]]:
    duration_s = clip.facts.duration_s
    tasks = [
        FollowTask(clip, planned, where_seen(looks, planned.from_s, planned.to_s))
        for planned in stretches_to_follow(looks, duration_s)
    ]
    tasks += [
        FollowTask(clip, planned, *where_beside(looks, planned.from_s, planned.to_s))
        for planned in stretches_beside(looks, duration_s)
    ]
    spans = [(task.planned.from_s, task.planned.to_s) for task in tasks]
    _carried_out(workers, tasks, spans, "follow", on_part, stopped)
    return [(task.planned, Followed.load(task.result)) for task in tasks]


def _looked_at(
    clip: LongClip,
    plan: Plan,
    workers: StretchWorkers,
    on_part: Reported,
    stopped: Callable[[], bool] | None,
    so_far: _SoFar | None,
) -> list[StretchResult]:
    tasks = [FullLook(clip, planned) for planned in plan.stretches]
    spans = [(each.from_s, each.to_s) for each in plan.stretches]
    _carried_out(workers, tasks, spans, "pose", on_part, stopped, None if so_far is None else so_far.look)
    return [StretchResult.load(task.result) for task in tasks]


def _carried_out(
    workers: StretchWorkers,
    tasks: Sequence[PieceOfWork],
    spans: list[tuple[float, float]],
    stage: str,
    on_part: Reported,
    stopped: Callable[[], bool] | None,
    on_done: Callable[[], None] | None = None,
) -> None:
    """All tasks done, and how far they are reported in seconds of video."""
    done_s = [0.0] * len(tasks)
    total_s = sum(end_s - start_s for start_s, end_s in spans)

    def moved(number: int, t_s: float) -> None:
        start_s, end_s = spans[number]
        done_s[number] = min(max(t_s - start_s, done_s[number]), end_s - start_s)
        on_part(stage, sum(done_s), total_s)

    def done(number: int) -> None:
        moved(number, spans[number][1])
        if on_done is not None:
            on_done()

    workers.carry_out(tasks, moved, done, stopped)
