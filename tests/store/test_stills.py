from __future__ import annotations

from pathlib import Path

import pytest
from store_examples import add_recording, kept_files

from transitions.errors import StoreError
from transitions.store import Store


def draw(path: Path) -> None:
    path.write_text("a picture")


def test_a_still_is_made_once_and_goes_with_its_recording(store: Store) -> None:
    recording = add_recording(store)
    made = store.stills.get_or_make(recording.id, draw)
    assert made.read_text() == "a picture"
    assert store.stills.get_or_make(recording.id, _fail) == made
    assert len(kept_files(store)) == 2
    assert "2 files" in store.recordings.delete(recording.id)
    assert kept_files(store) == []


def test_a_failed_still_leaves_nothing(store: Store) -> None:
    recording = add_recording(store)
    with pytest.raises(AssertionError, match="asked to draw"):
        store.stills.get_or_make(recording.id, _fail)
    assert len(kept_files(store)) == 1


def test_a_recording_deleted_while_it_is_drawn_leaves_no_picture(store: Store) -> None:
    recording = add_recording(store)

    def draw_too_late(path: Path) -> None:
        draw(path)
        store.recordings.delete(recording.id)

    with pytest.raises(StoreError, match="no longer in the store"):
        store.stills.get_or_make(recording.id, draw_too_late)
    assert kept_files(store) == []


def _fail(path: Path) -> None:
    raise AssertionError(f"asked to draw {path.name}")
