"""A searcher that is kept open between pieces of work answers as a new one does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from rendered import STOOP, TURN, frames

from transitions.pose import models
from transitions.pose.mediapipe import Landmarker
from transitions.pose.model_files import model_path
from transitions.pose.models import PoseModels, keep_searchers_open, searcher


@pytest.fixture
def keeping(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(models, "_shelf", shelf := models._SearcherShelf())
    keep_searchers_open()
    yield
    if shelf._kept is not None:
        shelf._kept.free()


def test_it_is_given_out_again_and_answers_as_a_new_one(keeping: None) -> None:
    first, second = frames(STOOP, every=40)[1].rgb, frames(TURN, every=40)[1].rgb
    with closing(PoseModels("lite").searcher()) as used:
        used.detect(first)
    with closing(PoseModels("lite").searcher()) as again:
        found = again.detect(second)
    assert again is used
    with Landmarker(model_path("lite"), track=False, people=models.MOST_FOUND) as fresh:
        expected = fresh.detect(second)
    assert len(found) == len(expected) == 1
    assert np.array_equal(found[0].image_px, expected[0].image_px)
    assert np.array_equal(found[0].world_m, expected[0].world_m)
    assert np.array_equal(found[0].visibility, expected[0].visibility)


def test_one_is_kept_until_another_is_asked_for(keeping: None) -> None:
    lite = model_path("lite")
    one = searcher(lite, masks=False)
    one.close()
    assert searcher(lite, masks=False) is one
    one.close()
    searcher(lite, people=models.MOST_FOUND, masks=False).close()
    with closing(searcher(lite, masks=False)) as other:
        assert other is not one


def test_nobody_is_given_one_that_somebody_has(keeping: None) -> None:
    lite = model_path("lite")
    with closing(searcher(lite, masks=False)) as one, closing(searcher(lite, masks=False)) as other:
        assert one is not other


def test_where_nobody_asked_for_it_each_is_new() -> None:
    with closing(searcher(model_path("lite"))) as one, closing(searcher(model_path("lite"))) as other:
        assert one is not other
