"""The drawings of the page: plain SVG that takes its colours from the theme.

They are shown by a small component because ``st.html`` strips SVG. Only files of this folder are ever shown
this way; words are put in as text.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit as st

_FOLDER = Path(__file__).parent
ANY_MEASURE = "any_measure"
ICON = str(_FOLDER / "icon.svg")

_DRAWINGS = st.components.v2.component(
    "drawings",
    html="<ul></ul>",
    css=(_FOLDER / "drawings.css").read_text("utf-8"),
    js=(_FOLDER / "drawings.js").read_text("utf-8"),
)


@cache
def drawing(name: str) -> str:
    """The SVG of this name; of a rule added later, the general one."""
    path = _FOLDER / f"{name}.svg"
    return (path if path.is_file() else _FOLDER / f"{ANY_MEASURE}.svg").read_text("utf-8")


def show_drawings(pictures: Iterable[tuple[str, str, str]], key: str) -> None:
    """Show drawings side by side, each as (name, title, words); title and words may be empty."""
    data = [{"svg": drawing(name), "title": title, "words": words} for name, title, words in pictures]
    _DRAWINGS(key=key, data=data)
