"""The film of a study: blurred whole where nothing tells where the head is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from media import read_number
from studied_clips import NAME, plan_of, save_clips

from transitions.store import ClipView, Store, open_store
from transitions.ui.rating import study_film
from transitions.video import open_clip


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClipView:
    store = open_store(data_dir=tmp_path / "data")

    def opened() -> Store:
        return store

    monkeypatch.setattr(study_film, "store", opened)
    run_ids = save_clips(store, tmp_path, 1, 1)
    store.studies.create(plan_of(run_ids, ("Ana",)))
    (task,) = store.studies.tasks(NAME, "Ana")
    return store.studies.view(NAME, task.clip_id, "Ana")


def first_number(path: str) -> int:
    frame = next(open_clip(Path(path)).read())
    return read_number(frame.rgb)


def test_a_piece_is_the_film_as_it_is_unless_faces_are_blurred(shown: ClipView) -> None:
    piece = study_film.piece_of(shown, 0.5, 1.0, "720p")
    assert first_number(piece.path) == 15
    assert piece.frame_times_s[0] == pytest.approx(0.5)


@pytest.mark.skipif(not study_film.can_blur(), reason="faces cannot be blurred here")
def test_without_landmarks_the_whole_frame_is_blurred(shown: ClipView) -> None:
    seen = study_film.piece_of(shown, 0.5, 1.0, "720p")
    blurred = study_film.piece_of(replace(shown, faces_blurred=True), 0.5, 1.0, "720p")
    assert blurred.path != seen.path
    assert blurred.frame_times_s == seen.frame_times_s
    before, after = (next(open_clip(Path(piece.path)).read()).rgb.astype(float) for piece in (seen, blurred))
    assert abs(before - after).mean() > 1.0
