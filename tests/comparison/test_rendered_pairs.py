"""Pairs made from the rendered clips beside the checkout: real videos, the whole program, the verdict."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bench.before_after_clips import PAIRS, Pair, answer, clip_named, rendered_run
from transitions.model import Run


@cache
def run_of(name: str, shared: Path, poses: Path) -> Run:
    return rendered_run(clip_named(name, (shared / "clips", shared / "people")), poses)


@pytest.fixture(scope="session")
def poses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("poses")


ONE_DAY = [pair for pair in PAIRS if len(pair.before) == 1]
"""Seven clips in all; those of several days a side are the bench's (`python -m bench.before_after_clips`)."""


@pytest.mark.slow
@pytest.mark.parametrize("pair", ONE_DAY, ids=lambda pair: pair.title)
def test_pairs_of_rendered_clips(pair: Pair, shared: Path, poses: Path) -> None:
    assert answer(pair, lambda name: run_of(name, shared, poses)).startswith(pair.expected)
