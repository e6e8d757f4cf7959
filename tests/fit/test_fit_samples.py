"""What the fits are balanced by and what they leave out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from body import body_m, pose_of

from bench.fit_networks.balance import CALIBRATION_SHARE, balanced, strata_alike
from bench.fit_networks.folds import make_folds
from bench.fit_networks.joint_augment import with_other_legs
from bench.fit_networks.joint_samples import make_samples, true_outputs
from bench.fit_networks.quantile import COVERED, fit_quantile
from bench.sources import CALIBRATION, KEYS, Take, fitted_on, parse_source
from transitions.kinematics.networks.joint_inputs import geometric_angles
from transitions.kinematics.networks.joint_networks import OUTPUTS
from transitions.kinematics.networks.landmarks import JOINTS

ROWS = 40


def take(name: str, source: str, family: str, person: str = "", twist_deg: float = 0.0) -> Take:
    """A body that stands still, with its truth."""
    pose = pose_of(np.arange(ROWS) / 30.0, np.repeat(body_m()[None], ROWS, 0))
    truth = {key: np.zeros(ROWS) for key in (*KEYS, "view_deg")}
    truth["trunk_twist_deg"] = np.full(ROWS, twist_deg)
    return Take(name, source, family, family, person or name, pose, pose, truth, None)


TAKES = [
    *(take(f"a{k}", "many", "sit") for k in range(9)),
    take("b", "many", "reach", twist_deg=40.0),
    *(take(f"c{k}", "few", "sit", person="s01" if k else "s02") for k in range(4)),
    *(take(f"d{k}", CALIBRATION, "stand") for k in range(6)),
]


def test_sources_and_choreographies_count_as_the_root_of_their_takes_and_the_calibration_its_share() -> None:
    number = np.repeat(np.arange(len(TAKES)), 10)
    share = balanced(TAKES, number, np.ones(len(number)))
    of_take = np.bincount(number, share)
    assert share.sum() == pytest.approx(1.0)
    assert of_take[14:].sum() == pytest.approx(CALIBRATION_SHARE)
    assert of_take[:10].sum() / of_take[10:14].sum() == pytest.approx(np.sqrt(10 / 4))
    assert of_take[:9].sum() / of_take[9] == pytest.approx(3.0)
    assert np.ptp(of_take[:9]) < 1e-12


def test_rows_that_are_left_out_are_never_drawn_and_twisted_ones_more_often() -> None:
    samples = make_samples(TAKES)
    kept = np.array([t.source != "few" for t in TAKES])
    of_take = np.bincount(samples.take, samples.shares(kept), len(TAKES))
    assert np.all(of_take[10:14] == 0)
    assert of_take.sum() == pytest.approx(1.0)
    twisted = samples.truth[:, OUTPUTS.index("trunk_twist_deg")] > 1
    assert set(samples.take[twisted]) == {9}


def test_every_source_is_left_out_whole_and_every_person_once() -> None:
    folds = make_folds(TAKES, seed=0)
    by_source = [fold for fold in folds if fold.kind == "source"]
    assert [{TAKES[i].source for i in np.flatnonzero(f.left_out)} for f in by_source] == [{"few"}, {"many"}]
    times = np.sum([fold.left_out for fold in folds if fold.kind == "person"], axis=0)
    assert np.all(times[:14] == 1)
    assert np.all(times[14:] == 0), "calibration bodies are kept back by name, not by fold"
    for fold in folds:
        assert len({fold.left_out[10 + k] for k in (1, 2, 3)}) == 1, "a person's takes are left out together"


def test_takes_of_samples_and_tests_are_fitted_on_by_none() -> None:
    names = ["p26_003", "sts_good_+60", "p25_003"]
    assert [t.name for t in fitted_on([take(n, "people", "chair") for n in names])] == ["p25_003"]


def test_true_outputs_hold_the_view_as_sine_and_cosine() -> None:
    one = take("x", "many", "sit")
    outputs = true_outputs(replace(one, truth={**one.truth, "view_deg": np.full(ROWS, 90.0)}))
    assert outputs[:, OUTPUTS.index("view_sine")] == pytest.approx(1.0)
    assert outputs[:, OUTPUTS.index("view_cosine")] == pytest.approx(0.0, abs=1e-9)


def test_the_fitted_quantile_holds_its_share_where_errors_are_small_and_where_they_are_large() -> None:
    rng = np.random.default_rng(4)
    spread = rng.uniform(-1.0, 2.0, 6000)
    features = np.stack([np.ones(6000), spread], axis=1)
    log_error = np.log(np.abs(rng.standard_normal(6000))) + spread
    limit = features @ fit_quantile(features, log_error, np.ones(6000))
    for rows in (spread < 0, spread > 1):
        assert np.mean(log_error[rows] <= limit[rows]) == pytest.approx(COVERED, abs=0.03)


def test_a_source_without_a_folder_is_refused() -> None:
    with pytest.raises(ValueError, match="NAME=FOLDER"):
        parse_source("people")


def test_moving_rows_count_as_much_as_resting_ones() -> None:
    moving = np.arange(50) < 5
    weights = strata_alike(moving)
    assert weights[moving].sum() == pytest.approx(0.5)
    assert weights.sum() == pytest.approx(1.0)
    assert strata_alike(np.zeros(4, dtype=bool)).sum() == pytest.approx(1.0)


def test_who_never_straightens_their_knees_says_less_of_how_people_stand() -> None:
    def standing(name: str, knee_deg: float) -> Take:
        one = take(name, CALIBRATION, "stand")
        bent = {f"knee_flexion_{side}_deg": np.full(ROWS, knee_deg) for side in ("left", "right")}
        return replace(one, truth={**one.truth, **bent})

    samples = make_samples([standing("hung", 22.0), standing("other", 50.0)])
    kept = np.ones(2, dtype=bool)
    alike, less = (np.bincount(samples.take, samples.shares(kept, share), 2) for share in (1.0, 0.0))
    np.testing.assert_allclose(alike, 0.5)
    np.testing.assert_allclose(less, [0.0, 1.0])


def test_bodies_whose_pelvis_hangs_low_count_their_share_and_clips_as_before() -> None:
    takes = [take("b5_0", CALIBRATION, "stand"), take("b9_0", CALIBRATION, "stand"), take("x", "few", "sit")]
    samples = make_samples(takes)
    kept = np.ones(3, dtype=bool)
    of_take = np.bincount(samples.take, samples.shares(kept, low_pelvis=0.1), 3)
    np.testing.assert_allclose(of_take[:2].sum(), CALIBRATION_SHARE)
    np.testing.assert_allclose(of_take[0] / of_take[1], 0.1)


def test_other_legs_are_longer_or_shorter_and_bent_as_before() -> None:
    rng = np.random.default_rng(0)
    windows = rng.normal(0, 0.5, (30, 5, len(JOINTS), 5))
    changed = with_other_legs(windows, 0.2, rng)
    before, after = (geometric_angles(w[..., :3]) for w in (windows, changed))
    for name in ("knee_left_deg", "knee_right_deg", "hip_left_deg", "hip_right_deg", "twist_deg"):
        np.testing.assert_allclose(getattr(after, name), getattr(before, name), atol=1e-6)
    thigh = [
        w[:, 0, JOINTS.index("left_knee"), :3] - w[:, 0, JOINTS.index("left_hip"), :3]
        for w in (windows, changed)
    ]
    ratio = np.linalg.norm(thigh[1], axis=1) / np.linalg.norm(thigh[0], axis=1)
    assert 0.1 < np.std(ratio) < 0.35
