"""A whole moment is seen at once: picture, curves with their cursor, card and list, at every size of window."""

from __future__ import annotations

import pytest
from browser_windows import PHONE, OpenPage, Serve
from playwright.sync_api import Page, ViewportSize
from seeding import SAMPLE, SHORT_SAMPLE, save_analysed

WINDOWS = {"large": ViewportSize(width=1440, height=900), "small": ViewportSize(width=1280, height=720)}
CLIPS = {"upright": SAMPLE, "lying": SHORT_SAMPLE}
"""A clip held upright, 480 by 640, and one held sideways, 640 by 480."""


@pytest.fixture(scope="module")
def addresses(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The address of the review of each clip."""
    folder = tmp_path_factory.mktemp("two_clips")
    for clip in CLIPS.values():
        save_analysed(folder, clip)
    address = serve(folder)
    return {name: f"{address}/review?recording={k}" for k, name in enumerate(CLIPS, start=1)}


def open_moment(open_page: OpenPage, address: str, window: ViewportSize, *, full: bool = True) -> Page:
    page = open_page(address, window)
    page.locator(".player[data-frame]").wait_for()
    if full:
        page.get_by_text("For the clinician").click()
        page.locator(".curve").nth(2).wait_for()
    return page


def box(page: Page, place: str) -> tuple[float, float, float, float]:
    found = page.locator(place).first.bounding_box()
    assert found is not None, f"{place} is not shown"
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


@pytest.mark.parametrize("window", list(WINDOWS))
@pytest.mark.parametrize("clip", list(CLIPS))
def test_everything_of_a_moment_is_in_the_window(
    open_page: OpenPage, addresses: dict[str, str], clip: str, window: str
) -> None:
    size = WINDOWS[window]
    page = open_moment(open_page, addresses[clip], size)
    for place in (".stage", ".cursor", ".curves", ".timeline", ".st-key-finding", ".st-key-queue"):
        left, top, right, bottom = box(page, place)
        assert left >= 0, place
        assert top >= 0, place
        assert right <= size["width"], place
        assert bottom <= size["height"], f"{place} ends at {bottom:.0f} px of {size['height']}"


@pytest.mark.parametrize("clip", list(CLIPS))
@pytest.mark.parametrize("full", [False, True])
def test_the_picture_keeps_its_proportions(
    open_page: OpenPage, addresses: dict[str, str], clip: str, full: bool
) -> None:
    page = open_moment(open_page, addresses[clip], WINDOWS["large"], full=full)
    left, top, right, bottom = box(page, ".stage")
    width_px, height_px = page.locator("video").evaluate("(v) => [v.videoWidth, v.videoHeight]")
    assert (right - left) / (bottom - top) == pytest.approx(width_px / height_px, rel=0.01)


@pytest.mark.parametrize("window", list(WINDOWS))
def test_the_cursor_runs_through_every_curve(
    open_page: OpenPage, addresses: dict[str, str], window: str
) -> None:
    page = open_moment(open_page, addresses["upright"], WINDOWS[window])
    _, top, _, bottom = box(page, ".cursor")
    for curve in page.locator(".curve svg").all():
        seen = curve.bounding_box()
        assert seen is not None
        assert top <= seen["y"]
        assert seen["y"] + seen["height"] <= bottom


@pytest.mark.parametrize("full", [False, True])
def test_on_a_phone_the_picture_stays_while_the_cards_scroll(
    open_page: OpenPage, addresses: dict[str, str], full: bool
) -> None:
    page = open_moment(open_page, addresses["upright"], PHONE, full=full)
    page.locator(".tr-queue .moment-main").last.scroll_into_view_if_needed()
    _, top, _, bottom = box(page, ".stage")
    assert top >= 0
    assert bottom <= PHONE["height"] / 2
    _, listed_top, _, listed_bottom = box(page, ".st-key-queue")
    assert listed_bottom > bottom
    assert listed_top < PHONE["height"]


def test_on_a_phone_tapping_a_moment_shows_it(open_page: OpenPage, addresses: dict[str, str]) -> None:
    page = open_moment(open_page, addresses["upright"], PHONE, full=False)
    before = page.locator(".tr-card h3").first.inner_text()
    last = page.locator(".tr-queue button").last
    last.scroll_into_view_if_needed()
    last.click()
    page.wait_for_function(
        "(before) => document.querySelector('.tr-card h3').innerText !== before", arg=before
    )
    _, top, _, bottom = box(page, ".stage")
    assert 0 <= top < bottom <= PHONE["height"]
