"""What `store.studies` reads: the clips of a study, what the program found in them and what raters entered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, select

from transitions.agreement.study import CONSENSUS, PROGRAM
from transitions.annotation.entries import Entry, Mark, Rated, Unit, mark_of, rated_of
from transitions.annotation.replay import ClipWord, replay
from transitions.annotation.study_words import ClipWords
from transitions.errors import StoreError
from transitions.model import Clip, Finding, Segment
from transitions.plain_values import from_plain
from transitions.store.study_records import RatingTask, Study, StudyPlan
from transitions.store.study_tables import studies, study_clips, study_entries, study_raters
from transitions.store.tables import findings, people, recordings, runs, segments


@dataclass(frozen=True)
class StudyClip:
    """A clip of a study. `person` is a pseudonym, or the recording's number for someone without."""

    id: int
    label: str
    run_id: int
    recording_id: int
    recording_name: str
    person: str
    duration_s: float
    rate_hz: float


def read_study(connection: Connection, name: str) -> Study:
    """The study of this name, or a `StoreError`."""
    row = connection.execute(select(studies).where(studies.c.name == name)).mappings().first()
    if row is None:
        raise StoreError(f"There is no study “{name}”; see the names with: transitions study list")
    return study_of(connection, row)


def study_of(connection: Connection, row: RowMapping) -> Study:
    """The study of a row of its table."""
    of_study = select(study_raters).where(study_raters.c.study_id == row["id"]).order_by(study_raters.c.id)
    raters = connection.execute(of_study).mappings().all()
    clips = select(study_clips.c.run_id).where(study_clips.c.study_id == row["id"])
    plan = StudyPlan(
        name=row["name"],
        raters=tuple(rater["name"] for rater in raters),
        rules=tuple(row["rules"]),
        run_ids=tuple(connection.scalars(clips.order_by(study_clips.c.position))),
        seed=row["seed"],
        is_blind=row["is_blind"],
        segments_given=row["segments_given"],
        margin=row["margin"],
        faces_blurred=row["faces_blurred"],
    )
    committed = tuple(rater["name"] for rater in raters if rater["committed_at"] is not None)
    return Study(row["id"], plan, row["created_at"], committed)


def read_clips(connection: Connection, study: Study, clip_id: int | None = None) -> list[StudyClip]:
    """The clips of a study in the order of their names, or the one asked for; else a `StoreError`."""
    query = (
        select(
            study_clips,
            runs.c.recording_id,
            runs.c.clip,
            recordings.c.name.label("recording_name"),
            people.c.pseudonym,
        )
        .join(runs, runs.c.id == study_clips.c.run_id)
        .join(recordings, recordings.c.id == runs.c.recording_id)
        .outerjoin(people, people.c.id == recordings.c.person_id)
        .where(study_clips.c.study_id == study.id)
        .order_by(study_clips.c.position)
    )
    if clip_id is not None:
        query = query.where(study_clips.c.id == clip_id)
    rows = connection.execute(query).mappings().all()
    if clip_id is not None and not rows:
        raise StoreError("This clip is no longer in the study; reload the page.")
    return [_study_clip(row) for row in rows]


def _study_clip(row: RowMapping) -> StudyClip:
    clip = from_plain(Clip, row["clip"])
    more = {
        "person": row["pseudonym"] or f"recording {row['recording_id']}",
        "duration_s": clip.duration_s,
        "rate_hz": clip.frames / clip.duration_s if clip.duration_s > 0 else 0.0,
    }
    return from_plain(StudyClip, {**row, **more})


def read_program(connection: Connection, study: Study, clip_id: int | None = None) -> dict[int, ClipWord]:
    """What the program found in each clip, as a rater would have said it; by the clip's id."""
    marks: dict[int, dict[str, Mark]] = defaultdict(dict)
    ratings: dict[int, dict[tuple[str, str], Rated]] = defaultdict(dict)
    of_study = study_clips.c.study_id == study.id
    if clip_id is not None:
        of_study = of_study & (study_clips.c.id == clip_id)
    clip = study_clips.c.id.label("clip_id")
    kept = (
        select(segments, clip)
        .join(study_clips, study_clips.c.run_id == segments.c.run_id)
        .where(of_study)
        .order_by(segments.c.position)
    )
    found = (
        select(findings, clip, segments.c.key)
        .join(study_clips, study_clips.c.run_id == findings.c.run_id)
        .join(segments, segments.c.id == findings.c.segment_id)
        .where(of_study, findings.c.rule.in_(study.plan.rules))
        .order_by(findings.c.position)
    )
    for row in connection.execute(kept).mappings():
        marks[row["clip_id"]][row["key"]] = mark_of(from_plain(Segment, {**row, "id": row["key"]}))
    for row in connection.execute(found).mappings():
        finding = from_plain(Finding, {**row, "segment_id": row["key"]})
        ratings[row["clip_id"]][row["key"], finding.rule] = rated_of(finding)
    every = connection.scalars(select(study_clips.c.id).where(of_study))
    return {clip_id: ClipWord(marks[clip_id], ratings[clip_id], True) for clip_id in every}


