"""A page with nothing but the timeline of one clip, for the browser tests: ``?study=…&clip=1&rater=Ana``."""

from __future__ import annotations

import streamlit as st

from transitions.ui.edges import show_edges
from transitions.ui.frame import dress_page, plain_errors

st.set_page_config(page_title="Timeline", layout="wide")
dress_page()
st.title("Timeline", anchor=False)


@st.fragment
def _timeline() -> None:
    with plain_errors():
        asked = st.query_params
        show_edges(asked["study"], int(asked["clip"]), asked["rater"], by=asked.get("by"))


_timeline()
