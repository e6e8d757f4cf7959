"""A whole moment is seen at once: picture, curves with their cursor, card and list, at every size of window."""

from __future__ import annotations

import pytest
from browser_windows import PHONE, OpenPage, Serve
from playwright.sync_api import Page, ViewportSize
from seeding import SAMPLE, SHORT_SAMPLE, save_analysed

from transitions.rules import all_rules
from transitions.ui.words import SEVERITIES

WINDOWS = {"large": ViewportSize(width=1440, height=900), "small": ViewportSize(width=1280, height=720)}
RULES = {rule.id: rule for rule in all_rules()}
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


SIZES = {**WINDOWS, "phone": PHONE}
WRITTEN = ".phase, .tick, .time, .read, .band-names span, .curve-name, .curve-now, .instant, .chip"

OVERLAPS = """(player, places) => {
    const nodes = [...player.querySelectorAll(places)];
    const boxes = nodes.map((node) => [node.textContent, node.getBoundingClientRect()]);
    const meet = (a, b) => a.left < b.right - 1 && a.right > b.left + 1 && a.top < b.bottom - 1 && a.bottom > b.top + 1;
    return boxes.flatMap(([one, a], i) => boxes.slice(i + 1)
        .filter(([, b]) => meet(a, b)).map(([other]) => [one, other]));
}"""
"""Pairs of words that lie on each other."""

CUT_OFF = """(player, places) => [...player.querySelectorAll(places)].filter((node) => {
    const [own, edge] = [node.getBoundingClientRect(), player.getBoundingClientRect()];
    return node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX !== 'visible'
        || own.left < edge.left - 1 || own.right > edge.right + 1;
}).map((node) => node.textContent)"""
"""Words of which a part is not seen, or that reach beyond the player."""


@pytest.mark.parametrize("window", list(SIZES))
@pytest.mark.parametrize("clip", list(CLIPS))
def test_phases_and_axes_are_written_whole_and_apart(
    open_page: OpenPage, addresses: dict[str, str], clip: str, window: str
) -> None:
    page = open_moment(open_page, addresses[clip], SIZES[window])
    page.locator(".phase").first.wait_for()
    assert page.locator(".player").evaluate(CUT_OFF, WRITTEN) == []
    assert page.locator(".player").evaluate(OVERLAPS, ".phase") == []
    assert page.locator(".player").evaluate(OVERLAPS, ".curve:first-child .tick") == []
    names = [name for name in page.locator(".phase").all_inner_texts() if name]
    assert len(names) == page.locator(".phase-block").count()


def test_names_have_room_again_when_the_window_gets_narrow(
    open_page: OpenPage, addresses: dict[str, str]
) -> None:
    page = open_moment(open_page, addresses["upright"], WINDOWS["large"])
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(500)
    assert page.locator(".player").evaluate(CUT_OFF, WRITTEN) == []
    assert page.locator(".player").evaluate(OVERLAPS, ".phase") == []


@pytest.mark.parametrize("window", list(SIZES))
def test_every_band_is_named_and_the_time_has_an_axis(
    open_page: OpenPage, addresses: dict[str, str], window: str
) -> None:
    page = open_moment(open_page, addresses["upright"], SIZES[window])
    words = page.locator(".curve").first.locator(".band-names").inner_text()
    rule = RULES["jerky_rise"]
    for severity, value in rule.thresholds.bands:
        assert f"{SEVERITIES[severity]} {value:g}{rule.measure.unit.short_suffix}" in words
    times = [float(text.removesuffix(" s")) for text in page.locator(".time").all_inner_texts()]
    assert len(times) >= 2
    assert times == sorted(times)


@pytest.mark.parametrize("clip", list(CLIPS))
def test_the_note_of_the_number_does_not_lie_on_the_curve(
    open_page: OpenPage, addresses: dict[str, str], clip: str
) -> None:
    page = open_moment(open_page, addresses[clip], WINDOWS["large"])
    page.locator(".read").wait_for()
    crossed = page.locator(".player").evaluate("""(player) => {
        const note = player.querySelector('.read').getBoundingClientRect();
        const line = player.querySelector('.curve .line');
        const matrix = line.getScreenCTM();
        const length = line.getTotalLength();
        return Array.from({ length: 400 }, (_, i) => line.getPointAtLength((i / 399) * length).matrixTransform(matrix))
            .filter((p) => p.x > note.left && p.x < note.right && p.y > note.top && p.y < note.bottom).length;
    }""")
    assert crossed == 0


def test_bar_of_the_review_is_one_line(open_page: OpenPage, addresses: dict[str, str]) -> None:
    page = open_moment(open_page, addresses["lying"], WINDOWS["small"])
    lines = [page.get_by_role("button", name=name).bounding_box() for name in ("Report", "Filter and order")]
    tops = [line["y"] for line in lines if line is not None]
    assert len(tops) == 2
    assert abs(tops[0] - tops[1]) < 2
