"""Where another scene begins, and what only looks so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import cv2
import numpy as np
import pytest
from rendered import STOOP, TURN, RenderedFrame, frames, halved

from transitions.pose.detection import RgbImage
from transitions.pose.scenes import LOOK_AHEAD, with_scene_starts

HEIGHT, WIDTH, RATE_HZ = 240, 320, 10.0
WIDE = 2 * WIDTH
Shown = Callable[[int], RgbImage]


def room(seed: int, width: int = WIDTH) -> RgbImage:
    """A room of smooth walls and sharp furniture."""
    chance = np.random.default_rng(seed)
    walls = chance.integers(60, 180, (4, 8, 3), dtype=np.uint8)
    picture = np.asarray(cv2.resize(walls, (width, HEIGHT)), np.uint8)
    for _ in range(26 * width // WIDTH):
        left, top = chance.integers(0, width - 20), chance.integers(0, HEIGHT - 20)
        size = chance.integers(12, 60, 2)
        picture[top : top + size[1], left : left + size[0]] = chance.integers(20, 230, 3)
    return np.asarray(cv2.GaussianBlur(picture, (3, 3), 0), np.uint8)


def clip(shown: Shown, count: int = 40) -> list[RenderedFrame]:
    return [RenderedFrame(number / RATE_HZ, shown(number)) for number in range(count)]


def starts(given: list[RenderedFrame]) -> list[int]:
    return [number for number, glance in enumerate(with_scene_starts(given)) if glance.begins_scene]


def with_person(picture: RgbImage, left: int) -> RgbImage:
    walked = picture.copy()
    walked[70:220, max(0, left) : max(0, left + 50)] = (40, 60, 150)
    walked[40:70, max(0, left + 12) : max(0, left + 38)] = (210, 170, 140)
    return walked


def moved(picture: RgbImage, right: float, down: float = 0.0, turned_deg: float = 0.0) -> RgbImage:
    height, width = picture.shape[:2]
    carried = cv2.getRotationMatrix2D((width / 2, height / 2), turned_deg, 1.0)
    carried[:, 2] += np.array([right, down])
    return np.asarray(
        cv2.warpAffine(picture, carried, (width, height), borderMode=cv2.BORDER_REFLECT), np.uint8
    )


def lit(picture: RgbImage, share: float, seed: int = 0, levels: float = 3.0) -> RgbImage:
    noise = np.random.default_rng(seed).normal(0.0, levels, (*picture.shape[:2], 1))
    return np.clip(picture * share + noise, 0, 255).astype(np.uint8)


ROOM, OTHER, HALL = room(3), room(4), room(5, WIDE)
BLACK = np.zeros_like(ROOM)


def test_a_cut_is_told_at_its_first_frame() -> None:
    assert starts(clip(lambda n: with_person(ROOM if n < 17 else OTHER, 5 * n))) == [17]


def test_two_cuts_are_two() -> None:
    assert starts(clip(lambda n: ROOM if n < 10 or n >= 25 else OTHER)) == [10, 25]


def test_a_picture_that_mixes_both_sides_belongs_to_the_first() -> None:
    mixed = ((ROOM.astype(int) + OTHER) // 2).astype(np.uint8)
    assert starts(clip(lambda n: ROOM if n < 17 else mixed if n == 17 else OTHER)) == [18]


def test_a_cut_through_black_is_told_where_the_next_scene_shows() -> None:
    assert starts(clip(lambda n: ROOM if n < 12 else BLACK if n < 18 else OTHER)) == [18]


def test_a_cut_from_a_camera_that_is_turned() -> None:
    hall = room(6, WIDE)
    given = clip(lambda n: np.ascontiguousarray((HALL if n < 15 else hall)[:, 6 * n : 6 * n + WIDTH]))
    assert starts(given) == [15]


def test_a_cut_as_soon_as_a_stretch_begins_and_short_before_it_ends() -> None:
    assert starts(clip(lambda n: ROOM if n < 1 else OTHER)) == [1]
    assert starts(clip(lambda n: ROOM if n < 38 else OTHER)) == [38]


def shut(number: int) -> bool:
    return 12 <= number < 20


def occluded(number: int) -> RgbImage:
    """Somebody in a patterned coat passes close before the lens, within half a second."""
    coat = cv2.GaussianBlur(room(9, WIDE), (21, 21), 0)
    covered, left = ROOM.copy(), -WIDE + 190 * (number - 14)
    if -WIDE < left < WIDTH:
        first, last = max(0, left), min(WIDTH, left + WIDE)
        covered[:, first:last] = coat[:, first - left : last - left]
    return covered


def flickering(number: int) -> RgbImage:
    """A screen that covers a third of the picture shows another picture every time."""
    shown = ROOM.copy()
    shown[30:160, 90:280] = room(20 + number)[30:160, 90:280]
    return shown


def bumped(number: int) -> RgbImage:
    swing = 0.0 if number < 15 else 1.0 + np.exp(15.0 - number) * np.cos(3.0 * number)
    return moved(ROOM, 24.0 * swing, -10.0 * swing, 4.0 * swing)


NO_CUT: dict[str, Shown] = {
    "nothing": lambda n: ROOM,
    "somebody walks quickly": lambda n: with_person(ROOM, 30 * n - 60),
    "somebody walks quickly before a bare wall": lambda n: with_person(np.full_like(ROOM, 120), 30 * n - 60),
    "a light is switched on": lambda n: lit(ROOM, 0.2 if n < 20 else 1.0, n),
    "a light is switched off": lambda n: lit(ROOM, 1.0 if n < 20 else 0.1, n),
    "a light is dimmed": lambda n: lit(ROOM, 1.0 - 0.02 * n, n),
    "noise": lambda n: lit(ROOM, 0.6, n, levels=15.0),
    "a screen flickers": flickering,
    "the camera is bumped": bumped,
    "the camera is turned": lambda n: np.ascontiguousarray(HALL[:, 8 * n : 8 * n + WIDTH]),
    "the camera is turned quickly": lambda n: np.ascontiguousarray(HALL[:, 70 * (n % 5) :][:, :WIDTH]),
    "a hand shakes": lambda n: moved(ROOM, 14 * np.sin(2.1 * n), 10 * np.sin(3.1 * n), 2 * np.sin(1.3 * n)),
    "somebody passes close by": occluded,
    "a flash": lambda n: lit(ROOM, 6.0) if n == 20 else ROOM,
    "a hand over the lens": lambda n: BLACK if shut(n) else ROOM,
}


@pytest.mark.parametrize("shown", NO_CUT.values(), ids=NO_CUT)
def test_what_is_no_cut(shown: Shown) -> None:
    assert starts(clip(shown)) == []


@pytest.mark.parametrize("path", [STOOP, TURN], ids=["stoop", "turn"])
@pytest.mark.parametrize("every", [1, 6], ids=["30 a second", "5 a second"])
def test_a_rendered_clip_is_one_scene(path, every: int) -> None:  # type: ignore[no-untyped-def]
    assert starts(frames(path, every)) == []


def test_two_rendered_clips_are_two_scenes() -> None:
    one, other = (frames(path, last=30) for path in (STOOP, TURN))
    size = one[0].rgb.shape[1::-1]
    joined = [*one, *(RenderedFrame(1.0 + f.t_s, np.asarray(cv2.resize(f.rgb, size))) for f in other)]
    assert starts(joined) == [30]


def test_frames_are_read_ahead_only_where_a_scene_seems_to_begin() -> None:
    read = []

    def source() -> Iterator[RenderedFrame]:
        for frame in clip(lambda n: ROOM if n < 20 else OTHER):
            read.append(frame.t_s)
            yield frame

    ahead = [len(read) - number for number, _ in enumerate(with_scene_starts(source()), start=1)]
    assert ahead[:20] == [0] * 20
    assert ahead[20] == LOOK_AHEAD


def test_small_pictures_are_compared_too() -> None:
    assert starts(
        [RenderedFrame(f.t_s, halved(f.rgb)) for f in clip(lambda n: ROOM if n < 9 else OTHER)]
    ) == [9]
