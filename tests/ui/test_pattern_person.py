"""The pattern page of somebody with a name and of recordings without one: the report, and what is said beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from seeded_weeks import save_weeks
from store_examples import finding, run, segment
from streamlit.testing.v1 import AppTest

from transitions.store import open_store
from transitions.ui import services


@pytest.fixture(autouse=True)
def weeks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TRANSITIONS_DATA_DIR", str(tmp_path))
    with open_store() as kept:
        save_weeks(kept, 4)
        clip = tmp_path / "nobody.mp4"
        clip.write_bytes(b"nobody")
        nobody = kept.recordings.add(clip, clip.name).recording
        kept.runs.save(nobody.id, run((segment("s1"),), (finding("s1"),)))
    services.store.clear()
    yield
    services.store.clear()


def _page() -> None:
    from transitions.ui.screens.pattern import show_pattern

    show_pattern()


def test_a_report_is_offered_of_a_person_and_of_nobody_unnamed() -> None:
    page = AppTest.from_function(_page, default_timeout=60).run()
    assert not page.exception
    assert "Report" in [button.label for button in page.button]
    page.selectbox(key="pattern-person").select_index(1).run()
    assert not page.exception
    assert "Report" not in [button.label for button in page.button]
    assert "Nobody is named in these recordings" in " ".join(caption.value for caption in page.caption)
