"""The real model on rendered people: found, kept, told apart, and nobody where there is nobody."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from rendered import STOOP, TURN, RenderedFrame, changed, frames, halved, squared

from transitions.errors import Cancelled, NoPersonError
from transitions.pose import estimate_poses
from transitions.pose.estimate import look_at
from transitions.pose.mediapipe import Landmarker, _system_library_error
from transitions.pose.model_files import model_path
from transitions.pose.models import PoseModels
from transitions.pose.people import LOOK_EVERY_S
from transitions.pose.person import LOOK_AROUND_S
from transitions.series import INDEX, MIRROR, SURROUNDINGS_UNKNOWN, FloatArray, PoseSeries

Followed = tuple[list[RenderedFrame], PoseSeries]


HIPS = [INDEX["left_hip"], INDEX["right_hip"]]


def off_px(pose: PoseSeries, points_px: FloatArray) -> FloatArray:
    """(n,) mean distance of the landmarks from where they should be."""
    distance_px: FloatArray = np.hypot(*np.moveaxis(pose.image_px[..., :2] - points_px, -1, 0)).mean(axis=1)
    return distance_px


@pytest.fixture(scope="module")
def bend() -> Followed:
    """The bend to the floor, every fourth frame, and its pose."""
    given = frames(STOOP, every=4, first=30, last=118)
    return given, estimate_poses(given)


def test_one_person_is_found_on_every_frame_with_shapes_and_units(bend: Followed) -> None:
    given, pose = bend
    assert len(pose) == len(given) == 22
    assert pose.seen.all()
    assert pose.people_seen == 1
    assert (pose.width_px, pose.height_px) == (640, 480)
    assert np.array_equal(pose.t_s, [frame.t_s for frame in given])
    head_above_hips = pose.image_px[:, HIPS, 1].mean(axis=1) - pose.image_px[:, INDEX["nose"], 1]
    assert head_above_hips[0] > 80  # upright at first
    assert head_above_hips[14] < 10  # head at the height of the hips at the lowest point
    assert np.abs(pose.world_m[:, HIPS].mean(axis=1)).max() < 0.05
    height_m = np.ptp(pose.world_m[0, :, 1])
    assert 1.3 < height_m < 2.0
    assert pose.silhouette is not None
    assert np.isfinite(pose.silhouette[:, :, 4:9]).all()


def test_what_stands_about_somebody_is_looked_at_twice_a_second_while_they_stand(bend: Followed) -> None:
    given, pose = bend
    assert pose.surroundings is not None
    looked = np.flatnonzero((pose.surroundings != SURROUNDINGS_UNKNOWN).any(axis=(1, 2)))
    turns = (pose.t_s[looked] / LOOK_AROUND_S).astype(int)
    assert len(looked) >= 3
    assert len(np.unique(turns)) == len(looked)
    assert looked[0] == 0
    middle = given[0].rgb.shape[1] // 2
    narrow = estimate_poses(changed(given[:3], lambda rgb: rgb[:, middle - 60 : middle + 60]))
    assert narrow.surroundings is not None
    assert (narrow.surroundings == SURROUNDINGS_UNKNOWN).all()  # the picture ends before what lies beside


def test_a_tracker_that_loses_a_head_hung_low_is_helped_back(bend: Followed) -> None:
    """Turned upside down at the deepest bend the model's own tracker and detector see nobody."""
    given, expected = bend
    pose = estimate_poses(changed(changed(given, squared), lambda rgb: rgb[::-1, ::-1], first=12))
    assert pose.seen.all()
    assert pose.people_seen == 1
    points, metres = expected.image_px[..., :2] + (0, 80), expected.world_m.copy()
    points[12:] = 640 - points[12:]
    metres[12:, :, :2] *= -1
    assert np.median(off_px(pose, points)[12:]) < 6
    assert np.median(np.abs(pose.world_m - metres)[12:]) < 0.02


def test_frames_without_the_person_are_nan_rows_and_they_are_found_again(bend: Followed) -> None:
    given, expected = bend
    pose = estimate_poses(
        [RenderedFrame(f.t_s, np.zeros_like(f.rgb) if 8 <= i < 12 else f.rgb) for i, f in enumerate(given)]
    )
    assert np.flatnonzero(~pose.seen).tolist() == [8, 9, 10, 11]
    assert np.isnan(pose.visibility[8:12]).all()
    assert off_px(pose, expected.image_px[..., :2])[13:].max() < 12
    assert pose.people_seen == 1


