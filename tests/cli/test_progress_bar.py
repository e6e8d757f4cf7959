"""The bar of an analysis in the terminal."""

from __future__ import annotations

import io
from contextlib import ExitStack

from rich.console import Console

from transitions.cli.progress import show_progress
from transitions.pipeline import Progress


def test_reading_the_file_has_a_bar_of_its_own() -> None:
    told = io.StringIO()
    with ExitStack() as stack:
        show_progress(Console(file=told, force_terminal=True, width=120), stack)(
            Progress("reading", 1000, 4000, None)
        )
    assert "Reading the file" in told.getvalue()
