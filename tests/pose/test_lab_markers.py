"""A stick person of known angles wears the markers of a laboratory; the file gives the angles back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marker_files import T_S, N, write_trc

from transitions.errors import LandmarkFileError
from transitions.kinematics.geometry import (
    joint_flexion_deg,
    trunk_inclination_deg,
    trunk_twist_deg,
)
from transitions.pose.lab_markers import HIP_ACROSS, HIP_BACK, HIP_DOWN
from transitions.pose.lab_names import place_of
from transitions.pose.landmark_files import read_landmark_file, read_landmarks
from transitions.series import INDEX

WIDTH_M, DEPTH_M = 0.24, 0.16
ACROSS_M = HIP_ACROSS[0] * WIDTH_M + HIP_ACROSS[1]
COURSE = np.sin(np.pi * T_S / T_S[-1])[:, None]
"""From 0 to 1 and back: every angle grows with it."""

FORWARD, LEFT, UP = np.eye(3)
SIDES = {"L": 1.0, "R": -1.0}


def turned(vector: np.ndarray, axis: np.ndarray, angle_deg: np.ndarray) -> np.ndarray:
    """(n, 3) vectors turned about (n, 3) unit axes by (n, 1) degrees (Rodrigues)."""
    a = np.radians(angle_deg)
    along = np.sum(axis * vector, axis=1, keepdims=True) * axis
    return np.asarray(vector * np.cos(a) + np.cross(axis, vector) * np.sin(a) + along * (1 - np.cos(a)))


def joints(lean_deg: float, twist_deg: float, thigh_deg: float, knee_deg: float) -> dict[str, np.ndarray]:
    """(n, 3) joint centres in metres, x forward, y left, z up; the angles are those at the middle of the clip."""
    ones = np.ones((N, 1))
    lean, thigh = np.radians(lean_deg * COURSE), np.radians(thigh_deg * COURSE)
    shank = thigh - np.radians(knee_deg * COURSE)
    hips = 0.9 * UP * ones
    axis = np.sin(lean) * FORWARD + np.cos(lean) * UP
    across = turned(np.tile(LEFT, (N, 1)), axis, twist_deg * COURSE)
    found = {"hips": hips, "chest": hips + 0.5 * axis, "axis": axis}
    for letter, side in SIDES.items():
        found[f"{letter}shoulder"] = found["chest"] + side * 0.18 * across
        found[f"{letter}hip"] = hips + side * ACROSS_M * LEFT
        found[f"{letter}knee"] = found[f"{letter}hip"] + 0.43 * (np.sin(thigh) * FORWARD - np.cos(thigh) * UP)
        found[f"{letter}ankle"] = found[f"{letter}knee"] + 0.42 * (
            np.sin(shank) * FORWARD - np.cos(shank) * UP
        )
    return found


def pelvis_and_trunk(
    body: dict[str, np.ndarray], asis: str, psis: str, acromion: str
) -> dict[str, np.ndarray]:
    front = body["hips"] + (HIP_BACK[0] * DEPTH_M + HIP_BACK[1]) * FORWARD
    front = front + (HIP_DOWN[0] * WIDTH_M + HIP_DOWN[1]) * UP
    points = {}
    for letter, side in SIDES.items():
        points[asis.format(letter)] = front + side * WIDTH_M / 2 * LEFT
        points[psis.format(letter)] = front - DEPTH_M * FORWARD + side * 0.05 * LEFT
        points[acromion.format(letter)] = body[f"{letter}shoulder"] + 0.05 * body["axis"]
    return points


def leg(body: dict[str, np.ndarray], names: dict[str, str]) -> dict[str, np.ndarray]:
    """Outer (and where named inner) markers of knee and ankle, heel and toe."""
    points = {}
    for letter, side in SIDES.items():
        for joint, half_m in (("knee", 0.055), ("ankle", 0.043)):
            centre = body[letter + joint]
            points[names[joint].format(letter)] = centre + side * half_m * LEFT
            if f"{joint}_in" in names:
                points[names[f"{joint}_in"].format(letter)] = centre - side * half_m * LEFT
        points[names["heel"].format(letter)] = body[f"{letter}ankle"] - 0.06 * FORWARD - 0.04 * UP
        points[names["toe"].format(letter)] = body[f"{letter}ankle"] + 0.16 * FORWARD - 0.04 * UP
    return points


def plug_in_gait(body: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Outer markers only, wands and clusters beside them, a subject before each name."""
    points = pelvis_and_trunk(body, "{}ASI", "{}PSI", "{}SHO")
    points |= leg(body, {"knee": "{}KNE", "ankle": "{}ANK", "heel": "{}HEE", "toe": "{}TOE"})
    for letter, side in SIDES.items():
        temple = body["chest"] + 0.27 * UP + 0.08 * FORWARD + side * 0.07 * LEFT
        points |= {f"{letter}FHD": temple, f"{letter}BHD": temple - 0.16 * FORWARD}
        points |= {f"{letter}THI": body[f"{letter}knee"] + 0.2 * UP, f"{letter}TIB": body[f"{letter}ankle"]}
        points |= {f"{letter}WRA": body["hips"], f"{letter}WRB": body["hips"], f"{letter}ELB": body["chest"]}
    points |= {"C7": body["chest"], "T10": body["chest"], "CLAV": body["chest"], "STRN": body["chest"]}
    return {f"Anna:{name}": point for name, point in points.items()}


