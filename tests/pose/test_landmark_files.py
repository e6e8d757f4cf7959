"""TRC files with a known motion, written the way each exporter writes them, come back as that motion."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from marker_files import T_S, N, write_trc

from transitions import columns
from transitions.errors import LandmarkFileError
from transitions.kinematics.derive import derive
from transitions.kinematics.networks.joint_angles import FLAT
from transitions.pose.landmark_files import is_landmark_file, read_landmarks
from transitions.series import INDEX, FloatArray, PoseSeries

LEAN_DEG = 45.0 * np.sin(np.pi * T_S / T_S[-1])
TURN_DEG = 30.0 * np.sin(np.pi * T_S / T_S[-1])


def body() -> dict[str, np.ndarray]:
    """A standing person (metres; x forward, y up, z to their right) who leans and turns the shoulders."""
    lean, turn = np.radians(LEAN_DEG), np.radians(TURN_DEG)
    zero = np.zeros(N)
    chest = np.stack([0.5 * np.sin(lean), 0.95 + 0.5 * np.cos(lean), zero], axis=1)
    across = np.stack([np.sin(turn), zero, np.cos(turn)], axis=1)
    points = {"Neck": chest, "Nose": chest + np.array([0.1, 0.15, 0.0])}
    for letter, side in (("R", 1.0), ("L", -1.0)):
        points[f"{letter}Shoulder"] = chest + side * 0.18 * across
        points[f"{letter}Elbow"] = points[f"{letter}Shoulder"] - [0.0, 0.3, 0.0]
        points[f"{letter}Wrist"] = points[f"{letter}Shoulder"] - [0.0, 0.55, 0.0]
        for name, place in {
            "Hip": (0.0, 0.95, 0.1),
            "Knee": (0.0, 0.5, 0.1),
            "Ankle": (0.0, 0.08, 0.1),
            "Heel": (-0.05, 0.03, 0.1),
            "BigToe": (0.17, 0.02, 0.1),
            "SmallToe": (0.15, 0.02, 0.15),
        }.items():
            points[letter + name] = np.tile([place[0], place[1], side * place[2]], (N, 1))
    return points


def middle(pose: PoseSeries, joint: str) -> FloatArray:
    between: FloatArray = pose.world_m[:, [INDEX[f"left_{joint}"], INDEX[f"right_{joint}"]]].mean(axis=1)
    return between


def lean_of(pose: PoseSeries) -> FloatArray:
    trunk = middle(pose, "shoulder") - middle(pose, "hip")
    return np.degrees(np.arctan2(np.hypot(trunk[:, 0], trunk[:, 2]), -trunk[:, 1]))


def turn_of(pose: PoseSeries) -> FloatArray:
    """Unsigned angle between the shoulder and hip lines."""
    lines = [
        pose.world_m[:, INDEX[f"left_{joint}"]] - pose.world_m[:, INDEX[f"right_{joint}"]]
        for joint in ("shoulder", "hip")
    ]
    unit = [line / np.linalg.norm(line, axis=1, keepdims=True) for line in lines]
    turn_deg: FloatArray = np.degrees(np.arccos(np.clip((unit[0] * unit[1]).sum(axis=1), -1, 1)))
    return turn_deg


def is_right_handed(pose: PoseSeries) -> bool:
    """The person's left is where a right-handed y-down frame puts it: forward x up points right."""
    left = pose.world_m[:, INDEX["left_hip"]] - pose.world_m[:, INDEX["right_hip"]]
    up = middle(pose, "shoulder")[:1] - middle(pose, "ankle")[:1]
    forward = pose.world_m[:, INDEX["left_foot_index"]] - pose.world_m[:, INDEX["left_heel"]]
    return bool((np.cross(up, forward) * left).sum() > 0)


AXES = {
    "y up": lambda p: p,
    "z up": lambda p: p[:, [2, 0, 1]],
    "x up": lambda p: p[:, [1, 2, 0]],
    "y down": lambda p: p * [1.0, -1.0, -1.0],
}


@pytest.mark.parametrize("axes", AXES)
@pytest.mark.parametrize(("unit", "factor"), [("m", 1.0), ("mm", 1000.0)])
def test_axes_and_units_are_found_from_the_body(tmp_path: Path, axes: str, unit: str, factor: float) -> None:
    points = {name: AXES[axes](p) * factor for name, p in body().items()}
    pose = read_landmarks(write_trc(tmp_path / "walk.trc", points, unit=unit))
    assert np.allclose(lean_of(pose), LEAN_DEG, atol=0.01)
    assert np.allclose(turn_of(pose), TURN_DEG, atol=0.01)
    assert np.allclose(middle(pose, "ankle")[:, 1] - middle(pose, "hip")[:, 1], 0.87)
    assert is_right_handed(pose)
    assert pose.has_depth
    assert not pose.has_image


