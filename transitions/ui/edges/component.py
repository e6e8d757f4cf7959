"""The component itself (Streamlit, v2). The scripts share one module scope; only the last one exports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent
_PLAYER = _FOLDER.parent / "player"
_SCRIPTS = (
    _PLAYER / "frames.js",
    _PLAYER / "keys.js",
    _PLAYER / "playback.js",
    _FOLDER / "marks.js",
    _FOLDER / "book.js",
    _FOLDER / "shots.js",
    _FOLDER / "strip.js",
    _FOLDER / "edge_keys.js",
    _FOLDER / "tools.js",
    _FOLDER / "edge_commands.js",
    _FOLDER / "hands.js",
    _FOLDER / "edges.js",
)

_EDGES = st.components.v2.component(
    "movement_edges",
    html=(_FOLDER / "edges.html").read_text("utf-8"),
    css=(_FOLDER / "edges.css").read_text("utf-8"),
    js="\n".join(path.read_text("utf-8") for path in _SCRIPTS),
)


def show_component(
    data: dict[str, Any], key: str, on_said: Callable[[], None], on_go: Callable[[], None]
) -> None:
    """Show `data` (see `payload.edges_data`).

    `on_said` is called when the rater did something: ``st.session_state[key]["said"]`` is then a message for
    `payload.read_message`. `on_go` is called for another piece of a long clip, ``["go"]`` being ``{"at_s": seconds}``,
    and to leave the timeline by one of ``data["ways"]``: ``{"pane": "rate"}``, ``{"clip": ±1}``.
    """
    _EDGES(key=key, data=data, on_said_change=on_said, on_go_change=on_go)
