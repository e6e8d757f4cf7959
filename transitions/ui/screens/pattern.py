"""Pattern: one person's recordings over weeks, and which transitions come before their flares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from transitions.model import ReviewersSay
from transitions.pattern import Occasion, Quantity, chosen_occasions, flare_table, pain_days
from transitions.pattern.flares import FEWEST_DAYS_A_SIDE, LEAST_RISE
from transitions.store import FilmedPerson
from transitions.ui.frame import go_to, html, lead, plain_errors, show_notices
from transitions.ui.moment import asked_for
from transitions.ui.pattern import show_plots
from transitions.ui.pattern.filtering import pick_filter
from transitions.ui.pattern.flare_markup import flare_markup
from transitions.ui.pattern.payload import plots_data
from transitions.ui.pattern.wording import NO_CAUSE, QuantityWords, quantities_of
from transitions.ui.report_button import show_person_report
from transitions.ui.services import rules_by_id, store
from transitions.ui.words import STRATEGIES_VARY, counted, kind_name

NOBODY = "Recordings without a name"
ANY_KIND = "Every movement"
PLOTS_KEY = "pattern-plots"
_TO_REVIEW = "pattern_to_review"
AS_REVIEWED_KEY = "pattern-as-reviewed"
REVIEWED_WORDS = {
    ReviewersSay.AGREED: "agreed with",
    ReviewersSay.CORRECTED: "corrected",
    ReviewersSay.TURNED_DOWN: "turned down",
    ReviewersSay.DIFFER: "on which reviewers differ",
}
WHAT_TO_RECORD = (
    "Film an everyday moment on several days, and tell each time how much it hurt before and after, what you were "
    "doing and what you carried. Home takes that in, and can add it later under “Edit”."
)


def show_pattern() -> None:
    """Draw the page under its title."""
    show_notices()
    with plain_errors():
        _show_body()


@st.fragment
def _show_body() -> None:
    with st.container(key="pattern"), plain_errors():
        wanted = st.session_state.pop(_TO_REVIEW, None)
        if wanted is not None:
            go_to("review", **{name: number for name, number in wanted.items() if number is not None})
        who, kind_place, filter_place = st.columns([3, 3, 2], vertical_alignment="bottom", gap="medium")
        with who:
            person = _pick_person()
        if person is None:
            lead(f"There is nothing to show yet. {WHAT_TO_RECORD}")
            if st.button("Add a clip", type="primary", icon=":material/add:"):
                go_to("home")
            return
        # The switch stands beside the table it changes; what it was last is known before it is drawn.
        occasions = _occasions(person.id, bool(st.session_state.get(AS_REVIEWED_KEY, True)))
        with kind_place:
            kind = _pick_kind(occasions)
        with filter_place:
            where = pick_filter(occasions, kind)
        chosen = chosen_occasions(occasions, where)
        if not chosen:
            lead("Nothing fits this filter; take something out of it.")
            return
        lead(_summary(chosen))
        _show_reviewed(occasions)
        _show_flares(chosen, occasions)
        _show_plots(chosen, one_kind=bool(kind))
        if person.pseudonym:
            show_person_report(person.pseudonym, where.since or None, where.until or None)
        st.caption(f"{NO_CAUSE} {STRATEGIES_VARY}")


def _pick_person() -> FilmedPerson | None:
    people = {person.id: person for person in _people()}
    if not people:
        return None
    chosen: int | None = st.selectbox(
        "Person",
        list(people),
        format_func=lambda one: people[one].pseudonym or NOBODY,
        key="pattern-person",
    )
    if people[chosen].pseudonym is None:
        st.caption("Nobody is named in these recordings: read this only if all are of one person.")
    return people[chosen]


@st.cache_data(show_spinner=False, ttl=3.0)
def _people() -> list[FilmedPerson]:
    return store().history.people()


@st.cache_resource(show_spinner=False, ttl=3.0, max_entries=8)
def _occasions(person_id: int | None, as_reviewed: bool) -> Sequence[Occasion]:
    return store().history.of_person(person_id, as_reviewed=as_reviewed)


def _pick_kind(occasions: Sequence[Occasion]) -> str:
    counts: dict[str, int] = {}
    for moment in (moment for one in occasions for moment in one.moments):
        counts[moment.kind] = counts.get(moment.kind, 0) + 1
    kinds = sorted(counts, key=lambda kind: (-counts[kind], kind))
    chosen: str = st.selectbox(
        "Movement",
        ["", *kinds],
        format_func=lambda kind: f"{kind_name(kind)} ({counts[kind]:,})" if kind else ANY_KIND,
        key="pattern-kind",
    )
    return chosen


def _summary(chosen: Sequence[Occasion]) -> str:
    days = len({one.day for one in chosen})
    moments = sum(len(one.moments) for one in chosen)
    told = sum(one.pain_before is not None and one.pain_after is not None for one in chosen)
    undated = sum(not one.day_is_told for one in chosen)
    said = (
        f"{counted(len(chosen), 'recording')} on {counted(days, 'day')}, {counted(moments, 'moment')}; pain told "
        f"before and after in {told:,} of them."
    )
    return said + (f" {undated:,} stand on the day they were added, for no day was told." if undated else "")


def _show_reviewed(occasions: Sequence[Occasion]) -> None:
    """Whether what reviewers said counts, and how much they said; nothing where nobody reviewed anything."""
    said = Counter(j.say for one in occasions for moment in one.moments for j in moment.judged)
    del said[ReviewersSay.NOTHING]
    if not said:
        return
    st.toggle(
        "Count what reviewers said",
        value=True,
        key=AS_REVIEWED_KEY,
        help="A flag that every reviewer turned down is then none; where they differ, the program's answer stays.",
    )
    told = [f"{said[say]:,} {words}" for say, words in REVIEWED_WORDS.items() if said[say]]
    st.caption(f"Reviewed: {', '.join(told)}. Points with a flag that a reviewer stands by have a thick rim.")


def _show_flares(chosen: Sequence[Occasion], occasions: Sequence[Occasion]) -> None:
    st.subheader("Before my flares", anchor=False)
    rise, after = st.columns([3, 4], vertical_alignment="bottom", gap="medium")
    least = rise.segmented_control(
        "Pain rose by at least",
        [1, 2, 3],
        default=LEAST_RISE,
        required=True,
        key="pattern-rise",
        help="Of ten. About two is what people notice as a change.",
    )
    with_next = after.toggle(
        "Also the pain at the start of the next day",
        value=True,
        key="pattern-next",
        help="A flare often comes overnight.",
    )
    table = flare_table(
        chosen, least_rise=int(least or LEAST_RISE), with_next_day=with_next, told_by=occasions
    )
    if not table.rising_days:
        days = pain_days(chosen, with_next_day=with_next, told_by=occasions)
        told = sum(day.rise is not None for day in days)
        st.info(
            f"There is no day on which pain rose that much, of {counted(told, 'day')} that tell it. {WHAT_TO_RECORD}",
            icon=":material/info:",
        )
        return
    html(flare_markup(table, rules_by_id()))
    st.caption(_how_counted(table.untold_days, len(table.rows)))


def _how_counted(untold: int, rows: int) -> str:
    return (
        "A pattern is counted of the moments in which it could be judged, a movement of the recordings; the largest "
        f"difference stands first. A difference is only called one from {FEWEST_DAYS_A_SIDE} days of each sort on, "
        f"with all {rows} rows judged together, because chance alone makes large differences of few days"
        + (f". {counted(untold, 'day')} tell no pain before and after and are left out." if untold else ".")
    )


def _show_plots(chosen: Sequence[Occasion], *, one_kind: bool) -> None:
    st.subheader("Against date, task, load and pain", anchor=False)
    known = quantities_of(chosen, rules_by_id(), one_kind=one_kind)
    quantity = _pick_quantity(known)
    st.caption("A point opens its recording; by key: Tab to a plot, arrows, Enter.")
    show_plots(plots_data(chosen, quantity, known[quantity]), PLOTS_KEY, _asked_of_plots)


def _asked_of_plots() -> None:
    """The viewer pressed a point."""
    st.session_state[_TO_REVIEW] = asked_for(PLOTS_KEY) or None


def _pick_quantity(known: dict[Quantity, QuantityWords]) -> Quantity:
    chosen: Quantity = st.selectbox(
        "Shown", list(known), format_func=lambda one: known[one].name, key="pattern-quantity"
    )
    return chosen
