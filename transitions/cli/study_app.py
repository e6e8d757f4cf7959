"""The commands of ``transitions study`` and what ``--help`` says of them; nothing heavy is imported here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

study_app = typer.Typer(
    name="study",
    no_args_is_help=True,
    help="Set up studies in which several people rate the same clips, and take their ratings out and in.",
)

Name = Annotated[str, typer.Argument(help="The study's name.", show_default=False)]


@study_app.command()
def create(
    name: Name,
    rater: Annotated[list[str], typer.Option(help="Who rates; give it once for each.", show_default=False)],
    clip: Annotated[
        list[str] | None,
        typer.Option(
            help="A recording of the review page, by name or number; give it once for each.",
            show_default="every one that was analysed",
        ),
    ] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            help="What is rated; give it once for each.", show_default="every rule judged in the clips"
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the random order in which each rater gets the clips.")] = 0,
    blind: Annotated[
        bool,
        typer.Option(
            "--blind/--open", help="Hide verdicts, other ratings and file names until all have committed."
        ),
    ] = True,
    given: Annotated[
        bool,
        typer.Option(
            "--given/--from-nothing", help="Raters start from the program's transitions, or mark their own."
        ),
    ] = True,
    margin: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="How much less κ still counts as no worse.")
    ] = 0.10,
) -> None:
    """Set up a study of recordings that were analysed. Its clips, raters and rules stay as they are."""
    from transitions.cli.study import Wishes, run_create

    run_create(name, rater, Wishes(clip, rule, seed, is_blind=blind, segments_given=given, margin=margin))


@study_app.command("list")
def list_studies(json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """List the studies, how far each rater is, and for whom a blind one still waits."""
    from transitions.cli.study import run_list

    run_list(as_json=json)


@study_app.command()
def commit(
    name: Name,
    rater: Annotated[str, typer.Argument(help="Whose ratings are closed.", show_default=False)],
    clip: Annotated[
        str | None,
        typer.Option(
            help="Only this clip, by its neutral name: it opens when all have.", show_default="everything"
        ),
    ] = None,
) -> None:
    """Close a rater's ratings for good, also for one who has dropped out; after the last, the study is revealed."""
    from transitions.cli.study import run_commit

    run_commit(name, rater, clip)


@study_app.command()
def export(
    name: Name,
    out: Annotated[Path, typer.Option(help="Folder for the files.", show_default=False)],
    format: Annotated[str, typer.Option(help="csv, parquet, json, elan or boris.")] = "csv",
    rater: Annotated[
        str | None,
        typer.Option(help="One rater's own words alone, also while blind.", show_default="everyone's"),
    ] = None,
) -> None:
    """Write ratings and marked transitions, whole or not at all."""
    from transitions.cli.study import run_export

    run_export(name, out, format, rater)


@study_app.command("import")
def import_files(
    name: Name,
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Tables (.csv, .parquet, .json), ELAN (.eaf) or BORIS (.boris).", show_default=False
        ),
    ],
    rater: Annotated[
        str | None,
        typer.Option(help="Only what this rater says.", show_default="every rater in the files"),
    ] = None,
) -> None:
    """Take raters' words in from files, all or none. What stood before is kept and can be brought back by undoing."""
    from transitions.cli.study import run_import

    run_import(name, files, rater)
