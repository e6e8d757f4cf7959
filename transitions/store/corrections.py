"""Corrections made in an ordinary review: each rater's transitions of one analysis, outside of any study.

They are kept as a study of one clip and one rater, which is not listed among the studies: the same entries, only ever
added, and the same ways out of the store, by the name of `Corrections.open`.
"""

from __future__ import annotations

from sqlalchemy import select

from transitions.annotation.replay import ClipWord
from transitions.errors import StoreError
from transitions.store.database import Database
from transitions.store.studies import Studies
from transitions.store.study_checks import clean_name
from transitions.store.study_records import StudyPlan, own_corrections_name
from transitions.store.study_tables import studies as studies_table


class Corrections:
    """`store.corrections`."""

    def __init__(self, database: Database, studies: Studies) -> None:
        self._database = database
        self._studies = studies

    def open(self, run_id: int, rater: str) -> tuple[str, int]:
        """The study in which a rater corrects an analysis, made the first time, and its clip's id.

        Raises
        ------
        StoreError
            The analysis was deleted, or the rater has no name or a reserved one.
        """
        name = clean_name(rater, "A rater")
        plan = StudyPlan(
            own_corrections_name(run_id, name),
            (name,),
            (),
            (run_id,),
            is_blind=False,
            segments_given=True,
        )
        if plan.name not in self._names(run_id):
            try:
                self._studies.create(plan)
            except StoreError:
                # Another window of the same rater may have made it just now.
                if plan.name not in self._names(run_id):
                    raise
        tasks = self._studies.tasks(plan.name, name)
        if not tasks:
            raise StoreError("This analysis is no longer in the store; reload the page.")
        return plan.name, tasks[0].clip_id

    def of_run(self, run_id: int) -> dict[str, ClipWord]:
        """What each rater who corrected an analysis says of it."""
        words: dict[str, ClipWord] = {}
        for name in self._names(run_id):
            for clip in self._studies.words(name):
                words |= {
                    rater: word
                    for rater, word in clip.words.items()
                    if rater in self._studies.get(name).plan.raters
                }
        return words

    def _names(self, run_id: int) -> list[str]:
        of_run = studies_table.c.name.startswith(own_corrections_name(run_id, ""), autoescape=True)
        with self._database.reading() as connection:
            return list(connection.scalars(select(studies_table.c.name).where(of_run)))
