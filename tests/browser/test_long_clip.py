"""A moment of an eight-hour recording opens as fast as one of a short clip; ten minutes are leafed through by key."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
import pytest
from browser_windows import OpenPage, Serve
from media import write_numbered_clip
from playwright.sync_api import Page
from seeding import made_up_segment, marked_kinematics, save_made_up
from waiting import until_within

from transitions.store import open_store

pytestmark = pytest.mark.timed

HOURS = 8
FPS = 10.0
MINUTE_S = 60
OPEN_S = 2.0
MOMENTS = 200
ROWS = 6
"""Moments listed at first; each but the open one is timed at most once, before its piece of the clip is cut."""


def repeat_clip(clip: Path, path: Path, times: int, every_s: float = MINUTE_S) -> Path:
    """The clip over and over again, its coded pictures copied: hours are written in seconds."""
    with av.open(str(clip)) as source, av.open(str(path), "w") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        tick_s = stream.time_base
        assert tick_s is not None
        coded = [(bytes(p), p.pts, p.is_keyframe) for p in source.demux(stream) if p.pts is not None]
        length = round(every_s / tick_s)
        for number in range(times):
            for data, pts, is_keyframe in coded:
                packet = av.Packet(data)
                packet.stream, packet.time_base, packet.is_keyframe = copy, tick_s, is_keyframe
                packet.pts = packet.dts = pts + number * length
                target.mux(packet)
    return path


@pytest.fixture(scope="module")
def long_url(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("long")
    duration_s = HOURS * 3600.0
    minute = write_numbered_clip(folder / "minute.mp4", int(MINUTE_S * FPS), fps=FPS)
    clip = repeat_clip(minute, folder / "day.mp4", HOURS * 60)
    starts_s = np.linspace(60, duration_s - 60, MOMENTS).round()
    segments = tuple(made_up_segment(i, start_s, start_s + 3.0) for i, start_s in enumerate(starts_s, 1))
    t_s = np.concatenate([start_s + np.arange(-10, 40) / FPS for start_s in starts_s])
    with open_store(data_dir=folder / "data") as store:
        recording = store.recordings.link(Path(clip)).recording
        kinematics = marked_kinematics(t_s, np.full(len(t_s), 48.0), (96, 64))
        save_made_up(store, recording.id, segments, kinematics, duration_s)
    return serve(folder / "data")


def test_moments_of_an_eight_hour_recording_open_in_two_seconds(open_page: OpenPage, long_url: str) -> None:
    page = open_page(long_url)
    page.get_by_role("button", name="Review", exact=True).click()
    page.locator(".player[data-frame]").wait_for()
    page.get_by_text("8:00:00").wait_for()
    rows = iter(range(1, ROWS))

    def open_s() -> float:
        before = page.locator(".player").get_attribute("data-segment")
        started_s = time.monotonic()
        page.locator(".tr-queue .moment-main").nth(next(rows)).click()
        page.locator(f'.player[data-segment]:not([data-segment="{before}"])').wait_for()
        return time.monotonic() - started_s

    taken_s = until_within(OPEN_S, open_s, ROWS - 1)
    assert min(taken_s) < OPEN_S, taken_s


def test_next_finding_goes_on_to_the_next_moment(open_page: OpenPage, long_url: str) -> None:
    page = open_page(long_url)
    page.get_by_role("button", name="Review", exact=True).click()
    page.locator(".player[data-frame]").wait_for()
    before = page.locator(".tr-when").inner_text()
    page.locator(".player").focus()
    page.keyboard.press("n")
    page.wait_for_function("before => document.querySelector('.tr-when').innerText !== before", arg=before)


TEN_MINUTES_S, PIECE_S, PIECE_FPS = 600.0, 10.0, 30.0
FIRST_PICTURE_S = 1.0
KEY_S = 0.1
PACE_MS = 150
"""Between a picture and the next key: somebody who leafs through quickly."""

KEYS = ("ArrowRight",) * 6 + ("PageUp",) * 3 + ("ArrowLeft",) * 3 + ("End", "PageDown", "PageDown", "Home")
FRAME_KEYS = ("ArrowRight",) * 8 + ("ArrowLeft",) * 4

PRESSES = """for (const type of ['keydown', 'click'])
    window.addEventListener(type, () => { window.pressed_ms = performance.now(); }, true);"""
"""Notes each press; before the page's own scripts, which keep keys to themselves."""

