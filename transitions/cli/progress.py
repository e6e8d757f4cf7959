"""A progress bar on standard error: frames done and seconds left."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as Bar

from transitions.pipeline import Progress

_STAGES = {
    "reading": "Reading the file",
    "survey": "Looking through the clip",
    "follow": "Looking closer where somebody moves",
    "pose": "Following the person",
    "drawing": "Drawing the annotated clip",
}


def show_progress(console: Console, stack: ExitStack) -> Callable[[Progress], None]:
    """A callback for `analyse`; the bar lives until the stack closes. Draws nothing outside a terminal."""
    if not console.is_terminal:
        return lambda _: None
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("frames {task.fields[left]}"),
    )
    bar = stack.enter_context(Bar(*columns, console=console, transient=True))
    tasks: dict[str, TaskID] = {}

    def show(step: Progress) -> None:
        if step.stage not in tasks:
            tasks[step.stage] = bar.add_task(_STAGES[step.stage], total=step.frames_total, left="")
        left = f"· {step.seconds_left:.0f} s left" if step.seconds_left is not None else ""
        bar.update(tasks[step.stage], completed=step.frames_done, left=left)

    return show
