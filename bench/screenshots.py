"""Takes the pictures of every page in ``docs/screenshots``: ``python -m bench.screenshots [NAME...]`` (needs Chromium).

Every page of `PAGES` in every window of `WINDOWS`, light and dark; all older pictures go. With names only the pages
whose name begins so are taken, and none goes. The review is taken as the window shows it, for it is made to fit; the
other pages whole. A new page is a new row.
"""

from __future__ import annotations

import io
import itertools
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bench.screenshot_clips import make_clip
from transitions.annotation.entries import Rate
from transitions.annotation.wording import rated_from
from transitions.errors import NoPersonError
from transitions.model import Run
from transitions.pipeline import analyse
from transitions.samples import sample_clips
from transitions.store import JobState, RatingTask, Store, StudyPlan, now_iso, open_store
from transitions.ui.rating.worklist import places_of

REPOSITORY = Path(__file__).resolve().parents[1]
SHOTS = REPOSITORY / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WINDOWS = {
    "1440": ViewportSize(width=1440, height=900),
    "1280": ViewportSize(width=1280, height=720),
    "phone": ViewportSize(width=390, height=844),
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TALLEST_PX = 2600
QUALITY = 50
"""Of WebP: some 30 kB a picture; letters stay sharp."""

BLIND, REVEALED = "Autumn", "Winter"
"""Studies of the store that has them: one being rated with faces blurred, one that everyone has committed."""

RATERS = ("Ana", "Ben")
SAID = ("not_observed", "mild", "severe", "possible", "mild")
"""Said in turn, each rater beginning at another."""

HELPER, ENDING_S = "screenshots", 30.0
PATIENCE_MS = 120_000
DRAWN_MS = 700
"""For what is drawn once everything has come: charts, the place of their words, what fades."""

PICTURES_ARE_THERE = """() => [...document.images].every((picture) => {
    const { top, bottom } = picture.getBoundingClientRect();
    return picture.complete || bottom < 0 || top > window.innerHeight;
})"""


class Kept(StrEnum):
    """What is in the store that a page is shown on."""

    NOTHING = "nothing"
    SAMPLES = "samples"
    PORTRAIT = "portrait"
    LONG = "long"
    NONE = "none"
    TWO = "two"
    NOBODY = "nobody"
    STUDY = "study"


@dataclass(frozen=True)
class ShownPage:
    """A page to be taken: its name, the store it is shown on, its address, and what is pressed once it is there."""

    name: str
    on: Kept
    address: str = ""
    press: str = ""
    is_whole: bool = True


PAGES = (
    ShownPage("first-use", Kept.NOTHING),
    ShownPage("review-empty", Kept.NOTHING, "review"),
    ShownPage("home", Kept.SAMPLES),
    ShownPage("compare", Kept.SAMPLES, "compare"),
    ShownPage("day", Kept.LONG, "day"),
    ShownPage("pattern", Kept.SAMPLES, "pattern"),
    ShownPage("studies", Kept.SAMPLES, "studies"),
    ShownPage("rules", Kept.SAMPLES, "rules"),
    ShownPage("about", Kept.SAMPLES, "about"),
    ShownPage("studies-list", Kept.STUDY, "studies"),
    ShownPage("rating-blind", Kept.STUDY, f"studies?study={BLIND}&rater=Ana", is_whole=False),
    ShownPage(
        "rating-segments", Kept.STUDY, f"studies?study={BLIND}&rater=Ana&pane=segments", is_whole=False
    ),
    ShownPage("rating-consensus", Kept.STUDY, f"studies?study={REVEALED}&rater=Ana", is_whole=False),
    ShownPage("agreement", Kept.STUDY, f"agreement?study={REVEALED}"),
    ShownPage("home-none", Kept.NONE),
    ShownPage("review-none", Kept.NONE, "review?recording=1"),
    ShownPage("home-nobody", Kept.NOBODY),
    ShownPage("review-nobody", Kept.NOBODY, "review?recording=1"),
    ShownPage("home-two", Kept.TWO, press="2 people in view", is_whole=False),
    *(
        ShownPage(f"review-{kept}-{view}", kept, f"review?view={view}", is_whole=False)
        for kept in (Kept.SAMPLES, Kept.PORTRAIT, Kept.LONG, Kept.TWO)
        for view in ("me", "clinician")
    ),
)


def main(wanted: Sequence[str] = ()) -> None:
    chosen = [page for page in PAGES if not wanted or page.name.startswith(tuple(wanted))]
    if not chosen:
        sys.exit(f"No page's name begins so; there are {', '.join(page.name for page in PAGES)}.")
    SHOTS.mkdir(exist_ok=True)
    if not wanted:
        for older in SHOTS.iterdir():
            older.unlink()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for kept in dict.fromkeys(page.on for page in chosen):
            data_dir = Path(folder) / f"store-{kept}"
            _fill(data_dir, kept)
            with _served(data_dir) as url:
                for page in chosen:
                    if page.on is kept:
                        _take_all(browser, page, f"{url}/{page.address}")
    taken = [path.stat().st_size for path in SHOTS.iterdir()]
    print(f"{len(taken)} pictures, {sum(taken) / 1e6:.1f} MB in {SHOTS}")


def _fill(data_dir: Path, kept: Kept) -> None:
    own: dict[Kept, Callable[[], Sequence[Path]]] = {
        Kept.NOTHING: tuple,
        Kept.SAMPLES: sample_clips,
        Kept.STUDY: sample_clips,
    }
    with open_store(data_dir=data_dir) as store:
        clips = own.get(kept, lambda: (make_clip(kept, data_dir),))()
        kept_ids = [_keep_analysed(store, clip) for clip in clips]
        if kept is Kept.STUDY:
            _set_up_studies(store, tuple(run_id for run_id in kept_ids if run_id is not None))


def _keep_analysed(store: Store, clip: Path) -> int | None:
    """Keep a clip with its run; with its reason where it has none."""
    person = store.people.add("P01")
    added = store.recordings.add(clip, clip.name, person_id=person.id, consented_at=now_iso())
    try:
        return store.runs.save(added.recording.id, _analysed(clip))
    except NoPersonError as error:
        job = store.jobs.add(added.recording.id, {})
        store.jobs.claim(job.id, HELPER, ENDING_S)
        store.jobs.end(job.id, HELPER, JobState.FAILED, str(error))
        return None


@cache
def _analysed(clip: Path) -> Run:
    """Of a clip that two stores hold the run is made once."""
    return analyse(clip)


def _set_up_studies(store: Store, run_ids: tuple[int, ...]) -> None:
    """One study half rated by one person, and one that is revealed."""
    rules = ("abrupt_twist", "jerky_rise", "poor_hip_hinge")
    for name, faces_blurred in ((BLIND, True), (REVEALED, False)):
        store.studies.create(StudyPlan(name, RATERS, rules, run_ids, seed=1, faces_blurred=faces_blurred))
    _rate(store, BLIND, RATERS[0], store.studies.tasks(BLIND, RATERS[0])[:1])
    for rater in RATERS:
        _rate(store, REVEALED, rater, store.studies.tasks(REVEALED, rater))
        store.studies.commit(REVEALED, rater)


def _rate(store: Store, study: str, rater: str, tasks: Sequence[RatingTask]) -> None:
    words = itertools.cycle(SAID[RATERS.index(rater) :])
    for task in sorted(tasks, key=lambda one: one.clip_id):
        for _clip, segment, rule in places_of(task):
            if segment:
                store.studies.say(study, task.clip_id, rater, Rate(segment, rule, rated_from(next(words))))


@contextmanager
def _served(data_dir: Path) -> Iterator[str]:
    """The page on a data folder, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    options = [f"--server.port={port}", "--server.headless=true", "--server.address=localhost"]
    command = [sys.executable, "-m", "streamlit", "run", str(REPOSITORY / "app.py"), *options]
    environment = os.environ | {"TRANSITIONS_DATA_DIR": str(data_dir)}
    server = subprocess.Popen(command, env=environment, cwd=REPOSITORY)
    try:
        _wait_until_healthy(port)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(ENDING_S)
        server.kill()


def _wait_until_healthy(port: int) -> None:
    deadline_s = time.monotonic() + 60.0
    while True:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            if time.monotonic() > deadline_s:
                raise
            time.sleep(0.2)


def _take_all(browser: Browser, shown: ShownPage, url: str) -> None:
    for device, window in WINDOWS.items():
        context = browser.new_context(viewport=window)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.goto(url)
            _settle(page)
            if shown.press:
                page.get_by_role("button", name=shown.press).click()
                _settle(page)
            if shown.is_whole:
                page.set_viewport_size({"width": window["width"], "height": _height_px(page)})
                _settle(page)
            picture = Image.open(io.BytesIO(page.screenshot(timeout=PATIENCE_MS))).convert("RGB")
            picture.save(SHOTS / f"{shown.name}-{device}-{scheme}.webp", quality=QUALITY, method=6)
            page.set_viewport_size(window)
        context.close()
    print(shown.name, flush=True)


def _settle(page: Page) -> None:
    """Until the page has stopped running and the pictures in the window, and the film where there is one, have come."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(DRAWN_MS)
    page.wait_for_function(PICTURES_ARE_THERE)
    film = page.locator(".player")
    if film.count():
        film.and_(page.locator('[data-picture="film"]')).first.wait_for()
    page.wait_for_timeout(DRAWN_MS)


def _height_px(page: Page) -> int:
    height: int = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    return min(max(height, 500), TALLEST_PX)


if __name__ == "__main__":
    main(sys.argv[1:])
