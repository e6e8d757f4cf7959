"""A study by keyboard alone: rated, filtered, its edges nudged, undone and redone, a clip committed and opened."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from browser_windows import OpenPage, Serve
from playwright.sync_api import Page, expect
from studied_clips import NAME, RULES, plan_of, save_clips

from transitions.agreement.study import CONSENSUS
from transitions.annotation.entries import Mark
from transitions.store import Store, open_store

PANEL = ".tr-panel"
TWO = RULES[:2]


def wait_for_question(page: Page) -> None:
    page.locator(f"{PANEL}[data-place]").wait_for()
    page.locator(".player[data-frame]").wait_for()


def press(page: Page, key: str) -> None:
    """Press a key and wait until the page has answered it."""
    before = page.locator(PANEL).get_attribute("data-answers")
    page.keyboard.press(key)
    page.locator(f'{PANEL}:not([data-answers="{before}"])').wait_for()


def go_to(page: Page, name: str) -> None:
    """Move the focus on with Tab until it is on the button of this name, and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.innerText?.trim()") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab does not lead to {name}")


def marks(store: Store, clip_id: int) -> dict[str, Mark]:
    return dict(store.studies.view(NAME, clip_id, "Ana").own.marks)


def wait_for_timeline(page: Page, clip_id: int) -> None:
    page.wait_for_url(re.compile(rf"clip={clip_id}\b"))
    page.locator('.edges[data-unsaved="false"][data-frame]').wait_for()
    page.locator(".shot.end[data-frame]").wait_for()


@pytest.mark.timeout(600)
def test_rated_filtered_corrected_and_committed_without_a_pointer(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    with open_store(data_dir=folder) as store:
        store.studies.create(plan_of(save_clips(store, tmp_path, 3, 2, TWO), ("Ana", "Ben"), TWO))
        page = open_page(f"{serve(folder)}/studies?study={quote(NAME)}")
        page.get_by_role("button", name="Ana", exact=True).wait_for()
        go_to(page, "Ana")
        wait_for_question(page)
        first, second = (task.clip_id for task in store.studies.tasks(NAME, "Ana")[:2])
        for key in "25":
            press(page, key)
        press(page, "v")
        page.locator(".tr-panel-status").get_by_text("Listed: not rated yet.").wait_for()
        page.wait_for_url(re.compile("show=left"))
        page.keyboard.press("e")
        wait_for_timeline(page, first)
        given = marks(store, first)
        page.keyboard.press("]")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("l")  # leaves at once: what was done is kept first
        wait_for_timeline(page, second)
        nudged = marks(store, first)
        assert nudged != given
        page.keyboard.press("k")
        wait_for_timeline(page, first)
        page.keyboard.press("e")
        wait_for_question(page)
        page.reload()
        wait_for_question(page)
        assert "show=left" in page.url
        press(page, "u")
        assert marks(store, first) == given
        page.reload()
        wait_for_question(page)
        press(page, "y")
        assert marks(store, first) == nudged
        press(page, "g")
        press(page, "n")
        label = page.locator(".tr-panel-clip").inner_text()
        page.keyboard.press("h")
        page.get_by_role("dialog").get_by_text("Your ratings stay as they are").wait_for()
        page.keyboard.press("2")  # in front of a question no key rates
        go_to(page, f"Only {label}")
        page.locator(".tr-panel-waits").get_by_text("It waits for Ben").wait_for()
        (committed,) = (task for task in store.studies.tasks(NAME, "Ana") if task.is_committed)
        assert (committed.label, committed.clip_id) == (label, first)
        assert committed.rated == 2
        expect(page.locator(".tr-panel-others tbody tr")).to_have_count(0)
        store.studies.commit_clip(NAME, first, "Ben")
        page.reload()
        wait_for_question(page)
        expect(page.locator(".tr-panel-others tbody tr")).to_have_count(2)
        page.get_by_role("radio", name="Consensus").wait_for()
        page.get_by_role("radio", name="Consensus").press("Enter")
        page.locator(".tr-panel-question").get_by_text("What do you agree on?").wait_for()
        press(page, "4")
        assert [len(task.own.ratings) for task in store.studies.tasks(NAME, CONSENSUS)] == [1]
        assert store.studies.view(NAME, first, "Ana").own.ratings == committed.own.ratings
        assert store.studies.view(NAME, second, "Ana").shown is None
