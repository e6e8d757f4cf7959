"""Finding one's way on the review page: addresses that can be shared, marks, curves, what was noted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser_windows import OpenPage
from playwright.sync_api import Page

from transitions.model import Result
from transitions.store import FindingFilter, FindingRow, open_store

PICK = ".tr-queue button"
HEADLINE = ".tr-card h3"


@pytest.fixture(scope="module")
def kept(analysed: Path) -> list[FindingRow]:
    """What is stored of the clip."""
    with open_store(data_dir=analysed) as store:
        return store.findings.list(FindingFilter())


@pytest.fixture
def page(open_page: OpenPage, review_url: str) -> Page:
    page = open_page(f"{review_url}/review")
    page.locator(".player[data-frame]").wait_for()
    return page


def test_a_chosen_finding_has_an_address_that_opens_it_again(page: Page) -> None:
    first = page.locator(HEADLINE).first.inner_text()
    page.locator(PICK).nth(1).click()
    page.wait_for_url(re.compile(r"finding=\d+"))
    page.wait_for_function(
        "([place, before]) => document.querySelector(place).innerText !== before", arg=[HEADLINE, first]
    )
    chosen = page.locator(HEADLINE).first.inner_text()
    page.reload()
    page.locator(".player[data-frame]").wait_for()
    assert page.locator(HEADLINE).first.inner_text() == chosen
    assert "finding=" in page.url


def test_an_address_of_something_deleted_says_so(open_page: OpenPage, review_url: str) -> None:
    page = open_page(f"{review_url}/review?recording=77&finding=99999")
    page.get_by_text("The recording you asked for is no longer here").wait_for()
    page.get_by_text("The moment you asked for is no longer here").wait_for()
    page.locator(".player[data-frame]").wait_for()
    assert "77" not in page.url.rpartition("/")[2]


def test_the_timeline_marks_flags(page: Page, kept: list[FindingRow]) -> None:
    flagged = sum(row.finding.severity is not None for row in kept)
    untold = sum(row.finding.result is Result.NOT_ASSESSABLE for row in kept)
    assert flagged > 0
    assert page.locator(".timeline .flag:not(.untold)").count() == flagged
    assert page.locator(".timeline .flag.untold").count() == untold
    assert f"{untold} cannot be told" in (page.locator(".timeline").get_attribute("aria-label") or "")


def test_the_clinician_sees_bands_and_what_was_noted(page: Page) -> None:
    page.get_by_text("For the clinician").click()
    page.locator(".curve").first.wait_for()
    assert page.locator(".curve").first.locator(".band").count() >= 1
    assert page.locator(".curve").nth(1).locator(".band").count() == 0
    noted = page.locator("dt", has_text="Recorded").locator("xpath=following-sibling::dd[1]")
    assert noted.inner_text() == "chair"


def test_card_and_curve_name_one_number_and_where_it_was_read(page: Page) -> None:
    page.get_by_text("For the clinician").click()
    page.locator(".curve").first.wait_for()
    card = page.locator("dt", has_text="Measured").locator("xpath=following-sibling::dd[1]").inner_text()
    read = page.locator(".curve").first.locator(".read").inner_text()
    value, how = read.split("°/s ", 1)
    assert card.startswith(f"{value} ±")
    assert card.endswith(how)
    assert page.locator(".curve").first.locator(".stretch").count() == 1
    assert page.locator(".curve").nth(1).locator(".stretch").count() == 0


def test_every_curve_has_an_axis_with_its_unit(page: Page) -> None:
    page.get_by_text("For the clinician").click()
    page.locator(".curve").nth(2).wait_for()
    for curve in page.locator(".curve").all():
        high, low = (curve.locator(f".tick.{end}").inner_text() for end in ("top", "bottom"))
        unit = "" if "(of body height)" in curve.locator(".curve-name").inner_text() else "(°|°/s)"
        assert re.fullmatch(rf"-?[\d.]+{unit}", high)
        assert float(re.sub(r"[^\d.-]", "", high)) > float(re.sub(r"[^\d.-]", "", low))


def test_the_picture_names_the_open_finding_with_its_value_and_a_legend_of_the_sides(page: Page) -> None:
    caption = page.locator(".caption").inner_text()
    assert (
        page.locator(HEADLINE)
        .first.inner_text()
        .rstrip(".")
        .lower()
        .endswith(caption.split(" · ")[0].lower())
    )
    assert re.search(r"\d+ ± \d+", caption)
    assert page.locator(".legend").inner_text().split() == ["left", "right"]
