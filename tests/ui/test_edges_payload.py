"""What the timeline is given and what is read of its messages: each edit once, nothing that is not there."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from transitions.annotation.entries import GoneThrough, Mark, Refuse, SetMark
from transitions.annotation.replay import ClipWord
from transitions.detect import all_detectors
from transitions.errors import StoreError
from transitions.store import ClipView
from transitions.ui.edges.payload import (
    LONGEST_S,
    STEP_S,
    Edit,
    Film,
    TakenIn,
    changes_of,
    edges_data,
    read_message,
    window_about,
)

FRAME_S = [0.0, 1 / 3, 0.7, 1.1, 4 / 3, 2.0]
MARKS = {"s1": Mark("sit_to_stand", 1 / 3, 1.1, {"seat_off_s": 0.7}), "s2": Mark("reach", 4 / 3, 2.0, {})}
GIVEN = {**MARKS, "s3": Mark("turn", 0.0, 1 / 3, {})}
NEW = "added-0123456789ab"


def told(n: int, does: str, **values: Any) -> dict[str, Any]:
    return {"n": n, "of": "S Ana 1", "clip": 1, "window_s": [0.0, 2.0], "does": does, **values}


def edit(does: str, **values: Any) -> Edit:
    (one,) = read_message({"edits": [told(1, does, **values)]}, 0)
    return one


def mark(kind: str = "reach", start_s: float = 0.7, end_s: float = 1.1, **phases: float) -> dict[str, Any]:
    return {"kind": kind, "start_s": start_s, "end_s": end_s, "phases": phases}


def data(marks: dict[str, Mark], closed: str = "") -> dict[str, Any]:
    view = ClipView(
        clip_id=1,
        recording_id=1,
        run_id=1,
        label="Clip 01",
        duration_s=2.1,
        rate_hz=3.0,
        given=GIVEN,
        units=(),
        own=ClipWord(marks, {}, True),
        undoable=True,
        redoable=False,
        faces_blurred=False,
        shown=None,
    )
    film = Film("clip.mp4", FRAME_S, (0.0, 2.1), (640, 360))
    return edges_data(view, film, of="S Ana", answer=TakenIn("ab", 3, "no"), closed=closed)


def test_times_are_given_to_the_last_digit() -> None:
    given = data(MARKS)
    assert given["video"]["frame_s"] == FRAME_S
    assert given["marks"]["s1"] == mark("sit_to_stand", 1 / 3, 1.1, seat_off_s=0.7)
    assert given["answer"] == {"from": "ab", "n": 3, "trouble": "no"}


def test_every_kind_can_be_said_and_one_that_no_detector_finds_any_more_too() -> None:
    kinds = data({"s1": Mark("somersault", 0.0, 1.0)})["kinds"]
    assert [kind["id"] for kind in kinds] == [*(d.kind for d in all_detectors()), "somersault"]
    rise = next(kind for kind in kinds if kind["id"] == "sit_to_stand")
    assert (rise["name"], rise["phases"][0]) == (
        "Standing up",
        {"key": "seat_off_s", "name": "leaving the seat"},
    )


def test_nothing_of_what_is_hidden_is_in_it() -> None:
    words = str(data(MARKS))
    assert "Clip 01" not in words
    assert not {"recording", "name_", "shown", "verdict"} & set(words.split("'"))


def test_an_edit_is_read_once_and_in_its_order() -> None:
    message = {"edits": [told(3, "undo"), told(2, "refuse", key="s2"), told(1, "gone")]}
    assert [one.n for one in read_message(message, 0)] == [1, 2, 3]
    assert [one.does for one in read_message(message, 2)] == ["undo"]
    assert read_message(message, 3) == []


def test_edits_become_the_changes_they_mean() -> None:
    def changes(one: Edit) -> tuple[Any, ...]:
        return changes_of(one, MARKS, GIVEN, FRAME_S)

    assert changes(edit("gone")) == (GoneThrough(),)
    assert changes(edit("refuse", key="s1")) == (Refuse("s1"),)
    assert changes(edit("mark", key="s2", mark=mark())) == (SetMark("s2", Mark("reach", 0.7, 1.1, {})),)
    assert changes(edit("mark", key=NEW, mark=mark())) == (SetMark(NEW, Mark("reach", 0.7, 1.1, {})),)
    back = mark("turn", 0.0, 1 / 3)
    assert changes(edit("mark", key="s3", mark=back)) == (SetMark("s3", GIVEN["s3"]),)
    assert changes(edit("split", key="s1", at_s=0.7, second=NEW)) == (
        SetMark("s1", Mark("sit_to_stand", 1 / 3, 0.7, {})),
        SetMark(NEW, Mark("sit_to_stand", 0.7, 1.1, {"seat_off_s": 0.7})),
    )
    joined = Mark("sit_to_stand", 1 / 3, 2.0, {"seat_off_s": 0.7})
    assert changes(edit("join", key="s1", other="s2")) == (SetMark("s1", joined), Refuse("s2"))


@pytest.mark.parametrize(
    "one",
    [
        edit("refuse", key="s9"),
        edit("mark", key="s9", mark=mark()),
        edit("mark", key="added-x", mark=mark()),
        edit("split", key="s9", at_s=0.7, second=NEW),
        edit("join", key="s1", other="s9"),
        edit("dance", key="s1"),
    ],
    ids=lambda one: one.does,
)
def test_what_is_no_longer_there_is_not_changed(one: Edit) -> None:
    with pytest.raises(StoreError):
        changes_of(one, MARKS, GIVEN, FRAME_S)


def test_a_short_clip_is_shown_whole_and_a_long_one_in_pieces_that_hold_what_is_looked_at() -> None:
    assert window_about(LONGEST_S, 12.0) == (0.0, LONGEST_S)
    duration_s = 4 * 3600 + 7.3
    for at_s in (0.0, 3.0, 29.9, 100.0, 7203.4, duration_s - 1, duration_s):
        start_s, end_s = window_about(duration_s, at_s)
        assert start_s <= at_s <= end_s <= duration_s
        assert start_s % STEP_S == 0
        assert at_s - start_s >= STEP_S or start_s == 0
        assert end_s - at_s >= STEP_S or end_s == duration_s
    starts = [window_about(100.0, at_s)[0] for at_s in range(100)]
    assert all(b - a in (0.0, STEP_S) for a, b in pairwise(starts))
