"""What goes wrong is said in one plain sentence, with what to do instead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from barriers import serious
from browser_windows import OpenPage, Serve
from media import write_numbered_clip
from playwright.sync_api import Locator, Page
from seeding import SAMPLE

ANALYSIS_MS = 120_000


@pytest.fixture(scope="module")
def trouble_url(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    return serve(tmp_path_factory.mktemp("trouble"))


def upload(page: Page, *clips: Path) -> None:
    page.locator('input[type="file"]').set_input_files([str(clip) for clip in clips])
    for clip in clips:
        page.get_by_role("button", name=f"Remove {clip.name}").wait_for()
    page.get_by_text("The person filmed agrees that").click()
    page.get_by_role("button", name="Analyse").click()


def card_of(page: Page, name: str) -> Locator:
    return page.locator('[class*="st-key-recording-"]').filter(has=page.get_by_role("heading", name=name))


def test_a_clip_without_a_person_says_why_and_what_to_film(
    open_page: OpenPage, trouble_url: str, tmp_path: Path
) -> None:
    nobody = write_numbered_clip(tmp_path / "nobody.mp4", 20)
    text = tmp_path / "notes.mp4"
    text.write_text("Not a video at all.")
    page = open_page(trouble_url)
    upload(page, nobody, text)
    for name in (nobody.name, text.name):
        card = card_of(page, name)
        card.get_by_text("Could not be analysed.").wait_for(timeout=ANALYSIS_MS)
        assert "Traceback" not in card.inner_text()
        assert not re.search(r"[0-9a-f]{40}", card.inner_text()), "a clip is called by its own name"
        assert "film one person, head to feet in view" in card.inner_text().lower()
        assert card.get_by_role("button", name="Try again").is_visible()
    card_of(page, nobody.name).get_by_role("button", name="What to do").click()
    page.get_by_role("heading", name="Nobody was found").wait_for()
    page.get_by_text("What the camera saw").wait_for()
    assert "one person, head to feet in view" in page.locator("[data-testid=stMain]").inner_text()
    assert serious(page) == []
    page.get_by_role("button", name="How to film").click()
    page.get_by_text("Two to four metres away").wait_for()


def test_a_waiting_or_running_analysis_can_be_cancelled(
    open_page: OpenPage, trouble_url: str, tmp_path: Path
) -> None:
    long = write_numbered_clip(tmp_path / "long.mp4", 3000, (320, 240))
    page = open_page(trouble_url)
    upload(page, long)
    page.get_by_role("button", name="Cancel").click()
    card = card_of(page, long.name)
    card.get_by_text("Stopped before it was done.").wait_for(timeout=ANALYSIS_MS)
    page.get_by_role("heading", name="In progress").wait_for(state="detached")


def test_the_same_clip_again_is_one_recording_and_the_page_says_so(
    open_page: OpenPage, review_url: str
) -> None:
    page = open_page(review_url)
    page.get_by_role("heading", name=SAMPLE.name).wait_for()
    upload(page, SAMPLE)
    page.get_by_text(f"“{SAMPLE.name}” is here already, as one recording").wait_for()
    assert page.get_by_text("taken in").count() == 0
    assert page.get_by_role("heading", name=SAMPLE.name).count() == 1


def test_nothing_is_kept_without_a_clip_or_consent(
    open_page: OpenPage, trouble_url: str, tmp_path: Path
) -> None:
    page = open_page(trouble_url)
    page.get_by_role("button", name="Analyse").click()
    page.get_by_text("Choose a clip first").wait_for()
    clip = write_numbered_clip(tmp_path / "unasked.mp4", 5)
    page.locator('input[type="file"]').set_input_files(str(clip))
    page.get_by_role("button", name=f"Remove {clip.name}").wait_for()
    page.get_by_role("button", name="Analyse").click()
    missing = page.get_by_text("without that nothing is kept")
    missing.wait_for()
    assert card_of(page, clip.name).count() == 0
    other = write_numbered_clip(tmp_path / "another.mp4", 6)
    page.locator('input[type="file"]').set_input_files(str(other))
    page.get_by_role("button", name=f"Remove {other.name}").wait_for()
    page.wait_for_timeout(3000)  # the fields are drawn again as it arrives
    assert missing.is_visible(), "what is missing is said until it is mended"
    page.get_by_text("The person filmed agrees that").click()
    missing.wait_for(state="hidden")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("monday.mp4", "Give the whole path"),
        ("/no/such/folder/monday.mp4", "There is no file or folder"),
        ("/etc/hostname", "is not a video by its name"),
    ],
)
def test_a_typed_path_is_checked_before_it_is_read(
    open_page: OpenPage, trouble_url: str, typed: str, said: str
) -> None:
    page = open_page(trouble_url)
    page.get_by_text("A long clip, or a folder, on this computer").click()
    page.get_by_role("textbox", name="Path of the clip or folder").fill(typed)
    page.get_by_text("The person filmed agrees that").click()
    page.get_by_role("button", name="Analyse").click()
    page.get_by_text(said).wait_for()
