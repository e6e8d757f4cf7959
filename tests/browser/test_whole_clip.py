"""The whole clip is watched and scrubbed, by mouse and by key, also a clip in which nothing was recognised."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from browser_windows import PHONE, OpenPage, Serve
from media import read_number, write_numbered_clip
from PIL import Image
from playwright.sync_api import Page
from seeding import made_up_segment, marked_kinematics, save_made_up

from transitions.store import open_store

SIZE, FRAMES, FPS = (640, 360), 360, 30.0
FIRST_X_PX, STEP_PX = 20.0, 1.5
DURATION_S = FRAMES / FPS
"""Longer than one of the pieces in which a whole clip is served."""

KINDS = ("sit_to_stand", "stand_to_sit", "reach")
STARTS_S = (1.0, 4.0, 8.5)
EMPTY = 2


@dataclass(frozen=True)
class OnScreen:
    """What is on the screen: number in the picture, and number of the frame for which the skeleton was drawn."""

    picture: int
    skeleton: int


@pytest.fixture(scope="module")
def url(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A clip with three moments, and one without any."""
    folder = tmp_path_factory.mktemp("whole")
    with open_store(data_dir=folder / "data") as store:
        for name, more in (("moments.mp4", 0), ("squats.mp4", 1)):
            frames = FRAMES + more
            clip = write_numbered_clip(folder / name, frames, SIZE, FPS, b_frames=2)
            t_s = np.arange(frames) / FPS
            kinematics = marked_kinematics(t_s, FIRST_X_PX + STEP_PX * np.arange(frames, dtype=float), SIZE)
            segments = tuple(
                replace(made_up_segment(i, start_s, start_s + 1.5), kind=kind)
                for i, (kind, start_s) in enumerate(zip(KINDS, STARTS_S, strict=True), 1)
            )
            recording = store.recordings.add(Path(clip), name).recording
            save_made_up(store, recording.id, () if more else segments, kinematics, frames / FPS)
    return serve(folder / "data")


def open_whole(open_page: OpenPage, url: str, recording: int = 1) -> Page:
    page = open_page(f"{url}/review?recording={recording}")
    page.locator('.player[data-picture="film"]').wait_for()
    if recording != EMPTY:
        page.get_by_role("button", name="Whole clip").click()
    page.locator('.player.in-whole[data-picture="film"]').wait_for()
    return page


def at_s(page: Page) -> float:
    return float(page.locator(".player").get_attribute("data-shown") or "nan")


def wait_for_film(page: Page, low_s: float, high_s: float) -> None:
    """Wait until a frame of the film between two times is on the screen."""
    page.wait_for_function(
        """([player, low, high]) => {
            const { picture, shown, frame } = player.dataset;
            return picture === 'film' && frame !== undefined && low <= Number(shown) && Number(shown) <= high;
        }""",
        arg=[page.locator(".player").element_handle(), low_s, high_s],
    )


def what_is_shown(page: Page) -> OnScreen:
    picture = np.asarray(Image.open(io.BytesIO(page.locator(".stage").screenshot())).convert("RGB"))
    height, width = picture.shape[:2]
    band = picture[int(height * 0.47) : int(height * 0.53)].min(axis=2)
    dot = np.flatnonzero((band > 248).any(axis=0))
    assert len(dot), "no skeleton is drawn"
    x_px = float(dot.mean()) * SIZE[0] / width
    return OnScreen(read_number(picture.astype(np.uint8)), round((x_px - FIRST_X_PX) / STEP_PX))


