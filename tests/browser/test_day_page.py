"""The day at a glance on an hour: the line, the still spells, the worst moments paged through by key."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from barriers import DRESSED, serious
from browser_windows import LAPTOP, PHONE, OpenPage, Scheme, Serve
from playwright.sync_api import Page, ViewportSize
from seeded_day import REACHES_S, save_hour
from waiting import until_within

from transitions.store import open_store

OPEN_S = 1.0
PAGE_S = 0.5


@pytest.fixture(scope="module")
def day_url(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("day")
    with open_store(data_dir=folder / "data") as store:
        save_hour(store, folder)
    return serve(folder / "data")


@pytest.fixture
def page(open_page: OpenPage, day_url: str) -> Page:
    page = open_page(f"{day_url}/day")
    page.locator(".tr-day svg").wait_for()
    page.locator(".st-key-day-card img").wait_for()
    return page


def open_moment(page: Page) -> str:
    return page.locator(".tr-day").get_attribute("data-open") or ""


def press(page: Page, key: str) -> None:
    """Press a key and wait for another moment."""
    before = open_moment(page)
    page.keyboard.press(key)
    page.wait_for_function("before => document.querySelector('.tr-day').dataset.open !== before", arg=before)


def test_sitting_standing_and_transitions_stand_on_one_line(page: Page) -> None:
    assert page.locator(".tr-day .state.sitting").count() == 3
    assert page.locator(".tr-day .state.standing").count() == 3
    assert page.locator(".tr-day svg .transition").count() == len(REACHES_S) + 5
    assert page.locator(".tr-day svg .flag").count() == len(REACHES_S)
    page.get_by_text("As a table").click()
    assert page.locator(".day-table tbody tr").count() == page.locator(".tr-day .state").count()


def test_the_longest_sit_is_named_with_a_cue(page: Page) -> None:
    said = page.locator(".st-key-day-still").inner_text()
    assert "Sat for 30 min without getting up, 16:40 to 46:40" in said
    assert "get up for a minute now and then" in said
    assert "25 an hour" in page.locator(".st-key-day-hours").inner_text()


def test_moments_are_paged_through_by_key_the_worst_first(page: Page) -> None:
    first = open_moment(page)
    assert "Moment 1 of 25" in page.locator(".st-key-day").inner_text()
    press(page, "n")
    second = open_moment(page)
    page.get_by_text("Moment 2 of 25").wait_for()
    press(page, "n")
    press(page, "p")
    assert open_moment(page) == second
    press(page, "p")
    assert open_moment(page) == first


def test_moments_are_paged_through_by_buttons_too(page: Page) -> None:
    assert page.get_by_role("button", name="Previous").is_disabled()
    page.get_by_role("button", name="Next").click()
    page.get_by_text("Moment 2 of 25").wait_for()
    page.get_by_role("button", name="Previous").click()
    page.get_by_text("Moment 1 of 25").wait_for()


def test_a_mark_on_the_line_and_a_row_of_the_list_open_a_moment(page: Page) -> None:
    mark = page.locator(".tr-day .flag:not(.open)").first
    wanted = mark.get_attribute("data-moment")
    mark.click(force=True)
    page.wait_for_function("wanted => document.querySelector('.tr-day').dataset.open === wanted", arg=wanted)
    page.locator(".tr-queue .moment-main").first.click()
    page.get_by_text("Moment 1 of 25").wait_for()


def test_o_opens_the_moment_in_the_review(page: Page) -> None:
    press(page, "n")
    wanted = open_moment(page)
    page.keyboard.press("o")
    page.wait_for_url(re.compile(rf"/review\?.*finding={wanted}"))
    page.locator(".player[data-frame]").wait_for()


def test_letters_typed_into_a_field_stay_letters(page: Page) -> None:
    before = open_moment(page)
    page.get_by_role("combobox").first.click()
    page.keyboard.type("np")
    page.wait_for_timeout(500)
    page.keyboard.press("Escape")
    assert open_moment(page) == before


@pytest.mark.timed
def test_an_hour_opens_in_a_second_once_it_was_read(page: Page, day_url: str) -> None:
    def open_s() -> float:
        page.get_by_role("link", name="Rules").first.click()
        page.get_by_role("heading", name="Rules", exact=True).wait_for()
        page.wait_for_timeout(800)
        started_s = time.monotonic()
        page.get_by_role("link", name="Day").first.click()
        page.locator(".tr-day svg .flag").first.wait_for()
        return time.monotonic() - started_s

    taken_s = until_within(OPEN_S, open_s)
    assert min(taken_s) < OPEN_S, taken_s


@pytest.mark.timed
def test_the_next_moment_comes_in_half_a_second(page: Page) -> None:
    def next_s() -> float:
        page.wait_for_timeout(600)  # somebody looks at it meanwhile
        started_s = time.monotonic()
        press(page, "n")
        return time.monotonic() - started_s

    taken_s = until_within(PAGE_S, next_s)
    assert min(taken_s) < PAGE_S, taken_s


def test_the_states_are_kept_so_that_they_are_read_once(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    with open_store(data_dir=tmp_path / "data") as store:
        recording_id = save_hour(store, tmp_path)
        (run_id,) = store.runs.of_recording(recording_id)
        assert store.runs.load(run_id).states is None
        page = open_page(f"{serve(tmp_path / 'data')}/day?recording={recording_id}")
        page.locator(".tr-day svg").wait_for()
        states = store.runs.load(run_id).states
    assert states is not None
    assert states.duration_s == 3600.0


@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_day_has_no_serious_barrier(
    open_page: OpenPage, day_url: str, viewport: ViewportSize, scheme: Scheme
) -> None:
    page = open_page(f"{day_url}/day", viewport, scheme)
    page.locator(".st-key-day-card img").wait_for()
    page.get_by_text("As a table").click()
    page.wait_for_function(DRESSED)
    assert serious(page) == []
    wide = page.evaluate("document.querySelector('.stMain').scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px wider than the window"
