"""Studies: clips that several raters rate, blind to the program and to each other until all have committed.

Runs and findings are never touched. Ratings are entries that are only ever added; what stands is replayed from them.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, update

from transitions.agreement.study import CONSENSUS
from transitions.annotation.entries import Act, Change, Entry
from transitions.annotation.replay import (
    ClipWord,
    History,
    Wanted,
    changes_between,
    histories,
    replay,
    word_of,
)
from transitions.annotation.study_words import ClipWords
from transitions.errors import StoreError
from transitions.store.database import Database
from transitions.store.records import now_iso
from transitions.store.study_checks import check_plan, cleaned
from transitions.store.study_commits import (
    check_clip_open,
    check_member,
    check_open,
    count_opened_early,
    is_open,
    read_commits,
    waiting_for,
)
from transitions.store.study_entering import Entering, Given, insert_entry
from transitions.store.study_making import insert_study
from transitions.store.study_reading import (
    given_marks,
    order_of,
    rating_task,
    read_clips,
    read_entries,
    read_given,
    read_program,
    read_stamp,
    read_study,
    read_units,
    read_words,
    study_of,
)
from transitions.store.study_records import (
    OWN_CORRECTIONS,
    ClipView,
    RatingTask,
    Shown,
    Study,
    StudyPlan,
)
from transitions.store.study_tables import studies, study_raters


class Studies:
    """`store.studies`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._entering = Entering(database)

    def create(self, plan: StudyPlan) -> Study:
        """Set up a study; each rater's order of the clips is drawn from the seed and kept.

        Raises
        ------
        StoreError
            The name is taken, a clip was deleted, a rule was not judged in any of them, or raters are missing.
        """
        with self._database.writing(alone=True) as connection:
            plan = check_plan(connection, plan)
            return study_of(connection, insert_study(connection, plan))

    def get(self, name: str) -> Study:
        """The study of this name, or a `StoreError`."""
        with self._database.reading() as connection:
            return read_study(connection, name)

    def tasks(self, name: str, rater: str) -> list[RatingTask]:
        """A rater's work list, in the order drawn for the rater; for the consensus the clips that are open.

        Raises
        ------
        StoreError
            The study has no such rater.
        """
        with self._database.reading() as connection:
            study = read_study(connection, name)
            commits = read_commits(connection, study)
            opened = [clip_id for clip_id, raters in commits.items() if is_open(study, raters)]
            check_member(study, rater, opened=bool(opened))
            order = order_of(connection, study, rater)
            clips = {
                clip.id: clip
                for clip in read_clips(connection, study)
                if rater != CONSENSUS or study.is_revealed or clip.id in opened
            }
            given, to_rate = read_given(connection, study), read_units(connection, study)
            entries = read_entries(connection, study, rater=rater)
        words = {clip_id: replay(entries[clip_id], given[clip_id]).get(rater) for clip_id in clips}
        return [
            rating_task(
                clips[clip_id],
                to_rate[clip_id],
                words[clip_id] or ClipWord(given[clip_id]),
                is_committed=rater in study.committed or rater in commits[clip_id],
            )
            for clip_id in order
            if clip_id in clips
        ]

    def view(self, name: str, clip_id: int, rater: str) -> ClipView:
        """One clip as a rater may see it: in a blind study nothing of the program's or the others' until the reveal.

        A clip is revealed when every rater has committed it, or the whole study. `rater` may then be the consensus.

        Raises
        ------
        StoreError
            The study has no such rater or clip, or it is too early for a consensus.
        """
        with self._database.reading() as connection:
            study = read_study(connection, name)
            commits = read_commits(connection, study)[clip_id]
            shows = is_open(study, commits)
            check_member(study, rater, opened=shows)
            (clip,) = read_clips(connection, study, clip_id)
            program = read_program(connection, study, clip_id)[clip_id]
            only = None if shows else rater
            entries = read_entries(connection, study, clip_id=clip_id, rater=only)[clip_id]
        committed = rater in study.committed or rater in commits
        given = given_marks(study, program)
        own = histories(entries).get(rater, History())
        others = {who: word for who, word in replay(entries, given).items() if who != rater}
        return ClipView(
            clip_id=clip_id,
            recording_id=clip.recording_id,
            run_id=clip.run_id,
            label=clip.label,
            duration_s=clip.duration_s,
            rate_hz=clip.rate_hz,
            faces_blurred=study.plan.faces_blurred,
            given=given,
            units=tuple(program.ratings) if given else (),
            own=word_of(own.standing, given),
            undoable=bool(own.standing),
            redoable=bool(own.undone),
            shown=Shown(clip.recording_name, program, others) if shows else None,
            is_committed=committed,
            waiting_for=waiting_for(study, commits) if committed else (),
        )

    def say(self, name: str, clip_id: int, rater: str, *changes: Change, by: str | None = None) -> Entry:
        """Add what a rater says of a clip; several changes are one entry, undone together.

        Parameters
        ----------
        rater : in whose name: one of the raters, or the consensus.
        by : the person at the keyboard, where that is not the rater; a consensus needs it.

        Raises
        ------
        StoreError
            The rater has committed, it is too early for a consensus, or a change says nothing that can be kept.
        """

        def said(study: Study, history: History, given: Given) -> tuple[Change, ...]:
            return cleaned(study, word_of(history.standing, given), changes)

        return self._entering.add(name, clip_id, (rater, by), Act.SAY, said)

    def undo(self, name: str, clip_id: int, rater: str, by: str | None = None) -> Entry:
        """Undo what the rater said last of this clip; a `StoreError` where there is nothing."""
        return self._turn(name, clip_id, (rater, by), Act.UNDO)

    def redo(self, name: str, clip_id: int, rater: str, by: str | None = None) -> Entry:
        """Redo what the rater undid last of this clip; a `StoreError` where there is nothing."""
        return self._turn(name, clip_id, (rater, by), Act.REDO)

    def commit_clip(self, name: str, clip_id: int, rater: str) -> None:
        """Close a rater's ratings of one clip for good; when all raters have, this clip is revealed to them.

        Raises
        ------
        StoreError
            The rater has committed it already, or is the consensus, which nobody waits for.
        """
        if rater == CONSENSUS:
            raise StoreError("A consensus stays open to change; there is nothing to commit.")
        self._entering.add(name, clip_id, (rater, rater), Act.COMMIT, lambda *_: ())

    def commit(self, name: str, rater: str) -> Study:
        """Close a rater's ratings for good; when all raters have, a blind study is revealed."""
        with self._database.writing() as connection:
            study = read_study(connection, name)
            check_member(study, rater)
            check_open(connection, study, rater)
            own = (study_raters.c.study_id == study.id) & (study_raters.c.name == rater)
            connection.execute(update(study_raters).where(own).values(committed_at=now_iso()))
            return read_study(connection, name)

    def has_open_clip(self, name: str) -> bool:
        """Whether anything of a study may be seen by all: it is revealed, or every rater has committed some clip."""
        with self._database.reading() as connection:
            study = read_study(connection, name)
            commits = read_commits(connection, study)
        return study.is_revealed or any(is_open(study, raters) for raters in commits.values())

    def opened_early(self, name: str) -> int:
        """How many clips opened before the study was revealed: what was seen there colours what was rated after it."""
        with self._database.reading() as connection:
            return count_opened_early(connection, read_study(connection, name))

    def words(self, name: str, rater: str | None = None) -> list[ClipWords]:
        """Everything that was said, with the program's word; or one rater's own alone.

        Raises
        ------
        StoreError
            The study is blind and not all have committed: then there is only one's own.
        """
        with self._database.reading() as connection:
            study = read_study(connection, name)
            if rater is None and not study.is_revealed:
                raise StoreError(
                    f"The study “{name}” is blind until everyone has committed; "
                    f"it waits for {', '.join(study.waiting_for)}."
                )
            if rater is not None:
                check_member(study, rater)
            return read_words(connection, study, rater)

    def stamp(self, name: str) -> str:
        """Changes whenever something of a study does: an entry, a commit, a clip, or whose a clip is."""
        with self._database.reading() as connection:
            return read_stamp(connection, read_study(connection, name))

    def take_in(self, name: str, wanted: Mapping[str, Mapping[str, Wanted]]) -> int:
        """Add the entries that bring raters' words to what was read from a file, all or none; returns how many.

        Parameters
        ----------
        wanted : by rater, then by the neutral name of the clip; further clips are left alone.

        Raises
        ------
        StoreError
            The study has no such clip or rater, a rater has committed, or something cannot be kept.
        """
        with self._database.writing() as connection:
            study = read_study(connection, name)
            clips = {clip.label: clip for clip in read_clips(connection, study)}
            program = read_program(connection, study)
            added = 0
            for rater, of_clips in sorted(wanted.items()):
                check_member(study, rater)
                check_open(connection, study, rater)
                entries = read_entries(connection, study, rater=rater)
                for label, part in of_clips.items():
                    if label not in clips:
                        raise StoreError(f"The study “{name}” has no clip “{label}”; nothing was taken in.")
                    clip_id = clips[label].id
                    given = given_marks(study, program[clip_id])
                    now = replay(entries[clip_id], given).get(rater, ClipWord(given))
                    changes = changes_between(now, part.after(now))
                    if changes:
                        check_clip_open(rater, entries[clip_id])
                        insert_entry(
                            connection, clip_id, (rater, rater), Act.SAY, cleaned(study, now, changes)
                        )
                        added += 1
        return added

    def list(self) -> list[Study]:
        """Every study, by name; corrections made in a review are none."""
        listed = studies.c.name.not_like(f"{OWN_CORRECTIONS}%")
        with self._database.reading() as connection:
            rows = connection.execute(select(studies).where(listed).order_by(studies.c.name)).mappings().all()
            return [study_of(connection, row) for row in rows]

    def _turn(self, name: str, clip_id: int, who: tuple[str, str | None], act: Act) -> Entry:
        def nothing(_study: Study, history: History, _given: Given) -> tuple[()]:
            if not (history.standing if act is Act.UNDO else history.undone):
                raise StoreError(f"There is nothing to {act} in this clip.")
            return ()

        return self._entering.add(name, clip_id, who, act, nothing)
