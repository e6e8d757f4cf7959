"""The review page: ``transitions review`` (or ``streamlit run app.py``)."""

import runpy

import streamlit as st

from transitions.ui.server import SCRIPT, middleware, prepared, routes

if __name__ == "__main__":
    # Run as a plain Streamlit script (by Streamlit's own test harness, say): the page without its server.
    runpy.run_path(str(SCRIPT), run_name="__main__")
else:
    app = st.App(SCRIPT, lifespan=prepared, middleware=middleware(), routes=routes())
