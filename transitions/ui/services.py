"""The store and the job queue, opened once for all sessions of the page."""

from __future__ import annotations

import atexit

import streamlit as st

from transitions.jobs import JobQueue
from transitions.model import Finding
from transitions.profile import OWN_PROFILE
from transitions.rules import all_rules
from transitions.rules.record import Rule
from transitions.settings import load_settings
from transitions.store import Store, open_store


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The store named by the settings."""
    return open_store(load_settings())


@st.cache_resource(show_spinner=False)
def queue() -> JobQueue:
    """The queue that carries analyses to the workers; starting it takes a moment, so only when needed."""
    opened = JobQueue(store(), load_settings())
    atexit.register(opened.close)  # what the workers were at waits, with no attempt used up
    return opened


@st.cache_resource(show_spinner=False)
def rules_by_id() -> dict[str, Rule]:
    """Every rule by its id."""
    return {rule.id: rule for rule in all_rules()}


def cited(finding: Finding) -> str:
    """Where the thresholds of a finding come from; of a rule that is no longer there, the key it was kept with."""
    if finding.source.startswith(OWN_PROFILE):
        return "this clinic's own profile"
    rule = rules_by_id().get(finding.rule)
    return "; ".join(source.citation for source in rule.sources) if rule else finding.source
