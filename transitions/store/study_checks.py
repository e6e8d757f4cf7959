"""What a study and the changes in it must be to be kept."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select

from transitions.agreement.study import CONSENSUS, PROGRAM
from transitions.annotation.entries import (
    Change,
    GoneThrough,
    Rate,
    Refuse,
    SetMark,
    clean_note,
    trouble_with,
)
from transitions.annotation.replay import ClipWord
from transitions.errors import StoreError
from transitions.store.records import JobState
from transitions.store.study_records import OWN_CORRECTIONS, Study, StudyPlan, own_corrections_name
from transitions.store.study_tables import studies
from transitions.store.tables import findings, jobs, recordings, runs

LONGEST_NAME = 80


def check_plan(connection: Connection, plan: StudyPlan) -> StudyPlan:
    """The plan with its names trimmed, or a `StoreError` with what is wrong with it."""
    plan = replace(
        plan,
        name=clean_name(plan.name, "A study"),
        raters=tuple(clean_name(name, "A rater") for name in plan.raters),
    )
    reserved = {PROGRAM, CONSENSUS} & {name.lower() for name in plan.raters}
    if reserved:
        raise StoreError(f"No rater can be called “{reserved.pop()}”; choose another name.")
    if not plan.raters or len(set(plan.raters)) < len(plan.raters):
        raise StoreError("A study needs raters, each with a name of their own.")
    _check_not_reserved(plan)
    if connection.scalar(select(studies.c.id).where(studies.c.name == plan.name)) is not None:
        raise StoreError(f"There is a study “{plan.name}” already; choose another name.")
    _check_runs(connection, plan)
    return plan


def _check_not_reserved(plan: StudyPlan) -> None:
    """Refuse a study that would be taken for corrections made in a review, and so never be listed."""
    own = [own_corrections_name(run_id, rater) for run_id in plan.run_ids for rater in plan.raters]
    if plan.name.lower().startswith(OWN_CORRECTIONS) and own != [plan.name]:
        raise StoreError(
            f"“{OWN_CORRECTIONS.strip()} …” is what corrections of a review are called; choose another name."
        )


def _check_runs(connection: Connection, plan: StudyPlan) -> None:
    if not plan.run_ids or len(set(plan.run_ids)) < len(plan.run_ids):
        raise StoreError("A study needs clips that were analysed, each of them once.")
    kept = set(connection.scalars(select(runs.c.id).where(runs.c.id.in_(plan.run_ids))))
    gone = [run_id for run_id in plan.run_ids if run_id not in kept]
    if gone:
        raise StoreError(f"The analysis {gone[0]} is no longer in the store; choose the clips again.")
    _check_not_growing(connection, plan)
    judged = select(findings.c.rule).where(findings.c.run_id.in_(plan.run_ids)).distinct()
    found = set(connection.scalars(judged))
    missing = [rule for rule in plan.rules if rule not in found]
    if plan.segments_given and missing:
        raise StoreError(
            f"No clip of the study was judged by a rule “{missing[0]}”; "
            f"rules that were: {', '.join(sorted(found)) or 'none'}."
        )


def _check_not_growing(connection: Connection, plan: StudyPlan) -> None:
    """Refuse what is still being found: raters begin from transitions that stay as they are."""
    unfinished = jobs.c.state.in_([str(state) for state in JobState if not state.is_final])
    growing = (
        select(recordings.c.name)
        .join(runs, runs.c.recording_id == recordings.c.id)
        .join(jobs, jobs.c.id == runs.c.job_id)
        .where(runs.c.id.in_(plan.run_ids), unfinished)
    )
    name = connection.scalar(growing.limit(1))
    if name is not None:
        raise StoreError(f"“{name}” is still being analysed; wait until it is done, then begin.")


def cleaned(study: Study, word: ClipWord, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes as they are kept, or a `StoreError` for the first that cannot be.

    Parameters
    ----------
    word : what the rater says now: only what is in it can be rated or refused.
    """
    if not changes:
        raise StoreError("Nothing was said; rate or mark something first.")
    keys = set(word.marks)
    kept: list[Change] = []
    for change in changes:
        trouble = trouble_with(change) or _out_of_place(study, keys, change)
        if trouble:
            raise StoreError(trouble)
        if isinstance(change, SetMark):
            keys.add(change.segment)
        elif isinstance(change, Refuse):
            keys.discard(change.segment)
        if isinstance(change, Rate):
            change = replace(change, rated=replace(change.rated, note=clean_note(change.rated.note)))
        kept.append(change)
    return tuple(kept)


def _out_of_place(study: Study, keys: set[str], change: Change) -> str | None:
    if isinstance(change, GoneThrough | SetMark):
        return None
    if change.segment not in keys:
        return f"There is no transition “{change.segment}” in this clip, or it was refused; reload the page."
    if not isinstance(change, Refuse) and change.rule not in study.plan.rules:
        return f"“{change.rule}” is not rated in this study; its rules are {', '.join(study.plan.rules)}."
    return None


def clean_name(name: str, whose: str) -> str:
    """A name as it is kept, on one line and without doubled spaces; a `StoreError` where nothing is left of it."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not clean or len(clean) > LONGEST_NAME:
        raise StoreError(f"{whose} needs a name of at most {LONGEST_NAME} characters; type it again.")
    return clean
