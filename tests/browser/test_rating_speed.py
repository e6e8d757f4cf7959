"""Rating is quick with 10,000 ratings in the store while twenty rate: from the key or click to the page's answer."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest
from browser_windows import OpenPage, Serve
from playwright.sync_api import Page
from studied_clips import NAME, fill, plan_of, save_clips
from waiting import MOST_SLOWNESS, slowness

from transitions.store import open_store

pytestmark = [pytest.mark.timed, pytest.mark.timeout(600)]

RATERS = tuple(f"Rater {number:02}" for number in range(20))
CLIPS, SEGMENTS = 20, 5
LIMIT_MS = 300.0
KEYS = "2222n22p2422u2y22g3222n2222422u22222"
TRIES = 3

EVERY_S = 3.0
"""So often a rater says something: a hundred findings in fifteen minutes take nine seconds each."""

RATE_ON = """
import random, sys, threading, time
from pathlib import Path
from transitions.annotation.entries import Rate, Rated
from transitions.model import Result
from transitions.store import open_store

folder, name, every_s, *raters = sys.argv[1:]
store = open_store(data_dir=Path(folder))
tasks = store.studies.tasks(name, raters[0])

def rate(rater):
    rng = random.Random(rater)
    time.sleep(float(every_s) * rng.random())
    while True:
        task = rng.choice(tasks)
        store.studies.say(name, task.clip_id, rater, Rate(*rng.choice(task.listed), Rated(Result.POSSIBLE)))
        sys.stdout.write(rater + "\\n")  # in one piece: others write too
        sys.stdout.flush()
        time.sleep(float(every_s))

for rater in raters:
    threading.Thread(target=rate, args=(rater,), daemon=True).start()
sys.stdin.read()
"""

ANSWERED = """([key]) => new Promise(done => {
    const panel = document.querySelector('.tr-panel');
    const before = panel.dataset.answers;
    const started = performance.now();
    const watch = new MutationObserver(() => {
        if (panel.dataset.answers === before) return;
        watch.disconnect();
        requestAnimationFrame(() => done(performance.now() - started));
    });
    watch.observe(panel, { attributes: true });
    if (key === 'page') document.querySelector('.tr-rail-clip:not(.open) .tr-rail-head').click();
    else for (const type of ['keydown', 'keyup']) {
        panel.dispatchEvent(new KeyboardEvent(type, { key, code: key, bubbles: true, composed: true }));
    }
})"""
"""Milliseconds from a key, or a press on another clip of the work list, to the frame in which its answer is drawn;
timed in the page itself."""


@pytest.fixture(scope="module")
def full(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The address of a full study, and its data folder."""
    folder = tmp_path_factory.mktemp("ratings")
    with open_store(data_dir=folder) as store:
        run_ids = save_clips(store, tmp_path_factory.mktemp("clips"), CLIPS, SEGMENTS)
        store.studies.create(plan_of(run_ids, (*RATERS, "Ana")))
        assert fill(store, RATERS) == 10_000
    return f"{serve(folder)}/studies?study={quote(NAME)}&rater=Ana", folder


@pytest.fixture
def twenty_at_work(full: tuple[str, Path]) -> Iterator[list[str]]:
    """Twenty others who rate in the same study for as long as the test takes; whoever has said something."""
    command = [sys.executable, "-c", RATE_ON, str(full[1]), NAME, str(EVERY_S), *RATERS]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    said: list[str] = []

    def listen() -> None:
        assert process.stdout is not None
        said.extend(line.strip() for line in process.stdout)

    listener = threading.Thread(target=listen)
    listener.start()
    yield said
    process.kill()
    process.wait(60)
    listener.join()


def answers_ms(page: Page, keys: Sequence[str]) -> list[float]:
    """How long each key took, as on a quiet machine (see `until_within`)."""
    taken = []
    for key in keys:
        before = slowness()
        waited_ms: float = page.evaluate(ANSWERED, [key])
        taken.append(waited_ms / min(max(before, 1.0), slowness(), MOST_SLOWNESS))
        page.wait_for_timeout(50)
    return taken


def p95(taken: list[float]) -> float:
    return sorted(taken)[round(0.95 * (len(taken) - 1))]


@pytest.mark.parametrize(("what", "keys"), [("keys", tuple(KEYS)), ("pages", ("page",) * 20)])
def test_answered_quickly_with_ten_thousand_ratings_while_twenty_rate(
    open_page: OpenPage,
    full: tuple[str, Path],
    twenty_at_work: list[str],
    what: str,
    keys: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = open_page(full[0])
    page.locator(".tr-panel[data-place]").wait_for()
    page.locator(".player[data-frame]").wait_for()
    tries: list[float] = []
    while len(tries) < TRIES and (not tries or tries[-1] >= LIMIT_MS):
        taken = answers_ms(page, keys)
        tries.append(p95(taken))
        with capsys.disabled():
            middle = sorted(taken)[len(taken) // 2]
            print(f"\n{len(taken)} {what}: median {middle:.0f} ms, p95 {tries[-1]:.0f} ms", end="")
    assert set(RATERS) <= set(twenty_at_work)
    assert min(tries) < LIMIT_MS, tries
