"""Rules: every movement pattern the program looks for, with a drawing, its thresholds and where they come from."""

from __future__ import annotations

import streamlit as st

from transitions.evidence import Source
from transitions.rules.record import ALL_KINDS, ANY_VIEW, Rule
from transitions.ui.drawings import show_drawings
from transitions.ui.frame import html, lead, text
from transitions.ui.services import rules_by_id
from transitions.ui.words import GRADES, SEVERITIES, STRATEGIES_VARY, VIEWS, kind_name


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
        st.markdown(rule.means)
        html(
            f'<div class="tr-card"><p class="tr-cue"><strong>Practice cue.</strong> {text(rule.cue)}.</p></div>'
        )
        html(f'<div class="tr-card"><dl>{rule_facts(rule)}</dl></div>')
        with st.expander("Why it matters, when it misleads"):
            st.markdown(rule.matters)
            st.markdown(f"**When it misleads.** {rule.misleads}")
            st.markdown(f"**How to film it.** {rule.film_next_time} {rule.best_view}")


def rule_facts(rule: Rule) -> str:
    """What is measured, from which size it counts, where it is looked for, and the sources: terms and their words."""
    unit = rule.measure.unit
    sizes = " · ".join(
        f"{SEVERITIES[severity]} from {unit.tell(value)}" for severity, value in rule.thresholds.bands
    )
    kinds = (
        "every transition"
        if rule.applies_to == ALL_KINDS
        else ", ".join(sorted(map(kind_name, rule.applies_to)))
    )
    views = "any view" if rule.views == ANY_VIEW else ", ".join(sorted(VIEWS[view] for view in rule.views))
    facts = {
        "Measured": rule.measure.name,
        "How much": sizes,
        "Looked for in": kinds,
        "View": views,
        "Grade": GRADES[rule.thresholds.grade],
    }
    told = "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in facts.items())
    return told + "".join(f"<dt>Source</dt><dd>{_reference(source)}</dd>" for source in rule.sources)


def _reference(source: Source) -> str:
    """A source with its address to follow."""
    link = f'. <a href="{text(source.link)}">{text(source.doi or source.link)}</a>' if source.link else ""
    return f"{text(source.said)}{link}"
