"""About and privacy: what stays where, what the program cannot do, and how to read it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from transitions import __version__
from transitions.settings import load_settings
from transitions.ui.frame import lead, plain_errors
from transitions.ui.words import NOT_A_DEVICE, STRATEGIES_VARY

STAYS = """
- Clips, results and notes stay in one folder on the computer that runs this page. Nothing is sent anywhere, and
  nothing is fetched: the pose models come with the program.
- People are kept under the names you type. Use pseudonyms such as “P01”, and keep the key elsewhere.
- A clip that you send is kept in it. Until you press Analyse it only waits there, and goes when you remove it or after
  a day. A long clip that you name by its path is not copied; the program remembers where it is.
- Your browser remembers for a day the names and sizes of clips whose sending was broken off, to go on with them.
- Of each analysis are kept: its findings and its curves; where 33 points of the body were in every picture; the
  outline of the person at 13 heights of the trunk, and the shape of the trunk as a picture of 32 × 32 dots, which
  show how the back bends; and where each person in view was in one picture, so that another can be chosen. No face
  can be told from these. From the clip itself are kept small pieces of the moments you opened, and one small picture
  for the list of recordings; those beside the moments are made anew each time.
- Of a recording is kept what you note: who, when, task, load, seat, pain and remarks. All of it is optional and can be
  edited. Reviews are kept with the name the reviewer gave.
- Deleting a recording deletes its copy, its analyses, its moments, its reviews, its notes, its cut pieces and its
  picture, and says so. A clip that you named by its path is yours and stays where it is.
- There is no account, no advertising and no count of your visits.
"""

LIMITS = """
- **One camera sees depth poorly.** Twist is the weakest measure and is given with a wide margin, or not at all.
- **Loose clothes, furniture and a cropped picture hide the body.** What cannot be told is said, with how to film it
  next time. “Cannot be told” never counts as “fine”.
- **Each number has a margin.** “Seen” means that the whole margin lies beyond the threshold, “maybe” that only the
  number does.
- **Some thresholds are engineering values.** The Rules page says of each where it comes from.
- “A little”, “quite a bit” and “a lot” say how far a pattern goes, not whether it is good or bad. Bending the back
  is an ordinary movement.
"""

READING = """
1. Start with the first moment in the list and watch it twice, slowly.
2. Compare it with how it felt. You know things a camera does not.
3. Try the one practice cue, film again from the same place, five repetitions, and compare.
"""


def show_about() -> None:
    """Draw the page under its title."""
    lead(
        "This program finds everyday movements in a clip, measures them, and shows the few worth a second look."
    )
    with st.container(border=True, key="not-a-device"):
        st.markdown(f":material/favorite: {NOT_A_DEVICE} {STRATEGIES_VARY}")
    left, right = st.columns(2, gap="large")
    with left:
        st.header("What stays where", anchor=False)
        st.markdown(STAYS)
        with plain_errors():
            st.caption(f"The folder on this computer: `{_as_seen_from_home(load_settings().data_dir)}`")
    with right:
        st.header("What it cannot do", anchor=False)
        st.markdown(LIMITS)
    st.header("How to read a result", anchor=False)
    st.markdown(READING)
    st.caption(f"transitions {__version__}, free software under the Apache License 2.0")


def _as_seen_from_home(folder: Path) -> Path:
    """The folder, with the user's own folder written as ``~``."""
    home, full = Path.home(), folder.expanduser().resolve()
    return "~" / full.relative_to(home) if full.is_relative_to(home) else full
