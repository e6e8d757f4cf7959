"""``transitions report``: a recording, a comparison, a period or a study as one HTML file, and as a PDF."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from transitions.comparison import SessionRecording
from transitions.errors import OutputError, TransitionsError
from transitions.export.results import read_json, read_run
from transitions.report.document import Audience, TakeHomeReport
from transitions.report.gathered import (
    made_at,
    report_of_folders,
    report_of_person,
    report_of_recording,
    report_of_sides,
    report_of_study,
)
from transitions.report.of_recording import recording_report
from transitions.report.page import as_html
from transitions.report.pdf import write_pdf
from transitions.report.recorded import from_results
from transitions.store import local_day, open_store

RUN_FILE = "run.json"
SESSION_MARK = "@"


@dataclass(frozen=True)
class Asked:
    """What the report is to be of, as it was typed; exactly one of these is given.

    Attributes
    ----------
    one : a recording's number or a results folder. before, after : of these, the sides of a comparison.
    person, since, until : a pseudonym and days. study : its name.
    """

    one: str | None = None
    before: Sequence[str] = ()
    after: Sequence[str] = ()
    person: str | None = None
    since: str | None = None
    until: str | None = None
    study: str | None = None


@dataclass(frozen=True)
class Manner:
    """How it is to be made.

    Attributes
    ----------
    clip : of a results folder, where it is not beside it. who : what to call the person.
    kind, primary : of a comparison.
    """

    audience: Audience
    show_faces: bool
    clip: Path | None = None
    who: str | None = None
    kind: str | None = None
    primary: str | None = None


def run_report(asked: Asked, manner: Manner, out: Path, pdf: Path | None) -> None:
    """Make the report, write it, and say where it is."""
    html = as_html(_made(asked, manner))
    write_whole(out, html)
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"Report: {out} ({len(html.encode()) / 1e6:.1f} MB)", markup=False)
    if pdf is not None:
        write_pdf(out, pdf)
        console.print(f"PDF: {pdf} ({pdf.stat().st_size / 1e6:.1f} MB)", markup=False)


def write_whole(out: Path, text: str) -> None:
    """Write a text file whole or not at all.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    staged = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        staged.write_text(text, encoding="utf-8")
        staged.replace(out)
    except OSError as error:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
        raise OutputError(
            f"The report cannot be written to '{out}' ({error.strerror or error}); choose another place with --out."
        ) from error


def _made(asked: Asked, manner: Manner) -> TakeHomeReport:
    if asked.study is not None:
        with open_store() as store:
            return report_of_study(store, asked.study, manner.audience)
    if asked.person is not None:
        with open_store() as store:
            return report_of_person(
                store,
                asked.person,
                asked.since,
                asked.until,
                manner.audience,
                who=manner.who,
                show_faces=manner.show_faces,
            )
    if asked.one is not None:
        return _of_one(asked.one, manner)
    return _of_sides(asked, manner)


def _of_one(what: str, manner: Manner) -> TakeHomeReport:
    if _is_number(what):
        with open_store() as store:
            return report_of_recording(
                store, int(what), manner.audience, who=manner.who, show_faces=manner.show_faces
            )
    folder = _results_folder(Path(what))
    recorded = from_results(read_json(folder), folder, manner.clip, manner.who)
    return recording_report(recorded, manner.audience, made_at(), show_faces=manner.show_faces)


def _of_sides(asked: Asked, manner: Manner) -> TakeHomeReport:
    numbers = [_is_number(what) for what in (*asked.before, *asked.after)]
    if all(numbers):
        with open_store() as store:
            return report_of_sides(
                store,
                [int(what) for what in asked.before],
                [int(what) for what in asked.after],
                manner.audience,
                kind=manner.kind,
                primary=manner.primary,
                who=manner.who,
                show_faces=manner.show_faces,
            )
    if any(numbers):
        raise TransitionsError(
            "A recording of the store cannot be compared with a folder; give numbers, or folders."
        )
    sides = [_read_side(side) for side in (asked.before, asked.after)]
    return report_of_folders(
        sides[0],
        sides[1],
        manner.audience,
        kind=manner.kind,
        primary=manner.primary,
        who=manner.who,
        show_faces=manner.show_faces,
    )


def _read_side(side: Sequence[str]) -> list[tuple[SessionRecording, Path]]:
    """Each recording and its folder; a folder of results folders stands for all of them."""
    read = []
    for text in side:
        path, session = _split(text)
        inside = (
            [path] if (path / RUN_FILE).is_file() else sorted(f.parent for f in path.glob(f"*/{RUN_FILE}"))
        )
        for folder in inside or [_results_folder(path)]:
            run = read_run(folder)
            read.append((SessionRecording(run, session or local_day(run.provenance.created_at)), folder))
    return read


def _split(text: str) -> tuple[Path, str]:
    """``FOLDER@SESSION``; a path that exists as written is a path."""
    if Path(text).exists() or SESSION_MARK not in text:
        return Path(text), ""
    path, _, session = text.rpartition(SESSION_MARK)
    return Path(path), session


def _is_number(what: str) -> bool:
    """Whether a recording of the store is meant; what exists under that name is a folder."""
    return what.isdecimal() and not Path(what).exists()


def _results_folder(path: Path) -> Path:
    if path.is_file():
        raise TransitionsError(
            f"'{path}' is a file; analyse it first (transitions analyse), then give the folder of results."
        )
    return path
