"""Sets a study up: its row, its clips under neutral names, its raters with the order of each."""

from __future__ import annotations

import random
from typing import Any

from sqlalchemy import Connection, RowMapping, insert

from transitions.store.records import now_iso
from transitions.store.study_records import StudyPlan
from transitions.store.study_tables import studies, study_clips, study_raters

KEPT_AS_THEY_ARE = ("name", "seed", "is_blind", "segments_given", "margin", "faces_blurred")


def insert_study(connection: Connection, plan: StudyPlan) -> RowMapping:
    """Write a study that was checked; its row."""
    row: dict[str, Any] = {
        **{name: getattr(plan, name) for name in KEPT_AS_THEY_ARE},
        "rules": list(plan.rules),
        "created_at": now_iso(),
    }
    made = connection.execute(insert(studies).values(**row).returning(studies)).mappings().one()
    digits = max(2, len(str(len(plan.run_ids))))
    clip_ids = [
        connection.scalars(
            insert(study_clips)
            .values(study_id=made["id"], position=at, run_id=run_id, label=f"Clip {at + 1:0{digits}}")
            .returning(study_clips.c.id)
        ).one()
        for at, run_id in enumerate(plan.run_ids)
    ]
    for name in plan.raters:
        order = drawn_order(clip_ids, plan.seed, name)
        values = {"study_id": made["id"], "name": name, "clip_order": order}
        connection.execute(insert(study_raters).values(**values))
    return made


def drawn_order(clip_ids: list[int], seed: int, rater: str) -> list[int]:
    """The clips in the order in which a rater gets them: the same for the same seed and name."""
    order = list(clip_ids)
    random.Random(f"{seed}:{rater}").shuffle(order)
    return order
