"""What of a study is listed: chosen once, kept in the session and the address."""

from __future__ import annotations

import streamlit as st

from transitions.store import Study
from transitions.ui.rating.at_work import Pen, keep_filter, kept_filter
from transitions.ui.rating.wording import LISTED, rule_title
from transitions.ui.rating.worklist import Listed, ListFilter, Place, differing
from transitions.ui.services import store


def list_next(study: Study) -> str:
    """List the next of what can be listed, as a key asks for; what that is."""
    options, kept = _options(study), kept_filter()
    at = options.index(kept.which) if kept.which in options else 0
    which = options[(at + 1) % len(options)]
    keep_filter(ListFilter(which, kept.rules))
    st.session_state[_listed_key(study)] = which
    return LISTED[which]


def _options(study: Study) -> list[Listed]:
    return [one for one in Listed if one is not Listed.DIFFERENT or study.is_revealed]


def _listed_key(study: Study) -> str:
    return f"rate_listed-{study.id}"


def pick_filter(study: Study, pen: Pen) -> ListFilter:
    """The choices, starting from those kept."""
    kept = kept_filter()
    options = _options(study)
    key = _listed_key(study)
    if st.session_state.get(key) not in options:
        st.session_state[key] = kept.which if kept.which in options else Listed.ALL
    which = st.radio("Listed", options, format_func=lambda one: LISTED[one], key=key)
    rules = st.multiselect(
        "Pattern",
        study.plan.rules,
        default=[rule for rule in study.plan.rules if rule in kept.rules],
        format_func=rule_title,
        key=f"rate_rules-{study.id}",
        placeholder="all",
    )
    different = different_places(study, pen) if which is Listed.DIFFERENT else frozenset[Place]()
    where = ListFilter(which, frozenset(rules), different)
    keep_filter(where)
    return where


def different_places(study: Study, pen: Pen) -> frozenset[Place]:
    """Where raters differ; once all have committed that stays, whatever is agreed on afterwards."""
    stamp = store().studies.stamp(study.plan.name) if study.waiting_for else f"{study.committed}"
    return _different(study.id, study.plan.name, study.plan.raters, pen.name, stamp)


@st.cache_data(show_spinner=False, max_entries=4)
def _different(
    study_id: int,  # noqa: ARG001 - part of the key
    name: str,
    raters: tuple[str, ...],
    pen: str,
    stamp: str,  # noqa: ARG001 - part of the key
) -> frozenset[Place]:
    clip_ids = {task.label: task.clip_id for task in store().studies.tasks(name, pen)}
    return differing(store().studies.words(name), clip_ids, raters)
