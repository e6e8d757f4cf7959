"""The pages, by name. Each page's code is loaded when it is first opened, so that the first one shows at once."""

from __future__ import annotations

from typing import Any

import streamlit as st

from transitions.ui.frame import keep_pages, pages_by_name

NARROW_TITLES = {"about": "About"}
"""Shorter titles for the bar of a phone."""


def build_pages() -> list[Any]:
    """The pages in the order of the menu."""
    pages = {
        "home": st.Page(_home, title="Home", icon=":material/home:", url_path="home", default=True),
        "review": st.Page(_review, title="Review", icon=":material/slow_motion_video:", url_path="review"),
        "compare": st.Page(_compare, title="Compare", icon=":material/compare:", url_path="compare"),
        "studies": st.Page(_studies, title="Studies", icon=":material/groups:", url_path="studies"),
        "agreement": st.Page(_agreement, title="Agreement", url_path="agreement", visibility="hidden"),
        "day": st.Page(_day, title="Day", icon=":material/view_timeline:", url_path="day"),
        "pattern": st.Page(_pattern, title="Pattern", icon=":material/calendar_month:", url_path="pattern"),
        "rules": st.Page(_rules, title="Rules", icon=":material/straighten:", url_path="rules"),
        "about": st.Page(_about, title="About and privacy", icon=":material/lock:", url_path="about"),
    }
    keep_pages(pages)
    return list(pages.values())


def show_phone_bar() -> None:
    """The pages as a bar at the lower edge, which the style sheet shows on a phone in place of a folded menu."""
    with st.container(horizontal=True, key="phone-bar", gap=None):
        for name, page in pages_by_name().items():
            if name == "agreement":
                continue  # reached from a study
            st.page_link(page, label=NARROW_TITLES.get(name, page.title), icon=page.icon)


def _home() -> None:
    st.title("See how you move", anchor=False)
    from transitions.ui.screens.home import show_home

    show_home()


def _review() -> None:
    st.title("Review", anchor=False)
    from transitions.ui.screens.review import show_review

    show_review()


def _compare() -> None:
    st.title("Compare", anchor=False)
    from transitions.ui.screens.compare import show_compare

    show_compare()


def _studies() -> None:
    st.title("Studies", anchor=False)
    from transitions.ui.screens.rate import show_studies

    show_studies()


def _agreement() -> None:
    with st.container(key="under-studies"):
        st.title("Agreement", anchor=False)
    from transitions.ui.screens.agreement import show_agreement

    show_agreement()


def _day() -> None:
    st.title("The day at a glance", anchor=False)
    from transitions.ui.screens.day import show_day

    show_day()


def _pattern() -> None:
    st.title("The pattern over weeks", anchor=False)
    from transitions.ui.screens.pattern import show_pattern

    show_pattern()


def _rules() -> None:
    st.title("Rules", anchor=False)
    from transitions.ui.screens.rules import show_rules

    show_rules()


def _about() -> None:
    st.title("About and privacy", anchor=False)
    from transitions.ui.screens.about import show_about

    show_about()
