"""Going along the list, and whose a note is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from store_examples import add_finding, add_recording
from streamlit.testing.v1 import AppTest

from transitions.store import Store, Verdict, open_store
from transitions.ui import review_form, services, verdicts

PATIENCE_S = 60.0


def opened_page(page: Callable[..., None], *given: object) -> AppTest:
    return AppTest.from_function(page, args=given, default_timeout=PATIENCE_S).run()


def line_page(line: list[int], chosen: int, by: int) -> None:
    from store_examples import finding, segment

    from transitions.store import FindingRow, MomentRow
    from transitions.ui.selection import choose_finding
    from transitions.ui.verdicts import line_up, step

    rows = [FindingRow(number, 1, 1, "clip.mp4", None, segment(), finding()) for number in line]
    line_up([MomentRow((row,)) for row in rows], None)
    choose_finding(chosen)
    step(by)


@pytest.mark.parametrize(
    ("chosen", "by", "opened"),
    [(99, +1, 11), (99, -1, 13), (11, +1, 12), (11, -1, 13), (13, +1, 11)],
    ids=["beside, next", "beside, previous", "next", "previous of the first", "next of the last"],
)
def test_from_beside_the_list_a_step_leads_to_its_first_or_last(chosen: int, by: int, opened: int) -> None:
    page = opened_page(line_page, [11, 12, 13], chosen, by)
    assert not page.exception
    assert page.session_state["chosen_finding"] == opened


def review_page(finding_id: int) -> None:
    from transitions.ui import services, verdicts
    from transitions.ui.review_form import show_reviews

    verdicts.keep_rater()
    store = services.store()
    verdicts.line_up(store.findings.moments(), None)
    (row,) = (row for row in store.findings.list() if row.id == finding_id)
    show_reviews(row, store.reviews.standing([finding_id]))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    with open_store(data_dir=tmp_path) as opened:
        for module in (services, verdicts, review_form):
            monkeypatch.setattr(module, "store", lambda: opened)
        yield opened


def notes(store: Store, finding_id: int) -> list[tuple[str, str]]:
    return [(review.rater, review.note) for review in store.reviews.of_finding(finding_id)]


def named(page: AppTest, name: str) -> AppTest:
    page.text_input("rater").set_value(name)
    return page.run()


def test_a_note_is_its_raters_own(store: Store) -> None:
    finding_id = add_finding(store, add_recording(store).id)
    page = named(opened_page(review_page, finding_id), "Ana")
    page.text_area[0].set_value("Ana's thought").run()
    assert named(page, "Ben").text_area[0].value == ""
    page.button("say-agree").click().run()
    assert named(page, "Ana").text_area[0].value == "Ana's thought"
    page.button("say-agree").click().run()
    assert not page.exception
    assert notes(store, finding_id) == [("Ben", ""), ("Ana", "Ana's thought")]


@pytest.mark.parametrize("at_once", [False, True], ids=["name, then verdict", "both at once"])
def test_a_note_written_before_its_raters_name_goes_to_that_rater_alone(store: Store, at_once: bool) -> None:
    finding_id = add_finding(store, add_recording(store).id)
    page = opened_page(review_page, finding_id)
    page.text_area[0].set_value("a thought").run()
    page.button("say-disagree").click().run()
    assert notes(store, finding_id) == []
    if at_once:
        page.text_input("rater").set_value("Ana")
    else:
        assert named(page, "Ana").text_area[0].value == "a thought"
    page.button("say-disagree").click().run()
    assert notes(store, finding_id) == [("Ana", "a thought")]
    assert named(page, "Ben").text_area[0].value == ""
    page.button("say-agree").click().run()
    assert not page.exception
    assert dict(notes(store, finding_id)) == {"Ana": "a thought", "Ben": ""}


def test_a_note_written_without_a_name_takes_the_place_of_the_raters_last(store: Store) -> None:
    finding_id = add_finding(store, add_recording(store).id)
    store.reviews.add(finding_id, "Ana", Verdict.AGREE, note="before")
    page = opened_page(review_page, finding_id)
    page.text_area[0].set_value("after").run()
    assert named(page, "Ana").text_area[0].value == "after"
    page.button("say-agree").click().run()
    assert not page.exception
    assert not page.warning
    assert notes(store, finding_id)[-1] == ("Ana", "after")


def unnamed_page() -> None:
    import streamlit as st

    from transitions.store import Verdict
    from transitions.ui.verdicts import answers, give, said

    give(1, Verdict.AGREE)
    st.session_state["told"] = (said(), answers()["said"], said(), answers()["said"])


def test_an_outcome_is_shown_and_handed_to_the_player_once() -> None:
    page = opened_page(unnamed_page)
    assert not page.exception
    assert page.session_state["told"] == (verdicts.NO_NAME, verdicts.NO_NAME, "", "")
