"""Frozen records as plain JSON values, and back: the one place where nouns are written down and read again.

Enums are their words, tuples are lists, and what is not a number is null: neither JSON nor a database has NaN.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Record = TypeVar("Record")


def to_plain(record: Any, kind: Any = None, *, decimals: int | None = None) -> Any:
    """Give the fields of a record by name, each a JSON value.

    Parameters
    ----------
    kind : the type, where it is not that of the record itself (``tuple[Segment, ...]``).
    decimals : digits kept behind the point; all of them when None.
    """
    known: Any = kind or type(record)
    text = _adapter(known).dump_json(record)
    return json.loads(text, parse_float=None if decimals is None else lambda n: round(float(n), decimals))


def prepare(kind: Any) -> None:
    """Make ready what `to_plain` writes records of this type with."""
    _adapter(kind)


def from_plain(kind: type[Record], values: Mapping[Any, Any]) -> Record:
    """Make a record of the values of its fields; further ones are let be, and null for a number is NaN.

    Raises
    ------
    ValueError
        A value is missing or is none of its field's.
    """
    known: Any = kind
    given = dict(values)
    for name in _numbers(known):
        if name in given:
            given[name] = _with_nan(given[name])
    record: Record = _adapter(known).validate_python(given)
    return record


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # takes 0.1 s to import

    return TypeAdapter(kind)


@cache
def _numbers(kind: Any) -> tuple[str, ...]:
    """Fields that always hold a number or a map to numbers: in these null stands for NaN."""
    hints = get_type_hints(kind)
    return tuple(name for name, hint in hints.items() if hint in (float, Mapping[str, float]))


def _with_nan(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _with_nan(item) for key, item in value.items()}
    return math.nan if value is None else value
