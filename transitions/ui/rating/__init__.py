"""Rating a study: the work list and the question, two Streamlit components (v2) of plain HTML, CSS and JavaScript.

`show_rail` and `show_panel` take plain values (see `payload`) and hand back what a key or button asked for. They stand
in the page itself. What is asked is carried out by `answering`; `worklist` is pure.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent
_KEYS = _FOLDER.parent / "player" / "keys.js"

RAIL_KEY, PANEL_KEY = "rate_rail", "rate_panel"

_RAIL = st.components.v2.component(
    "rating_rail",
    html='<ol class="tr-rail" aria-label="Work list"></ol>',
    css=(_FOLDER / "rating.css").read_text("utf-8"),
    js=(_FOLDER / "rail.js").read_text("utf-8"),
    isolate_styles=False,
)

_PANEL = st.components.v2.component(
    "rating_panel",
    html=(_FOLDER / "panel.html").read_text("utf-8"),
    js="\n".join(path.read_text("utf-8") for path in (_KEYS, _FOLDER / "panel.js")),
    isolate_styles=False,
)


def show_rail(data: dict[str, Any], on_ask: Callable[[], None]) -> None:
    """Show the work list; `asked_of(RAIL_KEY, "ask")` in `on_ask` says which place was clicked."""
    _RAIL(key=RAIL_KEY, data=data, on_ask_change=on_ask)


def show_panel(data: dict[str, Any], on_ask: Callable[[], None]) -> None:
    """Show the question; `asked_of(PANEL_KEY, "ask")` in `on_ask` says what a key or button asked for."""
    _PANEL(key=PANEL_KEY, data=data, on_ask_change=on_ask)
