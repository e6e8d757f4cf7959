"""Which weights an analysis runs on, and how they are kept: others given are the ones used, altered ones none."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from stored_pose import stored_pose

from transitions.errors import ModelFileError
from transitions.fitted import SHIPPED, in_steps, load_weights, save_weights
from transitions.kinematics.derive import derive
from transitions.kinematics.networks.joint_networks import load_joint_networks, save_joint_networks


def test_other_weights_give_other_angles(tmp_path: Path) -> None:
    """Networks whose last layers are silent answer plain geometry."""
    shipped = load_joint_networks()
    silent = [
        [*layers[:-1], (np.zeros_like(layers[-1][0]), np.zeros_like(layers[-1][1]))]
        for layers in shipped.members
    ]
    save_joint_networks(replace(shipped, members=silent), tmp_path / "silent.npz")
    pose = stored_pose("rise_and_sit")
    usual, other = derive(pose), derive(pose, replace(SHIPPED, angles=tmp_path / "silent.npz"))
    np.testing.assert_array_equal(other["spine_flexion_deg"].value, usual["spine_flexion_deg"].value)
    difference = np.abs(other["knee_flexion_left_deg"].value - usual["knee_flexion_left_deg"].value)
    assert np.nanmax(difference) > 1.0


@pytest.mark.parametrize("name", ["angles", "spine"])
def test_weights_that_are_not_there_are_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelFileError, match=r"none\.npz"):
        derive(stored_pose("rise_and_sit"), replace(SHIPPED, **{name: tmp_path / "none.npz"}))


@pytest.mark.parametrize("name", ["angles", "spine"])
def test_weights_may_lie_anywhere(tmp_path: Path, name: str) -> None:
    source: Path = getattr(SHIPPED, name)
    for path in (source, source.with_suffix(".npz.sha256")):
        shutil.copy(path, tmp_path)
    pose = stored_pose("idle")
    moved = derive(pose, replace(SHIPPED, **{name: tmp_path / source.name}))
    np.testing.assert_array_equal(moved["trunk_twist_deg"].value, derive(pose)["trunk_twist_deg"].value)


def test_a_tree_of_weights_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    weights, biases = rng.normal(size=(12, 11)), rng.normal(size=11)
    tree = {
        "members": [[(in_steps(weights), biases)] * 11, [(weights.astype(np.float16), biases)]],
        "limit": 2.5,
    }
    save_weights(tree, tmp_path / "tree.npz")
    again = load_weights(tmp_path / "tree.npz")
    assert float(again["limit"]) == 2.5
    assert [len(member) for member in again["members"]] == [11, 1]
    steps = np.abs(weights).max(axis=0) / 127.0
    assert np.all(np.abs(again["members"][0][10][0] - weights) <= 0.51 * steps)
    half, kept = again["members"][1][0]
    assert half.dtype == np.float32
    np.testing.assert_array_equal(half, weights.astype(np.float16))
    np.testing.assert_array_equal(kept, biases)


@pytest.mark.parametrize("name", ["angles", "spine", "movement"])
def test_altered_weights_are_refused_and_missing_ones_said_plainly(tmp_path: Path, name: str) -> None:
    source: Path = getattr(SHIPPED, name)
    altered = tmp_path / source.name
    altered.write_bytes(source.read_bytes() + b"x")
    with pytest.raises(ModelFileError, match="missing: install the program again"):
        load_weights(altered)
    shutil.copy(source.with_suffix(".npz.sha256"), tmp_path)
    with pytest.raises(ModelFileError, match="altered: install the program again"):
        load_weights(altered)
