"""The plots of the pattern page: one small plot for each thing a quantity is held against, with its numbers as a table.

One Streamlit component (v2), plain CSS and JavaScript; it stands in the page itself, takes its colours from the theme,
and behind every plot a table says the same to whoever does not see it. `payload.plots_data` makes what it shows.
A point opens the moment it is most about: by a press, or by Tab, the arrows and Enter; the table names it as well.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent

_PLOTS = st.components.v2.component(
    "pattern_plots",
    html='<div class="tr-plots"></div>',
    css=(_FOLDER / "plots.css").read_text("utf-8"),
    js="\n".join((_FOLDER / name).read_text("utf-8") for name in ("scales.js", "plots.js")),
    isolate_styles=False,
)


def show_plots(plots: list[dict[str, Any]], key: str, on_open: Callable[[], None]) -> None:
    """Show plots side by side (see `payload.plots_data`).

    `on_open` is called when the viewer presses a point: ``st.session_state[key]["open"]`` is then ``{"recording": id,
    "finding": id or None}``.
    """
    _PLOTS(key=key, data={"plots": plots}, on_open_change=on_open)
