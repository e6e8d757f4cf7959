"""Reports in a real browser: opened from a file without a network, read by axe, and asked for on the pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from barriers import serious
from browser_windows import LAPTOP, PHONE, OpenPage
from playwright.sync_api import Browser, Page, ViewportSize
from reported import reported_reach, words_of

from transitions.report.document import Audience
from transitions.report.of_recording import recording_report
from transitions.report.page import as_html


@pytest.fixture(scope="module", params=list(Audience))
def page_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report as a file of its own, as on a USB stick."""
    report = recording_report(reported_reach("it was the bag"), request.param, "2026-11-26 12:00 UTC")
    path = tmp_path_factory.mktemp("stick") / "report.html"
    path.write_text(as_html(report), encoding="utf-8")
    return path


def test_a_report_asks_nothing_of_any_network(browser: Browser, page_file: Path) -> None:
    context = browser.new_context(offline=True)
    asked: list[str] = []
    refused: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("console", lambda message: refused.append(message.text))
    page.route(
        "**/*", lambda route: route.continue_() if route.request.url == page_file.as_uri() else route.abort()
    )
    page.goto(page_file.as_uri())
    assert page.evaluate("[...document.images].every(one => one.complete && one.naturalWidth > 0)")
    assert page.locator("svg.curve").first.bounding_box()
    assert [url for url in asked if not url.startswith("data:")] == [page_file.as_uri()]
    assert refused == []
    context.close()


@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_report_has_no_serious_barrier(
    open_page: OpenPage, page_file: Path, viewport: ViewportSize
) -> None:
    page = open_page(page_file.as_uri(), viewport)
    assert serious(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px wider than the window"


def download(page: Page, button: str, to: Path) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    download.value.save_as(to)
    return to.read_bytes()


def test_the_review_page_hands_over_a_report(open_page: OpenPage, review_url: str, tmp_path: Path) -> None:
    page = open_page(f"{review_url}/review")
    page.locator(".player[data-frame]").wait_for()
    page.get_by_role("button", name="Report", exact=True).click()
    page.get_by_role("button", name="Save as a page").wait_for()
    assert serious(page) == []
    page.keyboard.press("s")
    skeleton = page.locator('.player button[data-act="skeleton"]')
    assert skeleton.get_attribute("aria-pressed") == "true", "a key in a dialog is not the player's"
    html = download(page, "Save as a page", tmp_path / "report.html").decode()
    said = words_of(html)
    assert "For the person filmed" in said
    assert "P01" in said
    assert "data:image/jpeg" in html
    assert ".mp4" not in html
    assert download(page, "Save as PDF", tmp_path / "report.pdf").startswith(b"%PDF-")
