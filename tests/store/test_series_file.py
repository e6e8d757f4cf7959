import time
from dataclasses import replace

import numpy as np
import pytest
from store_examples import kinematics

from transitions.errors import StoreError
from transitions.series import Curve, Kinematics, PoseSeries, Reasons
from transitions.store.series_file import (
    ROW_GROUP_FRAMES,
    curve_names,
    read_overview,
    read_series,
    write_series,
)


@pytest.fixture
def written(tmp_path):
    series = kinematics(frames=2 * ROW_GROUP_FRAMES + 500)
    write_series(series, tmp_path / "series.parquet")
    return series, tmp_path / "series.parquet"


def assert_same(back, series, rows=slice(None)):
    assert np.array_equal(back.t_s, series.t_s[rows])
    for name in ("image_px", "world_m", "visibility", "silhouette"):
        want = getattr(series.pose, name)[rows]
        assert np.allclose(getattr(back.pose, name), want, rtol=1e-6, atol=1e-7, equal_nan=True), name
    for name, curve in series.curves.items():
        assert np.array_equal(back[name].valid, curve.valid[rows])
        assert np.allclose(back[name].value, curve.value[rows], rtol=1e-6, equal_nan=True)
        assert np.allclose(back[name].u, curve.u[rows], rtol=1e-6)
        assert (back[name].unit, back[name].reason) == (curve.unit, curve.reason_in(rows))
    assert np.allclose(back.view_angle_deg, series.view_angle_deg[rows], equal_nan=True)


def test_the_reason_of_each_row_comes_back(tmp_path):
    series = kinematics(frames=40)
    (name, curve), *_ = series.curves.items()
    valid = np.arange(40) < 10
    reasons = Reasons.first_of((np.arange(40) < 20, "Too dark."), (np.arange(40) >= 20, "Hidden."))
    curves = {name: Curve(curve.value, curve.u, valid, curve.unit, reasons)}
    write_series(replace(series, curves=curves), tmp_path / "series.parquet")
    back = read_series(tmp_path / "series.parquet")[name]
    said = [back.reason_in(slice(*rows)) for rows in ((0, 10), (10, 20), (20, 40))]
    assert said == [None, "Too dark.", "Hidden."]


def test_everything_comes_back(written):
    series, path = written
    back = read_series(path)
    assert_same(back, series)
    assert back.frame_rate_hz == series.frame_rate_hz
    assert np.isnan(back.standing_height)
    assert (back.pose.width_px, back.pose.height_px, back.pose.people_seen) == (640, 480, 1)
    assert curve_names(path) == ("trunk_twist_deg",)


def test_the_picture_of_the_body_is_not_kept(tmp_path):
    series = kinematics(frames=10)
    masked = replace(series.pose, trunk_mask=np.full((10, 32, 32), 255))
    write_series(replace(series, pose=masked), tmp_path / "series.parquet")
    assert read_series(tmp_path / "series.parquet").pose.trunk_mask is None


@pytest.mark.parametrize(
    ("start_s", "end_s"),
    [(0.0, 1.0), (99.0, 101.0), (99.99, 100.0), (10.0, 10.0), (150.0, 9999.0), (500.0, 600.0), (-5.0, 0.5)],
)
def test_a_window_is_the_slice_of_the_whole(written, start_s, end_s):
    series, path = written
    assert_same(read_series(path, start_s, end_s), series, series.between(start_s, end_s))


def test_an_overview_keeps_every_peak(written):
    series, path = written
    overview = read_overview(path, "trunk_twist_deg", 50)
    value = series["trunk_twist_deg"].value
    assert overview.t_s.shape == (50,)
    assert np.nanmax(overview.high) == pytest.approx(np.nanmax(value), rel=1e-6)
    assert np.nanmin(overview.low) == pytest.approx(np.nanmin(value), rel=1e-6)


def test_a_curve_that_is_not_there_is_said(written):
    with pytest.raises(StoreError, match="no curve called “speed”"):
        read_overview(written[1], "speed")


def test_a_series_without_frames(tmp_path):
    empty = kinematics(frames=0)
    write_series(empty, tmp_path / "empty.parquet")
    assert len(read_series(tmp_path / "empty.parquet").t_s) == 0
    assert len(read_overview(tmp_path / "empty.parquet", "trunk_twist_deg").low) == 0


@pytest.mark.slow
def test_ten_seconds_of_eight_hours_open_at_once(tmp_path):
    frames = 864_000
    t_s = np.arange(frames) / 30.0
    rng = np.random.default_rng(0)
    block = rng.normal(300, 100, (1000, 33, 3)).astype(np.float32)
    landmarks = np.tile(block, (frames // 1000, 1, 1))
    pose = PoseSeries(t_s, landmarks, landmarks / 1000, landmarks[..., 0], 1920, 1080)
    value = np.tile(rng.normal(size=1000), frames // 1000)
    names = [f"curve_{i}" for i in range(16)]
    curves = {name: Curve(value, np.ones(frames), np.ones(frames, bool), "deg") for name in names}
    path = tmp_path / "long.parquet"
    write_series(Kinematics(t_s, pose, curves, value, 30.0, 1.0), path)
    took_s = []
    for start_s in (10.0, 14_400.0, 28_700.0):
        began_s = time.perf_counter()
        assert len(read_series(path, start_s, start_s + 10.0).t_s) == 300
        took_s.append(time.perf_counter() - began_s)
    assert sorted(took_s)[1] < 0.25  # part of opening a segment in under 2 s
    began_s = time.perf_counter()
    assert len(read_overview(path, "curve_3").t_s) == 1000
    assert time.perf_counter() - began_s < 0.5
