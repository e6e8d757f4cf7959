"""Carries out what a rater's key or button asks for: a rating, undo, redo, another place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from transitions.annotation.entries import GoneThrough, Rate
from transitions.annotation.replay import ClipWord
from transitions.annotation.wording import rated_from
from transitions.errors import TransitionsError
from transitions.store import RatingTask
from transitions.ui.rating.at_work import (
    RATE,
    SEGMENTS,
    Pen,
    chosen_place,
    count_answer,
    kept_filter,
    open_place,
    read_tasks,
    say,
    show_pane,
)
from transitions.ui.rating.commit import want_to_commit
from transitions.ui.rating.filtering import list_next
from transitions.ui.rating.wording import told
from transitions.ui.rating.worklist import Listed, ListFilter, Place, next_left, places_of, stepped
from transitions.ui.services import store

NOTHING_LEFT = "Everything here is rated. Commit when you are sure; until then all of it can be changed."


def answer(pen: Pen, asked: dict[str, Any]) -> None:
    """Do what was asked; trouble becomes the sentence that the panel says."""
    count_answer()
    try:
        _act(pen, asked)
    except TransitionsError as error:
        say(str(error))


def _act(pen: Pen, asked: dict[str, Any]) -> None:
    if "rate" in asked:
        _rate(pen, asked["rate"])
    elif "gone" in asked:
        store().studies.say(pen.study, int(asked["gone"]), pen.name, GoneThrough(), by=pen.by)
        say("Looked through.")
        _move_on(pen, (int(asked["gone"]), "", ""))
    elif "turn" in asked:
        _turn(pen, int(asked["clip"]), asked["turn"])
    elif "open" in asked:
        clip, segment, rule = asked["open"]
        open_place((int(clip), str(segment), str(rule)))
    elif "segment" in asked:
        _open_segment(pen, str(asked["segment"]))
    elif "step" in asked:
        _step(pen, int(asked["step"]))
    elif "left" in asked:
        place = next_left(read_tasks(pen), kept_filter().rules, chosen_place())
        _open_or_say(place, NOTHING_LEFT)
    else:
        _turn_to(pen, asked)


def _turn_to(pen: Pen, asked: dict[str, Any]) -> None:
    """What is around the question: the list, the timeline, the commit."""
    study = store().studies.get(pen.study)
    if "list" in asked:
        say(f"Listed: {list_next(study).lower()}.")
    elif "pane" in asked:
        show_pane(study, SEGMENTS if asked["pane"] == "segments" else RATE)
    elif "clip" in asked:
        _open_clip(pen, int(asked["clip"]))
    elif "commit" in asked:
        want_to_commit()


def _open_clip(pen: Pen, by: int) -> None:
    """The next (+1) or previous (-1) clip in the rater's order; after the last comes the first."""
    tasks, chosen = read_tasks(pen), chosen_place()
    order = [task.clip_id for task in tasks]
    at = order.index(chosen[0]) if chosen is not None and chosen[0] in order else -1
    if tasks:
        open_place(places_of(tasks[(at + by) % len(tasks)])[0])


def _rate(pen: Pen, wanted: dict[str, Any]) -> None:
    place: Place = (int(wanted["clip"]), str(wanted["segment"]), str(wanted["rule"]))
    rated = rated_from(str(wanted["word"]), note=str(wanted.get("note", "")))
    if wanted.get("stay"):
        # The note alone is another; a leaning stays one.
        own = store().studies.view(pen.study, place[0], pen.name).own.ratings.get((place[1], place[2]))
        rated = rated if own is None else replace(own, note=rated.note)
    store().studies.say(pen.study, place[0], pen.name, Rate(place[1], place[2], rated), by=pen.by)
    if wanted.get("stay"):
        say("Note saved.")
        return
    say(f"Kept: {told(rated)}.")
    _move_on(pen, place)


def _move_on(pen: Pen, after: Place) -> None:
    following = _following(read_tasks(pen), after)
    if following is None:
        open_place(after)
        say(NOTHING_LEFT if not pen.is_consensus else "Kept.")
    elif chosen_place() == after:
        # Who has gone on by hand meanwhile stays there.
        open_place(following)


def _following(tasks: list[RatingTask], after: Place) -> Place | None:
    """The next place without a word; where only those are listed on which raters differ, the next of them."""
    where = kept_filter()
    if where.which is not Listed.DIFFERENT:
        return next_left(tasks, where.rules, after)
    left = ListFilter(Listed.LEFT, where.rules)
    open_yet = {place for task in tasks for place in places_of(task) if left.holds(task, place)}
    return stepped(tasks, replace(where, different=where.different & open_yet), after, 1)


def _turn(pen: Pen, clip_id: int, way: str) -> None:
    """Undo or redo in the clip that was on the screen, and open what changed."""
    studies = store().studies
    before = studies.view(pen.study, clip_id, pen.name).own
    act = studies.undo if way == "undo" else studies.redo
    act(pen.study, clip_id, pen.name, by=pen.by)
    view = studies.view(pen.study, clip_id, pen.name)
    changed = _changed(before, view.own)
    if changed is not None and changed in view.units:
        open_place((clip_id, *changed))
    say("Undone." if way == "undo" else "Done again.")


def _changed(before: ClipWord, after: ClipWord) -> tuple[str, str] | None:
    units = [*before.ratings, *(unit for unit in after.ratings if unit not in before.ratings)]
    return next((unit for unit in units if before.ratings.get(unit) != after.ratings.get(unit)), None)


def _step(pen: Pen, by: int) -> None:
    _open_or_say(
        stepped(read_tasks(pen), kept_filter(), chosen_place(), by), "Nothing is listed; change the filter."
    )


def _open_segment(pen: Pen, segment: str) -> None:
    chosen = chosen_place()
    task = next((t for t in read_tasks(pen) if chosen is not None and t.clip_id == chosen[0]), None)
    place = next((p for p in places_of(task) if p[1] == segment), None) if task else None
    if place is not None:
        open_place(place)


def _open_or_say(place: Place | None, otherwise: str) -> None:
    if place is None:
        say(otherwise)
    else:
        open_place(place)
