"""Deleting a recording deletes everything of it, and says so."""

from __future__ import annotations

from pathlib import Path

from browser_windows import OpenPage, Serve
from seeding import SAMPLE


def test_deleting_says_what_went_and_leaves_no_file(
    open_page: OpenPage, serve: Serve, own_copy: Path
) -> None:
    page = open_page(serve(own_copy))
    page.get_by_role("button", name="Review", exact=True).click()
    page.locator(".player[data-frame]").wait_for()  # a cut piece is made, which has to go too
    page.get_by_role("link", name="Home").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_text("This cannot be undone").wait_for()
    page.get_by_role("button", name="Delete for good").click()
    page.get_by_text(f"Deleted the recording “{SAMPLE.name}”").wait_for()
    page.get_by_role("heading", name="Add your clip").wait_for()
    left = [path for path in (own_copy / "media").rglob("*") if path.is_file()]
    assert left == []
