"""A run that grows while its analysis goes on: what was found so far becomes the whole, and no word said of it is lost.

A run whose job has not come to its end holds the moments found so far. What is saved next takes its place: a moment
that is found again, and each of its findings, keep their row, so that what raters said of it stays with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    insert,
    literal,
    select,
    update,
)

from transitions.store.deletion import note_removals
from transitions.store.media import series_name
from transitions.store.records import JobState
from transitions.store.study_tables import study_clips
from transitions.store.tables import findings, jobs, reviews, runs, segments

Row = dict[str, Any]
_Place = tuple[str, float, float]
_FindingPlace = tuple[int, str, int]
"""A finding by its segment's row, its rule, and its number among those of this rule there."""


def run_so_far(connection: Connection, recording_id: int) -> RowMapping | None:
    """The newest run of a recording where its analysis has not come to its end: waiting, running or broken off."""
    query = (
        select(runs)
        .join(jobs, jobs.c.id == runs.c.job_id)
        .where(runs.c.recording_id == recording_id, runs.c.is_newest, jobs.c.state != str(JobState.DONE))
    )
    return connection.execute(query).mappings().first()


def is_whole() -> ColumnElement[bool]:
    """Of the newest runs: that they hold all of their recording, and are not what a job has found so far."""
    ended = select(jobs.c.id).where(jobs.c.state == str(JobState.DONE))
    return runs.c.job_id.is_(None) | runs.c.job_id.in_(ended)


def take_place(connection: Connection, so_far: RowMapping, values: Row, found: Sequence[Row]) -> bool:
    """Make the run so far the one given, its rows kept where they are found again; false where it may not be.

    It may not where something was said of what is not found any more, or where a study shows the run: its raters
    began from these transitions, by their keys. Then the caller saves a run of its own, and what was said stays with
    the older one.

    Parameters
    ----------
    values : of the run's row. found : the segments' rows in order, each with its findings' rows under ``findings``.
    """
    run_id: int = so_far["id"]
    _hold(connection, run_id)
    kept = _matched(connection, run_id, found)
    same = _matched_findings(connection, run_id, found, kept)
    if _is_in_a_study(connection, run_id) or _spoken_of(connection, run_id) - set(same.values()):
        return False
    _delete_others(connection, findings, run_id, set(same.values()))
    _delete_others(connection, segments, run_id, set(kept.values()))
    own = segments.c.run_id == run_id
    # Out of the way: a key is its run's own, and those of the others may move up.
    connection.execute(update(segments).where(own).values(key=literal("#") + cast(segments.c.id, Text)))
    _put_segments(connection, run_id, found, kept)
    of_key = select(segments.c.key, segments.c.id).where(own)
    ids = dict(connection.execute(of_key).all())
    _put_findings(connection, run_id, [ids[row["key"]] for row in found], found, same)
    if so_far["series_sha256"] not in (None, values["series_sha256"]):
        note_removals(connection, [series_name(so_far["series_sha256"])])
    connection.execute(update(runs).where(runs.c.id == run_id).values(**values))
    return True


def _hold(connection: Connection, run_id: int) -> None:
    """Until the transaction ends nobody says anything of this run or takes it into a study: words wait, or are seen."""
    connection.execute(select(runs.c.id).where(runs.c.id == run_id).with_for_update())
    connection.execute(select(findings.c.id).where(findings.c.run_id == run_id).with_for_update())


def _matched(connection: Connection, run_id: int, found: Sequence[Row]) -> dict[int, int]:
    """Of each segment found again its number among those given and the id of its row."""
    query = select(segments.c.id, segments.c.kind, segments.c.start_s, segments.c.end_s)
    rows: dict[_Place, int] = {
        (row["kind"], row["start_s"], row["end_s"]): row["id"]
        for row in connection.execute(query.where(segments.c.run_id == run_id)).mappings()
    }
    places = [(row["kind"], row["start_s"], row["end_s"]) for row in found]
    return {number: rows[place] for number, place in enumerate(places) if place in rows}


def _matched_findings(
    connection: Connection, run_id: int, found: Sequence[Row], kept: Mapping[int, int]
) -> dict[tuple[int, int], int]:
    """Of each finding found again its segment's number, its own there, and the id of its row."""
    query = select(findings.c.id, findings.c.segment_id, findings.c.rule).where(findings.c.run_id == run_id)
    there = connection.execute(query.order_by(findings.c.position)).all()
    rows = dict(zip(_places((row[1], row[2]) for row in there), (row[0] for row in there), strict=True))
    given = [
        ((number, at), (kept[number], finding["rule"]))
        for number, row in enumerate(found)
        if number in kept
        for at, finding in enumerate(row["findings"])
    ]
    places = zip(given, _places(place for _, place in given), strict=True)
    return {at: rows[place] for (at, _), place in places if place in rows}


def _places(findings_of: Iterable[tuple[int, str]]) -> list[_FindingPlace]:
    seen: Counter[tuple[int, str]] = Counter()
    places = []
    for segment_id, rule in findings_of:
        places.append((segment_id, rule, seen[segment_id, rule]))
        seen[segment_id, rule] += 1
    return places


def _is_in_a_study(connection: Connection, run_id: int) -> bool:
    shown = select(study_clips.c.id).where(study_clips.c.run_id == run_id).limit(1)
    return connection.execute(shown).first() is not None


def _spoken_of(connection: Connection, run_id: int) -> set[int]:
    """Findings of which something was said."""
    said = select(findings.c.id).join(reviews, reviews.c.finding_id == findings.c.id)
    return set(connection.scalars(said.where(findings.c.run_id == run_id)))


def _delete_others(connection: Connection, table: Table, run_id: int, kept: Set[int]) -> None:
    """Delete the run's rows that are not kept, one by one: there are few, and a statement takes only so many ids."""
    gone = set(connection.scalars(select(table.c.id).where(table.c.run_id == run_id))) - kept
    if gone:
        one = delete(table).where(table.c.id == bindparam("of_row"))
        connection.execute(one, [{"of_row": row_id} for row_id in sorted(gone)])


def _put_segments(connection: Connection, run_id: int, found: Sequence[Row], kept: Mapping[int, int]) -> None:
    own = [{name: value for name, value in row.items() if name != "findings"} for row in found]
    changed = [{**own[number], "of_row": row_id} for number, row_id in kept.items()]
    new = [{**row, "run_id": run_id} for number, row in enumerate(own) if number not in kept]
    if changed:
        connection.execute(update(segments).where(segments.c.id == bindparam("of_row")), changed)
    if new:
        connection.execute(insert(segments), new)


def _put_findings(
    connection: Connection,
    run_id: int,
    segment_ids: Sequence[int],
    found: Sequence[Row],
    same: Mapping[tuple[int, int], int],
) -> None:
    changed, new = [], []
    for number, row in enumerate(found):
        for at, finding in enumerate(row["findings"]):
            own = {**finding, "run_id": run_id, "segment_id": segment_ids[number]}
            if (number, at) in same:
                changed.append({**own, "of_row": same[number, at]})
            else:
                new.append(own)
    if changed:
        connection.execute(update(findings).where(findings.c.id == bindparam("of_row")), changed)
    if new:
        connection.execute(insert(findings), new)
