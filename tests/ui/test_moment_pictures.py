"""What the picture of a moment shows: the person, whole, undistorted, within the frame."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from starlette.requests import Request

from transitions.store import open_store
from transitions.ui import moment_pictures
from transitions.ui.moment_pictures import SIZE_PX, person_box, picture_route

SHAPE = SIZE_PX[0] / SIZE_PX[1]
UPRIGHT, LYING = (480, 640), (640, 480)


def body(
    left: float, top: float, right: float, bottom: float
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([[left, top], [right, bottom], [np.nan, np.nan]])


@pytest.mark.parametrize("size", [UPRIGHT, LYING])
@pytest.mark.parametrize(
    "points_px",
    [
        body(200, 100, 280, 400),
        body(0, 0, 60, 200),
        body(400, 300, 479, 479),
        body(100, 200, 470, 260),
        body(-50, -50, 700, 700),
        np.full((3, 2), np.nan),
        np.empty((0, 2)),
    ],
    ids=["middle", "corner", "far corner", "bent over", "too near", "unseen", "no rows"],
)
def test_the_box_is_in_the_picture_and_keeps_its_shape(
    points_px: np.ndarray[tuple[int, int], np.dtype[np.float64]], size: tuple[int, int]
) -> None:
    left, top, right, bottom = person_box(points_px, size)
    assert -1e-9 <= left < right <= size[0] + 1e-9
    assert -1e-9 <= top < bottom <= size[1] + 1e-9
    assert (right - left) / (bottom - top) == pytest.approx(SHAPE)


def test_the_whole_person_is_in_it_with_some_room() -> None:
    left, top, right, bottom = person_box(body(200, 200, 280, 400), UPRIGHT)
    assert left < 200
    assert right > 280
    assert top < 200 - 0.1 * 200
    assert bottom > 400 + 0.1 * 200


def test_somebody_far_off_fills_it_as_much_as_somebody_near() -> None:
    far = person_box(body(300, 200, 320, 250), LYING)
    near = person_box(body(260, 100, 340, 300), LYING)
    assert (far[3] - far[1]) / 50 == pytest.approx((near[3] - near[1]) / 200)


@pytest.mark.parametrize("finding_id", [7, 1 << 31, 10**20])
def test_of_a_moment_that_there_is_not_there_is_an_empty_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, finding_id: int
) -> None:
    with open_store(data_dir=tmp_path) as store:
        monkeypatch.setattr(moment_pictures, "store", lambda: store)
        answer = picture_route().endpoint(
            Request({"type": "http", "path_params": {"finding_id": finding_id}})
        )
    assert (answer.status_code, answer.media_type) == (200, "image/svg+xml")
