"""How to film well, in five pictures."""

from __future__ import annotations

import streamlit as st

from transitions.ui.drawings import show_drawings

FILM_INSTEAD = (
    "Film one person, head to feet in view, from two to four metres away, in good light, "
    "at 30 pictures a second."
)

STEPS = (
    ("film_view", "From the corner", "Halfway between facing you and side on. Side on for a bend."),
    ("film_distance", "Two to four metres away", "The phone at hip height, upright or on its side."),
    (
        "film_whole",
        "All of you, and the chair",
        "Head to feet in the picture the whole time, with room around.",
    ),
    (
        "film_light",
        "Light on you",
        "From behind the phone; no bright window behind you. Fitted clothes help.",
    ),
    (
        "film_still",
        "Phone still, 30 pictures a second",
        "Lean it on something. Five repetitions at your own pace.",
    ),
)


def show_filming() -> None:
    """Show the five pictures."""
    show_drawings(STEPS, "filming")


@st.dialog("How to film", width="large")
def open_filming() -> None:
    """Show the five pictures over the page."""
    show_filming()
