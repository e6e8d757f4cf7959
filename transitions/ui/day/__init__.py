"""The day on one line: what the person does, every transition on it, and the moments that deserve a look.

One Streamlit component (v2), plain CSS and JavaScript; it stands in the page itself. `payload.day_data` makes what it
shows. Keys: n and p go to the next and the previous moment, o opens it in the review.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent

_DAY = st.components.v2.component(
    "day_line",
    html=(_FOLDER / "day.html").read_text("utf-8"),
    css=(_FOLDER / "day.css").read_text("utf-8"),
    js="\n".join((_FOLDER / name).read_text("utf-8") for name in ("line.js", "day.js")),
    isolate_styles=False,
)


def show_day_line(data: dict[str, Any], key: str, on_open: Callable[[], None]) -> None:
    """Show the day (see `payload.day_data`).

    `on_open` is called when the viewer asks for something: ``st.session_state[key]["open"]`` is then
    ``{"moment": finding_id}``, ``{"step": 1}`` (next; -1 previous) or ``{"review": True}``.
    """
    _DAY(key=key, data=data, on_open_change=on_open)
