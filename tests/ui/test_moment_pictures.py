"""What the picture of a moment shows: the person, whole, undistorted, within the frame."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from media import write_numbered_clip
from seeding import made_up_segment, save_made_up
from starlette.applications import Starlette

from transitions.store import open_store
from transitions.ui import moment_pictures
from transitions.ui.moment_pictures import SIZE_PX, person_box, picture_address, picture_route

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


def answer_to(address: str) -> tuple[int, str]:
    """Status and kind of what the page's server answers."""
    made: dict[str, Any] = {}

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        made.update(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": address,
        "root_path": "",
        "query_string": b"",
        "headers": [],
    }
    asyncio.run(Starlette(routes=[picture_route()])(scope, receive, send))
    return made["status"], dict(made["headers"])[b"content-type"].decode()


@pytest.mark.parametrize("finding_id", [7, 1 << 31, 10**20])
def test_of_a_moment_that_there_is_not_there_is_an_empty_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, finding_id: int
) -> None:
    with open_store(data_dir=tmp_path) as store:
        monkeypatch.setattr(moment_pictures, "store", lambda: store)
        assert answer_to(picture_address(finding_id)) == (200, "image/svg+xml")


def test_a_picture_is_had_only_by_an_address_that_the_page_gave_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(data_dir=tmp_path) as store:
        recording = store.recordings.add(write_numbered_clip(tmp_path / "clip.mp4"), "clip.mp4").recording
        save_made_up(store, recording.id, (made_up_segment(1, 0.2, 0.8),), None, 1.0)
        (row,) = store.findings.list()
        monkeypatch.setattr(moment_pictures, "store", lambda: store)
        address = picture_address(row.id)
        assert answer_to(address) == (200, "image/jpeg")
        assert answer_to(address[:-1] + ("0" if address[-1] != "0" else "1")) == (200, "image/svg+xml")
