"""Which weights an analysis runs on: others given are the ones used."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from stored_pose import stored_pose

from transitions.errors import ModelFileError
from transitions.fitted import SHIPPED
from transitions.kinematics.derive import derive
from transitions.kinematics.networks.weights import load_ensemble, save_ensemble


def test_other_weights_give_other_angles(tmp_path: Path) -> None:
    """Networks whose last layers are silent answer plain geometry."""
    shipped = load_ensemble()
    silent = [
        [*layers[:-1], (np.zeros_like(layers[-1][0]), np.zeros_like(layers[-1][1]))]
        for layers in shipped.members
    ]
    save_ensemble(replace(shipped, members=silent), tmp_path / "silent.npz")
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
