"""Edges, kinds and phases corrected on the timeline: each change one entry in the store, each edge on a frame exactly.

The clip's frames carry their number as a picture and come unevenly, so that an edge's picture tells which frame it is.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from barriers import DRESSED, serious
from browser_windows import LAPTOP, PHONE, OpenPage, Serve
from marked_clip import FOUND, STUDY, Desk, decoded_times_s, save_study
from media import read_number
from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect
from seeding import REPOSITORY

from transitions.annotation.entries import Act, GoneThrough, Mark, Refuse, SetMark
from transitions.store import open_store

PAGE = REPOSITORY / "tests" / "edges_server.py"
RATERS = (
    *("drag", "untold", "nudge", "hold", "kinds", "phases", "split", "refuse", "undo"),
    *("burst", "mouse", "plays", "locked", "keys", "asked", "closed", "phone", "axe"),
)

OpenDesk = Callable[..., Desk]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, list[float]]:
    """The data folder, the clip, and the times of its frames."""
    folder = tmp_path_factory.mktemp("edges")
    clip_id = save_study(folder, RATERS)
    return folder / "data", clip_id, decoded_times_s(folder / "numbered.mp4")


@pytest.fixture(scope="module")
def url(serve: Serve, place: tuple[Path, int, list[float]]) -> str:
    return serve(place[0], PAGE)


@pytest.fixture
def frame_s(place: tuple[Path, int, list[float]]) -> list[float]:
    return place[2]


@pytest.fixture
def open_desk(open_page: OpenPage, url: str, place: tuple[Path, int, list[float]]) -> OpenDesk:
    def open_for(rater: str, viewport: ViewportSize = LAPTOP) -> Desk:
        page = open_page(f"{url}/?study={STUDY}&clip={place[1]}&rater={rater}", viewport)
        page.locator(".edges[data-frame]").wait_for()
        for edge in ("start", "end"):
            page.locator(f".shot.{edge}[data-frame]").wait_for()
        return Desk(page, place[0], place[1], rater)

    return open_for


def picture_of(page: Page, edge: str) -> int:
    """The number that the picture of an edge shows."""
    taken = page.locator(f".shot.{edge} .frame").screenshot()
    return read_number(np.asarray(Image.open(io.BytesIO(taken)).convert("RGB")).astype(np.uint8))


def nearest(frame_s: list[float], t_s: float) -> int:
    return int(np.argmin(np.abs(np.array(frame_s) - t_s)))


def grip_middle(page: Page, key: str, handle: str) -> tuple[float, float]:
    box = page.locator(f'.grip[data-key="{key}"][data-handle="{handle}"]').bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_an_edge_is_dragged_to_a_frame_with_its_picture(open_desk: OpenDesk, frame_s: list[float]) -> None:
    desk = open_desk("drag")
    page = desk.page
    first = nearest(frame_s, FOUND["s1"].start_s)
    desk.wait_for_frame(".shot.start", first)
    assert picture_of(page, "start") == first
    x, y = grip_middle(page, "s1", "end")
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 5):  # the picture follows the pointer
        before = page.locator(".shot.end").get_attribute("data-frame")
        page.mouse.move(x + 18 * step, y)
        page.locator(f'.shot.end[data-frame]:not([data-frame="{before}"])').wait_for()
    assert desk.entries() == [], "nothing is kept while it is dragged"
    page.mouse.up()
    desk.wait_until_saved()
    ((change,),) = [entry.changes for entry in desk.entries()]
    assert isinstance(change, SetMark)
    assert change.mark == replace(FOUND["s1"], end_s=change.mark.end_s)
    assert change.mark.end_s in frame_s
    assert change.mark.end_s > FOUND["s1"].end_s
    number = frame_s.index(change.mark.end_s)
    desk.wait_for_frame(".shot.end", number)
    assert picture_of(page, "end") == number
    x, y = grip_middle(page, "s2", "start")  # of one that is not chosen, and beyond its own end
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 900, y, steps=5)
    page.mouse.up()
    desk.wait_until_saved()
    least = desk.marks()["s2"]
    assert least.start_s == max(t_s for t_s in frame_s if t_s < FOUND["s2"].end_s), "a frame long at least"
    assert least.end_s == FOUND["s2"].end_s
    assert least.phases == {"grasp_s": least.start_s}, "the phase goes with the edge that passes it"


def test_edges_are_nudged_by_a_frame_and_by_ten(open_desk: OpenDesk, frame_s: list[float]) -> None:
    desk = open_desk("nudge")
    desk.press("[", "ArrowRight")
    first = next(k for k, t_s in enumerate(frame_s) if t_s > FOUND["s1"].start_s)
    assert desk.marks()["s1"].start_s == frame_s[first]
    desk.press("ArrowRight")
    desk.press("Shift+ArrowLeft")
    assert desk.marks()["s1"].start_s == frame_s[first + 1 - 10]
    desk.wait_for_frame(".shot.start", first - 9)
    desk.wait_for_frame(".edges", first - 9)  # the film shows what is moved
    desk.press("]", "ArrowLeft")
    last = max(k for k, t_s in enumerate(frame_s) if t_s < FOUND["s1"].end_s)
    assert desk.marks()["s1"].end_s == frame_s[last]
    assert desk.acts() == [Act.SAY] * 4
    assert {entry.by for entry in desk.entries()} == {"nudge"}
    desk.press("Escape", "ArrowLeft")
    assert len(desk.entries()) == 4, "with nothing taken the arrows move the film"


def test_a_frame_of_which_the_browser_never_tells_is_known_all_the_same(open_desk: OpenDesk) -> None:
    """A busy browser may draw the frame of a seek without telling of it; here it tells of none any more."""
    desk = open_desk("untold")
    desk.page.evaluate("HTMLVideoElement.prototype.requestVideoFrameCallback = () => 0")
    for _ in range(3):
        desk.press("[", "ArrowRight")
    before = int(desk.page.locator(".edges").get_attribute("data-frame") or 0)
    desk.press("Shift+ArrowRight")
    desk.wait_for_frame(".edges", before + 10)
    desk.wait_for_frame(".shot.start", before + 10)
    assert picture_of(desk.page, "start") == before + 10


def test_a_key_that_is_held_is_one_change_and_stops_before_the_other_edge(
    open_desk: OpenDesk, frame_s: list[float]
) -> None:
    desk = open_desk("hold")
    desk.page.keyboard.press("]")
    desk.page.keyboard.down("Shift")
    for _ in range(40):
        desk.page.keyboard.down("ArrowLeft")
    assert desk.entries() == []
    desk.page.keyboard.up("ArrowLeft")
    desk.page.keyboard.up("Shift")
    desk.wait_until_saved()
    assert len(desk.entries()) == 1
    least = desk.marks()["s1"]
    assert least.end_s == min(t_s for t_s in frame_s if t_s > FOUND["s1"].start_s)
    assert set(least.phases.values()) == {least.end_s}


def test_a_burst_of_keys_is_kept_each_once(open_desk: OpenDesk, frame_s: list[float]) -> None:
    desk = open_desk("burst")
    desk.press("]", *["ArrowRight"] * 12)
    first = next(k for k, t_s in enumerate(frame_s) if t_s > FOUND["s1"].end_s)
    assert [entry.changes[0].mark.end_s for entry in desk.entries()] == frame_s[first : first + 12]  # type: ignore[union-attr]
    desk.press(*"zzz", "ArrowRight")  # what follows an undo is done on its outcome
    assert desk.acts() == [Act.SAY] * 12 + [Act.UNDO] * 3 + [Act.SAY]
    assert desk.marks()["s1"].end_s == frame_s[first + 9]


def test_kinds_and_phases(open_desk: OpenDesk, frame_s: list[float]) -> None:
    desk = open_desk("kinds")
    page = desk.page
    options = page.get_by_label("Kind").locator("option").all_inner_texts()
    number = next(option[0] for option in options if option.endswith("Sitting down"))
    desk.press(number)
    assert desk.last() == (SetMark("s1", replace(FOUND["s1"], kind="stand_to_sit", phases={})),)
    desk.go_to_frame(nearest(frame_s, 1.5))
    desk.click("on the seat: here")
    assert desk.marks()["s1"].phases == {"contact_s": frame_s[nearest(frame_s, 1.5)]}
    page.get_by_label("Kind").select_option("turn")
    desk.wait_until_saved()
    assert desk.marks()["s1"].kind == "turn"
    assert page.locator('.bar[data-key="s1"]').inner_text() == options[-1][2:]
    assert len(desk.entries()) == 3


def test_a_phase_is_dragged_and_nudged_and_taken_out(open_desk: OpenDesk, frame_s: list[float]) -> None:
    desk = open_desk("phases")
    page = desk.page
    x, y = grip_middle(page, "s1", "seat_off_s")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 25, y, steps=5)
    page.mouse.up()
    desk.wait_until_saved()
    moved = desk.marks()["s1"].phases
    assert moved["seat_off_s"] in frame_s
    assert moved["seat_off_s"] > FOUND["s1"].phases["seat_off_s"]
    assert moved["upright_s"] == FOUND["s1"].phases["upright_s"]
    desk.press("[", ".", "ArrowRight")  # from the start on to the first phase
    assert desk.marks()["s1"].phases["seat_off_s"] == frame_s[frame_s.index(moved["seat_off_s"]) + 1]
    slider = page.get_by_role("slider", name="leaving the seat of Standing up")
    expect(slider).to_have_attribute("aria-valuenow", f"{desk.marks()['s1'].phases['seat_off_s']:.3f}")
    slider.focus()
    desk.press("PageDown")
    assert desk.marks()["s1"].phases["seat_off_s"] == frame_s[frame_s.index(moved["seat_off_s"]) - 9]
    desk.click("Take out upright")
    assert list(desk.marks()["s1"].phases) == ["seat_off_s"]
    assert len(desk.entries()) == 4


def test_split_and_joined_and_a_missed_one_added(open_desk: OpenDesk, frame_s: list[float]) -> None:
    desk = open_desk("split")
    at = nearest(frame_s, 1.5)
    desk.go_to_frame(at)
    desk.press("s")
    first, second = desk.last()
    assert isinstance(second, SetMark)
    assert first == SetMark(
        "s1", Mark("sit_to_stand", FOUND["s1"].start_s, frame_s[at], {"seat_off_s": 1.2345})
    )
    assert second.mark == Mark("sit_to_stand", frame_s[at], FOUND["s1"].end_s, {"upright_s": 1.7654})
    desk.press("j")
    assert desk.last() == (SetMark("s1", FOUND["s1"]), Refuse(second.segment))
    assert desk.marks() == FOUND
    at = nearest(frame_s, 2.3)
    desk.go_to_frame(at)
    desk.press("a")
    (added,) = desk.last()
    assert isinstance(added, SetMark)
    assert added.mark.start_s == frame_s[at]
    assert added.mark.end_s in frame_s
    assert desk.marks() == {**FOUND, added.segment: added.mark}
    desk.press("s")
    assert "inside" in desk.said(), "where the film stands on its edge it can't be split"
    assert len(desk.entries()) == 3


def test_a_false_one_is_refused_and_brought_back(open_desk: OpenDesk) -> None:
    desk = open_desk("refuse")
    desk.press("n", "x")
    assert desk.last() == (Refuse("s2"),)
    assert desk.marks() == {"s1": FOUND["s1"]}
    assert desk.page.locator(".bar").count() == 1
    desk.page.get_by_role("button", name="bring it back").click()
    desk.wait_until_saved()
    assert desk.last() == (SetMark("s2", FOUND["s2"]),)
    assert desk.marks() == FOUND
    desk.press("x", "x")
    assert desk.marks() == {}
    assert desk.page.locator(".edges .place").inner_text() == "none"


def test_undone_and_redone_also_after_a_reload(open_desk: OpenDesk, frame_s: list[float]) -> None:
    desk = open_desk("undo")
    desk.press("]", "ArrowRight")
    desk.press("x")
    kept = desk.marks()
    desk.page.reload()
    desk.page.locator(".shot.end[data-frame]").wait_for()
    assert desk.page.locator(".bar").count() == 1
    desk.press("z")
    moved = desk.marks()["s1"]
    assert moved.end_s == min(t_s for t_s in frame_s if t_s > FOUND["s1"].end_s)
    assert desk.page.locator(".bar.chosen").get_attribute("data-key") == "s1", "what came back is shown"
    desk.press("z")
    assert desk.marks() == FOUND
    desk.press("z")
    assert desk.said() == "There is nothing to undo."
    desk.page.reload()
    desk.page.locator(".shot.end[data-frame]").wait_for()
    desk.press("Shift+Z", "y")
    assert desk.marks() == kept
    expect(desk.page.get_by_role("button", name="Redo")).to_be_disabled()
    assert desk.acts() == [Act.SAY, Act.SAY, Act.UNDO, Act.UNDO, Act.REDO, Act.REDO]


def test_everything_by_mouse(open_desk: OpenDesk, frame_s: list[float]) -> None:
    desk = open_desk("mouse")
    desk.click("Nothing to change")
    assert desk.last() == (GoneThrough(),)
    desk.click("Next transition", "Start one frame later")
    first = next(k for k, t_s in enumerate(frame_s) if t_s > FOUND["s2"].start_s)
    desk.click("End one frame earlier")
    last = max(k for k, t_s in enumerate(frame_s) if t_s < FOUND["s2"].end_s)
    assert (desk.marks()["s2"].start_s, desk.marks()["s2"].end_s) == (frame_s[first], frame_s[last])
    rail = desk.page.locator(".edges .rail").bounding_box()
    assert rail is not None
    desk.page.mouse.click(rail["x"] + 0.72 * rail["width"], rail["y"] + 4)
    desk.page.wait_for_timeout(500)
    at = int(desk.page.locator(".edges").get_attribute("data-frame") or 0)
    desk.page.locator('[data-act="set-start"]').click()
    desk.wait_until_saved()
    assert desk.marks()["s2"].start_s == frame_s[at]
    desk.click("Undo")
    desk.click("Refuse")
    assert list(desk.marks()) == ["s1"]
    expect(desk.page.get_by_role("button", name="Join")).to_be_disabled()  # there is no other


def test_labelled_while_it_plays(open_desk: OpenDesk, frame_s: list[float]) -> None:
    desk = open_desk("plays")
    page = desk.page
    page.locator('[data-act="speed"]').select_option("0.25")
    desk.go_to_frame(nearest(frame_s, 2.2))
    page.keyboard.press("Space")
    page.wait_for_timeout(600)
    page.keyboard.press("a")
    page.wait_for_timeout(1200)
    page.keyboard.press("o")
    page.wait_for_timeout(300)
    assert page.get_by_role("button", name="Pause").is_visible(), "it plays on"
    page.keyboard.press("Space")
    desk.wait_until_saved()
    (added,), (ended,) = [entry.changes for entry in desk.entries()]
    assert isinstance(added, SetMark)
    assert isinstance(ended, SetMark)
    assert added.segment == ended.segment
    assert added.mark.start_s == ended.mark.start_s in frame_s
    assert ended.mark.end_s in frame_s
    assert frame_s[nearest(frame_s, 2.2)] < ended.mark.start_s < ended.mark.end_s < added.mark.end_s


def test_play_is_locked_to_a_transition(open_desk: OpenDesk, frame_s: list[float]) -> None:
    desk = open_desk("locked")
    page = desk.page
    page.keyboard.press("p")
    page.get_by_role("button", name="Pause").wait_for()
    shown = []
    for _ in range(40):
        page.wait_for_timeout(60)
        shown.append(int(page.locator(".edges").get_attribute("data-frame") or -1))
    first, last = nearest(frame_s, FOUND["s1"].start_s), nearest(frame_s, FOUND["s1"].end_s)
    assert first - 1 <= min(shown) <= max(shown) <= last + 3
    assert any(b < a - 10 for a, b in pairwise(shown)), "it does not begin again"
    page.keyboard.press("n")
    page.wait_for_timeout(1500)
    at = int(page.locator(".edges").get_attribute("data-frame") or -1)
    assert nearest(frame_s, FOUND["s2"].start_s) - 1 <= at <= nearest(frame_s, FOUND["s2"].end_s) + 3
    page.keyboard.press("p")
    page.get_by_role("button", name="Play", exact=True).wait_for()
    assert desk.entries() == []


def test_streamlits_own_keys_never_fire_and_the_sheet_tells_ours(open_desk: OpenDesk) -> None:
    desk = open_desk("keys")
    page = desk.page
    page.evaluate(
        "window.heard = []; for (const type of ['keydown', 'keyup', 'keypress'])"
        " document.addEventListener(type, (event) => window.heard.push(event.key));"
    )
    page.locator("h1").click()
    for key in ("r", "c", "?"):
        page.keyboard.press(key)
    assert page.evaluate("window.heard") == []
    sheet = page.get_by_role("dialog", name="Keys of this page")
    sheet.wait_for()
    assert "split it where the film is" in sheet.inner_text()
    for key in ("x", "a", "1", "r", "c"):
        page.keyboard.press(key)
    assert desk.entries() == [], "tried while reading the sheet: nothing is changed by that"
    page.keyboard.press("Escape")
    sheet.wait_for(state="hidden")
    page.keyboard.press("]")
    page.get_by_role("slider", name="End of Standing up").wait_for()
    assert page.evaluate("window.heard") == []


def test_keys_pressed_in_a_question_change_nothing_behind_it(open_desk: OpenDesk) -> None:
    desk = open_desk("asked")
    page = desk.page
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend',"
        ' \'<div data-testid="stDialog" role="dialog"><button>Commit</button></div>\');'
        "document.querySelector('[data-testid=stDialog] button').focus();"
    )
    for key in ("x", "a", "1", "r", "c"):
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    assert desk.entries() == []
    page.evaluate("document.querySelector('[data-testid=stDialog]').remove()")
    desk.press("x")
    assert len(desk.entries()) == 1


def test_what_is_committed_stays(open_desk: OpenDesk, place: tuple[Path, int, list[float]]) -> None:
    desk = open_desk("closed")
    with open_store(data_dir=place[0]) as store:
        store.studies.commit(STUDY, "closed")
    desk.press("x")  # the page does not know it yet: the store refuses
    assert "committed" in desk.said()
    assert desk.page.locator(".bar").count() == 2
    desk.press("x")
    assert (desk.entries(), desk.marks()) == ([], FOUND)
    expect(desk.page.get_by_role("button", name="Refuse")).to_be_disabled()


def test_an_edge_is_dragged_by_a_finger(open_desk: OpenDesk, frame_s: list[float]) -> None:
    desk = open_desk("phone", PHONE)
    devtools = desk.page.context.new_cdp_session(desk.page)
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    desk.page.locator(".rail").scroll_into_view_if_needed()
    x, y = grip_middle(desk.page, "s1", "end")
    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 7):
        points = [{"x": x - 8 * step, "y": y + step}]
        devtools.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    desk.wait_until_saved()
    end_s = desk.marks()["s1"].end_s
    assert end_s in frame_s
    assert end_s < FOUND["s1"].end_s - 0.2
    assert len(desk.entries()) == 1


@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_nobody_is_kept_out(open_desk: OpenDesk, viewport: ViewportSize) -> None:
    page = open_desk("axe", viewport).page
    page.wait_for_function(DRESSED)
    assert serious(page) == []
    wide = page.evaluate("document.querySelector('.stMain').scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px wider than the window"
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)
    assert serious(page) == [], "in the dark"
    page.keyboard.press("?")
    assert serious(page) == [], "with the sheet of keys"


def test_a_long_clip_is_shown_in_pieces(open_page: OpenPage, serve: Serve, tmp_path: Path) -> None:
    times_s = [0.25 * k for k in range(300)]
    marks = {
        "s1": Mark("reach", 2.1, 4.2, {}),
        "s2": Mark("turn", 50.1, 52.2, {}),
        "s3": Mark("reach", 60.0, 61.0, {}),
    }
    clip_id = save_study(tmp_path, ["Ana"], marks=marks, times_s=times_s)
    frame_s = decoded_times_s(tmp_path / "numbered.mp4")
    page = open_page(f"{serve(tmp_path / 'data', PAGE)}/?study={STUDY}&clip={clip_id}&rater=Ana")
    page.locator(".shot.end[data-frame]").wait_for()
    desk = Desk(page, tmp_path / "data", clip_id, "Ana")
    page.keyboard.press("n")
    page.locator('.bar.chosen[data-key="s2"]').wait_for()
    page.keyboard.press("]")
    page.locator('.grip.held[data-key="s2"]').wait_for()
    desk.press("ArrowRight")
    assert desk.marks() == {**marks, "s2": Mark("turn", 50.1, frame_s[math.ceil(52.2 / 0.25)], {})}
    page.wait_for_timeout(500)
    assert picture_of(page, "end") == math.ceil(52.2 / 0.25)
    page.locator(".edges .whole").click(position={"x": 4, "y": 5})
    page.locator('.bar[data-key="s1"]').wait_for()
