"""The skeleton stands on the frame that is shown, measured on screenshots of what is shown.

The clip's frames carry their number as a picture; the skeleton is shrunk to one point whose place says for
which frame it was drawn.
"""

from __future__ import annotations

import io

import numpy as np
import pytest
from browser_windows import OpenPage, Serve
from media import read_number, write_numbered_clip
from PIL import Image
from playwright.sync_api import Page
from seeding import made_up_segment, marked_kinematics, save_made_up

from transitions.store import open_store

pytestmark = pytest.mark.timed

SIZE = (640, 360)
FRAMES = 120
FPS = 30.0
FLAGGED = FRAMES // 2
"""The player opens on the made-up flag, in the middle of the moment; the clip's first frame can be shown before."""
FIRST_X_PX, STEP_PX = 20.0, 5.0


@pytest.fixture(scope="module")
def numbered_url(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("numbered")
    clip = write_numbered_clip(folder / "numbered.mp4", FRAMES, SIZE, FPS, b_frames=2)
    t_s = np.arange(FRAMES) / FPS
    kinematics = marked_kinematics(t_s, FIRST_X_PX + STEP_PX * np.arange(FRAMES, dtype=float), SIZE)
    with open_store(data_dir=folder / "data") as store:
        recording = store.recordings.add(clip, clip.name).recording
        segments = (made_up_segment(1, 0.0, FRAMES / FPS),)
        save_made_up(store, recording.id, segments, kinematics, FRAMES / FPS)
    return serve(folder / "data")


@pytest.fixture
def player(open_page: OpenPage, numbered_url: str) -> Page:
    page = open_page(numbered_url)
    page.get_by_role("button", name="Review", exact=True).click()
    page.locator(f'.player[data-frame="{FLAGGED}"]').wait_for()
    page.locator(".player").focus()
    page.keyboard.press("k")
    return page


def frames_shown(page: Page) -> tuple[int, int]:
    """Number in the picture, and number of the frame for which the skeleton was drawn."""
    taken = page.locator(".stage").screenshot()
    picture = np.asarray(Image.open(io.BytesIO(taken)).convert("RGB")).astype(np.uint8)
    height, width = picture.shape[:2]
    band = picture[int(height * 0.47) : int(height * 0.53)].min(axis=2)
    dot = np.flatnonzero((band > 248).any(axis=0))
    assert len(dot), "no skeleton is drawn"
    x_px = float(dot.mean()) * SIZE[0] / width
    return read_number(picture), round((x_px - FIRST_X_PX) / STEP_PX)


@pytest.mark.parametrize("speed", ["0.25", "1"])
def test_skeleton_is_within_one_frame_while_playing(player: Page, speed: str) -> None:
    player.locator(".speed select").select_option(speed)
    player.locator('[data-act="play"]').click()
    pairs = [frames_shown(player) for _ in range(15)]
    assert len({shown for shown, _ in pairs}) > 3, "the clip does not play"
    assert max(abs(shown - drawn) for shown, drawn in pairs) <= 1, pairs


def test_skeleton_is_on_the_frame_after_twenty_seeks(player: Page) -> None:
    for target in np.random.default_rng(7).integers(0, FRAMES, 20):
        player.locator(".scrub").evaluate(
            "(scrub, to) => { scrub.value = to; scrub.dispatchEvent(new Event('input', {bubbles: true})); }",
            str(target),
        )
        player.locator(f'.player[data-frame="{target}"]').wait_for()
        assert frames_shown(player) == (target, target)


def test_arrow_keys_step_exactly_one_frame(player: Page) -> None:
    shown, _ = frames_shown(player)
    for by, key in ((1, "ArrowRight"), (2, "ArrowRight"), (1, "ArrowLeft")):
        player.keyboard.press(key)
        player.locator(f'.player[data-frame="{shown + by}"]').wait_for()
        assert frames_shown(player) == (shown + by, shown + by)
