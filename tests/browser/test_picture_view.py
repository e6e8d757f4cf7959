"""Coming closer to the person, by button, key, wheel and hand; and every key of the player is in its help."""

from __future__ import annotations

import pytest
from browser_windows import OpenPage
from playwright.sync_api import Page

from transitions.ui import player as player_room

STAGE, FILM = ".stage", ".film"
KEYS_FILE = "keys.js"
PLACE = """(film) => {
    const { a, e, f } = new DOMMatrix(getComputedStyle(film).transform);
    return [a, e, f];
}"""
SPOKEN = {" ": "Space", "ArrowLeft": "←", "ArrowRight": "→", "Escape": "Esc", "=": "+"}


@pytest.fixture
def page(open_page: OpenPage, review_url: str) -> Page:
    page = open_page(f"{review_url}/review?recording=1&view=clinician")
    page.locator('.player[data-picture="film"]').wait_for()
    return page


def place(page: Page) -> tuple[float, float, float]:
    """How much the film is enlarged, and where its corner lies on the stage, in pixels."""
    scale, left, top = page.locator(FILM).evaluate(PLACE)
    return float(scale), float(left), float(top)


def wait_for_scale(page: Page, scale: float) -> None:
    """Wait until the film is enlarged so much."""
    film = page.locator(FILM).element_handle()
    page.wait_for_function(f"([film, scale]) => ({PLACE})(film)[0] === scale", arg=[film, scale])


def test_keys_and_buttons_come_closer_and_back(page: Page) -> None:
    assert place(page) == (1.0, 0.0, 0.0)
    for closer, farther, whole in (("+", "-", "0"), ("Closer", "Farther", "Show the whole picture")):

        def act(name: str) -> None:
            if len(name) == 1:
                page.keyboard.press(name)
            else:
                page.get_by_role("button", name=name, exact=True).click()

        act(closer)
        act(closer)
        assert place(page)[0] == 2.0
        act(farther)
        assert place(page)[0] == 1.5
        act(whole)
        assert place(page) == (1.0, 0.0, 0.0)


def test_the_person_is_in_the_middle_of_what_is_seen(page: Page) -> None:
    """On the sample whose person sits right of the middle; the measured thing's drawing starts at the hips."""
    for _ in range(3):
        page.keyboard.press("+")
    scale, left, top = place(page)
    assert scale == 3.0
    box = page.locator(STAGE).bounding_box()
    assert box is not None
    line = page.locator(".measured path.ink").last.bounding_box()
    assert line is not None
    middle = (line["x"] + line["width"] / 2, line["y"] + line["height"] / 2)
    assert box["x"] + 0.2 * box["width"] < middle[0] < box["x"] + 0.8 * box["width"]
    assert box["y"] + 0.1 * box["height"] < middle[1] < box["y"] + 0.9 * box["height"]
    # The film covers the stage: nothing beyond its edges is shown.
    assert -(scale - 1) * box["width"] - 1 <= left <= 0
    assert -(scale - 1) * box["height"] - 1 <= top <= 0


def test_the_wheel_comes_closer_a_hand_moves_and_a_double_click_shows_everything(page: Page) -> None:
    box = page.locator(STAGE).bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
    page.mouse.move(*middle)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    wait_for_scale(page, 1.5)
    page.mouse.wheel(0, -100)
    wait_for_scale(page, 2)
    page.keyboard.up("Control")
    _, left, top = place(page)
    page.mouse.down()
    page.mouse.move(middle[0] + 20, middle[1] - 12, steps=4)
    page.mouse.up()
    _, moved_left, moved_top = place(page)
    assert (moved_left - left, moved_top - top) == pytest.approx((20, -12), abs=6)
    assert page.locator(".player.playing").count() == 0, "a drag is no tap"
    page.mouse.dblclick(*middle)
    wait_for_scale(page, 1)


FINGERS = """(stage, [from, to]) => {
    const box = stage.getBoundingClientRect();
    const canvas = stage.querySelector('canvas.skeleton');
    const at = (type, id, x) => canvas.dispatchEvent(new PointerEvent(type, {
        pointerId: id, pointerType: 'touch', isPrimary: id === 1, buttons: 1, bubbles: true, composed: true,
        clientX: box.left + x * box.width, clientY: box.top + box.height / 2,
    }));
    at('pointerdown', 1, from[0]);
    at('pointerdown', 2, from[1]);
    at('pointermove', 1, to[0]);
    at('pointermove', 2, to[1]);
    at('pointerup', 2, to[1]);
    at('pointerup', 1, to[0]);
}"""
"""Two fingers from places to places along the middle of the stage, as shares of its width."""


def test_two_fingers_enlarge_the_picture_under_them_and_make_it_small_again(page: Page) -> None:
    stage = page.locator(STAGE)
    box = stage.bounding_box()
    assert box is not None
    stage.evaluate(FINGERS, [[0.4, 0.6], [0.25, 0.75]])
    scale, left, _ = place(page)
    assert scale == pytest.approx(2.5)
    # What was between the fingers still is.
    assert left == pytest.approx((0.5 - 0.5 * scale) * box["width"], abs=1.5)
    stage.evaluate(FINGERS, [[0.4, 0.6], [0.5, 0.7]])
    moved = place(page)
    assert moved[0] == pytest.approx(2.5)
    assert moved[1] - left == pytest.approx(0.1 * box["width"], abs=1.5)
    page.get_by_role("button", name="Closer").click()
    assert place(page)[0] == 3.0, "the buttons go on from there"
    stage.evaluate(FINGERS, [[0.1, 0.9], [0.45, 0.55]])
    assert place(page) == (1.0, 0.0, 0.0)
    assert page.locator(".player.playing").count() == 0


def test_every_key_is_in_the_help(page: Page) -> None:
    source = player_room.script(KEYS_FILE)
    table = source.split("const KEYS = {", 1)[1].split("};", 1)[0]
    keys = [line.strip().rpartition(": ")[0].strip('"') for line in table.strip().splitlines()]
    page.keyboard.press("?")
    told = {text.strip() for text in page.locator(".help kbd").all_inner_texts()}
    missing = [key for key in keys if SPOKEN.get(key, key.upper()) not in told]
    assert missing == []
