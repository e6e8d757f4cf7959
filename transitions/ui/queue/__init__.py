"""The queue: one row for each moment, its findings grouped, with what was said of it.

One Streamlit component (v2), plain CSS and JavaScript, like the player; it stands in the page itself.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent

_QUEUE = st.components.v2.component(
    "moment_queue",
    html='<ol class="tr-queue" aria-label="Moments"></ol>',
    css=(_FOLDER / "queue.css").read_text("utf-8"),
    js=(_FOLDER / "queue.js").read_text("utf-8"),
    isolate_styles=False,
)


def show_queue(rows: list[dict[str, Any]], key: str, on_open: Callable[[], None]) -> None:
    """Show the rows (see `queue_rows.queue_rows`).

    `on_open` is called when the viewer opens one: ``st.session_state[key]["open"]`` is then ``{"finding": id}``.
    """
    _QUEUE(key=key, data={"rows": rows}, on_open_change=on_open)
