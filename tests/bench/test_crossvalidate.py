"""Cross-validation from kept poses to figures, on two sources whose truth differs by a known amount.

In one source every knee is truly bent by 10 degrees more than the shipped networks read, in the other by 10 less. The
fit here learns one number, the mean of what it is given: left out, a source must be judged by the other's number.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from stored_pose import judged, stored_pose

from bench.crossvalidate.folds import PERSON, SOURCE, Key, key_of
from bench.crossvalidate.run import crossvalidate
from bench.crossvalidate.table import tables
from bench.poses import ARRAYS
from transitions.fitted import SHIPPED, Fitted
from transitions.kinematics.networks.joint_networks import (
    OUTPUT_SCALE,
    OUTPUTS,
    load_joint_networks,
    save_joint_networks,
)
from transitions.model import Run
from transitions.series import PoseSeries
from transitions.validate.report import Report
from transitions.validate.truth import Truth, find_sources

KNEES = ("knee_flexion_left_deg", "knee_flexion_right_deg")
ERROR = "angle/knee_flexion_near_deg/all/mae"
OFFSET_DEG = {"more": 10.0, "less": -10.0}
CLIPS = ("rise_and_sit", "rise_and_drop")


@dataclass
class FitOneNumber:
    """Shipped networks with what they read at the knees moved by the mean difference of the kept clips."""

    truths: tuple[Truth, ...]
    calls: list[frozenset[Key]] = field(default_factory=list)

    def __repr__(self) -> str:
        return "FitOneNumber"

    def __call__(self, kept: frozenset[Key], folder: Path) -> Fitted:
        self.calls.append(kept)
        shift_deg = np.mean([_difference_deg(truth) for truth in self.truths if key_of(truth) in kept])
        shipped = load_joint_networks()
        moved = np.zeros(len(OUTPUTS), dtype=np.float32)
        moved[[OUTPUTS.index(knee) for knee in KNEES]] = shift_deg
        members = [
            [*layers[:-1], (layers[-1][0], layers[-1][1] + moved / OUTPUT_SCALE)]
            for layers in shipped.members
        ]
        fitted = replace(SHIPPED, angles=folder / "angles.npz")
        save_joint_networks(replace(shipped, members=members), fitted.angles)
        return fitted


def _difference_deg(truth: Truth) -> float:
    read = _judged(truth.name).kinematics
    assert read is not None
    true_deg = np.interp(read.t_s, truth.t_s, truth.angles[KNEES[0]])
    return float(np.nanmean(true_deg - read[KNEES[0]].value))


@cache
def _judged(name: str) -> Run:
    return judged(stored_pose(name))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sources of two clips each, their truth files and kept poses."""
    root = tmp_path_factory.mktemp("crossvalidate")
    for source, offset_deg in OFFSET_DEG.items():
        for name in CLIPS:
            pose = stored_pose(name)
            _keep(pose, root / "poses" / source / f"{name}.npz")
            _write_truth(_judged(name), root / source / f"{name}.json", offset_deg)
    return root


def _keep(pose: PoseSeries, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {name: np.asarray(getattr(pose, name)) for name in ARRAYS}
    np.savez_compressed(path, **arrays, width=pose.width_px, height=pose.height_px)


def _write_truth(run: Run, path: Path, offset_deg: float) -> None:
    assert run.kinematics is not None
    left, right = (np.nan_to_num(run.kinematics[knee].value) + offset_deg for knee in KNEES)
    record = {
        "kind": path.stem,
        "camera": {"azimuth": 60.0},
        "events": [{"kind": s.kind, "start": s.start_s, "end": s.end_s} for s in run.segments],
        "expected": {"uncontrolled_descent": path.stem == "rise_and_drop"},
        "series": [
            {"t": float(t), "pelvis_yaw": 0.0, "knee_flexion_l": float(a), "knee_flexion_r": float(b)}
            for t, a, b in zip(run.kinematics.t_s, left, right, strict=True)
        ],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record), encoding="utf-8")
    path.with_suffix(".mp4").write_bytes(b"")


def run(folder: Path, fit: FitOneNumber, schemes: list[str]) -> dict[str, Report]:
    return crossvalidate(
        fit.truths,
        fit,
        schemes=schemes,
        parts=2,
        poses=folder / "poses",
        build=folder / "build",
        workers=1,
    )


@pytest.mark.slow
def test_what_is_left_out_is_judged_by_the_rest_and_kept_for_the_next_time(folder: Path) -> None:
    truths = find_sources([folder / "more", folder / "less"])
    fit = FitOneNumber(truths)
    reports = run(folder, fit, [SOURCE, PERSON])
    for scope in reports[SOURCE].sources:
        assert scope.figures[ERROR].estimate.value == pytest.approx(20.0, abs=1.0), scope.name
        assert scope.figures["event/all kinds/f1@0.5"].estimate.value == 1.0
        assert scope.figures["rule/uncontrolled_descent/coverage"].estimate.clips == 2
    for scope in reports[PERSON].sources:
        assert scope.figures[ERROR].estimate.value == pytest.approx(10.0, abs=1.0), scope.name
    assert [len(kept) for kept in fit.calls] == [2] * len(fit.calls)
    assert len(fit.calls) == 4
    again = FitOneNumber(truths)
    assert tables(run(folder, again, [SOURCE, PERSON])) == tables(reports)
    assert again.calls == []


@pytest.mark.slow
def test_a_changed_truth_is_fitted_and_judged_anew(folder: Path) -> None:
    truths = find_sources([folder / "more", folder / "less"])
    run(folder, FitOneNumber(truths), [SOURCE])
    changed = folder / "more" / "rise_and_sit.json"
    record = json.loads(changed.read_text(encoding="utf-8"))
    record["events"] = []
    changed.write_text(json.dumps(record), encoding="utf-8")
    fit = FitOneNumber(find_sources([folder / "more", folder / "less"]))
    report = run(folder, fit, [SOURCE])[SOURCE]
    assert [{source for source, _ in kept} for kept in fit.calls] == [{"more"}]
    more = next(scope for scope in report.sources if scope.name == "more")
    assert more.figures["event/all kinds/f1@0.3"].estimate.value < 1.0
