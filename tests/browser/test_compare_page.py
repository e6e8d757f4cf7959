"""Before and after on the page: both pictures on one moment, and what is said where nothing can be compared.

The clips' frames carry their number as a picture, 30 a second before and 25 after, so that what is on the screen tells
at which moment each side is.
"""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from barriers import DRESSED, serious
from browser_windows import LAPTOP, PHONE, OpenPage, Scheme, Serve
from compared_runs import run_of
from media import read_number, write_numbered_clip
from PIL import Image
from playwright.sync_api import Page, ViewportSize

from transitions.model import Run
from transitions.series import INDEX, Kinematics
from transitions.store import Context, Store, open_store

SIZE = (640, 360)
FPS = {"before": 30.0, "after": 25.0}
DURATIONS_S = {"before": [2.0, 2.2, 1.9], "after": [1.2, 1.4, 1.1]}
LENGTH_S = 18
SEAT_OFF_S = {side: 1.0 + 0.4 * durations[0] for side, durations in DURATIONS_S.items()}
ONE_FRAME_S = 1.0 / min(FPS.values())
BODY_PX = {"nose": 60, "shoulder": 110, "elbow": 150, "wrist": 190, "hip": 200, "knee": 270, "ankle": 330}


def with_body(run: Run) -> Run:
    """The run with somebody who stands in the middle of the picture."""
    assert run.kinematics is not None
    image_px = np.full((len(run.kinematics.t_s), 33, 3), np.nan)
    for name, y_px in BODY_PX.items():
        for side, x_px in (("left", 340.0), ("right", 300.0)):
            image_px[:, INDEX[name if name == "nose" else f"{side}_{name}"]] = (x_px, y_px, 0.0)
    pose = replace(run.kinematics.pose, image_px=image_px, width_px=SIZE[0], height_px=SIZE[1])
    kinematics: Kinematics = replace(run.kinematics, pose=pose)
    return replace(run, kinematics=kinematics)


def keep(store: Store, who: str, day: str, side: str, view_deg: float = 45.0) -> None:
    """A numbered clip of three rises with its analysis."""
    person = store.people.add(who)
    session = store.sessions.add(person.id, day, held_on=day)
    path = Path(store.settings.data_dir) / f"{who}-{side}.mp4"
    size = SIZE if who == "P01" else (SIZE[0], SIZE[1] - 2 * (1 + store.recordings.count()))
    write_numbered_clip(path, round(LENGTH_S * FPS[side]), size, FPS[side])
    added = store.recordings.add(
        path, path.name, person_id=person.id, session_id=session.id, context=Context(seat_height_m=0.45)
    )
    run = run_of(DURATIONS_S[side], name=path.name, view_deg=view_deg)
    store.runs.save(added.recording.id, with_body(run))


