"""A study's figures for the page, worked out once for each state of the study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from transitions.agreement.events import EventAgreement, event_agreement
from transitions.agreement.study import CONSENSUS, Agreement, Disagreement, agreement_of
from transitions.annotation.study_words import study_marks, study_ratings
from transitions.ui.services import store


@dataclass(frozen=True)
class StudyFigures:
    """How far everyone agrees.

    Attributes
    ----------
    marked : by the two names, how far they mark the same transitions.
    clip_ids : by the neutral name of a clip.
    """

    found: Agreement
    marked: Mapping[tuple[str, str], EventAgreement]
    clip_ids: Mapping[str, int]

    def place_of(self, one: Disagreement) -> tuple[int, str, str]:
        """The clip's id, the segment's key and the rule of a disagreement."""
        label, segment, rule = one.unit.rsplit("/", 2)
        return self.clip_ids[label], segment, rule


def figures_of(study: str) -> StudyFigures:
    """The figures as the study stands now, or a `StoreError` while it is blind."""
    return _figures(study, store().studies.stamp(study))


@st.cache_resource(show_spinner="Working out how far they agree …", max_entries=16)
def _figures(study: str, stamp: str) -> StudyFigures:  # noqa: ARG001 - part of the key
    words = store().studies.words(study)
    margin = store().studies.get(study).plan.margin
    tasks = store().studies.tasks(study, CONSENSUS)
    marked = {pair: event_agreement(clips) for pair, clips in study_marks(words).items()}
    found = agreement_of(study_ratings(words), margin=margin)
    return StudyFigures(found, marked, {task.label: task.clip_id for task in tasks})
