"""Agreement on the page: figures with what they rest on, the worst disagreement first and one click away."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from barriers import DRESSED, serious
from browser_windows import LAPTOP, PHONE, OpenPage, Scheme, Serve
from playwright.sync_api import ViewportSize, expect
from studied_clips import NAME, fill, plan_of, save_clips

from transitions.agreement.study import agreement_of
from transitions.annotation.study_words import study_ratings
from transitions.store import open_store
from transitions.ui.agreement_table import figure_words

RATERS = ("Ana", "Ben")


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve people rated by two who have committed."""
    folder = tmp_path_factory.mktemp("rated")
    with open_store(data_dir=folder) as store:
        run_ids = save_clips(store, tmp_path_factory.mktemp("clips"), 12, 1)
        store.studies.create(plan_of(run_ids, RATERS))
        fill(store, RATERS[:1])
        fill(store, RATERS[1:], "mild")
        for rater in RATERS:
            store.studies.commit(NAME, rater)
    return folder


@pytest.fixture(scope="module")
def address(serve: Serve, rated: Path) -> str:
    return f"{serve(rated)}/agreement?study={quote(NAME)}"


def test_the_figures_are_those_of_the_command_with_intervals_and_coverage(
    open_page: OpenPage, address: str, rated: Path
) -> None:
    with open_store(data_dir=rated) as store:
        found = agreement_of(study_ratings(store.studies.words(NAME)))
    assert found.no_worse is not None
    assert found.alpha is not None
    page = open_page(address)
    page.get_by_text(found.no_worse.answer).wait_for()
    page.get_by_text(figure_words(found.alpha)).first.wait_for()
    for pair in found.pairs:
        first, second = (name.replace("program", "Program") for name in (pair.first, pair.second))
        row = page.locator(
            "tr", has=page.get_by_role("rowheader", name=f"{first} – {second}", exact=True)
        ).first
        expect(row).to_contain_text(figure_words(pair.kappa))
        expect(row).to_contain_text(f"{100 * pair.coverage:.0f} %")


def test_the_worst_disagreement_comes_first_and_is_one_click_away(
    open_page: OpenPage, address: str, rated: Path
) -> None:
    with open_store(data_dir=rated) as store:
        worst = agreement_of(study_ratings(store.studies.words(NAME))).disagreements[0]
    label, segment, rule = worst.unit.rsplit("/", 2)
    page = open_page(address)
    page.locator(".st-key-disagree-0").get_by_text(label).wait_for()
    page.get_by_role("button", name="Look", exact=True).first.click()
    page.locator(f'.tr-panel[data-place$="/{segment}/{rule}"]').wait_for()
    expect(page.locator(".tr-panel-clip")).to_have_text(label)
    expect(page.locator(".tr-panel-others tbody tr")).to_have_count(3)


def test_too_few_people_are_said_and_a_blind_study_stays_shut(
    open_page: OpenPage, serve: Serve, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    with open_store(data_dir=folder) as store:
        run_ids = save_clips(store, tmp_path, 2, 1)
        store.studies.create(plan_of(run_ids, RATERS))
        fill(store, RATERS)
        store.studies.commit(NAME, "Ana")
        page = open_page(f"{serve(folder)}/agreement?study={quote(NAME)}")
        page.get_by_text("it waits for Ben").wait_for()
        assert page.get_by_role("table").count() == 0
        store.studies.commit(NAME, "Ben")
    page.reload()
    page.get_by_text("Ratings of 2 people are too few for an interval").first.wait_for()
    page.get_by_text("Only 10 units were rated by both").first.wait_for()


@pytest.mark.parametrize(("viewport", "scheme"), [(LAPTOP, "light"), (PHONE, "dark")])
@pytest.mark.parametrize("where", ["agreement", "studies", "study"])
def test_no_barriers(
    open_page: OpenPage, address: str, where: str, viewport: ViewportSize, scheme: Scheme
) -> None:
    base = address.split("/agreement")[0]
    url = {
        "agreement": address,
        "studies": f"{base}/studies",
        "study": f"{base}/studies?study={quote(NAME)}&rater=Ana",
    }[where]
    page = open_page(url, viewport, scheme)
    ready = {"agreement": ".tr-changes", "studies": ".st-key-study-1", "study": ".player[data-frame]"}[where]
    page.locator(ready).first.wait_for()
    page.wait_for_function(DRESSED)
    page.wait_for_timeout(500)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