def test_an_empty_room_holds_nobody() -> None:
    room = changed(frames(STOOP, every=20), lambda rgb: rgb[:, 345:])  # the part the person never enters
    pose = estimate_poses(room)
    assert not pose.seen.any()
    assert pose.people_seen == 0
    assert len(pose) == len(room)
    assert len(estimate_poses([])) == 0


@pytest.fixture(scope="module")
def pair() -> Followed:
    """Somebody, and somebody smaller beside them; the first alone for comparison."""
    first, second = frames(TURN, every=8), frames(STOOP, every=8)
    both = []
    for one, other in zip(first, second, strict=False):
        beside = np.full((480, 320, 3), 90, np.uint8)
        beside[240:] = halved(other.rgb)
        both.append(RenderedFrame(one.t_s, np.hstack([one.rgb, beside])))
    return both, estimate_poses(first)


@pytest.mark.slow
def test_of_two_people_the_larger_is_followed_and_the_other_counted(pair: Followed) -> None:
    both, alone = pair
    pose = estimate_poses(both)
    assert pose.people_seen == 2
    assert pose.seen.all()
    assert off_px(pose, alone.image_px[..., :2]).max() < 5


@pytest.mark.slow
def test_who_comes_in_beside_somebody_followed_is_found_at_the_next_look() -> None:
    wall = np.full((480, 440, 3), 90, np.uint8)
    given = [
        RenderedFrame(
            one.t_s, np.hstack([one.rgb[:, 250:580], other.rgb[:, 120:560] if one.t_s > 0.5 else wall])
        )
        for one, other in zip(frames(TURN, every=8), frames(STOOP, every=8), strict=False)
    ]
    first, second = look_at(given, PoseModels()).people
    assert list(first.rows) == list(range(len(given)))
    assert LOOK_EVERY_S <= given[min(second.rows)].t_s < LOOK_EVERY_S + 8 / 30


@pytest.mark.slow
def test_somebody_far_off_is_counted_beside_somebody_near() -> None:
    both = []
    for one, other in zip(frames(TURN, every=12), frames(STOOP, every=12), strict=False):
        beside = np.full((480, 340, 3), 90, np.uint8)
        beside[200:392] = cv2.resize(other.rgb, (340, 192), interpolation=cv2.INTER_AREA)
        both.append(RenderedFrame(one.t_s, np.hstack([one.rgb, beside])))
    assert estimate_poses(both).people_seen == 2


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["models", "Übung 動き"])
def test_a_model_opens_from_a_folder_of_any_alphabet(tmp_path: Path, folder: str) -> None:
    copy = tmp_path / folder / "model.task"
    copy.parent.mkdir()
    shutil.copy(model_path("lite"), copy)
    (frame,) = frames(TURN, last=1)
    with Landmarker(copy, track=False) as landmarker:
        assert len(landmarker.detect(frame.rgb)) == 1


@pytest.mark.slow
def test_another_person_can_be_chosen(pair: Followed) -> None:
    both, _ = pair
    pose = estimate_poses(both, person=2)
    assert pose.seen.mean() > 0.95
    assert np.nanmin(pose.image_px[:, HIPS, 0]) > 854
    with pytest.raises(NoPersonError, match="choose a number from 1 to 2"):
        estimate_poses(both, person=3)


@pytest.mark.slow
def test_somebody_walking_past_in_front_is_never_taken_for_the_person() -> None:
    given, passer = frames(TURN), frames(STOOP)[0].rgb[75:395, 195:300]
    body = np.linalg.norm(passer.astype(float) - np.median(passer, axis=(0, 1)), axis=2) > 60
    expected = estimate_poses(given)
    shown = []
    for number, frame in enumerate(given):
        picture = frame.rgb.copy()
        left = int(-100 + 950 * number / len(given))
        columns = [c for c in range(105) if 0 <= left + c < 854]
        area = picture[100:420, [left + c for c in columns]]
        area[body[:, columns]] = passer[:, columns][body[:, columns]]
        picture[100:420, [left + c for c in columns]] = area
        shown.append(RenderedFrame(frame.t_s, picture))
    pose = estimate_poses(shown)
    off = off_px(pose, expected.image_px[..., :2])
    assert pose.seen.mean() > 0.75
    assert np.mean(off[pose.seen] > 60) < 0.03


