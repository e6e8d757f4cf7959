"""From a clip in hand to a reviewed finding without a mouse."""

from __future__ import annotations

import re
from pathlib import Path

from browser_windows import OpenPage, Serve
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from seeding import SHORT_SAMPLE

ANALYSIS_MS = 150_000

FOCUSED = """() => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    return focused?.getAttribute('aria-label') || focused?.labels?.[0]?.innerText || focused?.innerText || '';
}"""


def tab_to(page: Page, name: str, presses: int = 80) -> None:
    """Press Tab until the control of this name has the focus."""
    seen = []
    for _ in range(presses):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED).strip())
        if seen[-1].splitlines()[-1:] and seen[-1].splitlines()[-1].startswith(name):
            return
    raise AssertionError(f"Tab never reached “{name}”, only {seen}")


def choose_by_keyboard(page: Page, clip: Path, presses: int = 3) -> None:
    """Press Enter on “Choose clips”, again when Chromium did not take the first press for a user's (a busy machine)."""
    for _ in range(presses):
        try:
            with page.expect_file_chooser(timeout=8_000) as chooser:
                page.keyboard.press("Enter")
        except PlaywrightTimeout:
            continue
        chooser.value.set_files(clip)
        return
    raise AssertionError("Enter on “Choose clips” opened no file chooser")


def test_upload_progress_and_review_by_keyboard_alone(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    page = open_page(serve(tmp_path / "data"))
    page.get_by_label("Choose clips").wait_for()
    tab_to(page, "Choose clips")
    choose_by_keyboard(page, SHORT_SAMPLE)
    page.get_by_role("button", name=f"Remove {SHORT_SAMPLE.name}").wait_for()
    tab_to(page, "The person filmed agrees")
    page.keyboard.press("Space")
    tab_to(page, "Analyse")
    page.keyboard.press("Enter")
    page.get_by_text("1 clip taken in").wait_for()
    page.locator(".player[data-frame]").wait_for(timeout=ANALYSIS_MS)  # the page goes on by itself
    _play_by_keyboard(page)
    _review_by_keyboard(page)


def _play_by_keyboard(page: Page) -> None:
    tab_to(page, "Movement player")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys of the player").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Keys of the player").wait_for(state="hidden")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Pause").wait_for()
    page.keyboard.press("k")
    page.get_by_role("button", name="Play", exact=True).wait_for()


def _review_by_keyboard(page: Page) -> None:
    page.get_by_role("radio", name="For the clinician").focus()
    page.keyboard.press("Enter")
    page.locator(".curve").first.wait_for()
    page.keyboard.press("a")
    page.wait_for_function("() => document.activeElement?.closest('.st-key-rater')")
    page.keyboard.type("KB")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("rater=KB"))
    tab_to(page, "Agree")
    page.keyboard.press("Enter")
    page.locator(".tr-queue .moment-status", has_text="agreed").first.wait_for()