@pytest.fixture(scope="module")
def compare_url(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("compared") / "data"
    with open_store(data_dir=folder) as store:
        keep(store, "P02 once", "2026-11-01", "before")
        keep(store, "P03 two views", "2026-11-01", "before")
        keep(store, "P03 two views", "2026-11-20", "after", view_deg=80.0)
        # The person filmed last stands first.
        keep(store, "P01", "2026-11-01", "before")
        keep(store, "P01", "2026-11-20", "after")
    return f"{serve(folder)}/compare"


@pytest.fixture
def pair(open_page: OpenPage, compare_url: str) -> Page:
    page = open_page(compare_url)
    for side in FPS:
        page.locator(f".side.{side}[data-frame]").wait_for()
    page.locator(".pair").focus()
    page.keyboard.press("s")  # the skeleton would lie on the numbers
    page.locator(".sides").evaluate("sides => sides.scrollIntoView({block: 'center'})")
    settle(page)
    return page


def choose(page: Page, person: str) -> None:
    page.get_by_label("Person").first.click()
    page.get_by_role("option", name=person).click()


@dataclass(frozen=True)
class ShownFrames:
    """What the pictures tell: each side's time after its seat-off."""

    before_s: float
    after_s: float

    @property
    def apart_s(self) -> float:
        return abs(self.before_s - self.after_s)


def shown(page: Page) -> ShownFrames:
    """Both sides on one screenshot."""
    picture = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB")).astype(np.uint8)
    times_s = {}
    for side, fps in FPS.items():
        box = page.locator(f".side.{side} .stage").bounding_box()
        assert box is not None
        left, top = round(box["x"]), round(box["y"])
        number = read_number(picture[top : top + int(box["height"]), left : left + int(box["width"])])
        times_s[side] = number / fps - SEAT_OFF_S[side]
    return ShownFrames(times_s["before"], times_s["after"])


def settle(page: Page) -> ShownFrames:
    """Wait until both pictures stand still, and tell what they show."""
    seeking = "pair => [...pair.querySelectorAll('video')].some((video) => video.seeking || !video.paused)"
    before = None
    for _ in range(100):
        now = None if page.locator(".pair").evaluate(seeking) else shown(page)
        if now is not None and now == before:
            return now
        before = now
        time.sleep(0.05)
    raise AssertionError("the pictures do not come to rest")


def scrub_to(page: Page, value: int) -> None:
    page.locator(".scrub").evaluate(
        "(scrub, to) => { scrub.value = to; scrub.dispatchEvent(new Event('input', {bubbles: true})); }",
        str(value),
    )


def told_s(page: Page) -> float:
    """The shared clock, seconds after the seat-off."""
    words = page.locator(".scrub").get_attribute("aria-valuetext") or ""
    found = re.match(r"([\d.]+) seconds (before|after): leaving the seat", words)
    assert found is not None, words
    return float(found[1]) * (-1 if found[2] == "before" else 1)


@pytest.mark.timed
def test_both_are_within_a_frame_while_playing_and_when_paused(pair: Page) -> None:
    pair.locator('[data-act="rate"]').select_option("0.25")  # so that the end is not reached meanwhile
    pair.get_by_role("button", name="Play", exact=True).click()
    pair.wait_for_timeout(700)
    seen = [shown(pair) for _ in range(12)]
    pair.get_by_role("button", name="Pause", exact=True).click()
    assert len({one.before_s for one in seen}) > 3, "the clips do not play"
    assert float(np.median([one.apart_s for one in seen])) <= ONE_FRAME_S, seen
    assert max(one.apart_s for one in seen) <= 2 * ONE_FRAME_S, seen
    assert settle(pair).apart_s <= ONE_FRAME_S


def test_both_are_within_a_frame_after_every_seek(pair: Page) -> None:
    last = int(pair.locator(".scrub").get_attribute("max") or 0)
    for value in np.random.default_rng(3).integers(last // 4, 3 * last // 4, 8):
        scrub_to(pair, int(value))
        now = settle(pair)
        assert now.apart_s <= ONE_FRAME_S
        assert now.before_s == pytest.approx(told_s(pair), abs=0.5 / FPS["before"] + 0.006)


def test_a_step_takes_both_on_by_the_finer_frame(pair: Page) -> None:
    start = settle(pair)
    pair.locator(".pair").focus()
    for number, key in (
        (1, "ArrowRight"),
        (2, "ArrowRight"),
        (1, "ArrowLeft"),
        (0, "ArrowLeft"),
        (-1, "ArrowLeft"),
    ):
        pair.keyboard.press(key)
        now = settle(pair)
        assert now.before_s - start.before_s == pytest.approx(number / FPS["before"])
        assert now.apart_s <= ONE_FRAME_S


def test_one_side_can_be_slower(pair: Page) -> None:
    pair.get_by_label("Speed of before alone").select_option("0.5")
    last = int(pair.locator(".scrub").get_attribute("max") or 0)
    ends_s = []
    for value in (0, last):
        scrub_to(pair, value)
        ends_s.append(told_s(pair))
    scrub_to(pair, round(last * (1.0 - ends_s[0]) / (ends_s[1] - ends_s[0])))
    now = settle(pair)
    assert now.after_s == pytest.approx(1.0, abs=ONE_FRAME_S)
    assert now.before_s == pytest.approx(0.5, abs=ONE_FRAME_S)


def test_lined_up_at_the_start_both_start_together(pair: Page) -> None:
    pair.get_by_label("Lined up at").select_option("start")
    now = settle(pair)
    starts = [now.before_s + SEAT_OFF_S["before"], now.after_s + SEAT_OFF_S["after"]]
    assert starts == pytest.approx([1.0, 1.0], abs=ONE_FRAME_S / 2 + 1e-6)


def test_the_overlay_draws_the_other_sides_skeleton(pair: Page) -> None:
    drawn = "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((v) => v)"
    ghosts = [pair.locator(f".side.{side} .ghost") for side in FPS]
    assert [ghost.evaluate(drawn) for ghost in ghosts] == [False, False]
    pair.get_by_role("button", name="Overlay").click()
    assert [ghost.evaluate(drawn) for ghost in ghosts] == [True, True]


def test_every_measure_is_told_with_its_error(pair: Page) -> None:
    row = pair.locator(".tr-changes tbody tr").first
    assert "Duration" in row.inner_text()
    assert row.locator("td").count() == 7
    words = row.inner_text()
    assert "changed beyond measurement error: 2.03 before, 1.23 s after" in words
    assert "n 3" in words
    assert pair.get_by_text("Descriptive only").count() == 1
    assert pair.get_by_text("Not told for every recording").count() == 1
    assert not re.search(r"\b(better|worse|improved)\b", pair.locator(".tr-changes").inner_text())


def test_an_own_target_is_kept_and_held_against_the_change(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    with open_store(data_dir=tmp_path / "data") as store:
        keep(store, "P01", "2026-11-01", "before")
        keep(store, "P01", "2026-11-20", "after")
    page = open_page(f"{serve(tmp_path / 'data')}/compare")
    page.locator(".tr-changes").wait_for()
    page.get_by_test_id("stNumberInputField").fill("1.2")
    page.keyboard.press("Enter")
    page.get_by_text("towards the person's own target of 1.20 s").first.wait_for()
    page.locator(".tr-changes th").get_by_text("own target 1.20").wait_for()
    page.reload()
    page.locator(".tr-changes").wait_for()
    assert page.get_by_test_id("stNumberInputField").input_value() == "1.20"


def test_curves_show_every_repetition_and_their_mean(pair: Page) -> None:
    lean = pair.locator(".chart").filter(has_text="Lean of the trunk")
    for side in FPS:
        assert lean.locator(f"path.each.{side}").count() == 3
        assert lean.locator(f"path.mean.{side}").count() == 1
        assert lean.locator(f"path.spread.{side}").count() == 1
        assert lean.locator(f".phase.{side}").count() >= 1
        assert lean.locator(f".tick.{side}").count() == 1


def test_the_tables_are_handed_over(pair: Page) -> None:
    with pair.expect_download() as waiting:
        pair.get_by_role("button", name="Tables for your own tools").click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        names: Sequence[str] = archive.namelist()
    assert sorted(names) == [
        "curves.csv",
        "curves.parquet",
        "dictionary.csv",
        "measures.csv",
        "measures.parquet",
    ]


def test_views_too_far_apart_are_refused_with_the_reason(open_page: OpenPage, compare_url: str) -> None:
    page = open_page(compare_url)
    choose(page, "P03")
    page.get_by_text("These cannot be compared").wait_for()
    assert (
        "Different views: before is seen from 45°, after from 80°"
        in page.locator(".st-key-refusal").inner_text()
    )
    assert page.locator(".tr-changes").count() == 0


def test_one_recording_alone_says_what_to_record(open_page: OpenPage, compare_url: str) -> None:
    page = open_page(compare_url)
    choose(page, "P02")
    page.get_by_text("1 recording so far, showing standing up").wait_for()
    assert "Film the same movement again on another day" in page.locator(".tr-lead").inner_text()
    page.get_by_role("button", name="Add a clip").click()
    page.wait_for_url(re.compile(r"/home|/$"))


@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_serious_barrier(
    open_page: OpenPage, compare_url: str, viewport: ViewportSize, scheme: Scheme
) -> None:
    page = open_page(compare_url, viewport, scheme)
    page.locator(".side.after[data-frame]").wait_for()
    page.locator(".tr-changes").wait_for()
    page.wait_for_function(DRESSED)
    assert serious(page) == []
    wide = page.evaluate("document.querySelector('.stMain').scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px wider than the window"
