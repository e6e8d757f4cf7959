"""The work list: what is listed, and from one place to the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from transitions.annotation.entries import Mark, Rated, Unit
from transitions.annotation.replay import ClipWord
from transitions.annotation.study_words import ClipWords
from transitions.annotation.wording import rated_from
from transitions.store import RatingTask
from transitions.ui.rating.worklist import Listed, ListFilter, Place, differing, next_left, places_of, stepped

MARKS = {"s1": Mark("reach", 0.0, 1.0), "s2": Mark("reach", 2.0, 3.0)}
UNITS: tuple[Unit, ...] = (("s1", "twist"), ("s1", "jerk"), ("s2", "twist"))


def task(clip_id: int, ratings: dict[Unit, Rated] | None = None) -> RatingTask:
    own = ClipWord(MARKS, ratings or {}, gone_through=bool(ratings))
    return RatingTask(clip_id, f"Clip {clip_id:02}", UNITS, own)


EMPTY = RatingTask(9, "Clip 09", (), ClipWord())
RATED = task(
    3,
    {
        ("s1", "twist"): rated_from("mild", note="heels up"),
        ("s1", "jerk"): rated_from("possible"),
    },
)
TASKS = [task(5), EMPTY, RATED]


def listed_places(tasks: Iterable[RatingTask], where: ListFilter) -> list[Place]:
    return [place for task in tasks for place in places_of(task) if where.holds(task, place)]


@pytest.mark.parametrize(
    ("where", "places"),
    [
        (
            ListFilter(),
            [*((5, *unit) for unit in UNITS), (9, "", ""), *((3, *unit) for unit in UNITS)],
        ),
        (ListFilter(rules=frozenset({"jerk"})), [(5, "s1", "jerk"), (9, "", ""), (3, "s1", "jerk")]),
        (
            ListFilter(Listed.LEFT, frozenset({"twist"})),
            [(5, "s1", "twist"), (5, "s2", "twist"), (9, "", ""), (3, "s2", "twist")],
        ),
        (ListFilter(Listed.UNSURE), [(3, "s1", "jerk")]),
        (ListFilter(Listed.NOTED), [(3, "s1", "twist")]),
        (ListFilter(Listed.DIFFERENT, different=frozenset({(5, "s2", "twist")})), [(5, "s2", "twist")]),
    ],
)
def test_what_is_listed_keeps_the_raters_order(where: ListFilter, places: list[object]) -> None:
    assert listed_places(TASKS, where) == places


def test_a_clip_that_was_looked_through_is_no_longer_left() -> None:
    seen = replace(EMPTY, own=ClipWord(gone_through=True))
    assert listed_places([seen], ListFilter(Listed.LEFT)) == []
    assert listed_places([EMPTY], ListFilter(Listed.LEFT)) == [(9, "", "")]


def test_stepping_goes_round_and_past_what_is_not_listed() -> None:
    noted = ListFilter(Listed.NOTED)
    assert stepped(TASKS, noted, (5, "s1", "twist"), 1) == (3, "s1", "twist")
    assert stepped(TASKS, noted, (3, "s1", "jerk"), -1) == (3, "s1", "twist")
    assert stepped(TASKS, ListFilter(), (3, "s2", "twist"), 1) == (5, "s1", "twist")
    assert stepped(TASKS, ListFilter(), (5, "s1", "twist"), -1) == (3, "s2", "twist")
    assert stepped(TASKS, ListFilter(), None, 1) == (5, "s1", "twist")
    assert stepped(TASKS, ListFilter(rules=frozenset({"none"})), (5, "s1", "twist"), 1) == (9, "", "")
    assert stepped([], ListFilter(), None, 1) is None


def test_the_next_unrated_goes_on_from_where_one_is() -> None:
    assert next_left(TASKS, frozenset(), (5, "s2", "twist")) == (9, "", "")
    assert next_left(TASKS, frozenset(), (9, "", "")) == (3, "s2", "twist")
    done = task(5, dict.fromkeys(UNITS, rated_from("mild")))
    assert next_left([done], frozenset(), None) is None


def test_raters_differ_where_both_say_something_and_not_the_same() -> None:
    ana = ClipWord(
        MARKS,
        {UNITS[0]: rated_from("mild"), UNITS[1]: rated_from("mild"), UNITS[2]: rated_from("mild")},
        True,
    )
    ben = ClipWord(MARKS, {UNITS[0]: rated_from("severe"), UNITS[1]: rated_from("cannot_tell")}, True)
    program = ClipWord(MARKS, dict.fromkeys(UNITS, rated_from("not_observed")), True)
    words = [ClipWords("Clip 05", "P1", {"Ana": ana, "Ben": ben, "program": program}, 9.0, 30.0)]
    assert differing(words, {"Clip 05": 5}, ("Ana", "Ben")) == {(5, *UNITS[0])}
