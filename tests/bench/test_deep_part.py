"""How far off the median of a deep part is, held against truth files made by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from bench.fit_networks.deep_part import DeepPart, deep_parts, median_table, median_u_share
from bench.fit_networks.judged import LEAN, SPINE, Judged
from bench.sources import CALIBRATION, Take
from transitions.rules.poor_hip_hinge import USUAL_SHARE
from transitions.series import INTERVAL_U, PoseSeries

T_S = np.arange(0.0, 4.0, 0.04)
OVER_DEG, U_DEG, LEAN_DEG, SPINE_DEG = 3.0, 2.0, 80.0, 50.0


def take(folder: Path, kind: str, source: str = "people") -> Take:
    """Bends from 1 to 3 s; its transition is listed as `kind`."""
    clip = folder / "bend.mp4"
    events = [{"kind": kind, "start": 0.5, "end": 3.5}]
    clip.with_suffix(".json").write_text(json.dumps({"events": events}), encoding="utf-8")
    shape = np.zeros((len(T_S), 33, 3))
    pose = PoseSeries(T_S, shape, shape, shape[:, :, 0], 640, 480)
    bent = ((T_S >= 1.0) & (T_S < 3.0)).astype(float)
    truth = {LEAN: LEAN_DEG * bent, SPINE: SPINE_DEG * bent}
    return Take("bend", source, "bend", "bend", "bend", pose, pose, truth, clip)


def read(of: Take, read_until_s: float = 4.0) -> Judged:
    """The spine read `OVER_DEG` too round, until then."""
    true_deg, nothing = of.truth[SPINE], np.full(len(T_S), np.nan)
    u_deg, valid = np.full(len(T_S), U_DEG), read_until_s > T_S
    return Judged(T_S, true_deg + OVER_DEG, true_deg, u_deg, valid, nothing, valid)


def test_what_the_rule_would_read_stands_beside_the_truth(tmp_path: Path) -> None:
    bend = take(tmp_path, "pick_up")
    (part,) = deep_parts(bend, "source", read(bend))
    true_deg = SPINE_DEG - USUAL_SHARE * LEAN_DEG
    assert (part.source, part.left_out) == ("people", "source")
    assert (part.read_deg, part.true_deg, part.u_deg) == pytest.approx((true_deg + OVER_DEG, true_deg, U_DEG))
    assert part.factor == pytest.approx(OVER_DEG / (INTERVAL_U * U_DEG))


def test_a_depth_hardly_read_says_nothing(tmp_path: Path) -> None:
    bend = take(tmp_path, "pick_up")
    assert deep_parts(bend, "source", read(bend, read_until_s=1.2)) == []


@pytest.mark.parametrize(("kind", "source"), [("reach", "people"), ("pick_up", CALIBRATION)])
def test_other_kinds_and_calibration_bodies_say_nothing(tmp_path: Path, kind: str, source: str) -> None:
    other = take(tmp_path, kind, source)
    assert deep_parts(other, "source", read(other)) == []


def part(source: str, off_u: float, read_deg: float = 20.0) -> DeepPart:
    return DeepPart(source, "source", read_deg, read_deg - off_u * INTERVAL_U, 1.0)


def test_a_source_of_many_transitions_counts_no_more_than_one_of_few() -> None:
    many, few = [part("people", 0.5)] * 95, [part("clips", 0.9)] * 5
    assert median_u_share([*many, *few]) == pytest.approx(0.9)
    assert median_u_share(many) == pytest.approx(0.5)
    assert math.isnan(median_u_share([]))


def test_each_source_is_judged_by_the_share_of_the_others() -> None:
    people, clips = [part("people", 0.5)] * 4, [part("clips", 0.9), part("clips", 0.4, read_deg=5.0)]
    head, of_people, of_clips = median_table([*people, *clips]).splitlines()
    assert "0.90 (all sources)" in head
    assert "without the source 0.90; interval holds the truth: 4 of 4" in of_people
    assert "without the source 0.50; interval holds the truth: 1 of 2" in of_clips
    assert "read >= 12: truly so 1 of 1" in of_clips
