"""What Streamlit runs for every visitor and every touch: navigation only."""

import streamlit as st

from transitions.ui.drawings import ICON
from transitions.ui.frame import dress_page
from transitions.ui.navigation import build_pages, show_phone_bar

st.set_page_config(page_title="Transitions", page_icon=ICON, layout="wide")
dress_page()
page = st.navigation(build_pages(), position="top")
show_phone_bar()
page.run()
