"""Sending clips from a real browser: paused, reloaded, the network lost, two windows, nothing lost."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from browser_windows import LAPTOP, Serve
from cut_line import CutLine
from playwright.sync_api import Browser, BrowserContext, Page, Route
from seeding import SHORT_SAMPLE

from transitions.store import open_store

SIZE_BYTES = 48_000_000
SPEED_BYTES_S = 8_000_000
PARTWAY_BYTES = 3_000_000
LAST_PIECE_BYTES = 1_500_000
CRAWL_BYTES_S = 300_000


class SlowLines(Protocol):
    """Lays a line to a server's address."""

    def __call__(self, url: str, bytes_s: float = SPEED_BYTES_S) -> CutLine: ...


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of its own, which may log that the network is lost."""
    made = browser.new_context(viewport=LAPTOP)
    made.set_default_timeout(60_000)
    yield made
    made.close()


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "long.mp4"
    path.write_bytes(os.urandom(SIZE_BYTES))
    return path


@pytest.fixture
def slow_lines() -> Iterator[SlowLines]:
    """A slow line to a server's address; all are cut at the end."""
    made: list[CutLine] = []

    def lay(url: str, bytes_s: float = SPEED_BYTES_S) -> CutLine:
        made.append(CutLine(int(url.rpartition(":")[2]), bytes_s))
        return made[-1]

    yield lay
    for line in made:
        line.cut()


def open_by(context: BrowserContext, line: CutLine) -> Page:
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{line.port}")
    page.locator('input[type="file"]').wait_for(state="attached")
    return page


def choose(page: Page, clip: Path) -> None:
    page.locator('input[type="file"]').set_input_files(str(clip))
    page.get_by_role("button", name=f"Remove {clip.name}").wait_for()


def arrived(page: Page) -> None:
    page.get_by_text("48 MB, arrived").wait_for()


def partway(page: Page, data: Path) -> None:
    """Return once some of it is on the server's disk: what the browser has sent may be anywhere between."""
    while not any(part.stat().st_size > PARTWAY_BYTES for part in begun(data)):
        page.wait_for_timeout(50)


def all_gone(page: Page, data: Path) -> None:
    """Nothing is left on the server's disk once it has heard, over the slow line, and nothing comes back."""
    end_s = time.monotonic() + 20.0
    while begun(data) and time.monotonic() < end_s:
        page.wait_for_timeout(50)
    assert begun(data) == []
    page.wait_for_timeout(500)
    assert begun(data) == []


def begun(data: Path) -> list[Path]:
    return list((data / "media" / "uploads").glob("*.part"))


def test_a_lost_connection_goes_on_by_itself(
    context: BrowserContext, slow_lines: SlowLines, serve: Serve, tmp_path: Path, clip: Path
) -> None:
    data = tmp_path / "data"
    line = slow_lines(serve(data))
    page = open_by(context, line)
    choose(page, clip)
    partway(page, data)
    line.cut()
    page.get_by_text("The connection is lost; it goes on by itself").wait_for()
    (part,) = begun(data)
    before = part.stat().st_size
    assert 0 < before < SIZE_BYTES
    line.mend()
    arrived(page)
    assert begun(data) == [part], "it was begun once"
    assert hashlib.sha256(part.read_bytes()).digest() == hashlib.sha256(clip.read_bytes()).digest()


def test_a_reload_keeps_what_was_sent_and_says_so(
    context: BrowserContext, slow_lines: SlowLines, serve: Serve, tmp_path: Path, clip: Path
) -> None:
    data = tmp_path / "data"
    line = slow_lines(serve(data))
    page = open_by(context, line)
    choose(page, clip)
    partway(page, data)
    page.get_by_role("button", name="Pause long.mp4").click()
    page.get_by_text("paused at").wait_for()
    page.wait_for_timeout(500)
    (part,) = begun(data)
    before = part.stat().st_size
    page.reload()
    page.get_by_text("Choose the same file again to go on").wait_for()
    places: list[int] = []
    page.on("request", lambda sent: places.append(int(sent.headers.get("upload-offset", -1))))
    choose(page, clip)
    arrived(page)
    assert begun(data) == [part]
    assert min(place for place in places if place >= 0) >= before > 0
    assert part.read_bytes() == clip.read_bytes()
    assert page.get_by_text("Choose the same file again to go on").count() == 0


