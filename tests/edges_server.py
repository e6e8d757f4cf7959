"""The server of `edges_page`: with the address at which films are fetched, as the program's own has it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from transitions.ui.reels import routes

app = st.App(Path(__file__).with_name("edges_page.py"), routes=routes())
