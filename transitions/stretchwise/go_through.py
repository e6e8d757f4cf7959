"""Goes through a long clip: skim all of it, plan, look fully where something happens, put together."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from transitions.model import Survey
from transitions.states import DayStates
from transitions.stretchwise.results import StretchResult
from transitions.stretchwise.tasks import FullLook, LongClip, SkimTask
from transitions.stretchwise.together import PutTogether, put_together
from transitions.stretchwise.workers import StretchWorkers
from transitions.survey.looks import Looks
from transitions.survey.plan import Plan, plan_everything, plan_stretches
from transitions.survey.states import states_over

SKIM_PART_S = 300.0
"""A part of this length is skimmed at a time: about ten seconds of work."""

SERIES = "series.parquet"

Reported = Callable[[str, float, float], None]
"""Told the stage (``survey``, ``pose``), seconds of video done of it, and how many there are."""


@dataclass(frozen=True, eq=False)
class WholeWay:
    """What a long clip shows; `series` is the file of its curves, None when nobody was seen.

    `gaps` and `patched` are those of `video.ClipReader`; `states` is None where nothing was skimmed.
    """

    together: PutTogether
    survey: Survey
    states: DayStates | None
    gaps: tuple[tuple[float, float], ...]
    patched: tuple[tuple[float, float], ...]
    series: Path | None


def key_of(clip_sha256: str, **asked: object) -> str:
    """Name of the folder in which a clip's pieces are kept: of its content and of all that was asked of it."""
    text = json.dumps({"clip": clip_sha256, **asked}, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def go_through(
    clip: LongClip,
    *,
    exhaustive: bool,
    seed: int,
    processes: int,
    on_part: Reported,
    stopped: Callable[[], bool] | None,
) -> WholeWay:
    """Go through a clip whose folder is there; what the folder holds is not done again.

    Raises
    ------
    TransitionsError
        As `pose.estimate_poses`, `video.ClipReader.read` and `StretchWorkers.carry_out`.
    """
    duration_s = clip.facts.duration_s
    with StretchWorkers(processes) as workers:
        looks = None if exhaustive else _skimmed(clip, workers, on_part, stopped)
        plan = plan_everything(duration_s) if looks is None else plan_stretches(looks, duration_s, seed)
        results = _looked_at(clip, plan, workers, on_part, stopped)
    series = clip.folder / SERIES
    together = put_together(results, clip.person, clip.folder, series)
    return WholeWay(
        together,
        Survey(together.looked_at, plan.skipped, together.missed),
        None if looks is None else states_over(looks, together.segments, duration_s),
        tuple(gap for result in results for gap in result.gaps),
        tuple(stretch for result in results for stretch in result.patched),
        series if together.figures.frames else None,
    )


def _skimmed(
    clip: LongClip, workers: StretchWorkers, on_part: Reported, stopped: Callable[[], bool] | None
) -> Looks:
    duration_s = clip.facts.duration_s
    number = max(1, round(duration_s / SKIM_PART_S))
    edges_s = [duration_s * at / number for at in range(number)] + [math.inf]
    tasks = [SkimTask(clip, edges_s[at], edges_s[at + 1]) for at in range(number)]
    spans = [(task.start_s, min(task.end_s, duration_s)) for task in tasks]
    _carried_out(workers, tasks, spans, "survey", on_part, stopped)
    return Looks.joined([Looks.load(task.result) for task in tasks])


def _looked_at(
    clip: LongClip, plan: Plan, workers: StretchWorkers, on_part: Reported, stopped: Callable[[], bool] | None
) -> list[StretchResult]:
    tasks = [FullLook(clip, planned) for planned in plan.stretches]
    spans = [(each.from_s, each.to_s) for each in plan.stretches]
    _carried_out(workers, tasks, spans, "pose", on_part, stopped)
    return [StretchResult.load(task.result) for task in tasks]


def _carried_out(
    workers: StretchWorkers,
    tasks: list[SkimTask] | list[FullLook],
    spans: list[tuple[float, float]],
    stage: str,
    on_part: Reported,
    stopped: Callable[[], bool] | None,
) -> None:
    """All tasks done, and how far they are reported in seconds of video."""
    done_s = [0.0] * len(tasks)
    total_s = sum(end_s - start_s for start_s, end_s in spans)

    def moved(number: int, t_s: float) -> None:
        start_s, end_s = spans[number]
        done_s[number] = min(max(t_s - start_s, done_s[number]), end_s - start_s)
        on_part(stage, sum(done_s), total_s)

    workers.carry_out(tasks, moved, lambda number: moved(number, spans[number][1]), stopped)
