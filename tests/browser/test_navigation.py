"""Getting about: one press of Back leaves a page, and a phone has the menu in sight."""

from __future__ import annotations

import re

import pytest
from barriers import DRESSED
from browser_windows import PHONE, OpenPage
from playwright.sync_api import expect

PICK = ".tr-queue button"
PLAYER = ".player[data-frame]"


def test_one_press_of_back_leaves_the_review(open_page: OpenPage, review_url: str) -> None:
    page = open_page(review_url)
    start = page.url
    page.get_by_role("button", name="Review", exact=True).click()
    page.locator(PLAYER).wait_for()
    page.locator(PICK).nth(1).click()
    page.wait_for_url(re.compile(r"finding=\d+"))
    page.go_back()
    page.get_by_role("heading", name="Recordings").wait_for()
    assert page.url == start, "a second press is needed to get to where one came from"


def test_one_press_of_back_leaves_an_address_that_had_to_be_put_right(
    open_page: OpenPage, review_url: str
) -> None:
    page = open_page(f"{review_url}/about")
    page.get_by_role("heading", name="What stays where").wait_for()
    page.goto(f"{review_url}/review?recording=77&finding=99999")
    page.locator(PLAYER).wait_for()
    page.go_back()
    page.get_by_role("heading", name="What stays where").wait_for()


@pytest.mark.parametrize("place", ["", "review", "rules", "about"])
def test_a_phone_has_the_menu_in_sight_on_every_page(
    open_page: OpenPage, review_url: str, place: str
) -> None:
    page = open_page(f"{review_url}/{place}", PHONE)
    page.wait_for_function(DRESSED)
    page.locator(".st-key-phone-bar").wait_for()
    for name in ("Home", "Review", "Rules", "About"):
        link = page.locator(".st-key-phone-bar").get_by_role("link", name=name)
        link.wait_for()
        box = link.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE["height"], (name, box)
        assert box["height"] >= 44, (name, box)
    page.locator(".st-key-phone-bar").get_by_role("link", name="Rules").click()
    page.get_by_role("heading", name="Quick twist").wait_for()


def test_a_page_reached_from_another_has_that_one_lit_in_the_menu(
    open_page: OpenPage, review_url: str
) -> None:
    page = open_page(f"{review_url}/agreement")
    page.get_by_role("heading", name="Agreement").wait_for()

    # The menu is there before the style that lights it.
    lit = page.get_by_role("link", name="Studies").first
    expect(lit).to_have_css("font-weight", "600", timeout=60_000)
    expect(page.get_by_role("link", name="Compare").first).not_to_have_css("font-weight", "600")


def test_nothing_empty_stands_between_choice_and_words_on_a_phone(
    open_page: OpenPage, review_url: str
) -> None:
    page = open_page(f"{review_url}/compare", PHONE)
    page.locator(".tr-lead").wait_for()
    choice, words = (
        page.locator(one).first.bounding_box() for one in (".st-key-compare .stSelectbox", ".tr-lead")
    )
    assert choice is not None
    assert words is not None
    assert words["y"] - (choice["y"] + choice["height"]) < 48
