"""A run that grows while its analysis goes on: what was found so far becomes the whole, and no word said of it is lost.

A run whose job has not come to its end holds the moments found so far. What is saved next takes its place: a moment
that is found again, and each of its findings, keep their row, so that what raters said of it stays with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from transitions.store.deletion import note_removals
from transitions.store.media import series_name
from transitions.store.records import JobState
from transitions.store.study_tables import study_clips
from transitions.store.tables import findings, jobs, reviews, runs, segments

Row = dict[str, Any]
_Place = tuple[str, float, float]


def run_so_far(connection: Connection, recording_id: int) -> RowMapping | None:
    """The newest run of a recording where its analysis has not come to its end: waiting, running or broken off."""
    query = (
        select(runs)
        .join(jobs, jobs.c.id == runs.c.job_id)
        .where(runs.c.recording_id == recording_id, runs.c.is_newest, jobs.c.state != str(JobState.DONE))
    )
    return connection.execute(query).mappings().first()


def take_place(connection: Connection, so_far: RowMapping, values: Row, found: Sequence[Row]) -> bool:
    """Make the run so far the one given, its rows kept where they are found again; false where it may not be.

    It may not where something was said of a moment that is not found any more, or where a study shows one: then the
    caller saves a run of its own, and what was said stays with the older one.

    Parameters
    ----------
    values : of the run's row. found : the segments' rows in order, each with its findings' rows under ``findings``.
    """
    run_id: int = so_far["id"]
    kept = _matched(connection, run_id, found)
    if _spoken_of(connection, run_id) - set(kept.values()):
        return False
    connection.execute(
        delete(segments).where(segments.c.run_id == run_id, segments.c.id.not_in(list(kept.values())))
    )
    for segment_id in kept.values():
        # Out of the way: a key is its run's own, and those of the others may move up.
        connection.execute(update(segments).where(segments.c.id == segment_id).values(key=f"#{segment_id}"))
    for number, row in enumerate(found):
        own = {name: value for name, value in row.items() if name != "findings"} | {"run_id": run_id}
        if number in kept:
            connection.execute(update(segments).where(segments.c.id == kept[number]).values(**own))
            _put_findings(connection, kept[number], run_id, row["findings"])
        else:
            new = connection.execute(insert(segments).values(**own).returning(segments.c.id)).scalar_one()
            _put_findings(connection, new, run_id, row["findings"])
    if so_far["series_sha256"] not in (None, values["series_sha256"]):
        note_removals(connection, [series_name(so_far["series_sha256"])])
    connection.execute(update(runs).where(runs.c.id == run_id).values(**values))
    return True


def _matched(connection: Connection, run_id: int, found: Sequence[Row]) -> dict[int, int]:
    """Of each segment found again its number among those given and the id of its row."""
    query = select(segments.c.id, segments.c.kind, segments.c.start_s, segments.c.end_s)
    rows: dict[_Place, int] = {
        (row["kind"], row["start_s"], row["end_s"]): row["id"]
        for row in connection.execute(query.where(segments.c.run_id == run_id)).mappings()
    }
    places = [(row["kind"], row["start_s"], row["end_s"]) for row in found]
    return {number: rows[place] for number, place in enumerate(places) if place in rows}


def _spoken_of(connection: Connection, run_id: int) -> set[int]:
    """Segments of whose findings something was said; all where a study shows the run."""
    own = select(segments.c.id).where(segments.c.run_id == run_id)
    if connection.execute(select(study_clips.c.id).where(study_clips.c.run_id == run_id)).first():
        return set(connection.scalars(own))
    said = select(findings.c.segment_id).join(reviews, reviews.c.finding_id == findings.c.id)
    return set(connection.scalars(said.where(findings.c.run_id == run_id)))


def _put_findings(
    connection: Connection, segment_id: int, run_id: int, found: Sequence[Mapping[str, Any]]
) -> None:
    query = select(findings.c.rule, findings.c.id).where(findings.c.segment_id == segment_id)
    rows: dict[tuple[str, int], int] = {}
    seen: Counter[str] = Counter()
    for rule, finding_id in connection.execute(query.order_by(findings.c.position)):
        rows[rule, seen[rule]] = finding_id
        seen[rule] += 1
    given: Counter[str] = Counter()
    for finding in found:
        own = {**finding, "run_id": run_id, "segment_id": segment_id}
        same = rows.pop((finding["rule"], given[finding["rule"]]), None)
        given[finding["rule"]] += 1
        if same is None:
            connection.execute(insert(findings).values(**own))
        else:
            connection.execute(update(findings).where(findings.c.id == same).values(**own))
    connection.execute(delete(findings).where(findings.c.id.in_(list(rows.values()))))
