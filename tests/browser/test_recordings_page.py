"""The list of recordings: by person, with pictures, to be edited, and deleted only after an ordinary question."""

from __future__ import annotations

from pathlib import Path

from browser_windows import OpenPage, Serve
from media import write_numbered_clip
from playwright.sync_api import Page
from seeding import SAMPLE

from transitions.store import Context, JobState, open_store

CARD = '[class*="st-key-recording-"]'


def fill(page: Page, label: str, value: str) -> None:
    page.get_by_role("dialog").get_by_label(label).fill(value)
    page.keyboard.press("Tab")


def test_what_was_noted_can_be_edited_later(open_page: OpenPage, serve: Serve, own_copy: Path) -> None:
    page = open_page(serve(own_copy))
    page.get_by_role("button", name="Edit", exact=True).click()
    asked = page.get_by_role("dialog")
    asked.get_by_label("Task").wait_for()
    assert asked.get_by_label("Task").input_value() == "chair"
    asked.get_by_label("Who is it?").fill("P09")
    page.keyboard.press("Enter")
    asked.get_by_role("spinbutton", name="year, When was it filmed?").click()
    page.keyboard.type("20261102")  # each part goes on to the next
    for label, value in {
        "Task": "up from the sofa",
        "Load carried, kg": "4.5",
        "Pain before, 0 to 10": "3",
        "Pain after, 0 to 10": "2",
        "Height of the seat, cm": "44",
        "Remarks": "tired",
    }.items():
        fill(page, label, value)
    asked.get_by_role("button", name="Save").click()
    asked.wait_for(state="detached")
    page.get_by_role("heading", name="P09").wait_for()
    card = page.locator(CARD).first.inner_text()
    assert "2026-11-02" in card
    assert "4.5 kg carried" in card
    assert "tired" in card
    with open_store(data_dir=own_copy) as store:
        (kept,) = store.recordings.list()
    assert (kept.pseudonym, kept.recording.filmed_on) == ("P09", "2026-11-02")
    assert kept.recording.session_id is not None
    assert kept.recording.consented_at is not None
    assert kept.recording.context == Context(
        task="up from the sofa", load_kg=4.5, pain_before=3, pain_after=2, seat_height_m=0.44, note="tired"
    )


def test_recordings_stand_by_person_with_a_picture_each(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with open_store(data_dir=data) as store:
        people = [store.people.add(name) for name in ("P01", "P02")]
        for number in range(4):
            clip = write_numbered_clip(tmp_path / f"clip{number}.mp4", 20 + number)
            store.recordings.add(clip, clip.name, person_id=people[number % 2].id)
    page = open_page(serve(data))
    page.get_by_role("heading", name="clip0.mp4").wait_for()
    said = page.locator(".stMain").inner_text()
    places = [said.index(word) for word in ("P02", "clip3", "clip1", "P01", "clip2", "clip0")]
    assert places == sorted(places)
    page.wait_for_function(
        f"[...document.querySelectorAll('{CARD} img')].filter(one => one.naturalWidth > 0).length === 4"
    )
    assert page.get_by_alt_text("A picture from clip0.mp4").count() == 1
    assert len(list((data / "media" / "stills").rglob("*.jpg"))) == 4


def test_deleting_can_be_called_off(open_page: OpenPage, serve: Serve, own_copy: Path) -> None:
    page = open_page(serve(own_copy))
    page.get_by_role("button", name="Delete").click()
    asked = page.get_by_role("dialog")
    asked.get_by_text("This cannot be undone").wait_for()
    asked.get_by_role("button", name="Cancel").click()
    asked.wait_for(state="detached")
    assert page.get_by_role("heading", name=SAMPLE.name).count() == 1


def test_trying_again_asks_for_the_same_as_before(open_page: OpenPage, serve: Serve, tmp_path: Path) -> None:
    data, asked = tmp_path / "data", {"person": 2, "model": "lite"}
    clip = write_numbered_clip(tmp_path / "again.mp4", 20)
    with open_store(data_dir=data) as store:
        job = store.jobs.add(store.recordings.add(clip, clip.name).recording.id, asked)
        store.jobs.claim(job.id, "somebody", 60.0)
        store.jobs.end(job.id, "somebody", JobState.FAILED, "No person was found.")
    page = open_page(serve(data))
    page.get_by_role("button", name="Try again").click()
    page.get_by_role("heading", name="In progress").wait_for()
    with open_store(data_dir=data) as store:
        again, before = store.jobs.list()
    assert (again.id > before.id, dict(again.options)) == (True, asked)
