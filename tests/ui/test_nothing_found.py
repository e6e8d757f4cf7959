"""The reason an empty list gives is the true one."""

from __future__ import annotations

import pytest

from transitions.detect import all_detectors
from transitions.errors import NoPersonError
from transitions.judgement import Figures, check_person
from transitions.model import Result, Severity
from transitions.store import FindingFilter
from transitions.ui.nothing_found import known_transitions, why_filtered_out
from transitions.ui.without_result import NOBODY, OTHERWISE, TOO_NEAR, heading_of, other_tries


@pytest.mark.parametrize("result", [Result.NOT_OBSERVED, Result.NOT_ASSESSABLE])
def test_a_size_of_what_was_not_seen_is_said_to_be_impossible(result: Result) -> None:
    where = FindingFilter(results=frozenset({result}), severities=frozenset({Severity.SEVERE}))
    assert why_filtered_out(where).startswith("That cannot be")


@pytest.mark.parametrize("result", [Result.OBSERVED, Result.POSSIBLE])
def test_a_size_of_what_was_seen_only_happens_not_to_be_there(result: Result) -> None:
    where = FindingFilter(results=frozenset({result}), severities=frozenset({Severity.SEVERE}))
    assert why_filtered_out(where) == "Nothing fits this filter."


def test_every_transition_that_can_be_found_is_named() -> None:
    said = known_transitions()
    assert all(detector.name.lower() in said.lower() for detector in all_detectors())


@pytest.mark.parametrize(("seen", "whole", "heading"), [(0, 0.0, NOBODY), (200, 0.0, TOO_NEAR)])
def test_the_heading_follows_the_reason_that_the_analysis_gives(
    seen: int, whole: float, heading: str
) -> None:
    with pytest.raises(NoPersonError) as trouble:
        check_person(Figures(300, seen, whole, 45.0, 30.0, 0.0, int(seen > 0)))
    assert heading_of(str(trouble.value)) == heading
    assert heading_of("The clip is damaged; export it again.") == OTHERWISE


def test_only_what_can_end_otherwise_is_offered() -> None:
    def labels(options: dict[str, object], *, is_skimmed: bool) -> list[str]:
        return [label for label, _, _ in other_tries(options, is_skimmed=is_skimmed)]

    assert labels({}, is_skimmed=False) == ["Try again as it is"]
    assert labels({}, is_skimmed=True)[0] == "Look at every frame"
    assert "Look at every frame" not in labels({"exhaustive": True}, is_skimmed=True)
    assert labels({"person": 3}, is_skimmed=False)[0] == "Follow the first person"
    asked = {label: options for label, _, options in other_tries({"person": 3}, is_skimmed=True)}
    assert asked["Follow the first person"] == {}
    assert asked["Look at every frame"] == {"person": 3, "exhaustive": True}
