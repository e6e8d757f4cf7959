"""Which findings are listed: the filters above the list, and the finding that is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from transitions.model import Result, Severity
from transitions.store import Facets, FindingFilter, FindingRow, RecordingSummary, local_day
from transitions.ui.services import rules_by_id, store
from transitions.ui.words import RESULTS, SEVERITIES, kind_name

WORTH_A_LOOK = frozenset({Result.OBSERVED, Result.POSSIBLE, Result.NOT_ASSESSABLE})
MOST_RECORDINGS = 1000
_CHOSEN, _NONCE = "chosen_finding", "chosen_nonce"
_IN_ADDRESS = "finding_in_address"


def chosen_finding() -> int | None:
    """Id of the finding that is open."""
    chosen: int | None = st.session_state.get(_CHOSEN)
    return chosen


def chosen_nonce() -> int:
    """Changes with every choice, also of the same finding again."""
    nonce: int = st.session_state.get(_NONCE, 0)
    return nonce


def choose_finding(finding_id: int | None) -> None:
    """Open a finding."""
    st.session_state[_CHOSEN] = finding_id
    st.session_state[_NONCE] = chosen_nonce() + 1


def take_from_address() -> None:
    """Open the finding named in the address, unless the viewer has just chosen another on the page."""
    asked = st.query_params.get("finding", "")
    written, nonce = st.session_state.get(_IN_ADDRESS, ("", 0))
    if asked.isdecimal() and asked != written and chosen_nonce() == nonce:
        choose_finding(int(asked))


def keep_in_address(row: FindingRow | None) -> None:
    """Write the finding that was chosen into the address, so that it can be reloaded and shared."""
    address = str(row.id) if row is not None and row.id == chosen_finding() else ""
    st.session_state[_IN_ADDRESS] = (address, chosen_nonce())
    if address == "":
        st.query_params.pop("finding", None)
    elif st.query_params.get("finding") != address:
        st.query_params["finding"] = address


def pick_recording() -> int | None:
    """The recording to look at, from the address or the list; None for all of them."""
    names = _recording_names()
    asked = st.query_params.get("recording", "")
    wanted = int(asked) if asked.isdecimal() and int(asked) in names else None
    if asked and wanted is None:
        st.query_params.pop("recording", None)
        st.info("The recording you asked for is no longer here; these are all the others.")
    options = [None, *names]
    picked: int | None = st.selectbox(
        "Recording",
        options,
        index=options.index(wanted),
        format_func=lambda i: "All recordings" if i is None else names[i],
        label_visibility="collapsed",
    )
    if picked != wanted:
        choose_finding(None)
        if picked is None:
            st.query_params.pop("recording", None)
        else:
            st.query_params["recording"] = str(picked)
    return picked


@st.cache_data(show_spinner=False, ttl=3.0)
def _recording_names() -> dict[int, str]:
    return {s.recording.id: _recording_name(s) for s in store().recordings.list(limit=MOST_RECORDINGS)}


def _recording_name(summary: RecordingSummary) -> str:
    who = f"{summary.pseudonym} · " if summary.pseudonym else ""
    return f"{who}{summary.recording.name} · {local_day(summary.recording.added_at)}"


def pick_filter(recording_id: int | None) -> FindingFilter:
    """The filters, each choice with the number of findings it would show."""
    facets = _facets(recording_id)
    kinds = _pick("Transition", facets.kinds, kind_name)
    rules = _pick("Pattern", facets.rules, _rule_name)
    results = _pick("Result", facets.results, lambda r: RESULTS[r])
    severities = _pick("How much", facets.severities, lambda s: SEVERITIES[s])
    return FindingFilter(
        kinds=frozenset(kinds),
        rules=frozenset(rules),
        results=frozenset(Result(r) for r in results) or _default_results(bool(severities)),
        severities=frozenset(Severity(s) for s in severities),
        recording_id=recording_id,
    )


@st.cache_data(show_spinner=False, ttl=3.0)
def _facets(recording_id: int | None) -> Facets:
    return store().findings.facets(FindingFilter(recording_id=recording_id))


def _default_results(sizes_chosen: bool) -> frozenset[Result]:
    return frozenset() if sizes_chosen else WORTH_A_LOOK


def _rule_name(rule_id: str) -> str:
    rule = rules_by_id().get(rule_id)
    return rule.title if rule else rule_id.replace("_", " ").capitalize()


def _pick(label: str, counts: Mapping[Any, int], name: Any) -> list[Any]:
    return list(
        st.multiselect(
            label,
            sorted(counts, key=lambda value: (-counts[value], str(value))),
            format_func=lambda value: f"{name(value)} ({counts.get(value, 0):,})",
            placeholder="all",
        )
    )
