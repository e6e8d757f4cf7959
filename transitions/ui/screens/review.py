"""Review: the few moments that matter, the worst first, each with its picture, its evidence and one cue."""

from __future__ import annotations

from pathlib import PurePath

import streamlit as st

from transitions.errors import StoreError
from transitions.store import FindingFilter, FindingRow
from transitions.ui.findings import full_markup, simple_markup
from transitions.ui.frame import go_to, html, lead, literal, plain_errors, show_notices
from transitions.ui.lead import listed
from transitions.ui.moment import asked_for, show_moment, worst_of_segment
from transitions.ui.nothing_found import show_nothing_found
from transitions.ui.review_form import show_reviews
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
from transitions.ui.words import RESULTS, SEVERITIES, STRATEGIES_VARY, clock, kind_name

PAGE_SIZE = 6
SIMPLE, FULL = "For me", "For the clinician"
TONES = {"mild": "yellow", "moderate": "orange", "severe": "red", None: "gray"}


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
        picked, where, full = _pick_findings()
        where, rows = listed(where, _limit() + 1)
        row = _chosen_row(rows, picked)
        keep_in_address(row)
        if row is None:
            show_nothing_found(picked, where)
            return
        with st.container(key="bench"):
            queue, watch, card = st.columns([4, 11, 6], gap="medium")
        # The words come first: cutting the piece of video may take a moment the first time.
        with card:
            _show_finding(row, full=full, with_clip=picked is None)
        with queue, st.container(key="queue"):
            _show_list(rows, row.id, where, with_clip=picked is None)
        with watch, st.container(key="watch"), plain_errors():
            rule = rules_by_id().get(row.finding.rule)
            show_moment(row, rule, with_curves=full, nonce=chosen_nonce(), on_open=_open_asked)
        st.caption(STRATEGIES_VARY)


def _pick_view() -> str:
    view: str = st.segmented_control(
        "Shown",
        [SIMPLE, FULL],
        default=SIMPLE,
        required=True,
        key="view",
        persist_state="session",
        width="content",
        label_visibility="collapsed",
    )
    return view


def _pick_findings() -> tuple[int | None, FindingFilter, bool]:
    """The recording, the filters, and whether everything is shown of a finding."""
    recording, right = st.columns([3, 2], vertical_alignment="bottom", gap="medium")
    with recording:
        picked = pick_recording()
    with right, st.container(horizontal=True, vertical_alignment="bottom"):
        full = _pick_view() == FULL
        with st.popover("Filter", icon=":material/filter_list:"):
            where = pick_filter(picked)
    return picked, where, full


def _limit() -> int:
    limit: int = st.session_state.get("review_limit", PAGE_SIZE)
    return limit


def _chosen_row(rows: list[FindingRow], picked: int | None) -> FindingRow | None:
    """The open finding; the first of the list when none is open, it was deleted, or it is of another recording."""
    chosen = chosen_finding()
    for row in rows:
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
    return rows[0] if rows else None


def _open_asked() -> None:
    """The player asked for another finding (next, previous) or another moment (timeline)."""
    asked = asked_for()
    if "finding" in asked:
        choose_finding(int(asked["finding"]))
    elif "segment" in asked:
        chosen = chosen_finding()
        row = store().findings.get(chosen) if chosen is not None else None
        if row is not None:
            choose_finding(worst_of_segment(row.run_id, str(asked["segment"])))


def _show_finding(row: FindingRow, *, full: bool, with_clip: bool) -> None:
    rule = rules_by_id().get(row.finding.rule)
    with st.container(border=True, key="finding"):
        if full:
            context = store().recordings.get(row.recording_id).context
            html(full_markup(row, rule, with_clip=with_clip, context=context))
            show_reviews(row)
        else:
            html(simple_markup(row, rule, with_clip=with_clip))


def _show_list(rows: list[FindingRow], open_id: int, where: FindingFilter, *, with_clip: bool) -> None:
    total = store().findings.count(where)
    st.subheader("Worth a look", anchor=False)
    if rows and rows[0].finding.severity is None:
        st.caption("No pattern was flagged here. What went well comes first, then what could not be told.")
    for row in rows[: _limit()]:
        st.button(
            _button_words(row, with_clip=with_clip),
            key=f"pick-{row.id}",
            width="stretch",
            wrap=True,
            icon=":material/play_circle:" if row.id == open_id else None,
            on_click=choose_finding,
            args=(row.id,),
        )
    if len(rows) > _limit():
        left = total - _limit()
        st.button(f"Show more ({left:,} left)", type="tertiary", key="more", on_click=_show_more)


def _show_more() -> None:
    st.session_state["review_limit"] = _limit() + PAGE_SIZE


def _button_words(row: FindingRow, *, with_clip: bool) -> str:
    finding = row.finding
    size = SEVERITIES[finding.severity] if finding.severity else RESULTS[finding.result].lower()
    at_s = finding.at_s if finding.at_s is not None else row.segment.start_s
    clip = f" · {literal(PurePath(row.recording_name).stem)}" if with_clip else ""
    tone = TONES[finding.severity]
    rule = rules_by_id().get(finding.rule)
    named = finding.headline if finding.severity is not None or rule is None else rule.title
    return f":{tone}-badge[{size}] **{named}** · {kind_name(row.segment.kind)} {clock(at_s)}{clip}"
