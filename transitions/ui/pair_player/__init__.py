"""Two recordings side by side on one clock, with the curves of all repetitions beneath.

A Streamlit component (v2) like the player, with the player's own files for frames, skeletons and curves.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent
_PLAYER = _FOLDER.parent / "player"
_SCRIPTS = (
    _PLAYER / "frames.js",
    _PLAYER / "skeleton.js",
    _PLAYER / "curves.js",
    _FOLDER / "side.js",
    _FOLDER / "charts.js",
    _FOLDER / "pair.js",
)

_PAIR = st.components.v2.component(
    "movement_pair",
    html=(_FOLDER / "pair.html").read_text("utf-8"),
    css=(_FOLDER / "pair.css").read_text("utf-8"),
    js="\n".join(path.read_text("utf-8") for path in _SCRIPTS),
)


def show_pair(data: dict[str, Any], key: str) -> None:
    """Show the pair with `data` (see `payload.pair_data`)."""
    _PAIR(key=key, data=data)
