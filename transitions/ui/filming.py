"""How to film well, in five pictures."""

from __future__ import annotations

from transitions.ui.drawings import show_drawings

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
