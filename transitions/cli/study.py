"""``transitions study``: studies of the store, set up, listed, written out and taken in."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from transitions.agreement.study import CONSENSUS, PROGRAM
from transitions.annotation.replay import Wanted
from transitions.errors import RatingsError, StoreError
from transitions.export.study_files import StudyFormat, read_study_file, write_study
from transitions.store import RecordingSummary, Store, Study, StudyPlan, open_store


@dataclass(frozen=True)
class Wishes:
    """How a study is to be; None for every clip, and for every rule judged in them."""

    clips: Sequence[str] | None
    rules: Sequence[str] | None
    seed: int
    is_blind: bool
    segments_given: bool
    margin: float


def run_create(name: str, raters: Sequence[str], wishes: Wishes) -> None:
    """Set up a study and say what it has become."""
    with open_store() as store:
        run_ids = _chosen_runs(store, wishes.clips)
        rules = wishes.rules or sorted(
            {finding.rule for run_id in run_ids for finding in store.runs.load(run_id).findings}
        )
        study = store.studies.create(
            StudyPlan(
                name,
                tuple(raters),
                tuple(rules),
                run_ids,
                seed=wishes.seed,
                is_blind=wishes.is_blind,
                segments_given=wishes.segments_given,
                margin=wishes.margin,
            )
        )
    plan = study.plan
    _say(
        f"“{plan.name}”: {_count(len(plan.run_ids), 'clip')}, {_count(len(plan.rules), 'rule')}, "
        f"{'blind' if plan.is_blind else 'open'}; rated by {', '.join(plan.raters)}."
    )


def run_list(*, as_json: bool) -> None:
    """Print the studies."""
    with open_store() as store:
        records = [_record(store, study) for study in store.studies.list()]
    if as_json:
        sys.stdout.write(json.dumps(records, indent=1, ensure_ascii=False) + "\n")
        return
    table = Table("Study", "Clips", "Rules", "Raters (clips done)", "Waits for")
    for record in records:
        done = ", ".join(f"{name} {count}" for name, count in record["done"].items())
        waits = ", ".join(record["waiting_for"]) if record["is_blind"] else "– (open)"
        table.add_row(
            record["name"], str(record["clips"]), ", ".join(record["rules"]), done, waits or "nobody"
        )
    Console(highlight=False).print(
        table if records else "There is no study yet; set one up with: transitions study create"
    )


def run_commit(name: str, rater: str, clip: str | None) -> None:
    """Close a rater's ratings, of one clip where it is named, and say who is left."""
    with open_store() as store:
        if clip is not None:
            _commit_clip(store, name, rater, clip)
            return
        study = store.studies.commit(name, rater)
    _say(
        f"{rater} has committed. "
        + (f"It waits for {', '.join(study.waiting_for)}." if study.waiting_for else "Everyone has.")
    )


def _commit_clip(store: Store, name: str, rater: str, clip: str) -> None:
    task = next((one for one in store.studies.tasks(name, rater) if one.label == clip), None)
    if task is None:
        raise StoreError(f"The study “{name}” has no clip “{clip}”; clips are called “Clip 01” and so on.")
    store.studies.commit_clip(name, task.clip_id, rater)
    left = store.studies.view(name, task.clip_id, rater).waiting_for
    _say(f"{rater} has committed {clip}. " + (f"It waits for {', '.join(left)}." if left else "It is open."))


def run_export(name: str, out: Path, kind: str, rater: str | None) -> None:
    """Write a study's words and say which files."""
    if kind not in set(StudyFormat):
        raise RatingsError(f"There is no format “{kind}”; use {', '.join(StudyFormat)}.")
    with open_store() as store:
        study, words = store.studies.get(name), store.studies.words(name, rater)
    written = write_study(out, name, words, StudyFormat(kind), study.created_at)
    _say(f"Wrote {', '.join(str(path) for path in written) or 'nothing: no clip was gone through yet'}.")


def run_import(name: str, files: Sequence[Path], rater: str | None) -> None:
    """Take in what raters say in files; the program's and the consensus's words in them are let be."""
    wanted: dict[str, dict[str, Wanted]] = {}
    for file in files:
        for who, parts in read_study_file(file).items():
            if who not in (PROGRAM, CONSENSUS) and rater in (None, who):
                for label, part in parts.items():
                    known = wanted.setdefault(who, {})
                    known[label] = known[label].with_also(part) if label in known else part
    if not wanted:
        raise RatingsError(f"The files hold no word of {rater or 'a rater'}; nothing was taken in.")
    with open_store() as store:
        changed = store.studies.take_in(name, wanted)
    _say(f"Took in {', '.join(sorted(wanted))}: {_count(changed, 'clip')} changed.")


def _chosen_runs(store: Store, clips: Sequence[str] | None) -> tuple[int, ...]:
    kept = store.recordings.list(limit=store.recordings.count())
    analysed = sorted((r for r in kept if r.is_whole), key=lambda r: r.recording.id)
    chosen = analysed if clips is None else [_the_one(analysed, clip) for clip in clips]
    return tuple(summary.run_id for summary in chosen if summary.run_id is not None)


def _the_one(analysed: Sequence[RecordingSummary], clip: str) -> RecordingSummary:
    found = [
        s for s in analysed if clip in (s.recording.name, Path(s.recording.name).stem, str(s.recording.id))
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise StoreError(f"No analysed recording is called “{clip}”; analyse it on the review page first.")
    numbers = ", ".join(str(summary.recording.id) for summary in found)
    raise StoreError(f"Several recordings are called “{clip}”; name it by its number: {numbers}.")


def _record(store: Store, study: Study) -> dict[str, Any]:
    plan = study.plan
    return {
        "name": plan.name,
        "clips": len(plan.run_ids),
        "rules": list(plan.rules),
        "is_blind": plan.is_blind,
        "seed": plan.seed,
        "segments_given": plan.segments_given,
        "margin": plan.margin,
        "created_at": study.created_at,
        "done": {
            rater: sum(task.is_done for task in store.studies.tasks(plan.name, rater))
            for rater in plan.raters
        },
        "waiting_for": list(study.waiting_for),
    }


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _say(sentence: str) -> None:
    Console(highlight=False, soft_wrap=True).print(sentence, markup=False)
