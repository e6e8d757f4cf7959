import numpy as np
import pytest

from bench.simulator import simulate
from bench.simulator.noise import split


def test_a_constant_and_a_quick_error_are_told_apart() -> None:
    rng = np.random.default_rng(0)
    error = np.full((300, 2, 3), 0.03) + 0.004 * rng.normal(size=(300, 2, 3))
    constant, slow, quick = split(error, fps=30.0)
    assert constant == pytest.approx(0.03, abs=0.002)
    assert quick == pytest.approx(0.004, rel=0.2)
    assert slow.max() < 0.003


def test_errors_in_the_picture_are_centimetres_and_some_frames_are_lost() -> None:
    takes = [simulate(seed) for seed in range(20)]
    shares = []
    for take in takes:
        tall_px = np.ptp(take.exact_px[:, :, 1], axis=1).max()
        error = np.linalg.norm(take.pose.image_px[..., :2] - take.exact_px, axis=2)[take.pose.seen]
        shares.append(np.median(error) / tall_px)
    assert 0.005 < np.median(shares) < 0.03
    assert any(not take.pose.seen.all() for take in takes)
    assert all(take.pose.seen.mean() > 0.5 for take in takes)
