"""A queue of moments: grouped, reviewed by keys wherever the focus is, each verdict as meant, none lost."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from browser_windows import OpenPage, Serve
from media import write_numbered_clip
from playwright.sync_api import Page, expect
from seeding import SAMPLE, SHORT_SAMPLE, made_up_segment, marked_kinematics, save_analysed, save_made_up

from transitions.store import FindingFilter, MomentRow, Verdict, open_store

MAIN = ".tr-queue .moment-main"
OPEN = '.tr-queue [aria-current="true"]'


@pytest.fixture(scope="module")
def two_clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two analysed clips, each with a moment of several findings."""
    folder = tmp_path_factory.mktemp("two_clips")
    for clip in (SAMPLE, SHORT_SAMPLE):
        save_analysed(folder, clip)
    return folder


@pytest.fixture
def own_copy(two_clips: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(two_clips, tmp_path / "data"))


@pytest.fixture
def address(serve: Serve, own_copy: Path) -> str:
    return f"{serve(own_copy)}/review?"


def open_review(open_page: OpenPage, address: str, rater: str = "KB") -> Page:
    page = open_page(f"{address}view=clinician" + (f"&rater={rater}" if rater else ""))
    page.locator(".player[data-frame]").wait_for()
    page.locator(".curve").first.wait_for()
    return page


def moments(folder: Path) -> tuple[MomentRow, ...]:
    """What the page lists."""
    from transitions.ui.selection import WORTH_A_LOOK

    with open_store(data_dir=folder) as store:
        return store.findings.moments(FindingFilter(results=WORTH_A_LOOK))


def stands(folder: Path, rater: str = "KB") -> dict[int, str]:
    """The rater's verdict on each finding."""
    with open_store(data_dir=folder) as store:
        ids = [row.id for row in store.findings.list(limit=None)]
        return {
            finding_id: review.verdict
            for finding_id, said in store.reviews.standing(ids).items()
            for review in said
            if review.rater == rater
        }


def opened(page: Page) -> int:
    """Id of the finding that the list marks as open."""
    return int(page.locator(OPEN).get_attribute("data-finding") or 0)


def wait_open(page: Page, finding_id: int) -> None:
    """Until list, player and card have all come to the finding."""
    page.locator(f'{OPEN}[data-finding="{finding_id}"]').wait_for()
    page.locator(f'.player[data-finding="{finding_id}"]').wait_for()
    expect(page.get_by_label("Note")).to_have_count(1)


def press(page: Page, key: str, then_open: int) -> None:
    page.keyboard.press(key)
    wait_open(page, then_open)


def test_one_row_per_moment_with_its_findings_grouped(
    open_page: OpenPage, address: str, own_copy: Path
) -> None:
    kept = moments(own_copy)
    page = open_review(open_page, address)
    assert page.locator(MAIN).count() == len(kept)
    assert [int(row.get_attribute("data-finding") or 0) for row in page.locator(MAIN).all()] == [
        moment.main.id for moment in kept
    ]
    first = page.locator(".tr-queue .moment").first
    assert first.locator(".reason").count() == len(kept[0].findings) - 1 > 0
    expect(first.locator(".moment-status").first).to_have_text("not reviewed")
    first.locator(".reason").first.click()
    page.locator(f'{OPEN}[data-finding="{kept[0].findings[1].id}"]').wait_for()
    page.wait_for_url(re.compile(f"finding={kept[0].findings[1].id}"))


PICTURE = '.moment-main img[src*="/{}/"]'


def test_every_row_shows_its_moment_until_the_recording_is_deleted(
    open_page: OpenPage, address: str, own_copy: Path
) -> None:
    kept = moments(own_copy)
    page = open_review(open_page, address)
    for moment in kept:
        picture = page.locator(PICTURE.format(moment.main.id))
        page.wait_for_function("(image) => image.naturalWidth === 128", arg=picture.element_handle())
    first = page.locator(PICTURE.format(kept[0].main.id)).element_handle()
    page.keyboard.press("n")
    page.locator(f'{OPEN}:not([data-finding="{kept[0].main.id}"])').wait_for()
    assert first is not None
    assert first.evaluate("(image) => image.isConnected"), "it was fetched again, and flickers"
    src = first.get_attribute("src")
    with open_store(data_dir=own_copy) as store:
        store.recordings.delete(kept[0].main.recording_id)
    after = page.request.get(page.evaluate("(src) => new URL(src, location.origin).href", src))
    assert after.ok
    assert after.headers["content-type"] == "image/svg+xml", "still a picture of somebody"


