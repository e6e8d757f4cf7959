"""What stands about somebody on their feet, in painted rooms: a bare one, one with a chair, a dark one."""

from __future__ import annotations

import numpy as np
import pytest
from body import body_m

from transitions.pose.detection import Detection, RgbImage
from transitions.pose.surroundings import stands, surroundings
from transitions.series import SURROUNDINGS_CELLS, SURROUNDINGS_TRUNKS, SURROUNDINGS_UNKNOWN, ByteArray

PX_PER_M = 120.0
TRUNK_PX = 0.5 * PX_PER_M
WALL, FLOOR, CLOTHES, CHAIR = (190, 185, 170), (140, 120, 100), (40, 60, 120), (120, 40, 30)


def somebody(width: int, x: float, **posture: float | tuple[float, float]) -> Detection:
    world = body_m(**posture)  # type: ignore[arg-type]
    image = np.zeros((33, 3))
    image[:, :2] = (x, 200.0) + world[:, :2] * PX_PER_M
    return Detection(
        image,
        world,
        np.ones(33),
        np.ones(33),
        np.zeros((2, 13)),
        np.zeros((32, 32), np.uint8),
        np.ones(33, bool),
    )


def room(width: int, found: Detection, chair_px: tuple[float, float] | None = None) -> RgbImage:
    """A wall, a floor, the person's legs and, where asked for, a chair as high as its seat."""
    rgb = np.empty((400, width, 3), np.uint8)
    rgb[:270], rgb[270:] = WALL, FLOOR
    ankle_y = found.image_px[27, 1]
    if chair_px is not None:
        left, right = (round(x) for x in chair_px)
        rgb[round(ankle_y - 0.45 * PX_PER_M) : round(ankle_y) + 4, max(left, 0) : max(right, 0)] = CHAIR
    for hip, ankle in ((23, 27), (24, 28)):
        x = found.image_px[hip, 0]
        rgb[round(found.image_px[hip, 1]) : round(found.image_px[ankle, 1]), round(x) - 9 : round(x) + 9] = (
            CLOTHES
        )
    noise = np.random.default_rng(1).normal(0.0, 3.0, rgb.shape)
    return np.clip(rgb + noise, 0, 255).astype(np.uint8)


def share(cells: ByteArray, left: float, right: float, high: float) -> float:
    """Mean of the known cells from left to right of the hips, up to `high`, in trunk lengths."""
    (low, top), (first, last) = SURROUNDINGS_TRUNKS
    rows, columns = SURROUNDINGS_CELLS
    at = np.linspace(first, last, columns, endpoint=False) + (last - first) / columns / 2
    up = np.linspace(low, top, rows, endpoint=False) + (top - low) / rows / 2
    part = cells[np.ix_(up < high, (at > left) & (at < right))]
    return float(np.mean(part[part != SURROUNDINGS_UNKNOWN]) / 254.0)


@pytest.mark.parametrize("width", [264, 854, 1080])
def test_a_bare_room_shows_nothing(width: int) -> None:
    found = somebody(width, width / 2)
    cells = surroundings(room(width, found), found)
    if width < 2 * 1.6 * TRUNK_PX:
        assert cells is None  # the picture ends before what lies beside
    else:
        assert cells is not None
        assert share(cells, -1.8, 1.8, 1.3) < 0.02


@pytest.mark.parametrize("width", [854, 1080])
def test_a_chair_behind_is_seen_where_it_stands(width: int) -> None:
    x = width / 2
    found = somebody(width, x, yaw_deg=90.0)
    cells = surroundings(room(width, found, (x - 0.9 * TRUNK_PX, x - 0.2 * TRUNK_PX)), found)
    assert cells is not None
    assert share(cells, -0.9, -0.3, 0.8) > 0.9
    assert share(cells, 0.4, 1.2, 0.8) < 0.05
    assert share(cells, -0.9, -0.3, 3.0) < share(cells, -0.9, -0.3, 0.8)  # nothing over the seat


def test_a_seat_as_wide_as_the_picture_is_not_told_from_the_floor() -> None:
    """What README.md says it can't do."""
    found = somebody(854, 427.0)
    cells = surroundings(room(854, found, (0.0, 854.0)), found)
    assert cells is not None
    assert share(cells, -0.9, 0.9, 0.8) < 0.05


def test_in_a_mirror_left_is_right() -> None:
    x = 427.0
    found = somebody(854, x)
    rgb = room(854, found, (x + 0.4 * TRUNK_PX, x + 1.1 * TRUNK_PX))
    cells = surroundings(rgb, found)
    points = found.image_px.copy()
    points[:, 0] = 854 - points[:, 0]
    twin = surroundings(np.ascontiguousarray(rgb[:, ::-1]), somebody(854, 854 - x))
    assert cells is not None
    assert twin is not None
    known = (cells != SURROUNDINGS_UNKNOWN) & (twin[:, ::-1] != SURROUNDINGS_UNKNOWN)
    assert known.mean() > 0.6
    assert np.abs(cells[known].astype(float) - twin[:, ::-1][known]).mean() < 8.0


def test_a_view_into_a_wider_picture_is_read_alike() -> None:
    found = somebody(854, 427.0)
    rgb = room(854, found, (450.0, 490.0))
    wide = np.zeros((400, 900, 3), np.uint8)
    wide[:, :854] = rgb
    plain, strided = surroundings(rgb, found), surroundings(wide[:, :854], found)
    assert plain is not None
    assert strided is not None
    assert np.array_equal(plain, strided)


def test_who_stands_at_the_edge_tells_of_the_side_that_is_seen() -> None:
    found = somebody(854, 50.0)
    cells = surroundings(room(854, found), found)
    assert cells is not None
    assert (cells[:, 0] == SURROUNDINGS_UNKNOWN).all()
    assert (cells[:, -1] != SURROUNDINGS_UNKNOWN).all()


@pytest.mark.parametrize("brightness", [0.0, 0.05])
def test_where_the_person_can_hardly_be_told_from_the_room_nothing_is_said(brightness: float) -> None:
    found = somebody(854, 427.0)
    rgb = room(854, found, (450.0, 490.0))
    dark = np.round(rgb * brightness).astype(np.uint8)
    assert surroundings(dark, found) is None


@pytest.mark.parametrize(
    ("posture", "expected"),
    [
        ({}, True),
        ({"hip_deg": (15.0, 15.0), "knee_deg": (30.0, 30.0)}, True),
        ({"hip_deg": (25.0, 25.0), "knee_deg": (50.0, 50.0)}, False),
        ({"hip_deg": (80.0, 80.0), "knee_deg": (90.0, 90.0)}, False),
        ({"lean_deg": 60.0}, True),
    ],
)
def test_who_stands(posture: dict[str, float | tuple[float, float]], expected: bool) -> None:
    assert stands(somebody(854, 427.0, **posture)) == expected


def test_who_lies_does_not_stand() -> None:
    found = somebody(854, 427.0)
    points = found.image_px.copy()
    points[:, [0, 1]] = points[:, [1, 0]]
    lying = Detection(
        points, found.world_m, found.visibility, found.presence, found.outline, found.trunk_mask, found.masked
    )
    assert not stands(lying)
