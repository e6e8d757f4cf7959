"""Words of raters on a clip, made up: entries, marks and ratings, also as Hypothesis draws them."""

from __future__ import annotations

from hypothesis import strategies as st

from transitions.annotation.entries import (
    Act,
    Change,
    Entry,
    GoneThrough,
    Mark,
    Rate,
    Rated,
    Refuse,
    SetMark,
    Unrate,
    clean_note,
)
from transitions.annotation.replay import ClipWord, to_ms
from transitions.annotation.study_words import ClipWords
from transitions.model import Result, Severity

RULES = ("abrupt_twist", "jerky_rise", "poor_hip_hinge")
KINDS = ("sit_to_stand", "reach", "pick_up")
PHASES = ("seat_off_s", "turn_s")

GIVEN = {
    "s1": Mark("sit_to_stand", 1.0, 3.0, {"seat_off_s": 1.8}),
    "s2": Mark("reach", 5.0, 7.0, {}),
}

NOTES = st.text(max_size=30).map(clean_note)
TIMES_S = st.integers(0, 3_600_000).map(lambda ms: ms / 1000)
KEYS = st.sampled_from(["s1", "s2", "added-1", "added-2"])


def entry(number: int, rater: str, *said: Change | Act) -> Entry:
    """An entry that says these changes, or undoes or redoes."""
    acts = [act for act in said if isinstance(act, Act)]
    changes = tuple(change for change in said if not isinstance(change, Act))
    return Entry(number, 1, rater, rater, acts[0] if acts else Act.SAY, changes, "2026-01-01T00:00:00Z")


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    start_s, end_s = sorted((draw(TIMES_S), draw(TIMES_S)))
    inside = st.integers(round(start_s * 1000), round(end_s * 1000)).map(lambda ms: ms / 1000)
    phases = draw(st.dictionaries(st.sampled_from(PHASES), inside))
    return to_ms(Mark(draw(st.sampled_from(KINDS)), start_s, end_s, phases))


@st.composite
def rated(draw: st.DrawFn) -> Rated:
    result = draw(st.sampled_from([*Result, None]))
    severity = draw(st.sampled_from(Severity)) if result is Result.OBSERVED else None
    return Rated(result, severity, draw(st.booleans()), draw(NOTES))


@st.composite
def words(draw: st.DrawFn) -> ClipWord:
    marked = draw(st.dictionaries(KEYS, marks(), max_size=4))
    units = st.tuples(st.sampled_from(sorted(marked)), st.sampled_from(RULES)) if marked else st.nothing()
    return ClipWord(marked, draw(st.dictionaries(units, rated(), max_size=8)) if marked else {}, True)


CHANGES: st.SearchStrategy[Change] = st.one_of(
    st.builds(Rate, KEYS, st.sampled_from(RULES), rated()),
    st.builds(Unrate, KEYS, st.sampled_from(RULES)),
    st.builds(SetMark, KEYS, marks()),
    st.builds(Refuse, KEYS),
    st.builds(GoneThrough),
)
WORDS_ON_A_CLIP = words()

RATERS = st.sampled_from(["Ana", "Ben of transitions 1@Ana", "Zoë <&>", "consensus"])
CLIPS = st.dictionaries(RATERS, WORDS_ON_A_CLIP, min_size=1, max_size=3).map(
    lambda words: ClipWords("Clip 01", "P01", words, 10.0, 30.0)
)
WORD = ClipWord(
    {
        "s1": Mark("sit_to_stand", 1.0004, 3.0, {"seat_off_s": 1.8}),
        "s2": Mark("reach", 2.0, 2.0002),
        "added-1": Mark("reach", 3.0, 4.0),
    },
    {
        ("s1", "abrupt_twist"): Rated(Result.OBSERVED, Severity.SEVERE, True, "line one\nline: two"),
        ("s1", "jerky_rise"): Rated(None),
        ("s2", "abrupt_twist"): Rated(Result.NOT_OBSERVED),
    },
    True,
)
