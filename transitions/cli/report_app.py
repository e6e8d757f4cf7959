"""``transitions report`` and ``export`` and what ``--help`` says of them; nothing heavy is imported here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transitions.cli.options import AfterSide, BeforeSide, ComparedKind, PrimaryMeasure
from transitions.cli.sides import two_sides

report_app = typer.Typer()
"""Without a name of its own: its commands stand beside the others."""


ReportedWhat = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[RECORDING | BEFORE AFTER]",
        help="A recording's number or a folder written by analyse; two of them are compared.",
        show_default=False,
    ),
]
ReportedPerson = Annotated[
    str | None, typer.Option(help="The recordings of this pseudonym.", show_default=False)
]
FirstDay = Annotated[
    str | None, typer.Option("--from", help="First day, as 2026-11-01.", show_default="the first there is")
]
LastDay = Annotated[str | None, typer.Option("--to", help="Last day.", show_default="the last there is")]
ReportedStudy = Annotated[str | None, typer.Option(help="A study, by name.", show_default=False)]
HtmlFile = Annotated[Path, typer.Option("--out", "-o", help="The HTML file.")]
PdfFile = Annotated[
    Path | None, typer.Option(help="Also a PDF; needs a browser that prints.", show_default="none")
]
Reader = Annotated[str, typer.Option("--for", help="person or clinician.")]
ShowFaces = Annotated[
    bool, typer.Option("--show-faces", help="Leave faces as they are; else they are unrecognisable.")
]
NameInReport = Annotated[
    str | None,
    typer.Option("--as", help="What to call the person.", show_default="the pseudonym, else Person A"),
]
ClipOfResults = Annotated[
    Path | None,
    typer.Option(help="The clip of a folder of results.", show_default="looked for beside the folder"),
]


@report_app.command()
def report(
    what: ReportedWhat = None,
    before: BeforeSide = None,
    after: AfterSide = None,
    person: ReportedPerson = None,
    since: FirstDay = None,
    until: LastDay = None,
    study: ReportedStudy = None,
    out: HtmlFile = Path("report.html"),
    pdf: PdfFile = None,
    audience: Reader = "person",
    show_faces: ShowFaces = False,
    name: NameInReport = None,
    clip: ClipOfResults = None,
    kind: ComparedKind = None,
    primary: PrimaryMeasure = None,
) -> None:
    """Make a report to take home: one HTML file that needs no network, and a PDF.

    Of a recording: transitions report 12, or a folder. Of a comparison: transitions report BEFORE AFTER, or --before A
    --before B --after C --after D. Of a time: --person P01 --from 2026-11-01 --to 2026-11-30. Of a study: --study NAME.
    """
    if audience not in ("person", "clinician"):
        raise typer.BadParameter("Give person or clinician.", param_hint="--for")
    if (since or until) and person is None:
        raise typer.BadParameter("--from and --to are days of a person's recordings; give --person too.")
    one = what[0] if what and len(what) == 1 and not (before or after) else None
    sides = _sides_of_one_report(what, one, before, after, person, study)
    from transitions.cli.report import Asked, Manner, run_report
    from transitions.report.document import Audience

    asked = Asked(one, *sides, person, since, until, study)
    run_report(asked, Manner(Audience(audience), show_faces, clip, name, kind, primary), out, pdf)


def _sides_of_one_report(
    what: list[str] | None,
    one: str | None,
    before: list[str] | None,
    after: list[str] | None,
    person: str | None,
    study: str | None,
) -> tuple[list[str], list[str]]:
    """The sides of a comparison, empty for a report of something else; refused unless just one thing is given."""
    compares = bool(before or after or (what and not one))
    if sum((one is not None, person is not None, study is not None, compares)) != 1:
        raise typer.BadParameter(
            "Give one of these: a recording; BEFORE and AFTER; --person; --study (see transitions report --help)."
        )
    return two_sides(what, before, after) if compares else ([], [])


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
