"""A moment of an eight-hour recording opens as fast as one of a short clip."""

from __future__ import annotations

import time
from pathlib import Path

import av
import numpy as np
import pytest
from browser_windows import OpenPage, Serve
from media import write_numbered_clip
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


def repeat_clip(clip: Path, path: Path, times: int) -> Path:
    """The clip over and over again, its coded pictures copied: hours are written in seconds."""
    with av.open(str(clip)) as source, av.open(str(path), "w") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        tick_s = stream.time_base
        assert tick_s is not None
        coded = [(bytes(p), p.pts, p.is_keyframe) for p in source.demux(stream) if p.pts is not None]
        length = round(MINUTE_S / tick_s)
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
