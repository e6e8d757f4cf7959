"""The reason an empty list gives is the true one."""

from __future__ import annotations

import pytest

from transitions.detect import all_detectors
from transitions.model import Result, Severity
from transitions.store import FindingFilter
from transitions.ui.nothing_found import known_transitions, why_filtered_out


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
