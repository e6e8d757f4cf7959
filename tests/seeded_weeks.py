"""Weeks of one person's recordings, made up: pain rises on days of quick twists, so that there is a pattern."""

from __future__ import annotations

import hashlib
import io
from datetime import date, timedelta

import numpy as np

from transitions.model import Clip, Finding, Provenance, Quality, Result, Run, Segment, Severity, View
from transitions.store import Context, Store, TimeOfDay, now_iso

FIRST_DAY = date(2026, 5, 4)
TASKS = ("desk", "kitchen", "garden", "")
KINDS = ("sit_to_stand", "stand_to_sit", "reach", "pick_up")
RULES = {
    "sit_to_stand": (("jerky_rise", 100.0, 130.0), ("poor_hip_hinge", 8.0, 12.0)),
    "stand_to_sit": (("uncontrolled_descent", 150.0, 175.0), ("poor_hip_hinge", 8.0, 12.0)),
    "reach": (("abrupt_twist", 60.0, 70.0), ("sustained_twist", 15.0, 20.0)),
    "pick_up": (("poor_hip_hinge", 10.0, 12.0), ("abrupt_twist", 60.0, 70.0)),
}
"""For each kind its rules, each with a usual value and its threshold."""

FLARE_SHARE = 0.3


def save_weeks(
    store: Store, recordings: int = 200, *, person: str = "P01", moments: int = 8, seed: int = 1
) -> None:
    """Two recordings on every other day. On flare days reaches are quicker and pain is 3 higher afterwards."""
    rng = np.random.default_rng(seed)
    person_id = store.people.add(person).id
    for number in range(recordings):
        day = FIRST_DAY + timedelta(days=2 * (number // 2))
        flare = bool(np.random.default_rng([seed, number // 2]).random() < FLARE_SHARE)
        before = int(rng.integers(1, 5))
        context = Context(
            time_of_day=list(TimeOfDay)[number % 2 * 3],
            task=TASKS[int(rng.integers(len(TASKS)))],
            load_kg=float(rng.choice([0.0, 2.0, 5.0, 10.0])) if rng.random() < 0.8 else None,
            pain_before=before,
            pain_after=before + (3 if flare else int(rng.integers(-1, 2))),
        )
        content = io.BytesIO(hashlib.sha256(f"{person} {number}".encode()).digest())
        added = store.recordings.add(
            content, f"clip {number}.mp4", person_id=person_id, filmed_on=day.isoformat(), context=context
        )
        store.runs.save(added.recording.id, _run(rng, flare, moments))


def _run(rng: np.random.Generator, flare: bool, moments: int) -> Run:
    segments, findings = [], []
    for number in range(moments):
        kind = KINDS[int(rng.integers(len(KINDS)))]
        start_s = 10.0 * number + 2.0
        duration_s = float(rng.uniform(1.2, 2.4))
        segment = Segment(
            kind, start_s, start_s + duration_s, 0.9, {}, None, f"s{number}", View.OBLIQUE, 45.0
        )
        segments.append(segment)
        for rule, usual, threshold in RULES[kind]:
            quick = 1.35 if flare and rule == "abrupt_twist" else 1.0
            findings.append(_finding(segment, rule, usual * quick * float(rng.normal(1.0, 0.15)), threshold))
    clip = Clip("made_up.mp4", "", 10.0 * moments + 5.0, 96, 64, 1)
    quality = Quality(1.0, View.OBLIQUE, 45.0, 1)
    return Run(clip, Provenance("0", "made up", "", "", now_iso()), quality, tuple(segments), tuple(findings))


def _finding(segment: Segment, rule: str, value: float, threshold: float) -> Finding:
    over = value > threshold
    return Finding(
        segment.id,
        rule,
        Result.OBSERVED if over else Result.NOT_OBSERVED,
        Severity.MILD if over else None,
        value,
        "deg/s",
        threshold,
        1.0,
        segment.start_s + 0.5,
        None,
        rule.replace("_", " ").capitalize(),
        "Slow down",
    )
