"""Reports by name: of recordings, comparisons, periods and studies of the store, and of results folders."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from transitions.before_after import compare_recordings, day_of, filmed
from transitions.comparison import Comparison, NotComparableError, SessionRecording, compare, shared_kinds
from transitions.errors import StoreError
from transitions.report.document import Audience, TakeHomeReport
from transitions.report.of_comparison import ComparedSides, comparison_report
from transitions.report.of_period import period_report
from transitions.report.of_recording import recording_report
from transitions.report.of_study import study_report
from transitions.report.recorded import Recorded, from_results, stored
from transitions.store import Store, now_iso

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def report_of_recording(
    store: Store, recording_id: int, audience: Audience, *, who: str | None = None, show_faces: bool = False
) -> TakeHomeReport:
    """The report of a recording of the store.

    Parameters
    ----------
    who : what to call the person; their pseudonym when left out. show_faces : leave faces as they are.

    Raises
    ------
    StoreError, ResultsError
        The recording is not there or not analysed, or its curves are damaged.
    """
    return recording_report(stored(store, recording_id, who), audience, made_at(), show_faces=show_faces)


def report_of_sides(
    store: Store,
    before_ids: Sequence[int],
    after_ids: Sequence[int],
    audience: Audience,
    *,
    kind: str | None = None,
    primary: str | None = None,
    who: str | None = None,
    show_faces: bool = False,
) -> TakeHomeReport:
    """The report of recordings of the store before and after, of every kind both sides show or of `kind`.

    Raises
    ------
    NotComparableError
        Of no kind can they be compared. StoreError, ResultsError: as `report_of_recording`.
    """
    kept = {one: stored(store, one, who) for one in (*before_ids, *after_ids)}
    kinds = [kind] if kind else shared_kinds(_runs_of(kept, before_ids), _runs_of(kept, after_ids))
    recorded: dict[SessionRecording, Recorded] = {}

    def compared(one: str) -> Comparison:
        found = compare_recordings(store, before_ids, after_ids, kind=one, primary=primary)
        recorded.update({session: kept[number] for session, number in found.recording_ids.items()})
        return found.comparison

    return _of_kinds(kinds, compared, recorded, audience, show_faces)


def report_of_folders(
    before: Sequence[tuple[SessionRecording, Path]],
    after: Sequence[tuple[SessionRecording, Path]],
    audience: Audience,
    *,
    kind: str | None = None,
    primary: str | None = None,
    who: str | None = None,
    show_faces: bool = False,
) -> TakeHomeReport:
    """The report of results folders before and after: each recording with the folder it was read from.

    Raises
    ------
    NotComparableError
        Of no kind can they be compared.
    """
    recorded = {one: from_results(one.run, folder, None, who) for one, folder in (*before, *after)}
    sides = [one for one, _ in before], [one for one, _ in after]
    kinds = [kind] if kind else shared_kinds(*sides)

    def compared(one: str) -> Comparison:
        return compare(*sides, kind=one, primary=primary)

    return _of_kinds(kinds, compared, recorded, audience, show_faces)


def report_of_person(
    store: Store,
    pseudonym: str,
    since: str | None,
    until: str | None,
    audience: Audience,
    *,
    who: str | None = None,
    show_faces: bool = False,
) -> TakeHomeReport:
    """The report of a person's analysed recordings from day to day (both counted), ISO dates; None leaves it open.

    Raises
    ------
    StoreError
        Nobody goes by this pseudonym, a day is none, or nothing was filmed in that time.
    """
    for day in (since, until):
        if day is not None and not _DAY.fullmatch(day):
            raise StoreError(f"“{day}” is not a day; write it as 2026-11-26.")
    person = next((one for one in store.people.list() if one.pseudonym == pseudonym), None)
    if person is None:
        raise StoreError(f"Nobody goes by “{pseudonym}”; the names are on the page under Recordings.")
    chosen = []
    for one in filmed(store, person.id):
        day = day_of(store, one)
        if (since is None or day >= since) and (until is None or day <= until):
            chosen.append(stored(store, one.recording_id, who, day=day))
    if not chosen:
        raise StoreError(f"Nothing of “{pseudonym}” was filmed in that time; choose other days.")
    return period_report(chosen, audience, made_at(), show_faces=show_faces)


def report_of_study(store: Store, name: str, audience: Audience) -> TakeHomeReport:
    """The report of a study of the store.

    Raises
    ------
    StoreError
        There is no such study, or it is blind and not revealed.
    """
    return study_report(store.studies.get(name), store.studies.words(name), audience, made_at())


def made_at() -> str:
    """The present, to the minute, in UTC."""
    return f"{now_iso()[:16].replace('T', ' ')} UTC"


def _runs_of(kept: Mapping[int, Recorded], ids: Iterable[int]) -> list[SessionRecording]:
    return [SessionRecording(kept[one].run, "") for one in ids]


def _of_kinds(
    kinds: Sequence[str],
    compared: Callable[[str], Comparison],
    recorded: Mapping[SessionRecording, Recorded],
    audience: Audience,
    show_faces: bool,
) -> TakeHomeReport:
    done, refused = [], {}
    for kind in kinds:
        try:
            done.append(compared(kind))
        except NotComparableError as error:
            refused[kind] = str(error)
    if not done:
        raise NotComparableError(next(iter(refused.values())))
    sides = ComparedSides(done, recorded, refused)
    return comparison_report(sides, audience, made_at(), show_faces=show_faces)