def test_the_list_can_be_in_time_order(open_page: OpenPage, address: str, own_copy: Path) -> None:
    page = open_review(open_page, address)
    page.get_by_role("button", name="Filter and order").click()
    page.get_by_text("In time order").click()
    in_time = sorted(moments(own_copy), key=lambda moment: (-moment.main.run_id, moment.main.segment.start_s))
    page.locator(f'.tr-queue li:first-child > [data-finding="{in_time[0].main.id}"]').wait_for()
    shown = [int(row.get_attribute("data-finding") or 0) for row in page.locator(MAIN).all()]
    assert shown == [moment.main.id for moment in in_time]


def test_keys_work_after_a_row_was_clicked_and_move_on(
    open_page: OpenPage, address: str, own_copy: Path
) -> None:
    first, *others = moments(own_copy)
    page = open_review(open_page, address)
    page.locator(MAIN).first.click()
    page.wait_for_url(re.compile(f"finding={first.main.id}"))
    asked = [row.id for row in first.to_review]
    following, then, *_ = (*asked[1:], *(row.id for moment in others for row in moment.to_review))
    press(page, "a", following)
    assert stands(own_copy) == {first.main.id: "agree"}
    press(page, "d", then)
    assert stands(own_copy) == {first.main.id: "agree", following: "disagree"}
    press(page, "u", following)
    press(page, "p", first.main.id)
    press(page, "n", first.findings[1].id)
    assert stands(own_copy) == {first.main.id: "agree"}


def test_every_flag_is_reviewed_by_keys_and_counted(
    open_page: OpenPage, address: str, own_copy: Path
) -> None:
    kept = moments(own_copy)
    asked = [row.id for moment in kept for row in moment.to_review]
    page = open_review(open_page, address)
    page.get_by_text(f"0 of {len(kept)} reviewed").wait_for()
    for now, following in zip(asked, [*asked[1:], None], strict=True):
        assert opened(page) == now
        if following is None:
            page.keyboard.press("a")
        else:
            press(page, "a", following)
    page.get_by_text(f"{len(kept)} of {len(kept)} reviewed").wait_for()
    assert stands(own_copy) == dict.fromkeys(asked, "agree")


def test_the_count_goes_on_beyond_what_is_listed(open_page: OpenPage, serve: Serve, tmp_path: Path) -> None:
    many, frames = 32, 60
    segments = tuple(made_up_segment(i, 0.05 * i, 0.05 * i + 0.2) for i in range(1, many + 1))
    with open_store(data_dir=tmp_path / "data") as store:
        recording = store.recordings.add(
            write_numbered_clip(tmp_path / "many.mp4", frames), "many.mp4"
        ).recording
        series = marked_kinematics(np.arange(frames) / 30.0, np.full(frames, 40.0), (96, 64))
        save_made_up(store, recording.id, segments, series, frames / 30.0)
        last = store.findings.moments(limit=None)[-1]
        store.reviews.add(last.main.id, "KB", Verdict.AGREE)
        standing_first = store.findings.moments(limit=1)[0]
    page = open_review(open_page, f"{serve(tmp_path / 'data')}/review?")
    page.get_by_text(f"1 of {many} reviewed").wait_for()
    assert page.locator(f'.tr-queue [data-finding="{last.main.id}"]').count() == 0, "it is listed: no test"
    assert opened(page) == standing_first.main.id
    page.keyboard.press("a")
    page.get_by_text(f"2 of {many} reviewed").wait_for()


def test_quick_presses_rate_only_what_was_seen(open_page: OpenPage, address: str, own_copy: Path) -> None:
    page = open_review(open_page, address)
    seen = opened(page)
    page.keyboard.press("a")
    page.keyboard.press("a")
    page.locator(f'{OPEN}:not([data-finding="{seen}"])').wait_for()
    page.keyboard.press("n")
    page.wait_for_timeout(1500)
    assert stands(own_copy) == {seen: "agree"}
    with open_store(data_dir=own_copy) as store:
        assert len(store.reviews.of_finding(seen)) == 1


def test_streamlits_own_keys_stay_quiet(open_page: OpenPage, address: str, own_copy: Path) -> None:
    page = open_review(open_page, address)
    page.locator(MAIN).first.click()
    page.locator("body").evaluate("(body) => document.activeElement.blur()")
    page.keyboard.press("r")
    page.locator('[data-act="loop"][aria-pressed="false"]').wait_for()
    page.keyboard.press("c")
    page.locator(".st-key-correction input").first.wait_for()
    assert page.get_by_text("Clear caches").count() == 0


