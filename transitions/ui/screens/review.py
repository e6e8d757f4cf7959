"""Review: the few moments that matter, the worst first, each with its picture, its evidence and one cue."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from transitions.errors import StoreError
from transitions.store import FindingFilter, FindingRow, MomentOrder, MomentRow
from transitions.ui.findings import background_markup, full_markup, simple_markup
from transitions.ui.frame import go_to, html, lead, plain_errors, show_notices
from transitions.ui.lead import listed_moments
from transitions.ui.marking import is_marking, offer_marking, show_marking
from transitions.ui.moment import (
    PLAYER_KEY,
    QUEUE_KEY,
    asked_for,
    evidence_about,
    show_moment,
    worst_of_segment,
)
from transitions.ui.nothing_found import show_nothing_found
from transitions.ui.queue import show_queue
from transitions.ui.queue_rows import Standing, is_reviewed, queue_rows
from transitions.ui.report_button import show_recording_report
from transitions.ui.review_form import show_reviews, show_verdicts
from transitions.ui.selection import (
    choose_finding,
    chosen_finding,
    chosen_nonce,
    keep_in_address,
    pick_filter,
    pick_recording,
    take_from_address,
)
from transitions.ui.services import rules_by_id, store
from transitions.ui.so_far import show_so_far
from transitions.ui.verdicts import answer, beside, keep_rater, line_up, rater
from transitions.ui.words import STRATEGIES_VARY

PAGE_SIZE = 30
SIMPLE, FULL = "For me", "For the clinician"
VIEWS_IN_ADDRESS = {SIMPLE: "me", FULL: "clinician"}
ORDERS = {MomentOrder.WORST_FIRST: "Worst first", MomentOrder.IN_TIME: "In time order"}


def show_review() -> None:
    """Draw the page under its title."""
    show_notices()
    with plain_errors():
        if store().recordings.count() == 0:
            _show_empty()
            return
        _show_body()


def _show_empty() -> None:
    lead(
        "There is nothing to review yet. Add a clip, or try one of the samples, and its moments appear here."
    )
    if st.button("Add a clip", type="primary", icon=":material/add:"):
        go_to("home")


@st.fragment
def _show_body() -> None:
    with plain_errors():
        take_from_address()
        keep_rater()
        picked, where, full, order, corner = _pick_findings()
        where, moments = listed_moments(where, order, _limit() + 1)
        row = _chosen_row(moments, picked)
        keep_in_address(row)
        show_so_far(picked)
        with corner:
            show_recording_report(picked if row is None else row.recording_id, full=full)
        if row is None:
            show_nothing_found(picked, where)
            return
        if full and is_marking(row):
            show_marking(row)
            return
        listed = _with_open(moments[: _limit()], row)
        line_up(moments, picked)
        standing = store().reviews.standing([r.id for moment in (*listed, *moments) for r in moment.findings])
        with st.container(key="bench"):
            queue, watch, card = st.columns([4, 11, 6], gap="medium")
        # The words come first: cutting the piece of video may take a moment the first time.
        with card:
            _show_finding(row, standing, full=full, with_clip=picked is None)
        with queue, st.container(key="queue"):
            total = store().findings.count_moments(where)
            _show_progress(moments[: _limit()], total, _count_reviewed(where, moments, standing))
            rows = queue_rows(listed, row.id, standing, rater(), with_clip=picked is None)
            show_queue(rows, QUEUE_KEY, _open_row)
            if len(moments) > _limit():
                left = f"Show more ({total - _limit():,} left)"
                st.button(left, type="tertiary", key="more", on_click=_show_more)
        with watch, st.container(key="watch"), plain_errors():
            rule = rules_by_id().get(row.finding.rule)
            near = _beside(moments)
            show_moment(row, rule, with_curves=full, nonce=chosen_nonce(), beside=near, on_open=_open_asked)
        st.caption(STRATEGIES_VARY)


def _pick_view() -> str:
    """The view, from the address on the first run; kept there, so that a reload keeps it."""
    names = {word: view for view, word in VIEWS_IN_ADDRESS.items()}
    kept = st.session_state.get("kept_view") or names.get(st.query_params.get("view", ""), SIMPLE)
    view: str = st.segmented_control(
        "Shown",
        [SIMPLE, FULL],
        default=kept,
        required=True,
        key="view",
        width="content",
        label_visibility="collapsed",
    )
    st.session_state["kept_view"] = view
    if st.query_params.get("view", VIEWS_IN_ADDRESS[SIMPLE]) != VIEWS_IN_ADDRESS[view]:
        st.query_params["view"] = VIEWS_IN_ADDRESS[view]
    return view


def _pick_findings() -> tuple[int | None, FindingFilter, bool, MomentOrder, DeltaGenerator]:
    """The recording, the filters, whether all is shown of a finding, the list's order, and a place beside them."""
    recording, right = st.columns([5, 4], vertical_alignment="bottom", gap="medium")
    with recording:
        picked = pick_recording()
    with right, st.container(horizontal=True, vertical_alignment="center", key="review-tools"):
        full = _pick_view() == FULL
        with st.popover("Filter and order", icon=":material/filter_list:"):
            order = st.radio(
                "Order",
                list(ORDERS),
                format_func=lambda o: ORDERS[o],
                key="order",
                horizontal=True,
                persist_state="session",
            )
            where = pick_filter(picked)
        corner = st.container()
    return picked, where, full, order, corner


