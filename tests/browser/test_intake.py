"""Putting clips in: nothing that was chosen or typed is lost, and the page goes on to the result by itself."""

from __future__ import annotations

import re
from pathlib import Path

from browser_windows import PHONE, OpenPage, Serve
from media import write_numbered_clip
from playwright.sync_api import Page
from seeding import SHORT_SAMPLE

from transitions.store import open_store

ANALYSIS_MS = 150_000
CARD = '[class*="st-key-recording-"]'


COUNT_TOUCHES = """() => {
    window.touched = [];
    for (const kind of ["pointerdown", "keydown"])
        window.addEventListener(kind, (event) => window.touched.push(event.target.innerText ?? kind), true);
}"""
"""Notes everything that is pressed, by mouse or key; the page goes on to the result without being loaded again."""


def choose(page: Page, *clips: Path) -> None:
    page.locator('input[type="file"]').set_input_files([str(clip) for clip in clips])
    for clip in clips:
        page.get_by_role("button", name=f"Remove {clip.name}").wait_for()


def agree_and_go(page: Page) -> None:
    page.get_by_text("The person filmed agrees that this clip").click()
    page.get_by_role("button", name="Analyse").click()


def test_consent_and_one_click_lead_from_a_clip_to_its_first_moment(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    page = open_page(serve(tmp_path / "data"))
    choose(page, SHORT_SAMPLE)
    page.evaluate(COUNT_TOUCHES)
    agree_and_go(page)  # the whole of it: no other press, and no setting
    page.locator(".player[data-frame]").wait_for(timeout=ANALYSIS_MS)
    touched = page.evaluate("window.touched")
    assert len(touched) == 2, touched
    assert "agrees" in touched[0]
    assert "Analyse" in touched[1]
    assert re.search(r"/review\?recording=\d+", page.url)
    page.go_back()
    page.get_by_role("heading", name="Recordings").wait_for()
    page.get_by_role("heading", name=SHORT_SAMPLE.name).wait_for()
    page.wait_for_timeout(1500)
    assert "review" not in page.url, "who goes back is not sent on again"


def test_a_forgotten_consent_loses_neither_the_clip_nor_what_was_typed(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    clip = write_numbered_clip(tmp_path / "kept.mp4", 20)
    page = open_page(serve(tmp_path / "data"))
    choose(page, clip)
    page.get_by_text("Who, when and what was going on").click()
    page.get_by_role("textbox", name="Task").fill("up from the sofa")
    page.get_by_role("button", name="Analyse").click()
    page.get_by_text("Tick that the person filmed agrees").wait_for()
    assert page.get_by_role("button", name=f"Remove {clip.name}").is_visible()
    assert page.get_by_role("textbox", name="Task").input_value() == "up from the sofa"
    agree_and_go(page)
    page.get_by_text("1 clip taken in").wait_for()
    page.locator(CARD, has_text="up from the sofa").wait_for()
    assert page.get_by_role("button", name=f"Remove {clip.name}").count() == 0, "the next clip begins afresh"


def test_a_bad_file_among_good_ones_stops_none_and_loses_none(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    clips = [write_numbered_clip(tmp_path / f"{name}.mp4", 15 + len(name)) for name in ("first", "last")]
    empty = tmp_path / "empty.mp4"
    empty.touch()
    data = tmp_path / "data"
    page = open_page(serve(data))
    choose(page, clips[0], empty, clips[1])
    agree_and_go(page)
    page.get_by_text("“empty.mp4” is empty").wait_for()
    page.get_by_text("2 clips taken in").wait_for()
    with open_store(data_dir=data) as store:
        kept = store.recordings.list()
    assert sorted(one.recording.name for one in kept) == ["first.mp4", "last.mp4"]
    assert all(one.job is not None for one in kept), "stored but never queued"


def test_a_bad_path_stays_to_be_corrected_while_the_clip_goes_on(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    clip = write_numbered_clip(tmp_path / "good.mp4", 20)
    page = open_page(serve(tmp_path / "data"))
    choose(page, clip)
    page.get_by_text("A long clip, or a folder, on this computer").click()
    page.get_by_role("textbox", name="Path of the clip or folder").fill("/no/such/folder")
    agree_and_go(page)
    page.get_by_text("There is no file or folder").wait_for()
    page.get_by_text("1 clip taken in").wait_for()
    page.wait_for_function(
        "document.querySelector('[aria-label=\"Path of the clip or folder\"]')?.value === '/no/such/folder'"
    )


def test_the_progress_stays_in_view_wherever_the_page_is_scrolled(
    open_page: OpenPage, serve: Serve, own_copy: Path, tmp_path: Path
) -> None:
    long = write_numbered_clip(tmp_path / "long.mp4", 3000, (320, 240))
    page = open_page(serve(own_copy), PHONE)
    page.get_by_role("heading", name="Add clips").wait_for()
    choose(page, long)
    agree_and_go(page)
    progress = page.get_by_role("heading", name="In progress")
    progress.wait_for()
    for top in (0, 10_000):
        page.locator(".stMain").evaluate("(main, top) => main.scrollTo(0, top)", top)
        page.wait_for_timeout(300)
        box = progress.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < PHONE["height"] / 2, (top, box)
    page.get_by_role("button", name="Cancel").click()
    progress.wait_for(state="detached")
