"""What is found in a window is mapped back to the frame exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transitions.pose.detection import Detection, Extent
from transitions.pose.window import Window, around, painted_over, tiles, whole_frame

HEIGHT, WIDTH = 37, 53


def found_at(x: float, y: float, world: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Detection:
    return Detection(
        image_px=np.tile([x, y, 5.0], (33, 1)),
        world_m=np.tile(world, (33, 1)),
        visibility=np.ones(33),
        presence=np.ones(33),
        outline=np.zeros((2, 13)),
        trunk_mask=np.zeros((32, 32), np.uint8),
        masked=np.ones(33, bool),
    )


@given(
    left=st.integers(0, 20),
    top=st.integers(0, 15),
    width=st.integers(1, 33),
    height=st.integers(1, 22),
    turns=st.integers(0, 3),
    data=st.data(),
)
def test_a_pixel_seen_in_the_view_is_mapped_to_where_it_is(
    left: int, top: int, width: int, height: int, turns: int, data: st.DataObject
) -> None:
    x = data.draw(st.integers(left, left + width - 1))
    y = data.draw(st.integers(top, top + height - 1))
    frame = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    frame[y, x] = 255
    window = Window(left, top, width, height, turns)
    ((row, column),) = np.argwhere(window.view(frame)[..., 0])
    mapped = window.to_frame(found_at(column + 0.5, row + 0.5))
    assert mapped.image_px[0] == pytest.approx([x + 0.5, y + 0.5, 5.0])


@pytest.mark.parametrize("turns", range(4))
def test_the_camera_axes_turn_with_the_picture(turns: int) -> None:
    """A step to the right in the view is the same step, in metres and in pixels, in the frame."""
    window = Window(0, 0, WIDTH, HEIGHT, turns)
    here, there = found_at(5.0, 6.0), found_at(9.0, 6.0, world=(0.4, 0.0, 0.1))
    step_px = window.to_frame(there).image_px[0] - window.to_frame(here).image_px[0]
    step_m = window.to_frame(there).world_m[0]
    assert step_m[:2] / 0.4 == pytest.approx(step_px[:2] / 4.0)
    assert step_m[2] == pytest.approx(0.1)


def test_windows_stay_inside_the_frame_and_tiles_cover_it() -> None:
    frame = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    assert whole_frame(frame) == Window(0, 0, WIDTH, HEIGHT)
    corner = around(Extent(2.0, 3.0, 20.0), frame, 30.0)
    assert (corner.left, corner.top, corner.width, corner.height) == (0, 0, 17, 18)
    gone = around(Extent(-100.0, 3.0, 20.0), frame, 30.0)
    assert gone.width == 0
    for share in (1.0, 0.6):
        covered = np.zeros((HEIGHT, WIDTH), bool)
        for tile in tiles(frame, share):
            covered[tile.top : tile.top + tile.height, tile.left : tile.left + tile.width] = True
            assert tile.width == tile.height == int(share * HEIGHT)
        assert covered.all()


def test_who_is_painted_over_is_gone_and_the_rest_is_as_it_was() -> None:
    frame = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    frame[10:20, 15:25] = 255
    points = np.array([[15.0, 10.0, 0.0], [25.0, 20.0, 0.0]])
    painted = painted_over(frame, [points, points - 100.0])
    assert (painted[9:21, 14:26] == int(frame.mean())).all()
    outside = np.ones((HEIGHT, WIDTH), bool)
    outside[9:21, 14:26] = False
    assert np.array_equal(painted[outside], frame[outside])
    assert frame[15, 20, 0] == 255


def test_a_window_holds_who_is_clear_of_its_inner_edges() -> None:
    window = Window(10, 0, 30, HEIGHT)
    assert window.holds(Extent(25.0, 1.0, 10.0), WIDTH, HEIGHT)  # over the frame's own edge: nothing beyond
    assert not window.holds(Extent(13.0, 20.0, 10.0), WIDTH, HEIGHT)
    assert not window.holds(Extent(37.0, 20.0, 10.0), WIDTH, HEIGHT)
