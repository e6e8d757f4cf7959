from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from store_examples import add_recording, cutter, kept_files

from transitions.store import Store


def test_a_cut_is_made_once(store: Store) -> None:
    recording = add_recording(store)
    made = store.cuts.get_or_make(recording.id, 1.0, 2.5, cutter("piece", [1.0, 1.5]), "720p")
    again = store.cuts.get_or_make(recording.id, 1.0, 2.5, _fail, "720p")
    assert again == made
    assert made.frame_times_s == (1.0, 1.5)
    assert Path(made.path).read_text() == "piece"
    other = store.cuts.get_or_make(recording.id, 1.0, 2.5, cutter("smaller"), "360p")
    assert Path(other.path).read_text() == "smaller"


def test_a_lost_cut_is_made_again(store: Store) -> None:
    recording = add_recording(store)
    made = store.cuts.get_or_make(recording.id, 0.0, 1.0, cutter("piece"))
    Path(made.path).unlink()
    again = store.cuts.get_or_make(recording.id, 0.0, 1.0, cutter("made by a newer encoder"))
    assert Path(again.path).read_text() == "made by a newer encoder"


def test_a_failed_cut_leaves_nothing(store: Store) -> None:
    recording = add_recording(store)
    with pytest.raises(AssertionError, match="asked to cut"):
        store.cuts.get_or_make(recording.id, 0.0, 1.0, _fail)
    assert len(kept_files(store)) == 1


def _fail(path: Path) -> Sequence[float]:
    raise AssertionError(f"asked to cut {path.name}")
