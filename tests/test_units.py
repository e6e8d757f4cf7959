"""A value with its unit, as it is told."""

from __future__ import annotations

import pytest

from transitions.rules import unit_of
from transitions.units import DEG, DEG_PER_S, HEIGHTS_PER_S, RATIO, Unit


@pytest.mark.parametrize(
    ("unit", "value", "spread", "told"),
    [
        (DEG, 19.6, None, "20°"),
        (DEG_PER_S, 104.2, 29.4, "104 ± 29°/s"),
        (HEIGHTS_PER_S, 0.612, None, "0.61 body heights/s"),
        (HEIGHTS_PER_S, 12.0, None, "12 body heights/s"),
        (RATIO, 0.5, 0.1, "0.50 ± 0.10"),
        (unit_of("%/s"), 175.0, None, "175% of the way a second"),
        (Unit("s", "s", digits=1), 2.26, 0.2, "2.3 ± 0.2 s"),
    ],
)
def test_told(unit: Unit, value: float, spread: float | None, told: str) -> None:
    assert unit.tell(value, spread) == told


@pytest.mark.parametrize(
    ("unit", "value", "spread", "pictured"),
    [
        (DEG_PER_S, 180.0, 0.0, "a quarter turn at that speed takes 0.5 s"),
        (DEG_PER_S, 180.0, 60.0, "a quarter turn at that speed takes 0.5 s (between 0.4 and 0.8 s)"),
        (unit_of("%/s"), 200.0, 1.0, "the way down at that speed takes 0.5 s"),
        (unit_of("%/s"), 200.0, 200.0, "the way down at that speed takes 0.5 s (0.2 s or more)"),
        (DEG, 29.0, 6.0, ""),
        (DEG_PER_S, -3.0, 1.0, ""),
    ],
)
def test_a_speed_is_told_by_what_everybody_can_picture(
    unit: Unit, value: float, spread: float, pictured: str
) -> None:
    assert unit.picture(value, spread) == pictured


def test_where_there_is_little_room() -> None:
    assert unit_of("%/s").short_suffix == "%/s"
    assert HEIGHTS_PER_S.short_suffix == " body heights/s"


def test_a_unit_that_no_rule_knows_is_written_as_its_key() -> None:
    assert unit_of("furlongs").tell(3.0) == "3.00 furlongs"


def test_a_margin_that_is_not_known_is_not_told() -> None:
    assert DEG.tell(104.2, float("nan")) == "104°"
