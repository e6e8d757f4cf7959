"""Where the sample clips are: beside the package in a clone, inside it in an installed copy."""

from __future__ import annotations

from pathlib import Path

_PLACES = (
    Path(__file__).resolve().parents[1] / "sample_videos",
    Path(__file__).resolve().parent / "_samples",
)


def sample_clips() -> tuple[Path, ...]:
    """The clips that ship with the program, by name; empty when they were left out."""
    return next((clips for place in _PLACES if (clips := tuple(sorted(place.glob("*.mp4"))))), ())
