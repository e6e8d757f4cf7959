"""What a helper process is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from transitions.following.plan import ClipSpan
from transitions.pose.estimate import look_at
from transitions.pose.models import PoseModels
from transitions.pose.stretch import SeenStretch
from transitions.video import ClipReader, DecodeAccount
from transitions.video.picture import Size
from transitions.video.probe import ClipFacts


@dataclass(frozen=True)
class StretchTask:
    """One stretch of a clip to be looked at, its frames scaled to `size`; every one of them if `exhaustive`."""

    path: Path
    name: str
    facts: ClipFacts
    span: ClipSpan
    size: Size
    model: str
    person: int
    exhaustive: bool = False


@dataclass(frozen=True, eq=False)
class Answer:
    """What was seen in a stretch, and how it could be read."""

    stretch: SeenStretch
    reading: DecodeAccount


def carry_out(
    task: StretchTask,
    on_frame: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    models: PoseModels | None = None,
) -> Answer:
    """Look at the task's stretch; parameters and errors are those of `pose.estimate.look_at`.

    `models` opened ahead are used when they are of the task's model.
    """
    if models is None or models.model != task.model:
        models = PoseModels(task.model)
    reader = ClipReader(task.path, task.facts, task.name)
    span = task.span
    frames = reader.read(span.start_s, span.end_s, size=task.size, one_thread=not span.is_whole)
    stretch = look_at(
        frames,
        models,
        person=task.person,
        exhaustive=task.exhaustive,
        on_frame=on_frame,
        cancelled=cancelled,
    )
    return Answer(stretch, reader.reading)
