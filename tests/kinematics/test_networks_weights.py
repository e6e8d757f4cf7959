import numpy as np
import pytest

from transitions.errors import ModelFileError
from transitions.kinematics.networks.network import OUTPUTS
from transitions.kinematics.networks.uncertainty import U_FEATURES
from transitions.kinematics.networks.weights import FITTED, load_ensemble, save_ensemble


def test_the_weights_that_ship_are_small_and_those_that_were_committed():
    ensemble = load_ensemble()
    assert FITTED.stat().st_size < 2_000_000
    np.testing.assert_allclose(ensemble.shares.sum(axis=0), 1.0)
    assert ensemble.u_weights.shape == (len(OUTPUTS), len(U_FEATURES))


def test_storing_weights_as_bytes_moves_answers_by_less_than_half_a_degree(tmp_path):
    ensemble = load_ensemble()
    save_ensemble(ensemble, tmp_path / "again.npz")
    again = load_ensemble(tmp_path / "again.npz")
    windows = np.random.default_rng(0).normal(0, 0.3, (20, 5, 21, 5)).astype(np.float32)
    np.testing.assert_allclose(again.answer(windows).mean, ensemble.answer(windows).mean, atol=0.5)


def test_missing_weights_are_said_plainly(tmp_path):
    with pytest.raises(ModelFileError, match="missing: install the program again"):
        load_ensemble(tmp_path / "none.npz")


def test_altered_weights_are_refused(tmp_path):
    path = tmp_path / "altered.npz"
    path.write_bytes(FITTED.read_bytes() + b"x")
    path.with_suffix(".npz.sha256").write_text(FITTED.with_suffix(".npz.sha256").read_text())
    with pytest.raises(ModelFileError, match="altered: install the program again"):
        load_ensemble(path)
