"""The table at the end of ``transitions batch``."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from transitions.jobs.batch import BatchClip, Outcome, readable
from transitions.ui.words import counted, span

MOST_ROWS = 60
"""Of more clips than this only those that failed are listed; ``--json`` has all."""


def print_batch(clips: Sequence[BatchClip], took_s: float, console: Console) -> None:
    """Print a row for each clip (of many clips, for each that failed), then the counts."""
    listed = [c for c in clips if len(clips) <= MOST_ROWS or c.outcome is Outcome.FAILED]
    if listed:
        table = Table()
        for title in ("Clip", "Outcome", "What was found, or why not"):
            table.add_column(title, overflow="fold")
        for clip in listed:
            table.add_row(_plain(clip.path.name), clip.outcome.value, _plain(_said(clip)))
        console.print(table)
    console.print(_counts(clips, took_s), markup=False)


def _said(clip: BatchClip) -> str:
    if clip.reason:
        return clip.reason
    return f"{counted(clip.transitions, 'transition')}, {clip.flagged or 'none'} flagged"


def _counts(clips: Sequence[BatchClip], took_s: float) -> str:
    words = [
        f"{sum(clip.outcome is outcome for clip in clips)} {outcome.value}"
        for outcome in (Outcome.ANALYSED, Outcome.THERE, Outcome.FAILED)
    ]
    video_s = sum(clip.duration_s or 0.0 for clip in clips if clip.outcome is Outcome.ANALYSED)
    said = f"{counted(len(clips), 'clip')}: {', '.join(words)}; took {span(took_s)}"
    return f"{said} for {span(video_s)} of video." if video_s else f"{said}."


def _plain(text: str) -> str:
    """Text in which Rich reads no markup: a file's name may hold brackets, and what is no text."""
    return readable(text).replace("[", "\\[")
