"""Correcting where transitions begin and end, their kinds and phases: film, timeline and a picture of each edge.

In go a clip of a study and a rater, out come entries in the store, one for each edit; what is shown is replayed from
them. `show_edges` is all that a screen needs. The component is plain HTML, CSS and JavaScript like the player, with the
player's own files for frames, keys and playback.
"""

from __future__ import annotations

from transitions.ui.edges.panel import show_edges

__all__ = ["show_edges"]
