"""Outlines of shapes whose distances are known."""

from __future__ import annotations

import numpy as np
import pytest

from transitions.pose.silhouette import REACH_TRUNKS, outline_distances
from transitions.series import SILHOUETTE_STATIONS

HIP, SHOULDER = np.array([200.0, 300.0]), np.array([200.0, 200.0])
ON_TRUNK = (SILHOUETTE_STATIONS >= 0) & (SILHOUETTE_STATIONS <= 1)


def block(left: int, right: int, shape: tuple[int, int] = (400, 400)) -> np.ndarray:
    mask = np.zeros(shape)
    mask[:, left:right] = 1.0
    return mask


def test_distances_are_in_trunk_lengths_on_the_right_sides() -> None:
    distances = outline_distances(block(170, 260), HIP, SHOULDER)  # trunk of 100 px pointing up
    assert distances[0] == pytest.approx(0.30, abs=0.015)  # left of the direction hips to shoulders
    assert distances[1] == pytest.approx(0.59, abs=0.015)


def test_turning_the_picture_changes_nothing() -> None:
    mask = block(170, 260)
    upright = outline_distances(mask, HIP, SHOULDER)
    turned = outline_distances(np.rot90(mask, 1), np.array([300.0, 199.0]), np.array([200.0, 199.0]))
    assert turned == pytest.approx(upright, abs=0.015)


def test_a_round_back_stands_out_from_the_chord() -> None:
    y, x = np.mgrid[0:400, 0:400]
    disc = ((x - 220.0) ** 2 + (y - 250.0) ** 2 <= 80.0**2).astype(float)
    distances = outline_distances(disc, HIP, SHOULDER)
    middle = np.argmin(np.abs(SILHOUETTE_STATIONS - 0.5))
    assert distances[1, middle] == pytest.approx(1.0, abs=0.015)
    assert distances[0, middle] == pytest.approx(0.6, abs=0.015)
    assert (distances[0, ON_TRUNK] <= distances[0, middle] + 0.015).all()


def test_an_arm_apart_from_the_trunk_is_left_out() -> None:
    mask = block(180, 220) + block(250, 270)
    assert outline_distances(mask, HIP, SHOULDER)[1] == pytest.approx(0.19, abs=0.015)


def test_what_cannot_be_measured_is_nan() -> None:
    empty = np.zeros((400, 400))
    assert np.isnan(outline_distances(empty, HIP, SHOULDER)).all()
    assert np.isnan(outline_distances(block(0, 400), HIP, HIP + 3.0)).all()
    assert np.isnan(outline_distances(block(0, 400), np.array([np.nan, 0.0]), SHOULDER)).all()
    assert outline_distances(np.ones((400, 400)), HIP, SHOULDER).max() == pytest.approx(REACH_TRUNKS)
