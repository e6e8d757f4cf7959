"""What is not seen is said so: a clip without a known transition, a clip with two people, a rise without a flag."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from barriers import serious
from browser_windows import OpenPage, Serve
from media import write_numbered_clip
from seeding import made_up_finding, made_up_segment, marked_kinematics

from transitions.model import Clip, Finding, Provenance, Quality, Result, Run, Segment, View
from transitions.series import PersonPlace
from transitions.store import now_iso, open_store

FRAMES, RATE_HZ = 60, 30.0
NARROW = "The person is seen in only 61% of the clip."
PLACES = (PersonPlace(1, 1.0, 10.0, 5.0, 40.0, 60.0), PersonPlace(2, 1.0, 60.0, 20.0, 80.0, 50.0))
CARD = '[class*="st-key-recording-"]'


def save(
    data: Path,
    clip: Path,
    segments: tuple[Segment, ...],
    findings: tuple[Finding, ...],
    people: int,
    places: tuple[PersonPlace, ...] = (),
) -> int:
    t_s = np.arange(FRAMES) / RATE_HZ
    series = marked_kinematics(t_s, np.full(FRAMES, 40.0), (96, 64))
    series = replace(series, pose=replace(series.pose, places=places))
    warnings = (NARROW, *([f"{people} people are in view; one was followed."] if people > 1 else []))
    with open_store(data_dir=data) as store:
        recording = store.recordings.add(clip, clip.name).recording
        run = Run(
            Clip(clip.name, recording.sha256, FRAMES / RATE_HZ, 96, 64, FRAMES),
            Provenance("0", "made up", "", "", now_iso()),
            Quality(0.61, View.OBLIQUE, 45.0, people, warnings),
            segments,
            findings,
            series,
        )
        store.runs.save(recording.id, run)
        return recording.id


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nothing")
    clip: Callable[[str, int], Path] = lambda name, more: write_numbered_clip(  # noqa: E731
        folder / name, FRAMES + more
    )
    save(folder, clip("squats.mp4", 0), (), (), 1)
    save(folder, clip("two.mp4", 1), (), (), 2)
    segment = made_up_segment(1, 0.3, 1.6)
    segment = replace(segment, kind="sit_to_stand", side=None)
    unflagged = replace(made_up_finding(segment, 1), severity=None)
    untold = replace(unflagged, rule="slouched_start", result=Result.NOT_ASSESSABLE, value=None)
    well = replace(unflagged, rule="abrupt_twist", result=Result.NOT_OBSERVED, value=12.0)
    save(folder, clip("controlled.mp4", 2), (segment,), (untold, well), 1)
    save(folder, clip("pair.mp4", 3), (), (), 2, PLACES)
    return folder


@pytest.fixture(scope="module")
def url(serve: Serve, data: Path) -> str:
    return serve(data)


def test_squats_read_as_no_known_transition_with_what_to_film_instead(open_page: OpenPage, url: str) -> None:
    page = open_page(url)
    card = page.locator(CARD).filter(has=page.get_by_role("heading", name="squats.mp4"))
    card.get_by_text("No known transition recognised").wait_for()
    said = card.inner_text()
    assert "nothing flagged" not in said
    assert "0 moments" not in said
    assert NARROW in said
    assert "standing up" in said.lower()
    card.get_by_role("button", name="Review").click()
    page.get_by_role("heading", name="No known transition recognised").wait_for()
    page.get_by_text(NARROW).wait_for()
    page.get_by_role("button", name="How to film").click()
    page.get_by_role("dialog").get_by_text("Two to four metres away").wait_for()


@pytest.mark.parametrize("place", ["", "review?recording=4"], ids=["home", "review"])
def test_another_person_is_chosen_by_a_press_on_them_in_the_picture(
    open_page: OpenPage, serve: Serve, data: Path, tmp_path: Path, place: str
) -> None:
    own = Path(shutil.copytree(data, tmp_path / "data"))
    page = open_page(f"{serve(own)}/{place}")
    if not place:
        card = page.locator(CARD).filter(has=page.get_by_role("heading", name="pair.mp4"))
        card.get_by_role("button", name="2 people in view").click()
    people = page.locator(".tr-people")
    people.get_by_alt_text("At 0:01.0: people 1 and 2").wait_for()
    assert people.get_by_role("button", name="Person 1, followed now").is_disabled()
    assert "--person" not in page.locator(".stApp").inner_text()
    assert serious(page) == []
    picture, other = people.locator("img").bounding_box(), people.locator('[data-person="2"]').bounding_box()
    assert picture is not None
    assert other is not None
    middle = (other["x"] + other["width"] / 2 - picture["x"]) / picture["width"]
    assert abs(middle - 70 / 96) < 0.02, "the frame is not about the person"
    page.mouse.click(other["x"] + other["width"] / 2, other["y"] + other["height"] / 2)
    page.get_by_role("heading", name="In progress").wait_for()
    with open_store(data_dir=own) as store:
        (job,) = store.jobs.list()
    assert (job.recording_id, dict(job.options)) == (4, {"person": 2})


def test_of_an_older_analysis_another_person_is_chosen_by_number(
    open_page: OpenPage, url: str, data: Path
) -> None:
    page = open_page(url)
    card = page.locator(CARD).filter(has=page.get_by_role("heading", name="two.mp4"))
    card.get_by_role("button", name="2 people in view").click()
    asked = page.get_by_role("dialog")
    asked.get_by_alt_text("Person 1, who is followed now, is framed").wait_for()
    assert "--person" not in page.locator(".stApp").inner_text()
    asked.get_by_role("button", name="Follow person 2").click()
    page.get_by_role("heading", name="In progress").wait_for()
    with open_store(data_dir=data) as store:
        (job,) = store.jobs.list()
    assert dict(job.options) == {"person": 2}


def test_a_rise_without_a_flag_opens_on_what_went_well(open_page: OpenPage, url: str) -> None:
    page = open_page(f"{url}/review?recording=3")
    page.locator(".tr-card h3").first.wait_for()
    assert "no quick twist was seen" in page.locator(".tr-card h3").first.inner_text()


def test_not_seen_with_a_size_is_shown_as_impossible(open_page: OpenPage, review_url: str) -> None:
    page = open_page(f"{review_url}/review?recording=1")
    page.locator(".player[data-frame]").wait_for()
    page.get_by_role("button", name="Filter").click()
    for label, choice in (("Result", "Not seen"), ("How much", re.compile("a little|quite a bit|a lot"))):
        page.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=choice).first.click()
        page.keyboard.press("Escape")
    page.get_by_text(
        "That cannot be: only what is seen, or maybe seen, is there a little or a lot"
    ).wait_for()
