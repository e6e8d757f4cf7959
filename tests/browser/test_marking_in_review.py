"""A clinician corrects a moment's edges in an ordinary review, goes back, and takes it back after a reload."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from browser_windows import OpenPage, Serve
from marked_clip import Desk, decoded_times_s
from media import write_numbered_clip
from playwright.sync_api import Page, expect
from seeding import made_up_segment, marked_kinematics, save_made_up

from transitions.annotation.entries import Act, mark_of
from transitions.store import open_store

SIZE, FRAMES, FPS = (640, 360), 120, 30.0
SEGMENTS = (made_up_segment(1, 0.51, 1.52), made_up_segment(2, 2.01, 3.02))
OPEN = "Correct where it begins and ends"


def open_timeline(page: Page) -> None:
    page.locator(".player[data-frame]").wait_for()
    page.get_by_role("button", name=OPEN).click()
    page.locator(".shot.end[data-frame]").wait_for()
    expect(page.locator(".player")).to_have_count(0)  # its keys would be heard too


def test_edges_of_a_moment_are_corrected_outside_of_a_study(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    path = write_numbered_clip(tmp_path / "numbered.mp4", FRAMES, SIZE, FPS)
    frame_s = decoded_times_s(path)
    kinematics = marked_kinematics(np.arange(FRAMES) / FPS, np.full(FRAMES, 200.0), SIZE)
    with open_store(data_dir=tmp_path / "data") as store:
        recording = store.recordings.add(path, path.name).recording
        save_made_up(store, recording.id, SEGMENTS, kinematics, FRAMES / FPS)
    page = open_page(f"{serve(tmp_path / 'data')}/review?view=clinician&rater=KB")
    open_timeline(page)
    desk = Desk(page, tmp_path / "data", 1, "KB")
    key = str(page.locator(".bar.chosen").get_attribute("data-key"))
    found = mark_of(next(segment for segment in SEGMENTS if segment.id == key))
    desk.press("]", "ArrowRight")
    (change,) = desk.last()
    page.get_by_role("button", name="Back to the moments").click()
    page.get_by_text(f"KB: reaching, 0:0{found.start_s:.1f} to").wait_for()
    page.reload()
    page.get_by_text(f"KB: reaching, 0:0{found.start_s:.1f} to").wait_for()
    open_timeline(page)
    page.reload()  # goes on where it was: on the timeline
    page.locator(".shot.end[data-frame]").wait_for()
    expect(page.locator(".player")).to_have_count(0)
    with open_store(data_dir=tmp_path / "data") as store:
        (word,) = store.corrections.of_run(1).values()
        assert store.studies.list() == []
    assert word.marks[key].end_s == min(t_s for t_s in frame_s if t_s > found.end_s)
    desk.press("z")
    assert desk.acts() == [Act.SAY, Act.UNDO]
    assert desk.entries()[0].changes == (change,)
    page.get_by_role("button", name="Back to the moments").click()
    page.locator(".player[data-frame]").wait_for()
    assert page.get_by_text("KB: reaching").count() == 0
