"""A clinician reviews ten clips by keyboard alone, undoes three verdicts, reloads twice: each verdict as meant."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest
from browser_windows import OpenPage, Serve
from media import write_numbered_clip
from playwright.sync_api import Page, expect
from seeding import made_up_finding, made_up_segment, marked_kinematics, save_made_up

from transitions.model import Result
from transitions.store import FindingFilter, Verdict, open_store

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

CLIPS = 10
FRAMES, RATE_HZ = 150, 30.0
OPEN = '.tr-queue [aria-current="true"]'
FILM = ".player video"
READABLE = "address => !address.startsWith('blob:') || fetch(address).then(() => true, () => false)"
FOCUSED = "() => document.activeElement?.innerText ?? ''"
MEANT = cycle([Verdict.AGREE, Verdict.DISAGREE, Verdict.AGREE, Verdict.CORRECT, Verdict.AGREE])
UNDONE_AFTER = (4, 13, 22)
RELOADED_AFTER = (8, 19)


@pytest.fixture
def ten_clips(tmp_path: Path) -> Path:
    """Ten clips of two moments each; the first moment of each has two findings."""
    data = tmp_path / "data"
    t_s = np.arange(FRAMES) / RATE_HZ
    with open_store(data_dir=data) as store:
        for number in range(CLIPS):
            clip = write_numbered_clip(tmp_path / f"clip{number}.mp4", FRAMES + number)
            recording = store.recordings.add(clip, clip.name).recording
            first, second = made_up_segment(1, 0.5, 1.7), made_up_segment(2, 2.6, 4.0)
            twist, again = made_up_finding(first, 3 * number), made_up_finding(second, 5 * number)
            findings = (twist, replace(made_up_finding(first, number), rule="sustained_twist"), again)
            series = marked_kinematics(t_s, np.full(FRAMES, 40.0), (96, 64))
            save_made_up(store, recording.id, (first, second), series, FRAMES / RATE_HZ, findings)
    return data


def in_order(data: Path) -> list[int]:
    """Every finding that asks for a verdict, as the queue lists them."""
    with open_store(data_dir=data) as store:
        flags = FindingFilter(results=frozenset({Result.OBSERVED, Result.POSSIBLE}))
        return [row.id for moment in store.findings.moments(flags) for row in moment.to_review]


def wait_open(page: Page, finding_id: int) -> None:
    page.locator(f'{OPEN}[data-finding="{finding_id}"]').wait_for()
    page.locator(f'.player[data-finding="{finding_id}"]').wait_for()
    expect(page.get_by_label("Note")).to_have_count(1)


def tab_to(page: Page, name: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).strip() == name:
            return
    raise AssertionError(f"Tab never reached “{name}”")


def correct(page: Page) -> None:
    """It was not seen."""
    page.keyboard.press("c")
    page.wait_for_function("() => document.activeElement?.closest('.st-key-correction')")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.get_by_role("radio", name="Not seen").and_(page.locator(":checked")).wait_for()
    page.get_by_role("radiogroup", name="How much").wait_for(state="detached")
    tab_to(page, "Save correction")
    page.keyboard.press("Enter")


def give(page: Page, verdict: Verdict) -> None:
    if verdict is Verdict.CORRECT:
        correct(page)
    else:
        page.keyboard.press("a" if verdict is Verdict.AGREE else "d")


def test_ten_clips_by_keyboard_alone_each_verdict_as_meant(
    open_page: OpenPage, serve: Serve, ten_clips: Path
) -> None:
    line = in_order(ten_clips)
    assert len(line) == 3 * CLIPS
    page = open_page(f"{serve(ten_clips)}/review?view=clinician")
    wait_open(page, line[0])
    page.keyboard.press("a")  # without a name it is asked for, and nothing is kept
    page.wait_for_function("() => document.activeElement?.closest('.st-key-rater')")
    page.keyboard.type("KB")
    page.keyboard.press("Enter")
    page.wait_for_url("**rater=KB**")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")

    meant: dict[int, Verdict] = {}
    following = [*line[1:], line[-1]]
    for number, (now, then, verdict) in enumerate(zip(line, following, MEANT, strict=False)):
        film = page.locator(FILM).first.evaluate("film => film.src")
        give(page, verdict)
        wait_open(page, then)
        meant[now] = verdict
        assert page.evaluate(READABLE, film), "a film that may still be read on was let go with its clip"
        if number in UNDONE_AFTER:
            page.keyboard.press("u")
            wait_open(page, now)
            meant[now] = Verdict.DISAGREE if verdict is not Verdict.DISAGREE else Verdict.AGREE
            give(page, meant[now])
            wait_open(page, then)
        if number in RELOADED_AFTER:
            page.reload()
            wait_open(page, then)
    page.get_by_text(f"{2 * CLIPS} of {2 * CLIPS} reviewed").wait_for()

    with open_store(data_dir=ten_clips) as store:
        said = store.reviews.standing(line)
    assert {finding_id: [one.rater for one in reviews] for finding_id, reviews in said.items()} == {
        finding_id: ["KB"] for finding_id in line
    }
    assert {finding_id: reviews[0].verdict for finding_id, reviews in said.items()} == meant
    corrected = [reviews[0].result for reviews in said.values() if reviews[0].verdict == Verdict.CORRECT]
    assert corrected == [Result.NOT_OBSERVED] * len(corrected)
    assert len(corrected) >= 5
