"""Faces made unrecognisable: what goes, what stays, and that nothing brings it back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from body import body_m, pose_of
from numpy.typing import NDArray
from rendered import STOOP, TURN, frames

from transitions.export.blurred import HEAD_PATCHES, Head, blurred, blurred_at, head_of
from transitions.pose import estimate_poses
from transitions.series import INDEX, LANDMARKS, FloatArray, PoseSeries

RgbImage = NDArray[np.uint8]

FACES: dict[Path, dict[int, list[tuple[int, int]]]] = {
    STOOP: {
        0: [(280, 95), (283, 88), (284, 90), (299, 90), (300, 94)],
        60: [(222, 145), (221, 138), (223, 138), (234, 130), (238, 133)],
        90: [(214, 249), (208, 245), (210, 244), (213, 231), (218, 229)],
        120: [(207, 199), (203, 193), (205, 193), (212, 182), (217, 182)],
    },
    TURN: {
        0: [(426, 62), (432, 56), (419, 56), (442, 64), (411, 64)],
        60: [(379, 72), (382, 64), (383, 64), (400, 66), (400, 67)],
        90: [(426, 62), (432, 56), (419, 56), (442, 64), (411, 64)],
    },
}
"""Where nose, eyes and ears are in some frames of the rendered clips, in pixels: the renderer's own truth."""

NOISE = np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8)
FACE_M = {
    "nose": (0.0, 0.68, 0.10),
    "eye_inner": (0.02, 0.72, 0.08),
    "eye": (0.03, 0.72, 0.08),
    "eye_outer": (0.05, 0.72, 0.07),
    "ear": (0.075, 0.70, 0.0),
    "mouth": (0.02, 0.64, 0.08),
}


def standing(lean_deg: float = 0.0) -> PoseSeries:
    """Somebody who faces the camera, with a face."""
    body = body_m(lean_deg=lean_deg)
    for name, (across, up, forward) in FACE_M.items():
        for side, sign in (("left", 1), ("right", -1)):
            key = {"nose": "nose", "mouth": f"mouth_{side}"}.get(name, f"{side}_{name}")
            body[INDEX[key]] = (sign * across, -up, -forward)
    return pose_of(np.zeros(1), body[None])


def head(pose: PoseSeries) -> Head:
    found = head_of(pose.image_px[0], pose.visibility[0])
    assert found is not None
    return found


def with_visibility(pose: PoseSeries, visibility: float) -> FloatArray:
    return np.full(len(LANDMARKS), visibility)


