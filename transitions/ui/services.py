"""The store and the job queue, opened once for all sessions of the page."""

from __future__ import annotations

import streamlit as st

from transitions.evidence import Evidence, load_evidence
from transitions.jobs import JobQueue
from transitions.model import Rule
from transitions.rules import all_rules
from transitions.settings import load_settings
from transitions.store import Store, open_store


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The store named by the settings."""
    return open_store(load_settings())


@st.cache_resource(show_spinner=False)
def queue() -> JobQueue:
    """The queue that carries analyses to the workers; starting it takes a moment, so only when needed."""
    return JobQueue(store(), load_settings())


@st.cache_resource(show_spinner=False)
def rules_by_id() -> dict[str, Rule]:
    """Every rule by its id."""
    return {rule.id: rule for rule in all_rules()}


def evidence_of(source: str) -> Evidence | None:
    """Where a threshold comes from; None for a clinic's own profile."""
    return load_evidence().get(source)