@pytest.mark.parametrize("style", ["pose2sim", "opencap"])
def test_keypoint_names(tmp_path: Path, style: str) -> None:
    pose = read_landmarks(write_trc(tmp_path / "a.trc", body(), style=style))
    assert np.isfinite(pose.world_m[:, INDEX["nose"]]).all()
    assert np.isfinite(pose.world_m[:, INDEX["right_foot_index"]]).all()
    assert np.isnan(pose.world_m[:, INDEX["left_pinky"]]).all()
    assert np.allclose(pose.t_s, T_S - T_S[0], atol=1e-6)


@pytest.mark.parametrize("subject", ["P1:", "P1_", "Anna B. "])
def test_a_subject_before_each_keypoint_changes_nothing(tmp_path: Path, subject: str) -> None:
    plain = read_landmarks(write_trc(tmp_path / "plain.trc", body()))
    points = {subject + name: point for name, point in body().items()}
    pose = read_landmarks(write_trc(tmp_path / "subject.trc", points))
    assert np.array_equal(pose.world_m, plain.world_m, equal_nan=True)


def test_opencap_anatomical_markers_give_joint_centres(tmp_path: Path) -> None:
    full = body()
    points = {}
    for letter, big in (("r", "R"), ("L", "L")):
        for inferred, keypoint in {
            "_calc_study": "Heel",
            "_toe_study": "BigToe",
        }.items():
            points[letter + inferred] = full[big + keypoint]
        points[f"{letter}_shoulder_study"] = full[big + "Shoulder"]
        points[f"{big}HJC_study"] = full[big + "Hip"]
        for outer, inner, keypoint in (
            ("_knee", "_mknee", "Knee"),
            ("_ankle", "_mankle", "Ankle"),
            ("_lelbow", "_melbow", "Elbow"),
            ("_lwrist", "_mwrist", "Wrist"),
        ):
            points[f"{letter}{outer}_study"] = full[big + keypoint] + [0.0, 0.0, 0.05]
            points[f"{letter}{inner}_study"] = full[big + keypoint] - [0.0, 0.0, 0.05]
    pose = read_landmarks(write_trc(tmp_path / "a.trc", points, style="opencap"))
    plain = read_landmarks(write_trc(tmp_path / "b.trc", full))
    joints = [
        INDEX[f"{s}_{j}"] for s in ("left", "right") for j in ("elbow", "wrist", "hip", "knee", "ankle")
    ]
    assert np.allclose(pose.world_m[:, joints], plain.world_m[:, joints], atol=1e-6)
    assert np.allclose(lean_of(pose), LEAN_DEG, atol=0.01)


def test_video_keypoints_are_preferred_to_inferred_markers(tmp_path: Path) -> None:
    points = body() | {"r_shoulder_study": body()["RShoulder"] + 0.5}
    pose = read_landmarks(write_trc(tmp_path / "a.trc", points))
    assert np.allclose(lean_of(pose), LEAN_DEG, atol=0.01)


@pytest.mark.parametrize("depth_m", [{"R": 0.0, "L": 0.0}, {"R": 0.105, "L": -0.105}])
def test_a_plane_as_sports2d_writes_it_has_no_depth(tmp_path: Path, depth_m: dict[str, float]) -> None:
    points = {
        name: np.column_stack([p[:, :2], np.full(N, depth_m.get(name[0], 0.0))]) for name, p in body().items()
    }
    pose = read_landmarks(write_trc(tmp_path / "clip_Sports2D_m_person00.trc", points))
    assert not pose.has_depth
    trunk = middle(pose, "shoulder") - middle(pose, "hip")
    assert np.allclose(np.degrees(np.arctan2(trunk[:, 0], -trunk[:, 1])), LEAN_DEG, atol=0.01)


def test_what_a_plane_cannot_show_is_not_assessable(tmp_path: Path) -> None:
    points = {name: p * [1.0, 1.0, 0.0] for name, p in body().items()}
    kinematics = derive(read_landmarks(write_trc(tmp_path / "flat.trc", points)))
    assert not kinematics["trunk_twist_deg"].valid.any()
    assert kinematics["trunk_twist_deg"].reason == FLAT
    assert np.isnan(kinematics.view_angle_deg).all()
    lean = kinematics["trunk_inclination_deg"]
    assert np.allclose(np.abs(lean.value[10:-10]), LEAN_DEG[10:-10], atol=1.0)


def test_a_body_without_head_is_measured_by_its_shoulders(tmp_path: Path) -> None:
    whole = derive(read_landmarks(write_trc(tmp_path / "whole.trc", body())))
    points = {name: p for name, p in body().items() if name != "Nose"}
    headless = derive(read_landmarks(write_trc(tmp_path / "opencap.trc", points, style="opencap")))
    assert headless.standing_height == pytest.approx(whole.standing_height, rel=0.08)
    assert headless["hip_height_norm"].valid.all()


