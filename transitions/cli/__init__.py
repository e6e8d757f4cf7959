"""The command line: one file per command, heavy parts loaded when a command runs."""

from __future__ import annotations

from transitions.cli.app import app

__all__ = ["app"]
