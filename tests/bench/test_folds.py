"""What each fit leaves out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scored_runs import truth_of

from bench.crossvalidate.folds import FAMILY, PERSON, SCHEMES, SOURCE, key_of, make_folds
from transitions.validate.truth import Truth


def clip(source: str, family: str, person: str, name: str) -> Truth:
    return replace(truth_of(family=family), source=source, person=person, name=name)


TRUTHS = [
    *(
        clip("clips", family, f"{family}{k}", f"{family}{k}")
        for family in ("sts", "reach", "car")
        for k in range(4)
    ),
    *(clip("real", family, f"s{k}", f"{family}_s{k}") for family in ("squats", "sit") for k in range(5)),
]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_clip_is_left_out_once(scheme: str) -> None:
    folds = make_folds(TRUTHS, [scheme], 3)
    left_out = [key for fold in folds for key in fold.left_out]
    assert sorted(left_out) == sorted(map(key_of, TRUTHS))


def test_a_source_is_left_out_whole() -> None:
    folds = make_folds(TRUTHS, [SOURCE], 3)
    assert [fold.name for fold in folds] == ["clips", "real"]
    assert [{source for source, _ in fold.left_out} for fold in folds] == [{"clips"}, {"real"}]


@pytest.mark.parametrize(("scheme", "of"), [(FAMILY, "family"), (PERSON, "person")])
def test_no_family_and_no_person_is_on_both_sides(scheme: str, of: str) -> None:
    for fold in make_folds(TRUTHS, [scheme], 3):
        sides = [
            {(t.source, getattr(t, of)) for t in TRUTHS if (key_of(t) in fold.left_out) is out}
            for out in (True, False)
        ]
        assert sides[0]
        assert not sides[0] & sides[1]


def test_a_part_of_every_source_is_left_out_at_once() -> None:
    for fold in make_folds(TRUTHS, [PERSON], 4):
        assert {source for source, _ in fold.left_out} == {"clips", "real"}


def test_the_same_clips_make_the_same_folds() -> None:
    assert make_folds(TRUTHS, SCHEMES, 4) == make_folds(TRUTHS[::1], SCHEMES, 4)
    assert len(make_folds(TRUTHS, SCHEMES, 4)) == 2 + 3 + 4
