"""Worked examples from the literature, other people's libraries as oracles, and what must hold of any table."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss

from transitions.agreement.coefficients import (
    bias,
    category_counts,
    coincidences,
    fleiss_kappa,
    fleiss_sums,
    krippendorff_alpha,
    pair_tables,
    percent_agreement,
    prevalence,
    weighted_kappa,
)
from transitions.agreement.ratings import Ratings, Scale
from transitions.series import FloatArray

NAN = float("nan")

KRIPPENDORFF_2011 = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
)
"""Four observers, twelve units (Krippendorff 2011, Computing Krippendorff's alpha-reliability, example C)."""

FLEISS_1971 = np.array(
    [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ],
    dtype=float,
)
"""Fourteen raters, ten subjects, five categories: the worked example that Fleiss' κ is usually shown on."""

PAIR = arrays(float, (12, 2), elements=st.sampled_from([0.0, 1.0, 2.0, 3.0]))


def ratings(values: FloatArray, scale: Scale = Scale.ORDINAL) -> Ratings:
    """The rows are units."""
    names = tuple(f"rater {k}" for k in range(values.shape[1]))
    return Ratings(np.asarray(values, float), names, np.arange(len(values)), scale)


def alpha_of(table: Ratings) -> float:
    sums = coincidences(category_counts(table)).sum(axis=0)
    return float(krippendorff_alpha(sums, table.categories, table.scale))


@pytest.mark.parametrize(
    ("scale", "published"),
    [
        (Scale.NOMINAL, 0.7434),
        (Scale.ORDINAL, 0.8154),
        (Scale.INTERVAL, 0.8491),
        (Scale.RATIO, 0.7974),
    ],
)
def test_alpha_of_the_published_example(scale: Scale, published: float) -> None:
    found = alpha_of(ratings(KRIPPENDORFF_2011.T, scale))
    assert found == pytest.approx(published, abs=5e-5)
    oracle = krippendorff.alpha(KRIPPENDORFF_2011, level_of_measurement=scale.value)
    assert found == pytest.approx(oracle, abs=1e-9)


@pytest.mark.parametrize("scale", list(Scale))
def test_alpha_equals_the_oracle_with_ratings_missing(scale: Scale) -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        values = rng.integers(1, 6, size=(15, 4)).astype(float)
        values[rng.random(values.shape) < 0.3] = np.nan
        oracle = krippendorff.alpha(values.T, level_of_measurement=scale.value)
        assert alpha_of(ratings(values, scale)) == pytest.approx(oracle, abs=1e-9)


def test_fleiss_of_the_published_example() -> None:
    found = float(fleiss_kappa(fleiss_sums(FLEISS_1971, 14).sum(axis=0)))
    assert found == pytest.approx(0.20993, abs=5e-6)
    assert found == pytest.approx(statsmodels_fleiss(FLEISS_1971), abs=1e-9)


def test_fleiss_leaves_out_units_that_somebody_did_not_rate() -> None:
    partly = np.vstack([FLEISS_1971, [13, 0, 0, 0, 0]])
    assert float(fleiss_kappa(fleiss_sums(partly, 14).sum(axis=0))) == pytest.approx(0.20993, abs=5e-6)


@pytest.mark.parametrize(("power", "weights"), [(0.0, None), (1.0, "linear"), (2.0, "quadratic")])
def test_kappa_equals_the_oracle(power: float, weights: str | None) -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        table = rng.integers(0, 20, size=(4, 4)).astype(float)
        oracle = cohens_kappa(table, wt=weights, return_results=True).kappa
        assert float(weighted_kappa(table, np.arange(4.0), power)) == pytest.approx(oracle, abs=1e-9)


def test_a_step_of_the_scale_that_nobody_used_still_counts() -> None:
    """Not seen against large is as far apart as it is on the whole scale."""
    table = np.array([[8.0, 1.0, 1.0], [1.0, 6.0, 0.0], [1.0, 0.0, 5.0]])
    whole = np.zeros((5, 5))
    used = [0, 1, 4]
    whole[np.ix_(used, used)] = table
    assert float(weighted_kappa(table, np.array([0.0, 1.0, 4.0]))) == pytest.approx(
        float(weighted_kappa(whole, np.arange(5.0)))
    )


def test_thousands_of_tables_at_once_are_the_same_as_one_by_one() -> None:
    tables = np.random.default_rng(2).integers(0, 9, size=(50, 3, 3)).astype(float)
    scale = np.arange(3.0)
    together = weighted_kappa(tables, scale)
    assert together == pytest.approx([float(weighted_kappa(table, scale)) for table in tables])


def test_no_agreement_can_be_told_where_everybody_says_the_same() -> None:
    same = ratings(np.zeros((10, 3)))
    assert np.isnan(alpha_of(same))
    assert np.isnan(float(fleiss_kappa(fleiss_sums(category_counts(same), 3).sum(axis=0))))
    assert np.isnan(float(weighted_kappa(pair_tables(same).sum(axis=0), same.categories)))


def test_prevalence_and_bias_of_a_rater_who_flags_twice_as_often() -> None:
    table = np.array([[50.0, 20.0], [0.0, 20.0]])
    assert percent_agreement(table) == pytest.approx(70 / 90)
    assert prevalence(table) == pytest.approx([120 / 180, 60 / 180])
    assert bias(table) == pytest.approx([-20 / 90, 20 / 90])


@given(PAIR)
def test_full_agreement_is_one_and_the_order_of_raters_does_not_matter(values: FloatArray) -> None:
    twin = ratings(np.column_stack([values[:, 0], values[:, 0]]))
    kappa = float(weighted_kappa(pair_tables(twin).sum(axis=0), twin.categories))
    assert np.isnan(kappa) if len(twin.categories) == 1 else kappa == pytest.approx(1.0)
    there, back = ratings(values), ratings(values[:, ::-1])
    forward, backward = (
        float(weighted_kappa(pair_tables(each).sum(axis=0), each.categories)) for each in (there, back)
    )
    assert forward == pytest.approx(backward, nan_ok=True)
    assert alpha_of(there) == pytest.approx(alpha_of(back), nan_ok=True)


@given(PAIR)
def test_turning_the_scale_round_changes_nothing(values: FloatArray) -> None:
    there, turned = ratings(values), ratings(3.0 - values)
    assert alpha_of(there) == pytest.approx(alpha_of(turned), nan_ok=True)