@pytest.mark.parametrize("clip", list(FACES), ids=["stooping", "turning"])
def test_the_rendered_face_goes_and_the_rest_stays(clip: Path) -> None:
    given = frames(clip, every=3)
    pose = estimate_poses(given)
    for number, points in FACES[clip].items():
        picture = given[number // 3].rgb
        made = blurred_at(picture, pose, number // 3)
        touched = (made != picture).any(axis=2)
        for x, y in points:
            around = touched[y - 3 : y + 4, x - 3 : x + 4]
            assert around.mean() > 0.9, (number, x, y)
        assert touched.mean() < 0.03, "only the head"


def test_nothing_of_a_face_but_nine_shades_is_left() -> None:
    """The head's pixels in any other order within their patch give the same picture, to the last bit."""
    pose = standing()
    found = head(pose)
    reach = int(np.ceil(max(found.half_width, found.half_height))) + 1
    left, top = round(found.x) - reach, round(found.y) - reach
    cell = 2 * reach // HEAD_PATCHES
    shuffled = NOISE.copy()
    rng = np.random.default_rng(1)
    for row in range(HEAD_PATCHES):
        for column in range(HEAD_PATCHES):
            # The middle of each patch only: a patch may begin within a pixel.
            y, x = top + row * cell + 1, left + column * cell + 1
            block = shuffled[y : y + cell - 2, x : x + cell - 2].reshape(-1, 3)
            shuffled[y : y + cell - 2, x : x + cell - 2] = rng.permutation(block).reshape(
                cell - 2, cell - 2, 3
            )
    inside = np.hypot(*np.meshgrid(np.arange(640) - found.x, np.arange(480) - found.y)) < 0.8 * min(
        found.half_width, found.half_height
    )
    assert (shuffled[inside] != NOISE[inside]).any()
    first, second = (blurred(picture, pose.image_px[0], pose.visibility[0]) for picture in (NOISE, shuffled))
    assert np.array_equal(first[inside], second[inside])


def test_outside_the_head_every_pixel_stays() -> None:
    pose = standing()
    found = head(pose)
    made = blurred(NOISE, pose.image_px[0], pose.visibility[0])
    far = np.hypot(*np.meshgrid(np.arange(640) - found.x, np.arange(480) - found.y)) > 1 + max(
        found.half_width, found.half_height
    )
    assert np.array_equal(made[far], NOISE[far])
    assert (made[~far] != NOISE[~far]).mean() > 0.7


@pytest.mark.parametrize("stature_px_per_m", [40.0, 100.0, 200.0])
def test_the_ellipse_holds_the_whole_head_at_any_size(stature_px_per_m: float) -> None:
    pose = standing()
    scaled = pose_of(np.zeros(1), pose.world_m, pixels_per_m=stature_px_per_m)
    found = head(scaled)
    crown_to_chin_px = 0.23 * stature_px_per_m
    assert 2 * found.half_height > crown_to_chin_px
    assert 2 * found.half_height < 2 * crown_to_chin_px
    assert (
        found.y + found.half_height < scaled.image_px[0, INDEX["left_shoulder"], 1] + 0.05 * stature_px_per_m
    )


def test_the_less_is_seen_the_more_is_blurred() -> None:
    pose = standing()
    sure, doubtful = (head_of(pose.image_px[0], with_visibility(pose, v)) for v in (1.0, 0.6))
    assert sure is not None
    assert doubtful is not None
    assert doubtful.half_height > sure.half_height
    assert doubtful.half_width > sure.half_width


def unseen_face() -> tuple[FloatArray, FloatArray]:
    pose = standing()
    points = pose.image_px[0].copy()
    points[INDEX["left_ear"]] = np.nan
    return points, pose.visibility[0]


def doubtful_face() -> tuple[FloatArray, FloatArray]:
    pose = standing()
    return pose.image_px[0], with_visibility(pose, 0.3)


def misplaced_face() -> tuple[FloatArray, FloatArray]:
    pose = standing()
    points = pose.image_px[0].copy()
    points[: INDEX["left_shoulder"]] += (300.0, 100.0, 0.0)
    return points, pose.visibility[0]


def face_beside_the_picture() -> tuple[FloatArray, FloatArray]:
    pose = standing()
    points = pose.image_px[0].copy()
    points[:, 1] -= 400.0
    return points, pose.visibility[0]


@pytest.mark.parametrize(
    "made",
    [unseen_face, doubtful_face, misplaced_face, face_beside_the_picture],
    ids=lambda made: made.__name__,
)
def test_without_a_sure_head_the_whole_picture_goes(made: object) -> None:
    points, visibility = made()  # type: ignore[operator]
    picture = blurred(NOISE, points, visibility)
    assert (picture != NOISE).any(axis=2).mean() > 0.99
    assert np.std(picture.astype(float), axis=(0, 1)).max() < 16, "noise has gone to nearly one shade"


def test_a_moment_that_nobody_was_looked_for_in_goes_whole() -> None:
    whole = blurred(NOISE, None, None)
    assert np.array_equal(blurred_at(NOISE, None, None), whole)
    assert np.array_equal(blurred_at(NOISE, standing(), None), whole)


def test_the_given_picture_is_left_alone() -> None:
    picture = NOISE.copy()
    pose = standing()
    blurred(picture, pose.image_px[0], pose.visibility[0])
    assert np.array_equal(picture, NOISE)


def test_landmarks_follow_a_smaller_picture() -> None:
    pose = standing()
    small = NOISE[::2, ::2].copy()
    made = blurred_at(small, pose, 0)
    y, x = np.nonzero((made != small).any(axis=2))
    assert abs(2 * x.mean() - head(pose).x) < 4
    assert abs(2 * y.mean() - head(pose).y) < 4


def test_where_others_were_seen_only_the_followed_body_stays() -> None:
    pose = standing()
    crowd = PoseSeries(
        pose.t_s, pose.image_px, pose.world_m, pose.visibility, pose.width_px, pose.height_px, people_seen=2
    )
    made = blurred_at(NOISE, crowd, 0)
    changed = (made != NOISE).any(axis=2)
    assert changed[:, :150].mean() > 0.99
    assert changed[:, -150:].mean() > 0.99
    hip_x, hip_y, _ = np.rint(pose.image_px[0, INDEX["left_hip"]]).astype(int)
    assert not changed[hip_y - 5 : hip_y + 5, hip_x - 5 : hip_x + 5].any()
