"""``transitions report`` and ``export`` and what ``--help`` says of them; nothing heavy is imported here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transitions.cli.sides import two_sides

report_app = typer.Typer()
"""Without a name of its own: its commands stand beside the others."""


@report_app.command()
def report(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[RECORDING | BEFORE AFTER]",
            help="A recording's number or a folder written by analyse; two of them are compared.",
            show_default=False,
        ),
    ] = None,
    before: Annotated[
        list[str] | None,
        typer.Option(help="A recording of the first side; give it once for each.", show_default=False),
    ] = None,
    after: Annotated[
        list[str] | None, typer.Option(help="A recording of the second side.", show_default=False)
    ] = None,
    person: Annotated[
        str | None, typer.Option(help="The recordings of this pseudonym.", show_default=False)
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--from", help="First day, as 2026-11-01.", show_default="the first there is"),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", help="Last day.", show_default="the last there is")
    ] = None,
    study: Annotated[str | None, typer.Option(help="A study, by name.", show_default=False)] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="The HTML file.")] = Path("report.html"),
    pdf: Annotated[
        Path | None, typer.Option(help="Also a PDF; needs a browser that prints.", show_default="none")
    ] = None,
    audience: Annotated[str, typer.Option("--for", help="person or clinician.")] = "person",
    show_faces: Annotated[
        bool, typer.Option("--show-faces", help="Leave faces as they are; else they are unrecognisable.")
    ] = False,
    name: Annotated[
        str | None,
        typer.Option("--as", help="What to call the person.", show_default="the pseudonym, else Person A"),
    ] = None,
    clip: Annotated[
        Path | None,
        typer.Option(help="The clip of a folder of results.", show_default="looked for beside the folder"),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="The transition compared.", show_default="every one both sides show")
    ] = None,
    primary: Annotated[
        str | None,
        typer.Option(help="The measure chosen beforehand.", show_default="the first of the transition"),
    ] = None,
) -> None:
    """Make a report to take home: one HTML file that needs no network, and a PDF.

    Of a recording: transitions report 12, or a folder. Of a comparison: transitions report BEFORE AFTER, or --before A
    --before B --after C --after D. Of a time: --person P01 --from 2026-11-01 --to 2026-11-30. Of a study: --study NAME.
    """
    if audience not in ("person", "clinician"):
        raise typer.BadParameter("Give person or clinician.", param_hint="--for")
    sides: tuple[list[str], list[str]] = ([], [])
    one = what[0] if what and len(what) == 1 and not (before or after) else None
    given = [
        one is not None,
        person is not None,
        study is not None,
        bool(before or after or (what and not one)),
    ]
    if (since or until) and person is None:
        raise typer.BadParameter("--from and --to are days of a person's recordings; give --person too.")
    if sum(given) != 1:
        raise typer.BadParameter(
            "Give one of these: a recording; BEFORE and AFTER; --person; --study (see transitions report --help)."
        )
    if given[3]:
        sides = two_sides(what, before, after)
    from transitions.cli.report import Asked, Manner, run_report
    from transitions.report.document import Audience

    asked = Asked(one, sides[0], sides[1], person, since, until, study)
    run_report(asked, Manner(Audience(audience), show_faces, clip, name, kind, primary), out, pdf)


@report_app.command()
def export(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[RECORDING]...",
            help="Recordings by number, or folders written by analyse.",
            show_default="every analysed recording",
        ),
    ] = None,
    person: Annotated[
        str | None, typer.Option(help="Only the recordings of this pseudonym.", show_default=False)
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables.")] = Path("tables"),
) -> None:
    """Write measures, time-normalised curves and findings as tidy tables (CSV and Parquet) with a data dictionary."""
    from transitions.cli.export import run_export

    run_export(what or (), person, out)