def _limit() -> int:
    limit: int = st.session_state.get("review_limit", PAGE_SIZE)
    return limit


def _chosen_row(moments: Sequence[MomentRow], picked: int | None) -> FindingRow | None:
    """The open finding; the first of the list when none is open, it was deleted, or it is of another recording."""
    chosen = chosen_finding()
    for row in (row for moment in moments for row in moment.findings):
        if row.id == chosen:
            return row
    if chosen is not None:
        try:
            row = store().findings.get(chosen)
        except StoreError:
            st.info("The moment you asked for is no longer here; these are the ones that are.")
        else:
            if picked in (None, row.recording_id):
                return row
        choose_finding(None)
    return moments[0].main if moments else None


def _with_open(listed: Sequence[MomentRow], row: FindingRow) -> Sequence[MomentRow]:
    """The list, with the open finding's moment before it where the list doesn't hold it."""
    if any(row.id == other.id for moment in listed for other in moment.findings):
        return listed
    own = [i for i, moment in enumerate(listed) if _same_moment(moment.main, row)]
    if own:
        # Filtered out of its moment: shown as a reason all the same, for it is what is open.
        kept = MomentRow((*listed[own[0]].findings, row))
        return [*listed[: own[0]], kept, *listed[own[0] + 1 :]]
    return [MomentRow((row,)), *listed]


def _same_moment(one: FindingRow, other: FindingRow) -> bool:
    return (one.run_id, one.segment.id) == (other.run_id, other.segment.id)


def _beside(moments: Sequence[MomentRow]) -> dict[int, FindingRow]:
    """The findings that the keys for next (1) and previous (-1) open, as far as they are listed."""
    rows = {row.id: row for moment in moments for row in moment.findings}
    found = {by: beside(by) for by in (1, -1)}
    return {by: rows[chosen] for by, chosen in found.items() if chosen in rows}


def _open_row() -> None:
    """A row of the queue was opened."""
    asked = asked_for(QUEUE_KEY)
    if "finding" in asked:
        choose_finding(int(asked["finding"]))


def _open_asked() -> None:
    """The player asked for another moment (timeline), or a key was pressed."""
    asked = asked_for(PLAYER_KEY)
    if "segment" in asked:
        with suppress(StoreError):  # what was open is gone since the page was made: the page says so
            row = store().findings.get(int(asked["of"]))
            start_s, end_s = (float(edge_s) for edge_s in asked["segment"])
            worst = worst_of_segment(row.run_id, start_s, end_s)
            if worst is not None:
                choose_finding(worst)
    answer(asked)


def _show_finding(row: FindingRow, standing: Standing, *, full: bool, with_clip: bool) -> None:
    rule = rules_by_id().get(row.finding.rule)
    with st.container(border=True, key="finding"):
        if full:
            context = store().recordings.get(row.recording_id).context
            html(full_markup(row, rule, evidence_about(row, rule), with_clip=with_clip))
            show_reviews(row, standing)
            offer_marking(row)
            html(background_markup(row, rule, context))
        else:
            html(simple_markup(row, rule, with_clip=with_clip))
            show_verdicts(row, standing)


def _count_reviewed(where: FindingFilter, moments: Sequence[MomentRow], standing: Standing) -> int:
    """How many moments are reviewed, also of those that a long list does not show yet."""
    if len(moments) > _limit():
        moments = store().findings.moments(where, limit=None, spoken_of=True)
        standing = store().reviews.standing([row.id for moment in moments for row in moment.to_review])
    return sum(is_reviewed(moment, standing, rater()) for moment in moments)


def _show_progress(listed: Sequence[MomentRow], total: int, reviewed: int) -> None:
    is_calm = all(moment.main.finding.severity is None for moment in listed)
    st.markdown(f"**{'Nothing flagged' if is_calm else 'Worth a look'}** · {reviewed} of {total:,} reviewed")
    if is_calm:
        st.caption("What went well comes first, then what could not be told.")


def _show_more() -> None:
    st.session_state["review_limit"] = _limit() + PAGE_SIZE
