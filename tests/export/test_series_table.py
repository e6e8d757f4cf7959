"""``series.parquet`` holds what FORMATS promises and gives the same landmarks back."""

from __future__ import annotations

import resource

import numpy as np
import pyarrow.parquet as pq
import pytest

from transitions.errors import LandmarkFileError, OutputError
from transitions.export.series_table import write_series
from transitions.pose.landmark_files import read_landmarks
from transitions.series import Curve, Kinematics, PoseSeries

N = 40


@pytest.fixture
def kinematics():
    rng = np.random.default_rng(1)
    pose = PoseSeries(
        t_s=np.arange(N) / 30.0,
        image_px=rng.uniform(0, 640, (N, 33, 3)),
        world_m=rng.normal(0, 0.5, (N, 33, 3)),
        visibility=rng.uniform(0, 1, (N, 33)),
        width_px=640,
        height_px=480,
        silhouette=rng.uniform(0, 1, (N, 2, 13)),
        people_seen=3,
        trunk_mask=rng.integers(0, 256, (N, 32, 32), dtype=np.uint8),
    )
    valid = np.arange(N) != 5
    curves = {
        name: Curve(rng.normal(size=N), np.full(N, 2.0), valid, unit)
        for name, unit in {
            "trunk_twist_deg": "deg",
            "knee_flexion_left_deg": "deg",
            "hip_height_norm": "heights",
            "hip_speed_hps": "heights/s",
        }.items()
    }
    return Kinematics(pose.t_s, pose, curves, np.full(N, 42.0), 30.0, 400.0)


def test_columns_follow_formats(tmp_path, kinematics):
    path = tmp_path / "series.parquet"
    write_series(kinematics, path)
    table = pq.read_table(path)
    for curve in ("trunk_twist", "knee_flexion_left"):
        assert {f"{curve}_deg", f"{curve}_u_deg", f"{curve}_valid"} <= set(table.column_names)
    assert {"hip_height_norm", "hip_height_norm_u", "hip_height_norm_valid"} <= set(table.column_names)
    assert {"hip_speed_hps", "hip_speed_u_hps", "hip_speed_valid"} <= set(table.column_names)
    for name in ("t_s", "view_angle_deg", "image_nose_x_px", "world_right_foot_index_z_m", "nose_visibility"):
        assert name in table.column_names, name
    assert table.num_rows == N
    twist = table["trunk_twist_deg"].to_numpy()
    assert np.isnan(twist[5])
    assert not table["trunk_twist_valid"][5].as_py()
    assert np.allclose(twist, kinematics["trunk_twist_deg"].value, equal_nan=True)
    assert [p.name for p in tmp_path.iterdir()] == ["series.parquet"]


def test_landmarks_come_back(tmp_path, kinematics):
    path = tmp_path / "series.parquet"
    write_series(kinematics, path)
    pose, given = read_landmarks(path), kinematics.pose
    assert np.allclose(pose.world_m, given.world_m, atol=1e-5)
    assert np.allclose(pose.image_px, given.image_px, atol=1e-3)
    assert np.allclose(pose.visibility, given.visibility, atol=1e-6)
    assert np.allclose(pose.silhouette, given.silhouette, atol=1e-6)
    assert np.array_equal(pose.trunk_mask, given.trunk_mask)
    assert np.array_equal(pose.t_s, given.t_s)
    assert (pose.width_px, pose.height_px, pose.people_seen) == (640, 480, 3)


def test_a_table_of_landmarks_alone_will_do(tmp_path, kinematics):
    path = tmp_path / "series.parquet"
    write_series(kinematics, path)
    table = pq.read_table(path)
    kept = [
        n for n in table.column_names if n == "t_s" or n.startswith("world_") or n.endswith("_visibility")
    ]
    pq.write_table(table.select(kept), path)
    pose = read_landmarks(path)
    assert not pose.has_image
    assert np.isnan(pose.silhouette).all()
    assert pose.trunk_mask is None
    pq.write_table(table.drop(["world_left_hip_x_m"]), path)
    with pytest.raises(LandmarkFileError, match="world_left_hip_x_m"):
        read_landmarks(path)
    pq.write_table(table.slice(0, 0), path)
    with pytest.raises(LandmarkFileError, match="no rows"):
        read_landmarks(path)


def test_nothing_is_left_behind_when_it_cannot_be_written(tmp_path, kinematics):
    with pytest.raises(OutputError, match="cannot be written"):
        write_series(kinematics, tmp_path / "missing" / "series.parquet")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        write_series(kinematics, tmp_path / "taken")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["taken"]


def test_running_out_of_space_leaves_nothing(tmp_path, kinematics):
    path = tmp_path / "series.parquet"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(OutputError, match="free some space"):
            write_series(kinematics, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(tmp_path.iterdir())
