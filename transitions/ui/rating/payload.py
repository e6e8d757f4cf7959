"""What the work list and the question are given: words and numbers, nothing that a blind rater may not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from transitions.agreement.study import CONSENSUS, PROGRAM
from transitions.annotation.entries import Rated, Unit
from transitions.annotation.wording import word_for
from transitions.store import ClipView, RatingTask
from transitions.ui.rating.at_work import Pen
from transitions.ui.rating.wording import mark_words, rule_means, rule_title, told
from transitions.ui.rating.worklist import ListFilter, Place, places_of
from transitions.ui.words import clock, counted, kind_name


def rail_data(tasks: Sequence[RatingTask], where: ListFilter, place: Place) -> dict[str, Any]:
    """The clips in the rater's order, the open one with its places; clips in which nothing is listed are left out."""
    rows = []
    for task in tasks:
        listed = [one for one in places_of(task) if where.holds(task, one)]
        is_open = task.clip_id == place[0]
        if is_open:
            listed = [one for one in places_of(task) if one in listed or one == place]
        if listed:
            rows.append(_row(task, listed, place, is_open=is_open))
    return {"clips": rows, "empty": "Nothing is listed; change the filter."}


def _row(task: RatingTask, listed: Sequence[Place], place: Place, *, is_open: bool) -> dict[str, Any]:
    return {
        "id": task.clip_id,
        "label": task.label,
        "open": is_open,
        "done": task.is_done,
        "status": _status(task),
        "share": task.rated / task.units if task.units else float(task.gone_through),
        "first": list(listed[0]),
        "places": [_place(task, one, one == place) for one in listed if one[1]] if is_open else [],
    }


def _status(task: RatingTask) -> str:
    if task.is_committed:
        return "committed"
    if task.is_done:
        return "done"
    return f"{task.units - task.rated} left" if task.units else "to look through"


def _place(task: RatingTask, place: Place, is_open: bool) -> dict[str, Any]:
    _, segment, rule = place
    mark = task.own.marks[segment]
    return {
        "place": list(place),
        "name": rule_title(rule),
        "when": f"{kind_name(mark.kind)} · {clock(mark.start_s)}",
        "said": told(task.own.ratings.get((segment, rule))),
        "open": is_open,
    }


def panel_data(
    view: ClipView, place: Place, pen: Pen, tasks: Sequence[RatingTask], *, can_write: bool
) -> dict[str, Any]:
    """The question on the screen.

    Parameters
    ----------
    can_write : false once the rater has committed, and for who only looks.
    """
    _, segment, rule = place
    own = view.own.ratings.get((segment, rule))
    waits = view.shown is None and view.waiting_for and not all(task.is_committed for task in tasks)
    mark = view.own.marks.get(segment)
    rated, units = sum(task.rated for task in tasks), sum(task.units for task in tasks)
    return {
        "study": pen.study,
        "rater": pen.by or ("" if pen.is_consensus else pen.name),
        "pen": pen.name,
        "place": list(place),
        "clip": view.label,
        "title": rule_title(rule) if segment else "Nothing to rate in this clip",
        "means": rule_means(rule),
        "where": mark_words(mark) if mark else "",
        "word": word_for(own) if own else None,
        "told": told(own),
        "note": own.note if own else "",
        "gone": view.own.gone_through,
        "waits": f"You have committed this clip. It waits for {', '.join(view.waiting_for)}."
        if waits
        else "",
        "mode": "read" if not can_write else "consensus" if pen.is_consensus else "rate",
        "undoable": view.undoable,
        "redoable": view.redoable,
        "progress": {
            "rated": rated,
            "units": units,
            "words": f"{rated:,} of {counted(units, 'finding')} rated",
        },
        "others": _others(view, (segment, rule)) if segment else [],
    }


def _others(view: ClipView, unit: Unit) -> list[dict[str, Any]]:
    """What everyone says of this unit, once that may be seen: raters, the consensus, then the program."""
    if view.shown is None:
        return []
    words: Mapping[str, Any] = view.shown.others
    people = sorted(name for name in words if name != CONSENSUS)
    rows = [_said(name, words[name].ratings.get(unit)) for name in people]
    if CONSENSUS in words:
        rows.append(_said("Consensus", words[CONSENSUS].ratings.get(unit)))
    return [*rows, _said("Program", view.shown.program.ratings.get(unit), PROGRAM)]


def _said(name: str, rated: Rated | None, key: str = "") -> dict[str, Any]:
    return {
        "who": name,
        "key": key or name,
        "told": told(rated) or "not rated",
        "word": word_for(rated) if rated else None,
        "note": rated.note if rated else "",
    }
