"""The pages, by name, and the way from one to another."""

from __future__ import annotations

from typing import Any

import streamlit as st

from transitions.ui.pages import about, home, review, rules

_KEY = "pages"


def build_pages() -> list[Any]:
    """The pages in the order of the menu."""
    pages = {
        "home": st.Page(home.show_home, title="Home", icon=":material/home:", url_path="home", default=True),
        "review": st.Page(
            review.show_review, title="Review", icon=":material/slow_motion_video:", url_path="review"
        ),
        "rules": st.Page(rules.show_rules, title="Rules", icon=":material/straighten:", url_path="rules"),
        "about": st.Page(
            about.show_about, title="About and privacy", icon=":material/lock:", url_path="about"
        ),
    }
    st.session_state[_KEY] = pages
    return list(pages.values())