def read_entries(
    connection: Connection, study: Study, *, clip_id: int | None = None, rater: str | None = None
) -> dict[int, list[Entry]]:
    """Every entry of a study by its clip's id, or those of one clip or one rater, in the order they were made."""
    query = select(study_entries)
    if clip_id is not None:
        query = query.where(study_entries.c.clip_id == clip_id)
    else:
        own = select(study_clips.c.id).where(study_clips.c.study_id == study.id)
        query = query.where(study_entries.c.clip_id.in_(own))
    if rater is not None:
        query = query.where(study_entries.c.rater == rater)
    entries: dict[int, list[Entry]] = defaultdict(list)
    for row in connection.execute(query.order_by(study_entries.c.id)).mappings():
        entries[row["clip_id"]].append(entry_of(row))
    return entries


_OF_ONE = (
    select(study_entries)
    .where(study_entries.c.clip_id == bindparam("clip"), study_entries.c.rater == bindparam("rater"))
    .order_by(study_entries.c.id)
)
"""Made once: a key press needs no more than this, and making a statement takes longer than carrying it out."""


def read_own_entries(connection: Connection, clip_id: int, rater: str) -> list[Entry]:
    """The entries of one rater on one clip, in the order they were made."""
    rows = connection.execute(_OF_ONE, {"clip": clip_id, "rater": rater})
    return [entry_of(row) for row in rows.mappings()]


def entry_of(row: Mapping[Any, Any]) -> Entry:
    """The entry of a row of its table."""
    return from_plain(Entry, row)


def given_marks(study: Study, program: ClipWord) -> Mapping[str, Mark]:
    """The transitions that raters start from."""
    return program.marks if study.plan.segments_given else {}


def read_given(
    connection: Connection, study: Study, clip_id: int | None = None
) -> dict[int, dict[str, Mark]]:
    """The transitions that raters start from, by the clip's id, without what was found in them."""
    given: dict[int, dict[str, Mark]] = defaultdict(dict)
    if not study.plan.segments_given:
        return given
    one = study_clips.c.study_id == study.id if clip_id is None else study_clips.c.id == clip_id
    query = (
        select(segments, study_clips.c.id.label("clip_id"))
        .join(study_clips, study_clips.c.run_id == segments.c.run_id)
        .where(one)
        .order_by(segments.c.position)
    )
    for row in connection.execute(query).mappings():
        given[row["clip_id"]][row["key"]] = mark_of(from_plain(Segment, {**row, "id": row["key"]}))
    return given


def read_units(connection: Connection, study: Study) -> dict[int, list[Unit]]:
    """What is to be rated in each clip, by the clip's id."""
    units: dict[int, list[Unit]] = defaultdict(list)
    if not study.plan.segments_given:
        return units
    query = (
        select(study_clips.c.id, segments.c.key, findings.c.rule)
        .join(findings, findings.c.run_id == study_clips.c.run_id)
        .join(segments, segments.c.id == findings.c.segment_id)
        .where(study_clips.c.study_id == study.id, findings.c.rule.in_(study.plan.rules))
        .order_by(findings.c.position)
    )
    for clip_id, key, rule in connection.execute(query):
        units[clip_id].append((key, rule))
    return units


def order_of(connection: Connection, study: Study, rater: str) -> list[int]:
    """The clips' ids in the order drawn for a rater; for the consensus that of their names."""
    if rater == CONSENSUS:
        return [clip.id for clip in read_clips(connection, study)]
    own = (study_raters.c.study_id == study.id) & (study_raters.c.name == rater)
    return list(connection.scalars(select(study_raters.c.clip_order).where(own)).one())


def rating_task(clip: StudyClip, units: Sequence[Unit], own: ClipWord, *, is_committed: bool) -> RatingTask:
    """The line of a work list: what is to be rated in a clip, less what the rater refused."""
    listed = tuple(unit for unit in units if unit[0] in own.marks)
    return RatingTask(clip.id, clip.label, listed, own, is_committed)


def read_words(connection: Connection, study: Study, rater: str | None) -> list[ClipWords]:
    """What everyone said of each clip, and the program; or one rater alone."""
    program = read_program(connection, study)
    entries = read_entries(connection, study, rater=rater)
    said = []
    for clip in read_clips(connection, study):
        words = replay(entries[clip.id], given_marks(study, program[clip.id]))
        if rater is None:
            words[PROGRAM] = program[clip.id]
        said.append(ClipWords(clip.label, clip.person, words, clip.duration_s, clip.rate_hz))
    return said


def read_stamp(connection: Connection, study: Study) -> str:
    """A word that changes whenever something of a study does."""
    clips = read_clips(connection, study)
    own = study_entries.c.clip_id.in_([clip.id for clip in clips])
    last = connection.scalar(select(func.max(study_entries.c.id)).where(own))
    return f"{study.id} {last} {study.committed} {[(clip.id, clip.person) for clip in clips]}"
