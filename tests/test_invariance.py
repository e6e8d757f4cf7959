"""What must not matter does not: mirrors, clocks, image size, frame rate; on real poses, through the whole chain."""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np
import pytest
from body import mirrored
from stored_pose import judged, stored_pose

from transitions.model import Finding, Result, Run
from transitions.rules import all_rules
from transitions.series import INTERVAL_U, PoseSeries

CLIPS: dict[str, list[tuple[str, float, float]]] = {
    "rise_and_sit": [("sit_to_stand", 1.246, 3.450), ("stand_to_sit", 4.298, 6.704)],
    "rise_and_drop": [("sit_to_stand", 0.927, 2.633), ("stand_to_sit", 3.790, 5.083)],
    "reach_quick_twist": [("reach", 1.187, 3.049)],
    "pick_up_stooped": [("pick_up", 1.292, 5.059)],
    "idle": [],
}
"""The clips and what truly happens in them."""

FLAGS = {
    ("rise_and_drop", "uncontrolled_descent"): True,
    ("rise_and_sit", "uncontrolled_descent"): False,
    ("rise_and_sit", "jerky_rise"): False,
    ("rise_and_sit", "abrupt_twist"): False,
    ("reach_quick_twist", "abrupt_twist"): True,
    ("reach_quick_twist", "sustained_twist"): True,
    ("pick_up_stooped", "abrupt_twist"): False,
}
"""Clear cases only: none lies near its threshold."""

SIDED = {"trunk_twist_deg", "twist_speed_dps", "lateral_bend_deg"}
FLAGGED = (Result.OBSERVED, Result.POSSIBLE)

each_clip = pytest.mark.parametrize("name", CLIPS)
two_clips = pytest.mark.parametrize("name", ["rise_and_sit", "reach_quick_twist"])


@functools.cache
def run_of(name: str) -> Run:
    return judged(stored_pose(name))


def every_second(pose: PoseSeries) -> PoseSeries:
    rows = slice(None, None, 2)
    assert pose.silhouette is not None
    assert pose.trunk_mask is not None
    return replace(
        pose,
        t_s=pose.t_s[rows],
        image_px=pose.image_px[rows],
        world_m=pose.world_m[rows],
        visibility=pose.visibility[rows],
        silhouette=pose.silhouette[rows],
        trunk_mask=pose.trunk_mask[rows],
    )


def other_side(name: str) -> str:
    return name.replace("left", "#").replace("right", "left").replace("#", "right")


def answers(run: Run) -> dict[tuple[str, str], Finding]:
    return {(finding.segment_id, finding.rule): finding for finding in run.findings}


def assert_same_findings(run: Run, other: Run) -> None:
    ours, theirs = answers(run), answers(other)
    assert ours.keys() == theirs.keys()
    for key, finding in ours.items():
        assert (finding.result, finding.severity) == (theirs[key].result, theirs[key].severity), key
        assert (finding.value is None) == (theirs[key].value is None), key
        if finding.value is not None:
            assert finding.value == pytest.approx(theirs[key].value, rel=1e-3, abs=1e-3), key


@each_clip
def test_transitions_are_where_they_truly_are(name: str) -> None:
    found = [(s.kind, s.start_s, s.end_s) for s in run_of(name).segments]
    assert [kind for kind, *_ in found] == [kind for kind, *_ in CLIPS[name]]
    for (_, *times_s), (_, *true_s) in zip(found, CLIPS[name], strict=True):
        assert times_s == pytest.approx(true_s, abs=0.25)


@pytest.mark.parametrize(("name", "rule"), FLAGS)
def test_clear_cases_are_judged_rightly(name: str, rule: str) -> None:
    results = [finding.result for finding in run_of(name).findings if finding.rule == rule]
    assert results
    if FLAGS[name, rule]:
        assert Result.OBSERVED in results
    else:
        assert set(results) == {Result.NOT_OBSERVED}


@each_clip
def test_a_mirror_swaps_sides_and_nothing_else(name: str) -> None:
    run, seen = run_of(name), judged(mirrored(stored_pose(name)))
    assert_same_findings(run, seen)
    for ours, theirs in zip(run.segments, seen.segments, strict=True):
        assert (ours.kind, ours.view) == (theirs.kind, theirs.view)
        assert (ours.start_s, ours.end_s) == pytest.approx((theirs.start_s, theirs.end_s), abs=1e-6)
        assert (ours.side and other_side(ours.side)) == theirs.side
    assert run.kinematics is not None
    assert seen.kinematics is not None
    for curve, values in run.kinematics.curves.items():
        sign = -1.0 if curve in SIDED else 1.0
        twin = seen.kinematics[other_side(curve)]
        np.testing.assert_allclose(sign * twin.value, values.value, atol=1e-3, err_msg=curve)
        np.testing.assert_array_equal(twin.valid, values.valid, err_msg=curve)


@two_clips
def test_shifting_time_shifts_segments(name: str) -> None:
    pose, shift_s = stored_pose(name), 100.0
    run, later = run_of(name), judged(replace(pose, t_s=pose.t_s + shift_s))
    assert_same_findings(run, later)
    for ours, theirs in zip(run.segments, later.segments, strict=True):
        assert theirs.start_s - shift_s == pytest.approx(ours.start_s, abs=1e-3)
        assert theirs.end_s - shift_s == pytest.approx(ours.end_s, abs=1e-3)
        for phase, at_s in ours.phases.items():
            assert theirs.phases[phase] - shift_s == pytest.approx(at_s, abs=1e-3)


@two_clips
def test_image_size_changes_no_angle(name: str) -> None:
    pose, scale = stored_pose(name), 3.0
    larger = replace(
        pose,
        image_px=pose.image_px * scale,
        width_px=round(pose.width_px * scale),
        height_px=round(pose.height_px * scale),
    )
    run, other = run_of(name), judged(larger)
    assert_same_findings(run, other)
    assert run.kinematics is not None
    assert other.kinematics is not None
    for curve, values in run.kinematics.curves.items():
        np.testing.assert_allclose(other.kinematics[curve].value, values.value, atol=1e-3, err_msg=curve)


@each_clip
def test_half_of_the_frames_change_no_verdict_away_from_a_threshold(name: str) -> None:
    """A verdict may change only where the value lies within `INTERVAL_U` u of where verdicts change."""
    run, half = run_of(name), judged(every_second(stored_pose(name)))
    assert [segment.kind for segment in half.segments] == [segment.kind for segment in run.segments]
    for ours, theirs in zip(run.segments, half.segments, strict=True):
        assert (ours.start_s, ours.end_s) == pytest.approx((theirs.start_s, theirs.end_s), abs=0.15)
    theirs_by_key = answers(half)
    for key, finding in answers(run).items():
        if is_clear(finding):
            flagged = finding.result in FLAGGED
            assert (theirs_by_key[key].result in FLAGGED) is flagged, key
            assert theirs_by_key[key].value is not None, key


def is_clear(finding: Finding) -> bool:
    """Whether the value lies further from the rule's first threshold than its 90 % interval reaches."""
    if finding.value is None or finding.uncertainty is None:
        return False
    first = next(rule.thresholds.mild for rule in all_rules() if rule.id == finding.rule)
    return abs(finding.value - first) > INTERVAL_U * finding.uncertainty
