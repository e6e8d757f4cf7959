"""The command line: one file per command, heavy parts loaded when a command runs.

Arguments go in; tables, files and an exit code come out. What a command does is done elsewhere: here arguments are
checked, progress is shown and results are put into words.
"""

from __future__ import annotations

from transitions.cli.app import app

__all__ = ["app"]
