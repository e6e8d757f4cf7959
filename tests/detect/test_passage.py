"""The order in which the feet pass a car's door."""

from __future__ import annotations

from transitions.detect.passage import foot_order


def test_the_foot_that_passes_first_gives_the_side() -> None:
    assert foot_order({"left_foot": 2.0, "right_foot": 1.5, "head": 1.0}) == (
        "right",
        {"first_foot": 1.5, "second_foot": 2.0},
    )
    assert foot_order({"left_foot": 2.0}) == (None, {})
