"""The first minutes with the page: an empty store teaches, a sample shows, two tabs see the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser_windows import OpenPage, Serve

ANALYSIS_MS = 150_000


@pytest.fixture(scope="module")
def empty_url(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    return serve(tmp_path_factory.mktemp("empty"))


def test_an_empty_store_teaches_on_every_page(open_page: OpenPage, empty_url: str) -> None:
    # The server's first visitor comes by another address than the first page's.
    page = open_page(f"{empty_url}/review")
    page.get_by_text("There is nothing to review yet").wait_for()
    page.get_by_role("link", name="Home").click()
    page.get_by_role("heading", name="See how you move").wait_for()
    page.get_by_text("Two to four metres away").wait_for()
    page.get_by_role("link", name="Rules").click()
    page.get_by_role("heading", name="Quick twist").wait_for()
    page.get_by_role("link", name="About and privacy").click()
    page.get_by_text("It is not a medical device").wait_for()
    page.get_by_role("link", name="Review").click()
    page.get_by_role("button", name="Add a clip").click()
    page.get_by_role("heading", name="Add your clip").wait_for()


def test_a_sample_is_one_press_away_and_seen_from_two_tabs(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    url = serve(tmp_path / "data")
    first = open_page(url)
    first.get_by_role("button", name="Reach with quick twist").click()
    first.get_by_role("heading", name="In progress").wait_for()
    second = open_page(url)
    second.get_by_role("heading", name="In progress").wait_for()
    second.get_by_text("frame").first.wait_for(timeout=ANALYSIS_MS)
    first.close()  # leaving loses nothing
    second.get_by_role("button", name="Review", exact=True).wait_for(timeout=ANALYSIS_MS)
    second.get_by_role("heading", name="In progress").wait_for(state="detached")
    second.get_by_text("1 moment").wait_for()
    second.get_by_role("button", name="Review", exact=True).click()
    second.locator(".player[data-frame]").wait_for()
    second.get_by_text("1 moment").wait_for(state="detached")
