"""Replaying entries: undo, redo, several raters, and the changes that lead from one state to another."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from said_things import CHANGES, GIVEN, WORDS_ON_A_CLIP, entry

from transitions.annotation.edits import join, new_key, split
from transitions.annotation.entries import Act, Change, Entry, GoneThrough, Mark, Rate, Rated, Refuse, SetMark
from transitions.annotation.replay import ClipWord, changes_between, histories, replay, word_of
from transitions.model import Result, Severity

ACTS = st.lists(
    st.one_of(st.sampled_from([Act.UNDO, Act.REDO]), st.lists(CHANGES, min_size=1, max_size=3).map(tuple)),
    max_size=30,
)
SEVERE = Rated(Result.OBSERVED, Severity.SEVERE)


def entries_of(
    rater: str, acts: list[Act | tuple[Change, ...]], first_id: int = 1, step: int = 1
) -> list[Entry]:
    return [
        entry(first_id + at * step, rater, act)
        if isinstance(act, Act)
        else entry(first_id + at * step, rater, *act)
        for at, act in enumerate(acts)
    ]


def test_a_word_starts_from_what_is_given_and_says_nothing() -> None:
    assert word_of((), GIVEN) == ClipWord(GIVEN, {}, False)


def test_a_refused_transition_takes_its_ratings_along_until_that_is_undone() -> None:
    rate, refuse = entry(1, "Ana", Rate("s1", "abrupt_twist", SEVERE)), entry(2, "Ana", Refuse("s1"))
    word = replay([rate, refuse], GIVEN)["Ana"]
    assert ("s1" in word.marks, dict(word.ratings)) == (False, {})
    stands_again = entry(3, "Ana", SetMark("s1", GIVEN["s1"]))
    assert replay([rate, refuse, stands_again], GIVEN)["Ana"] == ClipWord(GIVEN, {}, True)
    again = replay([rate, refuse, entry(3, "Ana", Act.UNDO)], GIVEN)["Ana"]
    assert again.ratings == {("s1", "abrupt_twist"): SEVERE}


def test_looking_through_a_clip_is_a_word_of_its_own() -> None:
    assert replay([entry(1, "Ana", GoneThrough())], {})["Ana"] == ClipWord({}, {}, True)


def test_a_split_is_undone_in_one_step_and_a_join_likewise() -> None:
    mark = GIVEN["s1"]
    halves = replay([entry(1, "Ana", *split("s1", mark, 2.0))], GIVEN)["Ana"].marks
    assert len(halves) == len(GIVEN) + 1
    assert sorted((m.start_s, m.end_s) for k, m in halves.items() if k != "s2") == [(1.0, 2.0), (2.0, 3.0)]
    joined = replay([entry(1, "Ana", *join("s1", mark, "s2", GIVEN["s2"]))], GIVEN)["Ana"].marks
    assert joined == {"s1": Mark("sit_to_stand", 1.0, 7.0, {"seat_off_s": 1.8})}
    for changes in (split("s1", mark, 2.0), join("s1", mark, "s2", GIVEN["s2"])):
        undone = replay([entry(1, "Ana", *changes), entry(2, "Ana", Act.UNDO)], GIVEN)["Ana"]
        assert undone.marks == GIVEN


def test_no_two_new_transitions_have_one_key() -> None:
    assert len({new_key() for _ in range(1000)}) == 1000


@given(ACTS)
def test_undoing_everything_leads_back_and_redoing_everything_leads_forth(
    acts: list[Act | tuple[Change, ...]],
) -> None:
    entries = entries_of("Ana", acts)
    count = len(histories(entries)["Ana"].standing) if entries else 0
    before = replay(entries, GIVEN).get("Ana", ClipWord(GIVEN))
    back = [entry(1000 + at, "Ana", Act.UNDO) for at in range(count)]
    forth = [entry(2000 + at, "Ana", Act.REDO) for at in range(count)]
    assert replay(entries + back, GIVEN).get("Ana", ClipWord(GIVEN)) == ClipWord(GIVEN)
    assert replay(entries + back + forth, GIVEN).get("Ana", ClipWord(GIVEN)) == before


@given(ACTS, st.lists(CHANGES, min_size=1, max_size=3))
def test_undo_takes_back_just_the_last_and_what_is_said_after_it_cannot_be_redone(
    acts: list[Act | tuple[Change, ...]], changes: list[Change]
) -> None:
    entries = entries_of("Ana", acts)
    said = entry(1000, "Ana", *changes)
    assert not histories([*entries, said])["Ana"].undone
    undone = replay([*entries, said, entry(1001, "Ana", Act.UNDO)], GIVEN)["Ana"]
    assert undone == replay(entries, GIVEN).get("Ana", ClipWord(GIVEN))
    assert replay([*entries, said, entry(1001, "Ana", Act.REDO)], GIVEN) == replay([*entries, said], GIVEN)


@given(ACTS, ACTS, st.randoms(use_true_random=False))
def test_two_raters_at_once_are_both_kept_however_their_entries_mix(
    ana: list[Act | tuple[Change, ...]], ben: list[Act | tuple[Change, ...]], mixer: random.Random
) -> None:
    """The ids interleave, the list is shuffled: each word is that of the rater alone."""
    mine, theirs = entries_of("Ana", ana, 1, 2), entries_of("Ben", ben, 2, 2)
    mixed = [*mine, *theirs]
    mixer.shuffle(mixed)
    assert replay(mixed, GIVEN) == {**replay(mine, GIVEN), **replay(theirs, GIVEN)}


@given(WORDS_ON_A_CLIP, WORDS_ON_A_CLIP)
def test_changes_between_two_words_lead_from_one_to_the_other(now: ClipWord, wanted: ClipWord) -> None:
    start = entry(1, "Ana", *changes_between(ClipWord(GIVEN), now))
    there = replay([start, entry(2, "Ana", *changes_between(now, wanted))], GIVEN)["Ana"]
    assert there == replace(wanted, gone_through=there.gone_through)
    assert changes_between(wanted, wanted) == ()


def test_times_equal_to_the_millisecond_are_no_change() -> None:
    now = ClipWord({"s1": Mark("reach", 1.0004, 2.0, {"turn_s": 1.5})}, {}, True)
    wanted = ClipWord({"s1": Mark("reach", 1.0, 2.0, {"turn_s": 1.5})}, {}, True)
    assert changes_between(now, wanted) == ()
    moved = ClipWord({"s1": Mark("reach", 1.002, 2.0, {"turn_s": 1.5})}, {}, True)
    assert changes_between(now, moved) == (SetMark("s1", moved.marks["s1"]),)
