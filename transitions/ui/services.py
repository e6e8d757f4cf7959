"""The store and the job queue, opened once for all sessions of the page."""

from __future__ import annotations

import atexit
from collections.abc import Sequence

import streamlit as st

from transitions.evidence import Source
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
    return "; ".join(source.citation for source in _sources(finding)) or _without_rule(finding)


def cited_in_brief(finding: Finding) -> str:
    """The same by author and year: ``Boswell MA et al. 2023``."""
    return "; ".join(source.brief for source in _sources(finding)) or _without_rule(finding)


def _sources(finding: Finding) -> Sequence[Source]:
    rule = rules_by_id().get(finding.rule)
    return () if rule is None or finding.source.startswith(OWN_PROFILE) else rule.sources


def _without_rule(finding: Finding) -> str:
    return "this clinic's own profile" if finding.source.startswith(OWN_PROFILE) else finding.source
