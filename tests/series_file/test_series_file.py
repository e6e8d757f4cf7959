"""``series.parquet`` holds what FORMATS promises and gives everything back, whole or a stretch of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from stored_pose import FOLDER, stored_pose

from transitions.errors import LandmarkFileError, ResultsError
from transitions.pose.landmark_files import read_landmarks
from transitions.series import Curve, FloatArray, Kinematics, PersonPlace, PoseSeries, Reasons
from transitions.series_file import ROW_GROUP_FRAMES, SeriesPart, join_series, read_series, write_series

UNITS = {
    "trunk_twist_deg": "deg",
    "knee_flexion_left_deg": "deg",
    "hip_height_norm": "heights",
    "hip_speed_hps": "heights/s",
}


def kinematics_of(frames: int) -> Kinematics:
    """Numbers of every kind that a run holds, each to 32 bits where the file keeps no more."""
    rng = np.random.default_rng(1)
    image_px = _as_kept(rng.uniform(0, 640, (frames, 33, 3)))
    image_px[rng.random(frames) < 0.1] = np.nan
    pose = PoseSeries(
        t_s=np.arange(frames) / 30.0,
        image_px=image_px,
        world_m=_as_kept(rng.normal(0, 0.5, (frames, 33, 3))),
        visibility=_as_kept(rng.uniform(0, 1, (frames, 33))),
        width_px=640,
        height_px=480,
        silhouette=_as_kept(rng.uniform(0, 1, (frames, 2, 13))),
        people_seen=3,
        trunk_mask=rng.integers(0, 256, (frames, 32, 32), dtype=np.uint8),
        surroundings=rng.integers(0, 256, (frames, 6, 18), dtype=np.uint8),
        camera_shift_px=_as_kept(rng.normal(size=(frames, 2))),
        places=(PersonPlace(1, 0.5, 10.0, 20.0, 60.5, 200.0), PersonPlace(2, 0.5, 300.0, 40.0, 340.0, 120.0)),
    )
    valid = np.arange(frames) % 7 != 5
    dark, hidden = (np.arange(frames) % 14 == 5, "Too dark."), (~valid, "The hips were hidden.")
    reasons: dict[str, Reasons | str | None] = {
        "trunk_twist_deg": Reasons.first_of(dark, hidden),
        "hip_speed_hps": "Nobody was seen.",
    }
    curves = {
        name: Curve(rng.normal(size=frames), rng.random(frames), valid, unit, reasons.get(name))
        for name, unit in UNITS.items()
    }
    view_deg = np.where(valid, 42.0, np.nan)
    return Kinematics(pose.t_s, pose, curves, view_deg, 30.0, 401.5)


def _as_kept(values: FloatArray) -> FloatArray:
    return values.astype(np.float32).astype(float)


def same(one: object, other: object) -> bool:
    return bool(np.array_equal(np.asarray(one), np.asarray(other), equal_nan=True))


def assert_same(back: Kinematics, series: Kinematics, rows: slice = slice(None)) -> None:
    pictures = ("silhouette", "trunk_mask", "surroundings")
    for name in ("t_s", "image_px", "world_m", "visibility", *pictures, "camera_shift_px"):
        assert same(getattr(back.pose, name), getattr(series.pose, name)[rows]), name
    assert same(back.t_s, series.t_s[rows])
    assert same(back.view_angle_deg, series.view_angle_deg[rows])
    assert list(back.curves) == list(series.curves)
    for name, curve in series.curves.items():
        for part in ("value", "u", "valid"):
            assert same(getattr(back[name], part), getattr(curve, part)[rows]), (name, part)
        assert (back[name].unit, back[name].reason) == (curve.unit, curve.reason_in(rows)), name
    for part in ("frame_rate_hz", "standing_height"):
        assert getattr(back, part) == getattr(series, part)


@pytest.fixture(scope="module")
def series() -> Kinematics:
    return kinematics_of(2 * ROW_GROUP_FRAMES + 500)


@pytest.fixture(scope="module")
def written(series: Kinematics, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("series") / "series.parquet"
    write_series(series, path)
    return path


def test_columns_follow_formats(written: Path, series: Kinematics) -> None:
    table = pq.read_table(written)
    for curve in ("trunk_twist", "knee_flexion_left"):
        assert {f"{curve}_deg", f"{curve}_u_deg", f"{curve}_valid"} <= set(table.column_names)
    assert {"hip_height_norm", "hip_height_norm_u", "hip_height_norm_valid"} <= set(table.column_names)
    assert {"hip_speed_hps", "hip_speed_u_hps", "hip_speed_valid"} <= set(table.column_names)
    for name in ("t_s", "view_angle_deg", "image_nose_x_px", "world_right_foot_index_z_m", "nose_visibility"):
        assert name in table.column_names, name
    assert table.num_rows == len(series.t_s)
    twist = table["trunk_twist_deg"].to_numpy()
    assert np.isnan(twist[5])
    assert not table["trunk_twist_valid"][5].as_py()
    assert same(twist, series["trunk_twist_deg"].value)


def test_writing_needs_no_pandas(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from test_series_file import kinematics_of\n"
        "from transitions.series_file import write_series\n"
        "write_series(kinematics_of(3), Path(sys.argv[1])); print('pandas' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "series.parquet")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "False"


def test_everything_comes_back(written: Path, series: Kinematics) -> None:
    back = read_series(written)
    assert_same(back, series)
    assert (back.pose.width_px, back.pose.height_px, back.pose.people_seen) == (640, 480, 3)


@pytest.mark.parametrize(
    ("start_s", "end_s"),
    [(0.0, 1.0), (99.0, 101.0), (99.99, 100.0), (10.0, 10.0), (150.0, 9999.0), (500.0, 600.0), (-5.0, 0.5)],
)
def test_a_stretch_is_the_slice_of_the_whole(
    written: Path, series: Kinematics, start_s: float, end_s: float
) -> None:
    assert_same(read_series(written, start_s, end_s), series, series.between(start_s, end_s))


def test_the_reason_of_each_row_comes_back(written: Path) -> None:
    twist = read_series(written)["trunk_twist_deg"]
    said = [twist.reason_in(slice(*rows)) for rows in ((0, 5), (5, 6), (12, 13))]
    assert said == [None, "Too dark.", "The hips were hidden."]


def test_a_series_without_frames(tmp_path: Path) -> None:
    write_series(kinematics_of(0), tmp_path / "empty.parquet")
    assert len(read_series(tmp_path / "empty.parquet").t_s) == 0


@pytest.mark.parametrize("bounds_s", [(None, None), (0.2, 0.5)])
def test_a_series_of_an_earlier_store_comes_back(bounds_s: tuple[float | None, float | None]) -> None:
    """Its file was written by the program of before: 20 rows of a pose, and one curve of which 10 rows are valid."""
    back = read_series(FOLDER / "earlier_store.parquet", *bounds_s)
    rows = slice(0, 20) if bounds_s[0] is None else slice(6, 15)
    pose, t_s = stored_pose("idle"), stored_pose("idle").t_s
    for name in ("image_px", "world_m", "visibility", "silhouette", "t_s"):
        assert same(getattr(back.pose, name), getattr(pose, name)[rows]), name
    assert (back.pose.width_px, back.pose.height_px, back.pose.trunk_mask) == (
        pose.width_px,
        pose.height_px,
        None,
    )
    twist = back["trunk_twist_deg"]
    assert twist.valid.tolist() == (np.arange(20) < 10)[rows].tolist()
    assert np.allclose(
        twist.value, np.where(twist.valid, 10.0 * t_s[rows], np.nan), equal_nan=True, rtol=1e-6
    )
    assert (twist.unit, twist.reason, back.frame_rate_hz) == ("deg", "Hidden.", 30.0)
    assert np.isnan(back.standing_height)


def test_an_earlier_version_is_said(written: Path, tmp_path: Path) -> None:
    path = tmp_path / "series.parquet"
    pq.write_table(pq.read_table(written).replace_schema_metadata({}), path)
    with pytest.raises(ResultsError, match=r"earlier version .* analyse the clip again\.$"):
        read_series(path)
    assert len(read_landmarks(path)) == 2 * ROW_GROUP_FRAMES + 500  # its landmarks still do


def test_a_file_without_some_column_is_damaged(written: Path, tmp_path: Path) -> None:
    path = tmp_path / "series.parquet"
    pq.write_table(pq.read_table(written).drop(["trunk_twist_valid"]), path)
    with pytest.raises(ResultsError, match="damaged"):
        read_series(path)


def test_landmarks_serve_in_place_of_a_video(written: Path, series: Kinematics) -> None:
    pose = read_landmarks(written)
    assert_same(replace(series, pose=pose), series)
    assert (pose.width_px, pose.height_px, pose.people_seen) == (640, 480, 3)


def test_a_table_of_landmarks_alone_will_do(tmp_path: Path) -> None:
    path = tmp_path / "series.parquet"
    write_series(kinematics_of(40), path)
    table = pq.read_table(path)
    kept = [
        n for n in table.column_names if n == "t_s" or n.startswith("world_") or n.endswith("_visibility")
    ]
    pq.write_table(table.select(kept), path)
    pose = read_landmarks(path)
    assert not pose.has_image
    assert np.isnan(np.asarray(pose.silhouette)).all()
    assert pose.trunk_mask is None
    pq.write_table(table.drop(["world_left_hip_x_m"]), path)
    with pytest.raises(LandmarkFileError, match="world_left_hip_x_m"):
        read_landmarks(path)
    pq.write_table(table.slice(0, 0), path)
    with pytest.raises(LandmarkFileError, match="no rows"):
        read_landmarks(path)


@pytest.mark.slow
def test_ten_seconds_of_eight_hours_open_at_once(tmp_path: Path) -> None:
    frames = 864_000
    t_s = np.arange(frames) / 30.0
    rng = np.random.default_rng(0)
    block = rng.normal(300, 100, (1000, 33, 3))
    landmarks = np.tile(block, (frames // 1000, 1, 1))
    pose = PoseSeries(t_s, landmarks, landmarks / 1000, landmarks[..., 0], 1920, 1080)
    value = np.tile(rng.normal(size=1000), frames // 1000)
    names = [f"curve_{i}_deg" for i in range(16)]
    curves = {name: Curve(value, np.ones(frames), np.ones(frames, bool), "deg") for name in names}
    path = tmp_path / "long.parquet"
    write_series(Kinematics(t_s, pose, curves, value, 30.0, 1.0), path)
    took_s = []
    for start_s in (10.0, 14_400.0, 28_700.0):
        began_s = time.process_time()  # leaves out what else the machine is doing
        assert len(read_series(path, start_s, start_s + 10.0).t_s) == 300
        took_s.append(time.process_time() - began_s)
    assert sorted(took_s)[1] < 0.25  # part of opening a segment in under 2 s


def test_parts_of_several_files_are_joined_with_each_row_s_own_reason(tmp_path: Path) -> None:
    first, second = kinematics_of(300), kinematics_of(300)
    late = replace(
        second,
        t_s=second.t_s + 100.0,
        pose=replace(second.pose, t_s=second.t_s + 100.0),
        curves={
            name: replace(curve, reasons=Reasons(("It is dark.",), (~curve.valid).astype(np.uint8)))
            for name, curve in second.curves.items()
        },
    )
    parts = []
    for name, kinematics, start_s, end_s in (("a", first, 2.0, 5.0), ("b", late, 101.0, 104.0)):
        write_series(kinematics, tmp_path / name)
        parts.append(SeriesPart(tmp_path / name, start_s, end_s))
    join_series(parts, tmp_path / "both")
    both = read_series(tmp_path / "both")
    assert both.t_s[0] == 2.0
    assert both.t_s[-1] < 104.0
    assert len(both.t_s) == 180
    name = "trunk_twist_deg"
    rows = slice(60, 150)
    assert np.array_equal(both[name].value[:90], first[name].value[rows], equal_nan=True)
    assert both[name].reason_in(slice(90, 180)) == "It is dark."
    assert both[name].reason_in(slice(0, 90)) == first[name].reason_in(rows)
    assert np.array_equal(read_series(tmp_path / "both", 101.0, 102.0).t_s, late.t_s[30:60])
    assert pq.ParquetFile(tmp_path / "both").metadata.num_row_groups == 2


def test_a_part_without_rows_leaves_the_joined_file_readable(tmp_path: Path) -> None:
    series = kinematics_of(90)
    write_series(series, tmp_path / "part")
    parts = [SeriesPart(tmp_path / "part", *span) for span in ((0.0, 1.0), (50.0, 51.0), (1.0, 2.0))]
    join_series(parts, tmp_path / "whole")
    assert_same(read_series(tmp_path / "whole", 0.5, 1.5), series, slice(15, 45))
    assert pq.ParquetFile(tmp_path / "whole").metadata.num_row_groups == 2


def test_a_file_that_begins_without_rows_is_read_from_where_it_has_some(tmp_path: Path) -> None:
    series = kinematics_of(90)
    write_series(series, tmp_path / "part")
    parts = [SeriesPart(tmp_path / "part", *span) for span in ((50.0, 51.0), (0.0, 2.0))]
    join_series(parts, tmp_path / "whole")
    assert_same(read_series(tmp_path / "whole", 0.5, 1.5), series, slice(15, 45))


def test_rows_without_statistics_are_read_by_their_time(
    written: Path, series: Kinematics, tmp_path: Path
) -> None:
    pq.write_table(pq.read_table(written), tmp_path / "plain", row_group_size=1000, write_statistics=False)
    assert_same(read_series(tmp_path / "plain", 10.0, 11.0), series, slice(300, 330))
