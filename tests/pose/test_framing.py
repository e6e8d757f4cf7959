from __future__ import annotations

from operator import itemgetter
from pathlib import Path

import numpy as np
import pytest
from rendered import STOOP, TURN, changed, frames

from transitions.pose import estimate_poses
from transitions.pose.framing import whole_body_share
from transitions.series import INDEX, PoseSeries


def pose_at(points_px: np.ndarray, width_px: int = 640, height_px: int = 480) -> PoseSeries:
    n = len(points_px)
    image = np.dstack([points_px, np.zeros((n, 33))])
    return PoseSeries(np.arange(n) / 30, image, image / 200, np.ones((n, 33)), width_px, height_px)


def test_edges_decide_and_visibility_does_not() -> None:
    points = np.full((4, 33, 2), 240.0)
    points[1, INDEX["left_ankle"], 1] = 475.0  # at the lower edge
    points[2, INDEX["right_knee"], 0] = -30.0  # beyond the left edge
    points[3] = np.nan
    assert whole_body_share(pose_at(points)) == pytest.approx(1 / 3)
    assert whole_body_share(pose_at(np.full((2, 33, 2), np.nan))) == 0.0
    assert whole_body_share(pose_at(np.full((2, 33, 2), np.nan), 0, 0)) == 0.0


@pytest.mark.slow
@pytest.mark.parametrize(("clip", "head", "feet"), [(STOOP, 86, 382), (TURN, 54, 405)])
def test_cut_pictures_of_a_real_model(clip: Path, head: int, feet: int) -> None:
    given = frames(clip, every=4)
    assert whole_body_share(estimate_poses(given)) > 0.95
    height = feet - head
    for rows in (slice(0, head + int(0.85 * height)), slice(head + int(0.15 * height), None)):
        cut = estimate_poses(changed(given, itemgetter(rows)))
        assert whole_body_share(cut) < 0.6 if rows.start else whole_body_share(cut) < 0.1