@pytest.mark.parametrize("recording", [1, EMPTY], ids=["with moments", "without any"])
def test_the_whole_clip_plays_with_its_skeleton_over_the_seams(
    open_page: OpenPage, url: str, recording: int
) -> None:
    page = open_whole(open_page, url, recording)
    page.locator(".timeline").focus()
    page.keyboard.press("Home")
    wait_for_film(page, 0.0, 0.0)
    page.locator(".timeline").press("PageUp")
    wait_for_film(page, 10.0, 10.0)
    page.locator(".timeline").press("ArrowLeft")
    wait_for_film(page, 9.0, 9.0)
    page.locator(".speed select").select_option("2")
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for_film(page, 10.5, DURATION_S + 1)
    page.keyboard.press("k")
    page.locator(".player:not(.playing)").wait_for()
    page.wait_for_timeout(300)
    shown = what_is_shown(page)
    assert shown.picture == pytest.approx(at_s(page) * FPS, abs=1)
    assert shown.skeleton == pytest.approx(shown.picture, abs=1)


def test_frames_are_stepped_over_a_seam_one_by_one(open_page: OpenPage, url: str) -> None:
    page = open_whole(open_page, url)
    page.locator(".timeline").focus()
    page.keyboard.press("Home")
    wait_for_film(page, 0.0, 0.0)
    page.keyboard.press("PageUp")
    wait_for_film(page, 10.0, 10.0)
    page.locator(".player").focus()
    for key, frame in (("ArrowLeft", 299), ("ArrowLeft", 298), ("ArrowRight", 299), ("ArrowRight", 300)):
        page.keyboard.press(key)
        wait_for_film(page, frame / FPS - 1e-3, frame / FPS + 1e-3)
        assert what_is_shown(page).picture == frame


def test_the_timeline_is_a_slider_that_says_where_it_is(open_page: OpenPage, url: str) -> None:
    page = open_page(f"{url}/review?recording=1")
    page.locator('.player[data-picture="film"]').wait_for()
    slider = page.get_by_role("slider", name="Whole clip, 0:12: 3 moments")
    assert slider.get_attribute("aria-valuemin") == "0"
    assert float(slider.get_attribute("aria-valuemax") or 0) == DURATION_S
    slider.focus()
    for key, low_s, high_s in (
        ("Home", 0.0, 0.0),
        ("ArrowRight", 1.0, 1.0),
        ("ArrowUp", 2.0, 2.0),
        ("ArrowLeft", 1.0, 1.0),
        ("End", DURATION_S - 0.1, DURATION_S),
        ("PageDown", 1.9, 2.0),
        ("PageUp", DURATION_S - 0.1, DURATION_S),
    ):
        page.keyboard.press(key)
        wait_for_film(page, low_s, high_s)
        assert float(slider.get_attribute("aria-valuenow") or "nan") == pytest.approx(at_s(page), abs=0.01)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    wait_for_film(page, 1.0, 1.0)
    assert slider.get_attribute("aria-valuetext") == "0:01.0 of 0:12, Standing up"
    page.keyboard.press("Enter")  # opens the moment under the hand
    page.locator('.player[data-segment="s1"]:not(.in-whole)').wait_for()


def test_the_clip_is_scrubbed_with_the_mouse(open_page: OpenPage, url: str) -> None:
    page = open_page(f"{url}/review?recording=1")
    page.locator('.player[data-picture="film"]').wait_for()
    box = page.locator(".timeline").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    wait_for_film(page, 0.6 * DURATION_S - 0.2, 0.6 * DURATION_S + 0.2)
    page.get_by_role("button", name="This moment").click()
    page.locator(".player:not(.in-whole)[data-frame]").wait_for()


@pytest.mark.parametrize("phone", [False, True])
def test_every_moment_of_the_clip_is_named_on_the_timeline(
    open_page: OpenPage, url: str, phone: bool
) -> None:
    page = open_page(f"{url}/review?recording=1", PHONE) if phone else open_page(f"{url}/review?recording=1")
    page.locator('.player[data-picture="film"]').wait_for()
    said = page.locator(".names").inner_text() + page.locator(".numbers").inner_text()
    for name in ("Standing up", "Sitting down", "Reaching"):
        assert name in said
    chips = [box for chip in page.locator(".chip").all() if (box := chip.bounding_box())]
    assert len(chips) == len(KINDS)
    for one, other in pairwise(chips):
        assert one["x"] + one["width"] <= other["x"] + 1
    page.locator(".chip").nth(2).click()
    page.locator('.player[data-segment="s3"]').wait_for()


