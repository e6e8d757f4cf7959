"""``transitions validate``: how right the program is on folders of clips with known truth."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from transitions.cli.validate_tables import print_report
from transitions.validate.folder import validate_folders
from transitions.validate.record import report_record


def run_validate(folders: Sequence[Path], *, as_json: bool, workers: int) -> None:
    """Score the clips in `folders`, each a source, and print the figures as tables or as JSON."""
    with ExitStack() as stack:
        report = validate_folders(folders, workers=workers, on_clip=_progress_bar(stack))
    if as_json:
        sys.stdout.write(json.dumps(report_record(report), indent=1, ensure_ascii=False) + "\n")
    else:
        print_report(report, Console(highlight=False))


def _progress_bar(stack: ExitStack) -> Callable[[str, int, int], None] | None:
    """A bar on standard error in a terminal, nothing otherwise."""
    console = Console(stderr=True)
    if not console.is_terminal:
        return None
    columns = (
        TextColumn("Analysing clips"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[clip]}"),
    )
    bar = stack.enter_context(Progress(*columns, console=console, transient=True))
    task = bar.add_task("", total=None, clip="")
    return lambda name, done, total: bar.update(task, completed=done, total=total, clip=name)