def test_pixels_under_a_header_that_says_metres_are_refused(tmp_path: Path) -> None:
    points = {name: p * 400.0 for name, p in body().items()}
    path = write_trc(tmp_path / "clip_Sports2D_px_person00.trc", points)
    with pytest.raises(LandmarkFileError, match="not pixels"):
        read_landmarks(path)


@pytest.mark.parametrize("unseen_as", [np.nan, 0.0], ids=["an empty cell", "the origin"])
def test_what_stands_for_unseen_is_unseen(tmp_path: Path, unseen_as: float) -> None:
    points = body()
    points["LWrist"] = points["LWrist"].copy()
    points["LWrist"][10:20] = unseen_as
    pose = read_landmarks(write_trc(tmp_path / "a.trc", points))
    unseen = np.isnan(pose.world_m[:, INDEX["left_wrist"], 0])
    assert unseen[10:20].all()
    assert unseen.sum() == 10
    assert pose.seen.all()


BAD = {
    "empty": "",
    "prose": "Dear diary,\ntoday I stood up.\n" * 9,
    "binary": "\x00\x01\x02" * 100,
    "header only": "PathFileType\t4\t(X/Y/Z)\ta.trc\n" + "a\n" * 3,
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("suffix", [".trc", ".parquet"])
def test_a_bad_file_is_one_plain_sentence(tmp_path: Path, text: str, suffix: str) -> None:
    path = tmp_path / f"bad{suffix}"
    path.write_text(text)
    with pytest.raises(LandmarkFileError) as caught:
        read_landmarks(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(path.name)
    assert message.endswith(".")


def stored_series(folder: Path, **changed: Any) -> Path:
    """A series.parquet of the standing person, with some of its columns replaced."""
    world = read_landmarks(write_trc(folder / "body.trc", body())).world_m
    flat = dict(zip(columns.WORLD, world.reshape(N, -1).T, strict=True))
    seen = {name: np.ones(N) for name in columns.VISIBILITY}
    table = {
        columns.TIME: T_S,
        **flat,
        **seen,
        columns.IMAGE_WIDTH: [640] * N,
        columns.IMAGE_HEIGHT: [480] * N,
    }
    path = folder / "series.parquet"
    pq.write_table(pa.table({**table, **changed}), path)
    return path


def test_a_stored_series_comes_back(tmp_path: Path) -> None:
    assert len(read_landmarks(stored_series(tmp_path))) == N


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({columns.TRUNK_MASK: [None] * N}, "not a series.parquet"),
        ({columns.TRUNK_MASK: [3] * N}, "not a series.parquet"),
        ({columns.IMAGE_WIDTH: pa.nulls(N, pa.int64())}, "not a series.parquet"),
        ({columns.IMAGE_WIDTH: [-5] * N}, "is negative"),
        ({columns.TIME: T_S * 1e12}, "s apart"),
        ({columns.WORLD[0]: np.full(N, np.inf)}, "cannot be a person's"),
        ({columns.WORLD[0]: np.r_[1e38, np.zeros(N - 1)]}, "cannot be a person's"),
    ],
)
def test_a_spoilt_series_is_one_plain_sentence(tmp_path: Path, changed: dict[str, Any], told: str) -> None:
    with pytest.raises(LandmarkFileError, match=told) as caught:
        read_landmarks(stored_series(tmp_path, **changed))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("far", [1e300, np.inf])
@pytest.mark.filterwarnings("error")
def test_impossible_markers_are_refused(tmp_path: Path, far: float) -> None:
    points = body()
    points["RHip"] = points["RHip"].copy()
    points["RHip"][3] = far
    with pytest.raises(LandmarkFileError, match="cannot be a person's"):
        read_landmarks(write_trc(tmp_path / "far.trc", points))


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(LandmarkFileError, match="There is no file"):
        read_landmarks(tmp_path / "none.trc")
    folder = tmp_path / "folder.trc"
    folder.mkdir()
    with pytest.raises(LandmarkFileError, match="cannot be read"):
        read_landmarks(folder)


def test_rows_that_do_not_fit(tmp_path: Path) -> None:
    points = body()
    path = write_trc(tmp_path / "a.trc", points, t_s=T_S[::-1])
    with pytest.raises(LandmarkFileError, match="rising times"):
        read_landmarks(path)
    legs = {name: p for name, p in points.items() if "Shoulder" not in name}
    with pytest.raises(LandmarkFileError, match="left shoulder, right shoulder"):
        read_landmarks(write_trc(tmp_path / "legs.trc", legs))
    path = write_trc(tmp_path / "b.trc", points)
    path.write_text(path.read_text().replace("0.9500000", "oops"))
    with pytest.raises(LandmarkFileError, match="other than numbers"):
        read_landmarks(path)


def test_landmark_files_are_told_from_videos() -> None:
    assert is_landmark_file(Path("a.TRC"))
    assert is_landmark_file(Path("series.parquet"))
    assert not is_landmark_file(Path("a.mp4"))
