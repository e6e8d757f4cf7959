"""What tests of the page have in common."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from transitions.store import Store, open_store
from transitions.ui import services


@pytest.fixture
def shown_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty store that the page shows, nothing of another kept in memory."""
    monkeypatch.setenv("TRANSITIONS_DATA_DIR", str(tmp_path))
    services.store.clear()
    st.cache_data.clear()
    with open_store() as opened:
        yield opened
    services.store.clear()
