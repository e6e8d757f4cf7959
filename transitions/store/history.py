"""One person's analysed recordings over weeks, with all their moments: three queries, however many there are."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, func, select

from transitions.model import Result, Severity
from transitions.pattern import JudgedRule, Occasion, PastMoment
from transitions.store.database import Database
from transitions.store.records import FilmedPerson
from transitions.store.tables import findings, people, recordings, runs, segments, sessions


class PersonHistory:
    """`store.history`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def people(self) -> list[FilmedPerson]:
        """Everyone with an analysed recording, whoever has most first."""
        count = func.count(recordings.c.id)
        query = (
            select(recordings.c.person_id, people.c.pseudonym, count)
            .join(runs, (runs.c.recording_id == recordings.c.id) & runs.c.is_newest)
            .outerjoin(people, people.c.id == recordings.c.person_id)
            .group_by(recordings.c.person_id, people.c.pseudonym)
            .order_by(count.desc(), recordings.c.person_id)
        )
        with self._database.reading() as connection:
            found = connection.execute(query).all()
        return [FilmedPerson(one, name, number) for one, name, number in found]

    def of_person(self, person_id: int | None) -> tuple[Occasion, ...]:
        """Every analysed recording by its newest analysis, in the order of days; None for those of nobody named."""
        own = (
            recordings.c.person_id == person_id if person_id is not None else recordings.c.person_id.is_(None)
        )
        with self._database.reading() as connection:
            rows = connection.execute(_recordings(own)).mappings().all()
            moments = connection.execute(_of(own, _SEGMENTS)).all()
            judged = connection.execute(_of(own, _FINDINGS, findings)).all()
        rules: defaultdict[int, list[JudgedRule]] = defaultdict(list)
        for segment_id, rule, result, severity, value in judged:
            rules[segment_id].append(
                JudgedRule(
                    rule,
                    Result(result),
                    None if severity is None else Severity(severity),
                    math.nan if value is None else value,
                )
            )
        by_run: defaultdict[int, list[PastMoment]] = defaultdict(list)
        for run_id, segment_id, kind, start_s, end_s in moments:
            by_run[run_id].append(PastMoment(kind, end_s - start_s, tuple(rules[segment_id])))
        found = [_occasion(row, by_run) for row in rows]
        return tuple(sorted(found, key=lambda one: (one.day, one.recording_id)))


_SEGMENTS = (segments.c.run_id, segments.c.id, segments.c.kind, segments.c.start_s, segments.c.end_s)
_FINDINGS = (
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
        .where(own)
    )


def _of(own: ColumnElement[bool], columns: tuple[Any, ...], table: Any = segments) -> Select[Any]:
    return (
        select(*columns)
        .join(runs, (runs.c.id == table.c.run_id) & runs.c.is_newest)
        .join(recordings, recordings.c.id == runs.c.recording_id)
        .where(own)
        .order_by(table.c.id)
    )


def _occasion(row: RowMapping, moments: Mapping[int, list[PastMoment]]) -> Occasion:
    day = row["filmed_on"] or row["held_on"]
    return Occasion(
        recording_id=row["id"],
        name=row["name"],
        day=day or row["added_at"][:10],
        day_is_told=day is not None,
        time_of_day=row["time_of_day"] or "",
        task=row["task"],
        load_kg=row["load_kg"],
        pain_before=row["pain_before"],
        pain_after=row["pain_after"],
        moments=tuple(moments.get(row["run_id"], ())),
    )