def laboratory(body: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """OpenCap's laboratory set as worn in a movement: hip centres, outer markers only, two spellings of a side."""
    points = pelvis_and_trunk(body, "{}.ASIS", "{}.PSIS", "{}_Shoulder")
    points |= leg(body, {"knee": "{}_knee", "ankle": "{}_ankle", "heel": "{}_calc", "toe": "{}_toe"})
    points |= {f"{letter}_HJC": body[f"{letter}hip"] for letter in SIDES}
    points |= {f"{letter}_5meta": points[f"{letter}_toe"] for letter in SIDES}
    points |= {"C7": body["chest"], "L_thigh1": body["Lknee"], "R_shank_antsup": body["Rankle"]}
    return {name.replace("R.", "r.").replace("R_knee", "r_knee"): point for name, point in points.items()}


def standing_trial(body: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Markers on both sides of every joint, no hip centres."""
    points = pelvis_and_trunk(body, "{}_ASIS", "{}_PSIS", "{}_Acromion")
    names = {"knee": "{}_knee", "ankle": "{}_ankle", "knee_in": "{}_knee_med", "ankle_in": "{}_ankle_med"}
    return points | leg(body, names | {"heel": "{}_heel", "toe": "{}_toe"})


def inferred(body: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What OpenCap's network infers, without the keypoints."""
    points = pelvis_and_trunk(body, "{}.ASIS_study", "{}.PSIS_study", "{}_shoulder_study")
    names = {"knee": "{}_knee_study", "ankle": "{}_ankle_study"}
    names |= {"knee_in": "{}_mknee_study", "ankle_in": "{}_mankle_study"}
    points |= leg(body, names | {"heel": "{}_calc_study", "toe": "{}_toe_study"})
    return points | {f"{letter}HJC_study": body[f"{letter}hip"] for letter in SIDES}


SETS = {
    "plug-in gait": plug_in_gait,
    "laboratory": laboratory,
    "standing trial": standing_trial,
    "inferred": inferred,
}
AXES = {"z up": np.eye(3), "y up": np.array([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]])}


def in_the_room(
    points: dict[str, np.ndarray], yaw_deg: float, place_m: tuple[float, float], axes: str
) -> dict[str, np.ndarray]:
    c, s = np.cos(np.radians(yaw_deg)), np.sin(np.radians(yaw_deg))
    yaw = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    moved = {name: p @ yaw.T + [*place_m, 0.0] for name, p in points.items()}
    return {name: p @ AXES[axes].T for name, p in moved.items()}


@pytest.mark.parametrize("worn", SETS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lean_deg=st.floats(0, 80),
    twist_deg=st.floats(-45, 45),
    thigh_deg=st.floats(0, 95),
    knee_deg=st.floats(0, 110),
    yaw_deg=st.floats(-180, 180),
    place_m=st.tuples(st.floats(-3, 3), st.floats(-3, 3)),
    axes=st.sampled_from(sorted(AXES)),
    millimetres=st.booleans(),
)
def test_angles_come_back(
    tmp_path: Path,
    worn: str,
    lean_deg: float,
    twist_deg: float,
    thigh_deg: float,
    knee_deg: float,
    yaw_deg: float,
    place_m: tuple[float, float],
    axes: str,
    millimetres: bool,
) -> None:
    body = joints(lean_deg, twist_deg, thigh_deg, knee_deg)
    points = in_the_room(SETS[worn](body), yaw_deg, place_m, axes)
    if millimetres:
        points = {name: 1000.0 * p for name, p in points.items()}
    path = write_trc(tmp_path / "lab.trc", points, unit="mm" if millimetres else "m")
    world_m = read_landmarks(path).world_m
    course = COURSE[:, 0]
    np.testing.assert_allclose(trunk_inclination_deg(world_m), lean_deg * course, atol=1.0)
    np.testing.assert_allclose(trunk_twist_deg(world_m), twist_deg * course, atol=1.0)
    for side, letter in (("left", "L"), ("right", "R")):
        bend_deg = joint_flexion_deg(world_m, f"{side}_hip", f"{side}_knee", f"{side}_ankle")
        np.testing.assert_allclose(bend_deg, knee_deg * course, atol=1.0)
        hip_deg = joint_flexion_deg(world_m, f"{side}_shoulder", f"{side}_hip", f"{side}_knee")
        trunk, thigh = (
            body[letter + "shoulder"] - body[letter + "hip"],
            body[letter + "hip"] - body[letter + "knee"],
        )
        cosine = np.sum(trunk * thigh, axis=1) / np.linalg.norm(trunk, axis=1) / np.linalg.norm(thigh, axis=1)
        np.testing.assert_allclose(hip_deg, np.degrees(np.arccos(np.clip(cosine, -1, 1))), atol=2.5)


def test_toes_turned_out_bend_the_knees_no_further(tmp_path: Path) -> None:
    """The breadth of the joint is across the leg's own plane, not across the pelvis."""
    body = joints(0.0, 0.0, 0.0, 0.0)
    points = plug_in_gait(body)
    for letter, side in SIDES.items():
        out = np.radians(side * 25.0)
        c, s = np.cos(out), np.sin(out)
        turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
        for name in ("KNE", "ANK", "HEE", "TOE"):
            centre = body[letter + ("knee" if name == "KNE" else "ankle")]
            points[f"Anna:{letter}{name}"] = (points[f"Anna:{letter}{name}"] - centre) @ turn.T + centre
    world_m = read_landmarks(write_trc(tmp_path / "out.trc", points)).world_m
    assert joint_flexion_deg(world_m, "left_hip", "left_knee", "left_ankle").max() < 1.0


def test_head_and_feet_are_where_the_markers_say(tmp_path: Path) -> None:
    body = joints(0.0, 0.0, 0.0, 0.0)
    file = read_landmark_file(write_trc(tmp_path / "pig.trc", plug_in_gait(body)))
    up_m = -file.pose.world_m[:, :, 1]
    assert file.notes == ()
    assert np.isfinite(up_m[:, [INDEX["left_heel"], INDEX["right_foot_index"]]]).all()
    nose_above_chest_m = up_m[:, INDEX["nose"]] - up_m[:, INDEX["left_shoulder"]]
    assert 0.15 < float(nose_above_chest_m.mean()) < 0.35


def test_a_marker_at_the_origin_was_not_seen(tmp_path: Path) -> None:
    points = standing_trial(joints(0.0, 0.0, 0.0, 0.0))
    points["L_knee_med"] = points["L_knee_med"].copy()
    points["L_knee_med"][20:40] = 0.0
    world_m = read_landmarks(write_trc(tmp_path / "lost.trc", points)).world_m
    assert joint_flexion_deg(world_m, "left_hip", "left_knee", "left_ankle").max() < 1.0


def never_seen(points: dict[str, np.ndarray], *names: str) -> dict[str, np.ndarray]:
    return points | {name: np.full((N, 3), np.nan) for name in names}


@pytest.mark.parametrize(
    ("better", "own"),
    [
        (("LPSI", "RPSI"), {"SACR": ("LPSI", "RPSI")}),
        (("LKJC", "RKJC"), {}),
        (("LAJC",), {}),
        (("LHJC", "RHJC"), {}),
        (("LSJC", "RSJC"), {}),
        (("LMELB", "RMELB"), {}),
        (("LWRB",), {}),
        (("LMKNE", "RMANK"), {}),
        (("NOSE",), {}),
    ],
    ids=lambda value: "+".join(value),
)
def test_a_column_that_was_never_seen_leaves_its_place_to_what_was(
    tmp_path: Path, better: tuple[str, ...], own: dict[str, tuple[str, str]]
) -> None:
    """As if the file did not have it."""
    worn = plug_in_gait(joints(30.0, 10.0, 20.0, 40.0))
    points = {name.removeprefix("Anna:"): point for name, point in worn.items()}
    points |= {name: (points[one] + points[other]) / 2 for name, (one, other) in own.items()}
    without = {name: point for name, point in points.items() if name not in better}
    expected = read_landmarks(write_trc(tmp_path / "without.trc", without)).world_m
    path = write_trc(tmp_path / "never.trc", never_seen(points, *better))
    assert np.array_equal(read_landmarks(path).world_m, expected, equal_nan=True)
    assert np.isfinite(expected[:, [INDEX["left_knee"], INDEX["right_hip"], INDEX["left_elbow"]]]).all()


def test_what_is_missing_and_what_is_not_understood_is_said(tmp_path: Path) -> None:
    points = laboratory(joints(0.0, 0.0, 0.0, 0.0))
    for name in ("L_knee", "r_knee"):
        del points[name]
    points |= {"Kniescheibe": points["C7"], "LTH9": points["C7"]}
    with pytest.raises(LandmarkFileError) as caught:
        read_landmarks(write_trc(tmp_path / "lab.trc", points))
    assert "left knee, right knee" in str(caught.value)
    assert "Not understood: Kniescheibe." in str(caught.value)


def test_names_left_over_are_noted(tmp_path: Path) -> None:
    points = laboratory(joints(0.0, 0.0, 0.0, 0.0))
    points |= {"Kniescheibe": points["C7"]}
    file = read_landmark_file(write_trc(tmp_path / "lab.trc", points))
    assert file.notes == ("Not understood: Kniescheibe.",)
    without_toes = {name: p for name, p in points.items() if "toe" not in name and "5meta" not in name}
    assert "toes" in read_landmark_file(write_trc(Path(tmp_path) / "b.trc", without_toes)).notes[0]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("LASI", ("left", "asis")),
        ("r.PSIS", ("right", "psis")),
        ("L_ankle_med", ("left", "ankle_medial")),
        ("RKNM", ("right", "knee_medial")),
        ("R_IAS", ("right", "asis")),
        ("L_FLE", ("left", "knee_lateral")),
        ("RLM", ("right", "ankle_lateral")),
        ("Left Heel", ("left", "heel")),
        ("Knee.Lat_R", ("right", "knee_lateral")),
        ("LTOE", ("left", "foot_index")),
        ("SACR", ("", "sacrum")),
        ("LTHI", None),
        ("C7", None),
    ],
)
def test_names(name: str, place: tuple[str, str] | None) -> None:
    assert place_of(name) == place
