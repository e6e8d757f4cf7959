"""Choosing whom to follow by a press on them in the picture.

In: pictures with the place of everybody in them (`PickedFrom`); out: the number of the person pressed. One Streamlit
component (v2), plain CSS and JavaScript.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

_FOLDER = Path(__file__).parent

_PICKER = st.components.v2.component(
    "person_picker",
    html='<div class="tr-people"></div>',
    css=(_FOLDER / "picker.css").read_text("utf-8"),
    js=(_FOLDER / "picker.js").read_text("utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class Pickable:
    """Somebody in a picture: number, label, whether they are followed now, and their box in shares of the picture."""

    number: int
    label: str
    current: bool
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class PickedFrom:
    """A picture as the address of an image (``data:`` is one), what it shows in words, and who is in it."""

    src: str
    alt: str
    people: tuple[Pickable, ...]


def pick_person(pictures: Sequence[PickedFrom], key: str) -> int | None:
    """Show the pictures; returns the number of the person who was pressed, in the rerun of that press only."""
    picked = _PICKER(
        key=key, data={"pictures": [asdict(one) for one in pictures]}, on_picked_change=lambda: None
    )
    asked = picked.picked
    return None if asked is None else int(asked["person"])