@pytest.mark.slow
def test_a_stranger_after_the_person_left_is_somebody_else() -> None:
    person = frames(TURN, every=4)
    empty = np.full((480, 854, 3), 127, np.uint8)
    reddened = changed(frames(STOOP, every=4), lambda rgb: (rgb // 2 + (100, 0, 0)).astype(np.uint8))
    stranger = [np.hstack([frame.rgb, empty[:, :214]]) for frame in reddened]
    pictures = [frame.rgb for frame in person] + [empty] * 10 + stranger[:25]
    pose = estimate_poses([RenderedFrame(i / 7.5, np.ascontiguousarray(p)) for i, p in enumerate(pictures)])
    assert pose.people_seen == 2
    assert np.flatnonzero(pose.seen).tolist() == list(range(len(person)))


@pytest.mark.slow
def test_somebody_who_comes_back_is_the_same_person() -> None:
    there = frames(TURN, every=4)
    gone = changed(there[:12], np.zeros_like)
    given = [*there, *gone, *changed(there, lambda rgb: np.roll(rgb, 200, axis=1))]
    pose = estimate_poses([RenderedFrame(i / 7.5, frame.rgb) for i, frame in enumerate(given)])
    assert pose.people_seen == 1
    assert pose.seen.sum() == 2 * len(there)


@pytest.mark.slow
def test_a_mirrored_picture_gives_the_mirrored_person() -> None:
    given = frames(TURN, every=14)
    pose = estimate_poses(given)
    mirrored = estimate_poses(changed(given, lambda rgb: rgb[:, ::-1]))
    points = pose.image_px[:, MIRROR, :2] * [-1, 1] + [854, 0]
    assert np.median(off_px(mirrored, points)) < 4
    metres = pose.world_m[:, MIRROR] * [-1, 1, 1]
    assert np.median(np.linalg.norm(mirrored.world_m - metres, axis=2)) < 0.05


@pytest.mark.parametrize("width", [264, 854, 1080])
def test_widths_whose_rows_are_padded_or_strided_are_read_straight(width: int) -> None:
    """A view into wider rows must give what a packed copy gives: read askew it would show nobody."""
    rgb = frames(TURN, last=1)[0].rgb
    wide = np.zeros((480, width + 72, 3), np.uint8)
    shown = min(width, 854)
    start = (854 - shown) // 2
    wide[:, :shown] = rgb[:, start : start + shown]
    view = wide[:, :width]
    assert not view.flags.c_contiguous
    with Landmarker(model_path(), track=False) as landmarker:
        (strided,) = landmarker.detect(view)
        (packed,) = landmarker.detect(np.ascontiguousarray(view))
    assert np.array_equal(strided.image_px, packed.image_px)
    assert strided.masked.mean() > 0.9


@pytest.mark.slow
def test_smaller_frames_give_points_in_the_original_pixels() -> None:
    given = frames(TURN, every=20)
    pose = estimate_poses(given)
    small = estimate_poses(changed(given, halved), scale=0.5)
    assert (small.width_px, small.height_px) == (854, 480)
    assert off_px(small, pose.image_px[..., :2]).max() < 8


def test_progress_is_told_and_work_stops_when_asked(bend: Followed) -> None:
    given, _ = bend
    done: list[int] = []
    with pytest.raises(Cancelled):
        estimate_poses(given, on_frame=done.append, cancelled=lambda: len(done) == 3)
    assert done == [1, 2, 3]


def test_a_process_of_its_own_writes_nothing_to_standard_error_and_imports_nothing_heavy() -> None:
    code = (
        "import sys, transitions.pose\n"
        "assert 'mediapipe' not in sys.modules\n"
        "from transitions.process import own_process\n"
        "own_process()\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from rendered import TURN, frames\n"
        "pose = transitions.pose.estimate_poses(frames(TURN, every=40), model='lite')\n"
        "assert pose.seen.all()\n"
        "assert 'matplotlib' not in sys.modules\n"
    )
    folder = str(STOOP.parents[1])
    done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("library", "package"),
    [("libGLESv2.so.2", "libgles2"), ("libEGL.so.1", "libegl1"), ("libGL.so.1", "libgl1")],
)
def test_a_missing_system_library_names_the_package(library: str, package: str) -> None:
    message = str(
        _system_library_error(
            OSError(f"{library}: cannot open shared object file: No such file or directory")
        )
    )
    assert f"sudo apt install {package}'" in message
    assert "\n" not in message
