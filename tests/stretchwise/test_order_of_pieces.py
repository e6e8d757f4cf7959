"""In which order pieces of work are done, and where the parts that are skimmed meet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transitions.stretchwise.go_through import HALVED_PARTS, SKIM_PART_S, _skim_edges_s
from transitions.stretchwise.workers import PieceOfWork, _longest_last


@dataclass(frozen=True)
class _OfLength:
    """Stands for a piece of work; only its length is asked for."""

    video_s: float
    result: Path = Path("none")


@given(st.lists(st.floats(0.5, 40.0), max_size=20), st.integers(0, 8))
def test_in_the_given_order_until_the_last_ones_of_which_the_longest_come_first(
    lengths_s: list[float], last_ones: int
) -> None:
    tasks = cast(list[PieceOfWork], [_OfLength(length_s) for length_s in lengths_s])
    done = _longest_last(range(len(tasks)), tasks, last_ones)[::-1]
    before = max(0, len(tasks) - last_ones)
    assert done[:before] == list(range(before))
    assert sorted(done) == list(range(len(tasks)))
    ending_s = [lengths_s[number] for number in done[before:]]
    assert ending_s == sorted(ending_s, reverse=True)


def test_what_is_done_already_is_left_out() -> None:
    tasks = cast(list[PieceOfWork], [_OfLength(length_s) for length_s in (5.0, 9.0, 1.0, 7.0)])
    assert _longest_last([0, 2, 3], tasks, 2)[::-1] == [0, 3, 2]


@given(st.floats(0.1, 100_000.0))
def test_the_skimmed_parts_cover_the_clip_and_none_is_much_longer_than_asked(duration_s: float) -> None:
    edges_s = _skim_edges_s(duration_s)
    assert edges_s[0] == 0.0
    assert edges_s[-1] == math.inf
    lengths_s = [end_s - start_s for start_s, end_s in pairwise([*edges_s[:-1], duration_s])]
    assert min(lengths_s) > 0.0
    assert max(lengths_s) <= 1.51 * SKIM_PART_S


@pytest.mark.parametrize(("duration_s", "parts"), [(200.0, 1), (600.0, 4), (3600.0, 14)])
def test_the_last_parts_are_half_as_long(duration_s: float, parts: int) -> None:
    edges_s = [*_skim_edges_s(duration_s)[:-1], duration_s]
    assert len(edges_s) - 1 == parts
    if parts > 1:
        lengths_s = [end_s - start_s for start_s, end_s in pairwise(edges_s)]
        assert lengths_s[-HALVED_PARTS:] == pytest.approx([SKIM_PART_S / 2] * HALVED_PARTS)
        assert lengths_s[:-HALVED_PARTS] == pytest.approx([SKIM_PART_S] * (parts - HALVED_PARTS))
