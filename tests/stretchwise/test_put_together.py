"""One person's results through all stretches of a clip."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from stretch_people import BLUE, person, segment

from transitions.errors import NoPersonError, ResultsError
from transitions.judgement import check_person
from transitions.stretchwise.results import PersonResult, StretchResult
from transitions.stretchwise.together import put_together, whom
from transitions.survey.plan import PlannedStretch


def stretch(start_s: float, end_s: float, *people: PersonResult, is_check: bool = False) -> StretchResult:
    planned = PlannedStretch(start_s, end_s, start_s - 5.0, end_s + 5.0, is_check)
    return StretchResult(planned, (), (), people)


def test_transitions_are_numbered_through_with_their_own_findings(tmp_path: Path) -> None:
    results = [stretch(100.0, 110.0, person(segment(103.0))), stretch(10.0, 20.0, person(segment(12.0)))]
    together = put_together(results, 1, tmp_path, None)
    assert [(one.id, one.start_s) for one in together.segments] == [("s1", 12.0), ("s2", 103.0)]
    assert [(one.segment_id, one.value) for one in together.findings] == [("s1", 12.0), ("s2", 103.0)]
    assert together.missed == 0


def test_a_transition_across_a_cut_is_one() -> None:
    before = stretch(0.0, 30.0, person(segment(28.6, 0.8)))
    after = stretch(30.0, 60.0, person(segment(29.2, 0.95)))
    together = put_together([before, after], 1, Path(), None)
    assert [one.start_s for one in together.segments] == [29.2]


def test_one_that_belongs_to_the_next_stretch_is_left_to_it() -> None:
    before = stretch(0.0, 30.0, person(segment(31.0)))
    after = stretch(30.0, 60.0, person(segment(31.0)))
    assert len(put_together([before, after], 1, Path(), None).segments) == 1


@pytest.mark.parametrize(
    ("left_s", "right_s"),
    [(27.033, 26.933), (26.95, 27.05), (27.1, 27.1), (26.9, 26.9)],
    ids=["each sees it beyond", "each sees it as its own", "later", "earlier"],
)
@pytest.mark.parametrize("surer", ["left", "right"])
def test_a_transition_on_a_seam_is_one_wherever_each_side_sees_its_middle(
    left_s: float, right_s: float, surer: str
) -> None:
    before = stretch(0.0, 28.0, person(segment(left_s, 0.9 if surer == "left" else 0.8)))
    after = stretch(28.0, 60.0, person(segment(right_s, 0.9 if surer == "right" else 0.8)))
    together = put_together([before, after], 1, Path(), None)
    (one,) = together.segments
    (finding,) = together.findings
    assert (finding.segment_id, finding.value) == (one.id, one.start_s)
    if left_s != right_s:
        assert one.start_s == (left_s if surer == "left" else right_s)


def test_beyond_a_seam_only_what_the_other_side_has_not_is_taken() -> None:
    twist = replace(segment(26.6), kind="twist")
    left = person(segment(27.1), segment(29.0, name="s2"))
    together = put_together([stretch(0.0, 28.0, left), stretch(28.0, 60.0, person())], 1, Path(), None)
    assert [one.start_s for one in together.segments] == [27.1]
    seen_so = person(replace(segment(27.4), kind="twist"))
    together = put_together([stretch(0.0, 28.0, left), stretch(28.0, 60.0, seen_so)], 1, Path(), None)
    assert [one.kind for one in together.segments] == ["twist"]
    both = [stretch(0.0, 28.0, person(twist)), stretch(28.0, 60.0, person(segment(26.9)))]
    assert [one.kind for one in put_together(both, 1, Path(), None).segments] == ["twist"]


def test_nothing_is_taken_from_beyond_a_seam_that_the_other_side_did_not_look_over() -> None:
    left = stretch(0.0, 28.0, person(segment(27.1)))
    right = stretch(28.0, 60.0, person())
    right = replace(right, planned=replace(right.planned, from_s=28.0))
    assert put_together([left, right], 1, Path(), None).segments == ()
    assert put_together([left], 1, Path(), None).segments == ()


def test_what_a_check_finds_counts_as_missed_and_is_kept() -> None:
    together = put_together([stretch(0.0, 8.0, person(segment(3.0)), is_check=True)], 1, Path(), None)
    assert (together.missed, len(together.segments)) == (1, 1)


def test_the_same_person_is_followed_though_somebody_else_is_larger_in_one_stretch() -> None:
    own, other = person(segment(12.0), weight=10.0), person(segment(13.0), clothes=BLUE, weight=15.0)
    results = [
        stretch(10.0, 20.0, other, own),
        stretch(30.0, 40.0, person(segment(33.0))),
        stretch(50.0, 60.0, person(segment(53.0))),
    ]
    assert whom(results, 1)[0] is own
    assert whom(results, 2) == [other, None, None]
    assert whom(results, 3) == [None, None, None]


def test_two_in_one_stretch_are_two_though_they_wear_the_same() -> None:
    large, small = person(segment(12.0), weight=10.0), person(segment(13.0), weight=8.0)
    results = [stretch(10.0, 20.0, large, small), stretch(30.0, 40.0, person(segment(33.0)))]
    assert whom(results, 1)[0] is large
    assert whom(results, 2) == [small, None]


def test_where_the_person_is_not_known_again_nothing_found_is_lost() -> None:
    lit = person(segment(33.0), clothes=BLUE, weight=2.0)
    results = [stretch(10.0, 20.0, person(segment(12.0))), stretch(30.0, 40.0, lit)]
    assert whom(results, 1)[1] is lit


def test_each_scene_of_a_stretch_has_its_own_person_and_the_cut_is_said_once(tmp_path: Path) -> None:
    """Somebody else leads the next scene; the stretch after it sees the cut in what it looks at besides."""
    before = person(segment(12.0))
    after = replace(person(segment(17.0, name="s1"), clothes=BLUE, weight=2.0), scene=1)
    looked = replace(stretch(10.0, 20.0, before, after), scene_starts_s=(15.0,))
    looked.save(tmp_path / "look.json")
    again = StretchResult.load(tmp_path / "look.json")
    assert [(one.planned.start_s, one.planned.end_s) for one in again.scenes()] == [
        (10.0, 15.0),
        (15.0, 20.0),
    ]
    next_one = replace(stretch(20.0, 30.0, replace(person(segment(24.0)), scene=1)), scene_starts_s=(15.0,))
    together = put_together([again, next_one], 1, tmp_path, None)
    assert [(one.id, one.start_s) for one in together.segments] == [("s1", 12.0), ("s2", 17.0), ("s3", 24.0)]
    assert together.warnings == (
        "Another scene begins at 15.0 s; nothing is found or judged across the cut.",
    )
    assert [(one.start_s, one.end_s) for one in together.looked_at] == [(10.0, 20.0), (20.0, 30.0)]


def test_a_result_is_read_as_it_was_written(tmp_path: Path) -> None:
    result = stretch(10.0, 20.0, person(segment(12.0)), person(segment(13.0), clothes=BLUE))
    result.save(tmp_path / "look.json")
    again = StretchResult.load(tmp_path / "look.json")
    assert again.planned == result.planned
    assert [(one.clothes, one.figures, one.findings) for one in again.people] == [
        (one.clothes, one.figures, one.findings) for one in result.people
    ]
    (kept,) = again.people[0].segments
    assert (kept.id, kept.start_s) == ("s1", 12.0)
    assert np.isnan(kept.view_angle_deg)
    assert [path.name for path in tmp_path.iterdir()] == ["look.json"]


@pytest.mark.parametrize("text", ["", "{}", '{"planned": 3}'])
def test_a_damaged_result_is_told_plainly(tmp_path: Path, text: str) -> None:
    (tmp_path / "look.json").write_text(text)
    with pytest.raises(ResultsError, match="delete the folder"):
        StretchResult.load(tmp_path / "look.json")


def test_where_nobody_is_seen_in_any_stretch_nobody_is_told_of(tmp_path: Path) -> None:
    together = put_together([stretch(0.0, 8.0, is_check=True)], 1, tmp_path, tmp_path / "series.parquet")
    assert together.segments == ()
    assert not (tmp_path / "series.parquet").exists()
    with pytest.raises(NoPersonError, match="No person was found"):
        check_person(together.figures)
