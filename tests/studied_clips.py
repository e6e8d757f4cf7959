"""Small clips with made-up findings, to be rated in a study; their file names would give the program's word away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from media import write_numbered_clip
from sqlalchemy import insert

from transitions.annotation.entries import Change, Rate, Rated
from transitions.annotation.wording import rated_from
from transitions.model import (
    Clip,
    Finding,
    Grade,
    Provenance,
    Quality,
    Result,
    Run,
    Segment,
    Severity,
    View,
)
from transitions.plain_values import to_plain
from transitions.store import Store, StudyPlan, now_iso
from transitions.store.study_tables import study_entries

NAME = "Twist, autumn"
RULES = ("abrupt_twist", "jerky_rise", "poor_hip_hinge", "sustained_twist", "twisted_reach")
SECRET = "severe_twist"
HEADLINE = "Twisted a lot in this one"
"""Words that a blind rater must not meet."""

RATE_HZ = 30
WORDS = ("not_observed", "possible", "mild", "moderate", "severe")


def save_clips(
    store: Store, folder: Path, clips: int, segments: int, rules: tuple[str, ...] = RULES
) -> list[int]:
    """Keep clips of two seconds a segment, each of a person of its own; the ids of their runs."""
    run_ids = []
    for number in range(clips):
        # No two files alike: the same clip is kept once.
        frames = 2 * RATE_HZ * segments + number + 1
        path = write_numbered_clip(folder / f"{SECRET}_{number}.mp4", frames, (160, 120))
        person = store.people.add(f"P{number:02}")
        recording = store.recordings.add(
            path, path.name, person_id=person.id, consented_at=now_iso()
        ).recording
        run_ids.append(store.runs.save(recording.id, _run(number, frames / RATE_HZ, segments, rules)))
    return run_ids


def _run(number: int, duration_s: float, segments: int, rules: tuple[str, ...]) -> Run:
    kept = tuple(
        Segment(
            "sit_to_stand", 2.0 * at + 0.3, 2.0 * at + 1.5, 0.9, {}, None, f"s{at + 1}", View.OBLIQUE, 45.0
        )
        for at in range(segments)
    )
    found = tuple(
        _finding(segment, rule, program_word(number, at, place))
        for at, segment in enumerate(kept)
        for place, rule in enumerate(rules)
    )
    clip = Clip(f"{SECRET}_{number}.mp4", f"{number:064d}", duration_s, 160, 120, round(duration_s * RATE_HZ))
    return Run(
        clip, Provenance("0", "made up", "", "", now_iso()), Quality(1.0, View.OBLIQUE, 45.0, 1), kept, found
    )


def program_word(clip: int, segment: int, rule: int) -> str:
    """What the program says: every word comes up, in no order that a rater could guess."""
    return WORDS[(7 * clip + 3 * segment + 2 * rule + clip * segment) % len(WORDS)]


def _finding(segment: Segment, rule: str, word: str) -> Finding:
    rated = rated_from(word)
    assert rated.result is not None
    flagged = Finding(
        segment.id,
        rule,
        Result.OBSERVED,
        Severity.SEVERE,
        100.0,
        "deg/s",
        60.0,
        0.5,
        segment.start_s + 0.4,
        None,
        HEADLINE,
        "Slow the turn",
        "engineering",
        Grade.PROVISIONAL,
    )
    return replace(flagged, result=rated.result, severity=rated.severity)


def plan_of(run_ids: list[int], raters: tuple[str, ...], rules: tuple[str, ...] = RULES) -> StudyPlan:
    return StudyPlan(NAME, raters, rules, tuple(run_ids), seed=7)


def fill(store: Store, raters: tuple[str, ...], word: str = "not_observed") -> int:
    """Everyone's ratings of everything, as `say` writes them but in one go; how many."""
    rows = [
        {
            "clip_id": task.clip_id,
            "rater": rater,
            "by": rater,
            "act": "say",
            "changes": to_plain((Rate(*unit, _varied(word, number + at)),), tuple[Change, ...]),
            "created_at": now_iso(),
        }
        for number, rater in enumerate(raters)
        for task in store.studies.tasks(NAME, rater)
        for at, unit in enumerate(task.listed)
    ]
    with store.database.writing() as connection:
        connection.execute(insert(study_entries), rows)
    return len(rows)


def _varied(word: str, number: int) -> Rated:
    return rated_from(word if number % 3 else WORDS[number % len(WORDS)])
