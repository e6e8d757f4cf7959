"""Whether the page is seen on the computer that serves it: only then may a path of that computer be typed."""

from __future__ import annotations

import streamlit as st

_PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via")
"""Headers of a proxy, behind which every visitor seems to be on this computer."""


def is_on_this_computer() -> bool:
    """Whether this visitor's browser runs on the server's own computer, with no proxy between."""
    # Streamlit says None for a loopback address.
    return st.context.ip_address is None and not any(st.context.headers.get(name) for name in _PASSED_ON)
