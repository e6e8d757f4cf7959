"""Stretches cover the clip, overlap by what settling takes, and are no more than are worth it."""

from __future__ import annotations

from itertools import pairwise
from math import inf

import pytest

from transitions.following.plan import (
    FIRST_SHORTER_S,
    LEAST_STRETCH_S,
    SETTLE_FRAMES,
    SETTLE_S,
    ClipSpan,
    plan_spans,
)


@pytest.mark.parametrize("duration_s", [6.0, 10.0, 30.0, 179.5])
@pytest.mark.parametrize("processes", [2, 3, 8])
@pytest.mark.parametrize(("rate_hz", "overlap_s"), [(60.0, SETTLE_S), (15.0, SETTLE_FRAMES / 15.0)])
def test_stretches_follow_on_one_another_and_are_of_a_length(
    duration_s: float, processes: int, rate_hz: float, overlap_s: float
) -> None:
    spans = plan_spans(duration_s, rate_hz, processes)
    assert 2 <= len(spans) <= min(processes, duration_s / LEAST_STRETCH_S)
    assert spans[0].start_s == 0.0
    assert spans[-1].end_s == inf
    for one, other in pairwise(spans):
        assert one.end_s - other.start_s == pytest.approx(overlap_s)
    lengths_s = [min(span.end_s, duration_s) - span.start_s for span in spans]
    assert lengths_s[0] == pytest.approx(lengths_s[-1] - FIRST_SHORTER_S)
    assert max(lengths_s[1:]) == pytest.approx(min(lengths_s[1:]))


@pytest.mark.parametrize(("duration_s", "processes"), [(5.9, 2), (60.0, 1), (0.0, 4)])
def test_a_short_clip_or_one_process_is_one_stretch(duration_s: float, processes: int) -> None:
    assert plan_spans(duration_s, 30.0, processes) == [ClipSpan(0.0, inf)]
