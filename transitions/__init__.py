"""Finds, measures and flags everyday movement transitions in a clip.

The public API is loaded on first use, so that importing the package costs nothing::

    from transitions import analyse
    run = analyse("clip.mp4")
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "analyse": "transitions.pipeline",
    "compare": "transitions.comparison",
    "open_store": "transitions.store",
}

__all__ = ["__version__", "analyse", "compare", "open_store"]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'transitions' has no attribute '{name}'")
