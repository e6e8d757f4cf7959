"""Hands memory that the pose model freed back to the system."""

from __future__ import annotations

import ctypes
import sys


def return_freed_memory() -> None:
    """Ask the C library to give back what is free, where it can be asked (glibc).

    It keeps what the closed models used; without this the analysis that follows would add to their peak.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