WATCH = """(player) => {
    window.waits_ms = [];
    window.pressed_ms = null;
    new MutationObserver(() => {
        if (window.pressed_ms === null || player.dataset.picture === undefined) return;
        window.waits_ms.push(performance.now() - window.pressed_ms);
        window.pressed_ms = null;
    }).observe(player, { attributes: true, attributeFilter: ['data-shown'] });
}"""
"""Notes, in the page itself, how long each key or click waits for another picture."""


@pytest.fixture(scope="module")
def ten_minutes_url(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A recording of ten minutes as a phone makes it, 720 lines at 30 Hz, with a moment a minute."""
    folder = tmp_path_factory.mktemp("ten_minutes")
    piece = write_numbered_clip(
        folder / "piece.mp4", int(PIECE_S * PIECE_FPS), (1280, 720), PIECE_FPS, grain=6, gop=30
    )
    clip = repeat_clip(piece, folder / "ten.mp4", round(TEN_MINUTES_S / PIECE_S), PIECE_S)
    t_s = np.arange(int(TEN_MINUTES_S * PIECE_FPS)) / PIECE_FPS
    kinematics = marked_kinematics(t_s, np.full(len(t_s), 640.0), (1280, 720))
    starts_s = [60.0 * k + 21.3 for k in range(10)]
    segments = tuple(made_up_segment(i, start_s, start_s + 3.0) for i, start_s in enumerate(starts_s, 1))
    with open_store(data_dir=folder / "data") as store:
        recording = store.recordings.link(clip).recording
        save_made_up(store, recording.id, segments, kinematics, TEN_MINUTES_S)
    return serve(folder / "data")


def waits_s(page: Page) -> list[float]:
    """Seconds that each press since `WATCH` waited for its picture."""
    waits_ms: list[float] = page.evaluate("window.waits_ms")
    return [wait_ms / 1000 for wait_ms in waits_ms]


def press(page: Page, keys: Sequence[str]) -> float:
    """The wait within which 95 % of the keys' pictures came."""
    page.evaluate("window.waits_ms = []")
    for number, key in enumerate(keys, start=1):
        page.keyboard.press(key)
        page.wait_for_function("(n) => window.waits_ms.length >= n", arg=number, polling=20)
        page.wait_for_timeout(PACE_MS)
    return float(np.quantile(waits_s(page), 0.95))


def open_watched(open_page: OpenPage, url: str) -> Page:
    """The review page, each press noted."""
    page = open_page(url)
    page.add_init_script(PRESSES)
    page.goto(f"{url}/review")
    page.locator(".player[data-frame]").wait_for()
    return page


def test_first_picture_of_a_moment(open_page: OpenPage, ten_minutes_url: str) -> None:
    page = open_watched(open_page, ten_minutes_url)
    page.locator(".player").evaluate(WATCH)
    rows = iter(range(1, 10))

    def open_s() -> float:
        page.evaluate("window.waits_ms = []")
        before = page.locator(".player").get_attribute("data-finding")
        page.locator(".tr-queue .moment-main").nth(next(rows)).click()
        page.wait_for_function("() => window.waits_ms.length > 0", polling=20)
        assert page.locator(".player").get_attribute("data-finding") != before
        return waits_s(page)[0]

    taken_s = until_within(FIRST_PICTURE_S, open_s, 9)
    print(f"first picture of a moment: {[round(s, 2) for s in taken_s]} s")
    assert min(taken_s) < FIRST_PICTURE_S, taken_s


def test_key_to_picture_in_a_ten_minute_clip(open_page: OpenPage, ten_minutes_url: str) -> None:
    page = open_watched(open_page, ten_minutes_url)
    page.keyboard.press("w")
    page.locator(".player.in-whole[data-frame]").wait_for()
    page.wait_for_timeout(3_000)  # somebody looks before they leaf on
    page.locator(".player").evaluate(WATCH)

    def leaf_s() -> float:
        page.locator(".timeline").focus()
        slid_s = press(page, KEYS)
        page.locator(".player[data-frame]").wait_for()
        page.locator(".player").focus()
        return max(slid_s, press(page, FRAME_KEYS))

    taken_s = until_within(KEY_S, leaf_s, 6)
    print(f"key to picture, p95: {[round(1000 * s) for s in taken_s]} ms")
    assert min(taken_s) < KEY_S, taken_s
