"""The joint networks' weights: small, and alike after they were kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from transitions.fitted import SHIPPED
from transitions.kinematics.networks.joint_networks import OUTPUTS, load_joint_networks, save_joint_networks
from transitions.kinematics.networks.joint_uncertainty import JOINT_U_FEATURES
from transitions.series import FloatArray


def test_the_weights_that_ship_are_small_and_those_that_were_committed() -> None:
    networks = load_joint_networks()
    assert SHIPPED.angles.stat().st_size < 2_000_000
    np.testing.assert_allclose(networks.shares.sum(axis=0), 1.0)
    assert networks.u_weights.shape == (len(OUTPUTS), len(JOINT_U_FEATURES))


def test_storing_weights_as_bytes_moves_answers_by_less_than_half_a_degree(tmp_path: Path) -> None:
    networks = load_joint_networks()
    save_joint_networks(networks, tmp_path / "again.npz")
    again = load_joint_networks(tmp_path / "again.npz")
    windows: FloatArray = np.random.default_rng(0).normal(0, 0.3, (20, 5, 21, 5))
    np.testing.assert_allclose(again.answer(windows).mean, networks.answer(windows).mean, atol=0.5)
