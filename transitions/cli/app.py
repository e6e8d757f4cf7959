"""The commands and what ``--help`` says of them. Nothing heavy is imported here: help answers at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transitions import __version__
from transitions.cli.compare_app import compare_app
from transitions.cli.options import AsJson, PoseModel, ProfileFile
from transitions.cli.report_app import report_app
from transitions.cli.study_app import study_app

app = typer.Typer(
    name="transitions",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=(
        "Find everyday movement transitions in a phone clip, measure them, and flag the few moments worth "
        "changing.\n\nStart with:  transitions analyse CLIP --annotated\n\n"
        "A general-wellness tool, not a medical device."
    ),
)
app.add_typer(study_app)
app.add_typer(compare_app)
app.add_typer(report_app)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"transitions {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    del version


@app.command()
def analyse(
    clip: Annotated[
        Path, typer.Argument(help="A video, a .trc file or a series.parquet.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the results.", show_default="a folder named after the clip, beside it"),
    ] = None,
    annotated: Annotated[
        bool,
        typer.Option("--annotated", help="Also write annotated.mp4: skeleton, angles, phases and flags."),
    ] = False,
    blur_faces: Annotated[
        bool, typer.Option("--blur-faces", help="Make the face in annotated.mp4 unrecognisable.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print run.json to standard output.")] = False,
    person: Annotated[int, typer.Option(min=1, help="Which person to follow when several are in view.")] = 1,
    model: PoseModel = "full",
    profile: ProfileFile = None,
    processes: Annotated[
        int | None,
        typer.Option(
            min=1, help="Processes that work on the clip at once.", show_default="one for each core"
        ),
    ] = None,
    exhaustive: Annotated[
        bool,
        typer.Option(
            "--exhaustive",
            help="Look at every frame: skip nothing of a clip of over three minutes, and no frame that stands still.",
        ),
    ] = False,
) -> None:
    """Find, measure and flag the transitions in one clip.

    Writes run.json and series.parquet (FORMATS in the docs). Film one person, head to feet in view, from the
    side or the front corner, at 30 frames a second or more.
    """
    from transitions.following.standby import helpers_standing_by
    from transitions.process import cores, own_process

    own_process()
    processes = processes or cores()
    with helpers_standing_by(processes - 1, model):  # they start while this process imports what follows
        from transitions.cli.analyse import run_analyse

        run_analyse(
            clip,
            out,
            annotated=annotated,
            blur_faces=blur_faces,
            as_json=json,
            person=person,
            model=model,
            profile=profile,
            processes=processes,
            exhaustive=exhaustive,
        )


@app.command()
def batch(
    folders: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="Folders of clips.", show_default=False)
    ],
    consent: Annotated[
        bool,
        typer.Option(
            "--consent",
            help="The people filmed agree that these clips are analysed and kept on this computer.",
        ),
    ] = False,
    recursive: Annotated[bool, typer.Option("--recursive", "-r", help="Also folders within.")] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(
            help="Address of a Dask scheduler whose workers do the work, as tcp://host:8786.",
            show_default="workers on this computer",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="Clips at once on this computer.", show_default="half the cores"),
    ] = None,
    model: PoseModel = "full",
    profile: ProfileFile = None,
    again: Annotated[bool, typer.Option("--again", help="Also try clips that failed before.")] = False,
    exhaustive: Annotated[
        bool,
        typer.Option(
            "--exhaustive",
            help="Look at every frame: skip nothing of clips of over three minutes, and no frame that stands still.",
        ),
    ] = False,
    copy: Annotated[
        bool, typer.Option("--copy", help="Keep a copy of each clip; else it is read where it is.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the outcome of every clip as JSON.")] = False,
) -> None:
    """Analyse the clips of whole folders and keep the results for the review page.

    Broken off at any moment, the same command goes on where it was: a clip is analysed once for each profile, model
    and version of the program. Exit status: 0 when all clips have a result, 3 when some failed, 130 after Ctrl-C.
    """
    from transitions.cli.batch import run_batch
    from transitions.jobs.batch import BatchWish

    status = run_batch(
        folders,
        BatchWish(model, profile, again=again, copied=copy, exhaustive=exhaustive),
        consent=consent,
        recursive=recursive,
        scheduler=scheduler,
        workers=workers,
        as_json=json,
    )
    raise typer.Exit(status)


@app.command()
def rules(
    json: AsJson = False,
    profile: ProfileFile = None,
) -> None:
    """List every rule with its thresholds, their source and grade."""
    from transitions.cli.rules import run_rules

    run_rules(as_json=json, profile=profile)


@app.command()
def validate(
    folders: Annotated[
        list[Path],
        typer.Argument(
            help="Folders of clips, each with a truth .json of the same name; each folder is a source.",
            show_default=False,
        ),
    ],
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Clips analysed at once.")] = 2,
) -> None:
    """Score the program against clips with known truth: a table for each source and one for all."""
    from transitions.cli.validate import run_validate

    run_validate(folders, as_json=json, workers=workers)


@app.command()
def agreement(
    study: Annotated[
        str,
        typer.Argument(
            help="A study's name, or ratings as .csv, .parquet or .json: columns unit, person, rater, value.",
            show_default=False,
        ),
    ],
    events: Annotated[
        Path | None,
        typer.Option(
            help="Marked transitions beside a file: columns clip, person, rater, kind, start_s, end_s.",
            show_default="those of the study",
        ),
    ] = None,
    scale: Annotated[str, typer.Option(help="ordinal, nominal, interval or ratio.")] = "ordinal",
    margin: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            help="How much less κ still counts as no worse.",
            show_default="the study's, or 0.1",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Tell how far raters agree, with each other and with the program.

    A unit is one thing that is rated, as one rule in one transition. Values are not_observed, possible, mild, moderate,
    severe, or numbers; empty where it was not rated or could not be judged. The raters "program" and "consensus" are
    what they say. Intervals resample people.
    """
    from transitions.cli.agreement import run_agreement

    run_agreement(study, events, scale=scale, margin=margin, as_json=json)


@app.command()
def review(
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 8501,
) -> None:
    """Open the review page in the browser."""
    from transitions.cli.review import run_review

    run_review(port)


@app.command()
def samples() -> None:
    """Analyse the sample clips that ship with the program and keep them for the review page."""
    from transitions.cli.samples import run_samples

    run_samples()