def test_a_pause_after_the_browser_has_sent_the_last_byte_loses_nothing(
    context: BrowserContext, slow_lines: SlowLines, serve: Serve, tmp_path: Path
) -> None:
    clip = tmp_path / "short.mp4"
    clip.write_bytes(os.urandom(LAST_PIECE_BYTES))
    data = tmp_path / "data"
    line = slow_lines(serve(data), CRAWL_BYTES_S)
    page = open_by(context, line)
    choose(page, clip)
    # The line takes all of it at once, and passes it on slowly.
    page.wait_for_function(
        "() => [...document.querySelectorAll('.tr-chosen progress')].some((b) => b.value === b.max)"
    )
    page.get_by_role("button", name="Pause short.mp4").click()
    page.get_by_text("paused at 2 MB of 2 MB").wait_for()
    line.cut()
    (part,) = begun(data)
    assert part.stat().st_size < LAST_PIECE_BYTES
    line.mend()
    page.get_by_role("button", name="Go on: short.mp4").click()
    page.get_by_text("2 MB, arrived").wait_for()
    assert part.read_bytes() == clip.read_bytes()


def test_analyse_may_be_pressed_before_the_clip_has_arrived(
    context: BrowserContext, slow_lines: SlowLines, serve: Serve, tmp_path: Path, clip: Path
) -> None:
    data = tmp_path / "data"
    line = slow_lines(serve(data))
    page = open_by(context, line)
    choose(page, clip)
    page.get_by_text("The person filmed agrees that this clip").click()
    page.get_by_role("button", name="Analyse").click()
    page.get_by_text("The analysis begins by itself once the clips have arrived").wait_for()
    page.get_by_text("1 clip taken in").wait_for()
    with open_store(data_dir=data) as store:
        (kept,) = store.recordings.list()
        assert store.recordings.clip_path(kept.recording.id).read_bytes() == clip.read_bytes()
        assert kept.job is not None
    assert list((data / "media" / "uploads").iterdir()) == []


def test_another_window_waits_and_then_has_it_too(
    context: BrowserContext, slow_lines: SlowLines, serve: Serve, tmp_path: Path, clip: Path
) -> None:
    data = tmp_path / "data"
    line = slow_lines(serve(data))
    first, second = open_by(context, line), open_by(context, line)
    choose(first, clip)
    partway(first, data)
    choose(second, clip)
    second.get_by_text("Another window is sending “long.mp4”").wait_for()
    arrived(first)
    arrived(second)
    (part,) = begun(data)
    assert part.read_bytes() == clip.read_bytes()


def test_removing_and_forgetting_leave_nothing(
    context: BrowserContext, slow_lines: SlowLines, serve: Serve, tmp_path: Path, clip: Path
) -> None:
    data = tmp_path / "data"
    line = slow_lines(serve(data))
    page = open_by(context, line)
    choose(page, SHORT_SAMPLE)
    choose(page, clip)
    partway(page, data)
    page.get_by_role("button", name="Remove long.mp4").click()
    page.get_by_role("button", name=f"Remove {SHORT_SAMPLE.name}").click()
    page.wait_for_function("() => document.querySelectorAll('.tr-chosen li').length === 0")
    all_gone(page, data)
    choose(page, clip)
    partway(page, data)
    page.reload()
    page.get_by_role("button", name="Forget long.mp4").click()
    page.get_by_role("button", name="Forget long.mp4").wait_for(state="detached")
    all_gone(page, data)


def test_forgetting_is_tried_again_while_the_broken_connection_is_not_missed_yet(
    context: BrowserContext, slow_lines: SlowLines, serve: Serve, tmp_path: Path, clip: Path
) -> None:
    data = tmp_path / "data"
    page = open_by(context, slow_lines(serve(data)))
    choose(page, clip)
    partway(page, data)
    page.reload()
    refused: list[str] = []

    def refuse_once(route: Route) -> None:
        if route.request.method == "DELETE" and not refused:
            refused.append(route.request.url)
            route.fulfill(status=423, body="Another window is sending “long.mp4”.")
        else:
            route.continue_()

    page.route("**/clips-in/*", refuse_once)
    page.get_by_role("button", name="Forget long.mp4").click()
    all_gone(page, data)
    assert len(refused) == 1


def test_what_is_no_video_is_said_without_sending_it(
    context: BrowserContext, slow_lines: SlowLines, serve: Serve, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("eggs")
    data = tmp_path / "data"
    line = slow_lines(serve(data))
    page = open_by(context, line)
    choose(page, notes)
    page.get_by_role("list").get_by_text("“notes.txt” is not a video by its name").wait_for()
    assert page.get_by_role("button", name="Try again: notes.txt").count() == 0
    assert begun(data) == []
