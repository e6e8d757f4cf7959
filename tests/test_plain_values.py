from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import pytest

from transitions.plain_values import from_plain, to_plain


class Hue(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Thing:
    hue: Hue
    size_m: float = math.nan
    reading: float | None = None
    parts: tuple[str, ...] = ()
    times_s: Mapping[str, float] = field(default_factory=dict)


def test_values_are_those_of_json() -> None:
    plain = to_plain(Thing(Hue.RED, math.inf, math.nan, ("a",), {"on": math.nan, "off": 1.0}))
    assert plain == {
        "hue": "red",
        "size_m": None,
        "reading": None,
        "parts": ["a"],
        "times_s": {"on": None, "off": 1.0},
    }
    assert type(plain["hue"]) is str


def test_null_is_nan_only_where_there_is_always_a_number() -> None:
    values = {"hue": "red", "size_m": None, "reading": None, "times_s": {"on": None}, "else": 3}
    back = from_plain(Thing, values)
    assert back.hue is Hue.RED
    assert math.isnan(back.size_m)
    assert back.reading is None
    assert math.isnan(back.times_s["on"])
    assert back.parts == ()


def test_decimals_round_every_float() -> None:
    things = (Thing(Hue.RED, 1.23456, times_s={"on": 2.000049}),)
    (plain,) = to_plain(things, tuple[Thing, ...], decimals=4)
    assert (plain["size_m"], plain["times_s"]) == (1.2346, {"on": 2.0})


@pytest.mark.parametrize("values", [{}, {"hue": "blue"}, {"hue": "red", "size_m": "wide"}])
def test_what_is_no_such_record_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="Thing"):
        from_plain(Thing, values)
