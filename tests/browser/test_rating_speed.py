"""Rating is quick with 10,000 ratings in the store: from the key to the page's answer."""

from __future__ import annotations

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
    for (const type of ['keydown', 'keyup']) {
        panel.dispatchEvent(new KeyboardEvent(type, { key, code: key, bubbles: true, composed: true }));
    }
})"""
"""Milliseconds from a key to the frame in which its answer is drawn, timed in the page itself."""


@pytest.fixture(scope="module")
def full_url(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("ratings")
    with open_store(data_dir=folder) as store:
        run_ids = save_clips(store, tmp_path_factory.mktemp("clips"), CLIPS, SEGMENTS)
        store.studies.create(plan_of(run_ids, (*RATERS, "Ana")))
        assert fill(store, RATERS) == 10_000
    return f"{serve(folder)}/studies?study={quote(NAME)}&rater=Ana"


def answers_ms(page: Page) -> list[float]:
    """How long each key took, as on a quiet machine (see `until_within`)."""
    taken = []
    for key in KEYS:
        before = slowness()
        waited_ms: float = page.evaluate(ANSWERED, [key])
        taken.append(waited_ms / min(max(before, 1.0), slowness(), MOST_SLOWNESS))
        page.wait_for_timeout(50)
    return taken


def p95(taken: list[float]) -> float:
    return sorted(taken)[round(0.95 * (len(taken) - 1))]


def test_keys_are_answered_quickly_with_ten_thousand_ratings(
    open_page: OpenPage, full_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = open_page(full_url)
    page.locator(".tr-panel[data-place]").wait_for()
    page.locator(".player[data-frame]").wait_for()
    tries: list[float] = []
    while len(tries) < TRIES and (not tries or tries[-1] >= LIMIT_MS):
        taken = answers_ms(page)
        tries.append(p95(taken))
        with capsys.disabled():
            middle = sorted(taken)[len(taken) // 2]
            print(f"\n{len(taken)} keys: median {middle:.0f} ms, p95 {tries[-1]:.0f} ms", end="")
    assert min(tries) < LIMIT_MS, tries