def test_a_piece_that_cannot_be_had_is_said_so(open_page: OpenPage, serve: Serve, tmp_path: Path) -> None:
    clip = write_numbered_clip(tmp_path / "short.mp4", 30, (96, 64))
    with open_store(data_dir=tmp_path / "data") as store:
        recording = store.recordings.link(clip).recording
        t_s = np.arange(30) / 30
        save_made_up(store, recording.id, (), marked_kinematics(t_s, 40.0 + t_s, (96, 64)), 1.0)
    page = open_page(f"{serve(tmp_path / 'data')}/review?recording=1")
    page.locator('.player[data-picture="film"]').wait_for()
    clip.unlink()
    page.reload()
    page.get_by_text("is no longer at").wait_for()


AT_ONCE = """(player, key) => {
    const press = { key, code: key, bubbles: true, composed: true, cancelable: true };
    player.dispatchEvent(new KeyboardEvent('keydown', press));
    player.dispatchEvent(new KeyboardEvent('keyup', press));
    return [player.dataset.picture, Number(player.dataset.shown)];
}"""
"""Presses a key and tells what is on the screen before anything else can happen."""


def at_once(page: Page, key: str) -> tuple[str, float]:
    picture, shown_s = page.locator(".player").evaluate(AT_ONCE, key)
    return str(picture), float(shown_s)


def test_the_frames_beside_are_there_before_their_key(open_page: OpenPage, url: str) -> None:
    page = open_whole(open_page, url)
    page.locator(".player").focus()
    came = []
    for _ in range(12):
        page.wait_for_timeout(400)  # somebody looks
        before_s = at_s(page)
        picture, shown_s = at_once(page, "ArrowRight")
        assert picture == "film"
        came.append(shown_s == pytest.approx(before_s + 1 / FPS, abs=2e-3))
        if came[-1]:
            assert what_is_shown(page).picture == round(shown_s * FPS)
    assert any(came), "no frame was there at once"
    page.wait_for_timeout(500)
    assert what_is_shown(page).picture == round(at_s(page) * FPS)


def test_the_next_findings_picture_comes_before_the_page_opens_it(open_page: OpenPage, url: str) -> None:
    page = open_page(f"{url}/review?recording=1")
    page.locator('.player[data-picture="film"]').wait_for()
    came = []
    for _ in range(6):
        page.wait_for_timeout(800)
        before = page.locator(".player").get_attribute("data-finding")
        picture, shown_s = at_once(page, "n")
        came.append(picture == "still")
        page.locator(f'.player[data-picture="film"]:not([data-finding="{before}"])').wait_for()
        if came[-1]:
            assert shown_s == pytest.approx(at_s(page), abs=1.5 / FPS)
    assert any(came), "no picture was there at once"


def test_a_key_held_down_shows_pictures_on_the_way(open_page: OpenPage, url: str) -> None:
    page = open_whole(open_page, url)
    page.locator(".timeline").focus()
    page.keyboard.press("Home")
    page.locator(".player").evaluate(
        """(player) => {
            window.shown = [];
            new MutationObserver(() => window.shown.push(player.dataset.shown))
                .observe(player, { attributes: true, attributeFilter: ['data-shown'] });
        }"""
    )
    for _ in range(int(DURATION_S)):
        page.keyboard.down("ArrowRight")
        page.wait_for_timeout(60)
    while_held: list[str] = page.evaluate("window.shown")
    page.keyboard.up("ArrowRight")
    assert len(set(while_held)) >= 3, while_held
    page.wait_for_function("(last) => window.shown.some((t) => Number(t) > last)", arg=DURATION_S - 1)
