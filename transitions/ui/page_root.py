"""The path under which the page is served: what stands before every address of our own."""

from __future__ import annotations

import streamlit as st


def page_root() -> str:
    """Empty, or ``/name`` where Streamlit's ``server.baseUrlPath`` is set."""
    path = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""
