"""One person's analysed recordings over weeks, with all their moments: four queries, however many there are."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, func, select

from transitions.model import Result, Review, Severity
from transitions.pattern import JudgedRule, Occasion, PastMoment
from transitions.plain_values import from_plain
from transitions.store.after_review import after_review
from transitions.store.database import Database
from transitions.store.growing import is_whole
from transitions.store.records import FilmedPerson, local_day
from transitions.store.reviews import standing_by_finding
from transitions.store.tables import findings, people, recordings, reviews, runs, segments, sessions


class PersonHistory:
    """`store.history`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def people(self) -> list[FilmedPerson]:
        """Everyone with a recording that is analysed to its end, whoever has most first."""
        count = func.count(recordings.c.id)
        query = (
            select(recordings.c.person_id, people.c.pseudonym, count)
            .join(runs, (runs.c.recording_id == recordings.c.id) & runs.c.is_newest)
            .outerjoin(people, people.c.id == recordings.c.person_id)
            .where(is_whole())
            .group_by(recordings.c.person_id, people.c.pseudonym)
            .order_by(count.desc(), recordings.c.person_id)
        )
        with self._database.reading() as connection:
            found = connection.execute(query).all()
        return [FilmedPerson(one, name, number) for one, name, number in found]

    def of_person(self, person_id: int | None, *, as_reviewed: bool = True) -> tuple[Occasion, ...]:
        """Every analysed recording by its newest analysis, in the order of days; None for those of nobody named.

        One of which only a part is analysed by now is left out: its shares and counts would be of that part.
        With `as_reviewed` a finding counts as `after_review` has it, else as the program gave it.
        """
        own = (
            recordings.c.person_id == person_id if person_id is not None else recordings.c.person_id.is_(None)
        )
        with self._database.reading() as connection:
            rows = connection.execute(_recordings(own)).mappings().all()
            moments = connection.execute(_of(own, _SEGMENTS)).all()
            judged = connection.execute(_of(own, _FINDINGS, findings)).mappings().all()
            said = connection.execute(_reviews(own)).mappings().all()
        standing = standing_by_finding(from_plain(Review, row) for row in said)
        rules: defaultdict[int, list[JudgedRule]] = defaultdict(list)
        for row in judged:
            rules[row["segment_id"]].append(_judged(row, standing.get(row["id"], ()), as_reviewed))
        by_run: defaultdict[int, list[PastMoment]] = defaultdict(list)
        for run_id, segment_id, kind, start_s, end_s in moments:
            by_run[run_id].append(PastMoment(kind, end_s - start_s, tuple(rules[segment_id])))
        found = [_occasion(row, by_run) for row in rows]
        return tuple(sorted(found, key=lambda one: (one.day, one.recording_id)))


_SEGMENTS = (segments.c.run_id, segments.c.id, segments.c.kind, segments.c.start_s, segments.c.end_s)
_FINDINGS = (
    findings.c.id,
    findings.c.segment_id,
    findings.c.rule,
    findings.c.result,
    findings.c.severity,
    findings.c.value,
)


def _recordings(own: ColumnElement[bool]) -> Select[Any]:
    told = ("time_of_day", "task", "load_kg", "pain_before", "pain_after", "filmed_on", "added_at", "name")
    return (
        select(
            recordings.c.id,
            *(recordings.c[name] for name in told),
            runs.c.id.label("run_id"),
            sessions.c.held_on,
        )
        .join(runs, (runs.c.recording_id == recordings.c.id) & runs.c.is_newest)
        .outerjoin(sessions, sessions.c.id == recordings.c.session_id)
        .where(own, is_whole())
    )


def _of(own: ColumnElement[bool], columns: tuple[Any, ...], table: Any = segments) -> Select[Any]:
    return (
        select(*columns)
        .join(runs, (runs.c.id == table.c.run_id) & runs.c.is_newest)
        .join(recordings, recordings.c.id == runs.c.recording_id)
        .where(own)
        .order_by(table.c.id)
    )


def _reviews(own: ColumnElement[bool]) -> Select[Any]:
    return (
        select(reviews)
        .join(findings, findings.c.id == reviews.c.finding_id)
        .join(runs, (runs.c.id == findings.c.run_id) & runs.c.is_newest)
        .join(recordings, recordings.c.id == runs.c.recording_id)
        .where(own)
        .order_by(reviews.c.id)
    )


def _judged(row: RowMapping, standing: Sequence[Review], as_reviewed: bool) -> JudgedRule:
    result = Result(row["result"])
    severity = None if row["severity"] is None else Severity(row["severity"])
    counted = after_review(result, severity, standing)
    value = math.nan if row["value"] is None else row["value"]
    if not as_reviewed:
        return JudgedRule(row["rule"], result, severity, value, row["id"], counted.say)
    return JudgedRule(row["rule"], counted.result, counted.severity, value, row["id"], counted.say)


def _occasion(row: RowMapping, moments: Mapping[int, list[PastMoment]]) -> Occasion:
    day = row["filmed_on"] or row["held_on"]
    return Occasion(
        recording_id=row["id"],
        name=row["name"],
        day=day or local_day(row["added_at"]),
        day_is_told=day is not None,
        time_of_day=row["time_of_day"] or "",
        task=row["task"],
        load_kg=row["load_kg"],
        pain_before=row["pain_before"],
        pain_after=row["pain_after"],
        moments=tuple(moments.get(row["run_id"], ())),
    )
