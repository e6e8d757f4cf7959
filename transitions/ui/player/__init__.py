"""The player: the moment's video with the skeleton over it and the curves beneath, all on the same frame.

One Streamlit component (v2), plain HTML, CSS and JavaScript, nothing fetched from outside. The script is written
in small files that share one module scope and are joined here in order; only the last one exports.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent
_SCRIPTS = (
    "frames.js",
    "reels.js",
    "decoded.js",
    "view.js",
    "skeleton.js",
    "curves.js",
    "phases.js",
    "measured.js",
    "timeline.js",
    "keys.js",
    "playback.js",
    "pinch.js",
    "picture.js",
    "screening.js",
    "asking.js",
    "likely.js",
    "commands.js",
    "player.js",
    "mount.js",
)


def script(name: str) -> str:
    """One of the player's scripts, such as ``keys.js``."""
    return (_FOLDER / name).read_text("utf-8")


_PLAYER = st.components.v2.component(
    "movement_player",
    html=(_FOLDER / "player.html").read_text("utf-8"),
    css=(_FOLDER / "player.css").read_text("utf-8"),
    js="\n".join(script(name) for name in _SCRIPTS),
)


def show_player(data: dict[str, Any], key: str, on_open: Callable[[], None]) -> None:
    """Show the player with `data` (see `payload.player_data`).

    `on_open` is called when the viewer asks for something: ``st.session_state[key]["open"]`` is then
    ``{"step": 1}`` (next; -1 previous), ``{"segment": [start_s, end_s], "of": finding_id}`` (a moment of the clip in
    which that finding lies), ``{"verdict": "agree", "of": finding_id}``, ``{"correct": finding_id}`` or
    ``{"undo": True}``.
    """
    _PLAYER(key=key, data=data, on_open_change=on_open)