def test_a_correction_by_keyboard_alone(open_page: OpenPage, address: str, own_copy: Path) -> None:
    page = open_review(open_page, address)
    corrected = opened(page)
    page.keyboard.press("c")
    page.wait_for_function("() => document.activeElement?.closest('.st-key-correction')")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.get_by_role("radio", name="Not seen").and_(page.locator(":checked")).wait_for()
    page.get_by_role("radiogroup", name="How much").wait_for(state="detached")
    expect(page.get_by_role("button", name="Save correction")).to_have_count(1)
    page.get_by_role("button", name="Save correction").focus()
    page.keyboard.press("Enter")
    page.locator(f'{OPEN}:not([data-finding="{corrected}"])').wait_for()
    assert stands(own_copy) == {corrected: "correct"}
    press(page, "u", corrected)
    assert stands(own_copy) == {}


def test_without_a_name_nothing_is_kept_and_the_name_is_asked_for(
    open_page: OpenPage, address: str, own_copy: Path
) -> None:
    page = open_review(open_page, address, rater="")
    before = opened(page)
    page.keyboard.press("a")
    page.locator(".st-key-verdict").get_by_text("Type your name or initials first").wait_for()
    page.wait_for_function("() => document.activeElement?.closest('.st-key-rater')")
    page.keyboard.type("KB")
    assert stands(own_copy) == {}
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("rater=KB"))
    page.get_by_role("button", name="Agree", exact=True).click()
    page.locator(f'{OPEN}:not([data-finding="{before}"])').wait_for()
    assert stands(own_copy) == {before: "agree"}


def test_name_view_and_verdict_survive_a_reload_and_undo_goes_on(
    open_page: OpenPage, address: str, own_copy: Path
) -> None:
    first = moments(own_copy)[0].main.id
    page = open_page(address)
    page.locator(".player[data-frame]").wait_for()
    page.get_by_text("For the clinician").click()
    page.get_by_label("Your name or initials").fill("KB")
    page.get_by_label("Your name or initials").press("Enter")
    page.wait_for_url(re.compile("rater=KB"))
    page.get_by_role("button", name="Agree", exact=True).click()
    page.locator(f'{OPEN}:not([data-finding="{first}"])').wait_for()
    page.reload()
    page.locator(".curve").first.wait_for()
    expect(page.get_by_label("Your name or initials")).to_have_value("KB")
    press(page, "u", first)
    assert stands(own_copy) == {}


def test_a_half_written_note_waits_for_its_finding(open_page: OpenPage, address: str, own_copy: Path) -> None:
    first, second, *_ = (moment.main.id for moment in moments(own_copy))
    page = open_review(open_page, address)
    page.get_by_label("Note").fill("heels were up")
    page.locator(f'.tr-queue [data-finding="{second}"]').click()
    wait_open(page, second)
    expect(page.get_by_label("Note")).to_have_value("")
    page.locator(f'.tr-queue [data-finding="{first}"]').click()
    wait_open(page, first)
    expect(page.get_by_label("Note")).to_have_value("heels were up")
    page.locator(".player").focus()
    page.keyboard.press("a")
    page.locator(f'{OPEN}:not([data-finding="{first}"])').wait_for()
    with open_store(data_dir=own_copy) as store:
        (review,) = store.reviews.of_finding(first)
    assert (review.verdict, review.note) == ("agree", "heels were up")


def test_letters_in_a_text_field_are_text(open_page: OpenPage, address: str, own_copy: Path) -> None:
    page = open_review(open_page, address)
    page.get_by_label("Note").press_sequentially("add up and pack")
    expect(page.get_by_label("Note")).to_have_value("add up and pack")
    assert stands(own_copy) == {}


def test_a_clinicians_verdict_is_seen_by_the_person_filmed(
    open_page: OpenPage, address: str, own_copy: Path
) -> None:
    first = moments(own_copy)[0].main.id
    with open_store(data_dir=own_copy) as store:
        store.reviews.add(first, "Amy", Verdict.DISAGREE, note="the chair was low")
    page = open_page(address)
    page.locator(".player[data-frame]").wait_for()
    card = page.locator(".st-key-finding")
    card.get_by_text("Amy: disagreed, “the chair was low”").wait_for()
    assert page.get_by_role("button", name="Agree", exact=True).count() == 0
    expect(page.locator(".tr-queue .moment-status").first).to_contain_text("disagreed")


def test_the_open_row_is_in_sight(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}view=clinician", {"width": 1440, "height": 500})
    page.locator(".player[data-frame]").wait_for()
    before = opened(page)
    page.keyboard.press("p")
    page.locator(f'{OPEN}:not([data-finding="{before}"])').wait_for()
    page.wait_for_timeout(300)
    frame = page.locator(".st-key-queue").bounding_box()
    row = page.locator(OPEN).bounding_box()
    assert frame is not None
    assert row is not None
    assert frame["y"] <= row["y"]
    assert row["y"] + row["height"] <= frame["y"] + frame["height"] + 1
