"""Rules: every movement pattern the program looks for, with a drawing, its thresholds and where they come from."""

from __future__ import annotations

import inspect
import re
import sys

import streamlit as st

from transitions.model import ALL_KINDS, ANY_VIEW, Rule
from transitions.ui.drawings import show_drawings
from transitions.ui.frame import html, lead, text
from transitions.ui.services import evidence_of, rules_by_id
from transitions.ui.words import GRADES, SEVERITIES, STRATEGIES_VARY, VIEWS, kind_name, quantity


def show_rules() -> None:
    """Draw the page under its title."""
    lead(
        "What the program looks for, how it measures it, and where each threshold comes from. "
        "A pattern is something to try differently, not something wrong."
    )
    st.caption(STRATEGIES_VARY)
    for rule in rules_by_id().values():
        with st.container(border=True, key=f"rule-{rule.id}"):
            _show_rule(rule)


def _show_rule(rule: Rule) -> None:
    picture, words = st.columns([1, 3], gap="medium")
    with picture:
        show_drawings([(rule.id, "", "")], f"drawing-{rule.id}")
    with words:
        st.subheader(rule.title, anchor=False)
        told = _told(rule)
        st.markdown(told.get("Means", rule.headline))
        html(
            f'<div class="tr-card"><p class="tr-cue"><strong>Practice cue.</strong> {text(rule.cue)}.</p></div>'
        )
        html(f'<div class="tr-card"><dl>{_facts(rule)}</dl></div>')
        with st.expander("Why it matters, when it misleads"):
            if "Matters" in told:
                st.markdown(told["Matters"])
            st.markdown(f"**When it misleads.** {rule.misleads}")
            st.markdown(f"**How to film it.** {rule.film_next_time}")


def _facts(rule: Rule) -> str:
    limits = rule.thresholds
    bands = zip(SEVERITIES.values(), (limits.mild, limits.moderate, limits.severe), strict=True)
    sizes = " · ".join(
        f"{word} from {quantity(value, limits.unit)}" for word, value in bands if value is not None
    )
    kinds = (
        "every transition"
        if rule.applies_to == ALL_KINDS
        else ", ".join(sorted(map(kind_name, rule.applies_to)))
    )
    views = "any view" if rule.views == ANY_VIEW else ", ".join(sorted(VIEWS[view] for view in rule.views))
    facts = {"Size": sizes, "Looked for in": kinds, "View": views, "Grade": GRADES[limits.grade]}
    source = evidence_of(limits.source)
    if source is not None:
        facts["Source"] = source.citation + (f" (doi {source.doi})" if source.doi else "")
        if source.population:
            facts["Who was measured"] = source.population
    return "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in facts.items())


def _told(rule: Rule) -> dict[str, str]:
    """The paragraphs “Means:”, “Matters:” … of the docstring of the rule's module, by their first word."""
    doc = inspect.cleandoc(sys.modules[rule.measure.__module__].__doc__ or "")
    _, *pieces = re.split(r"^(Means|Matters|Misleads|View):", doc, flags=re.MULTILINE)
    return {
        word: _as_sentence(told.split("\n\n")[0])
        for word, told in zip(pieces[::2], pieces[1::2], strict=True)
    }


def _as_sentence(told: str) -> str:
    words = " ".join(told.split())
    return words[:1].upper() + words[1:]
