"""``transitions compare`` and what ``--help`` says of it; nothing heavy is imported here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transitions.cli.options import (
    AfterSide,
    AsJson,
    BeforeSide,
    ComparedKind,
    PoseModel,
    PrimaryMeasure,
    ProfileFile,
)
from transitions.cli.sides import two_sides

compare_app = typer.Typer()
"""Without a name of its own: its command stands beside the others."""

TwoRecordings = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="BEFORE AFTER",
        help="Two recordings: a folder written by analyse, a folder of such folders, a clip, or the number of a "
        "recording of the store.",
        show_default=False,
    ),
]
ComparedPerson = Annotated[
    str | None,
    typer.Option(
        help="Whose recordings of the store: the sides are then days, 2026-10-01 or 2026-10-01..2026-10-31.",
        show_default=False,
    ),
]
OwnTargets = Annotated[
    list[str] | None, typer.Option(help="The person's own target, MEASURE=VALUE.", show_default=False)
]
BeforeWith = Annotated[
    list[str] | None,
    typer.Option(
        help="How it was before: seat_m=0.45, load=none, shoes=trainers, hands=free.", show_default=False
    ),
]
AfterWith = Annotated[list[str] | None, typer.Option(help="How it was after.", show_default=False)]
WithBootstrap = Annotated[bool, typer.Option("--bootstrap", help="Also give the BCa interval.")]
TablesFolder = Annotated[
    Path | None,
    typer.Option(help="Also write tidy tables (CSV, Parquet) into this folder.", show_default="none"),
]


@compare_app.command()
def compare(
    recordings: TwoRecordings = None,
    before: BeforeSide = None,
    after: AfterSide = None,
    person: ComparedPerson = None,
    kind: ComparedKind = None,
    primary: PrimaryMeasure = None,
    target: OwnTargets = None,
    before_with: BeforeWith = None,
    after_with: AfterWith = None,
    bootstrap: WithBootstrap = False,
    export: TablesFolder = None,
    json: AsJson = False,
    model: PoseModel = "full",
    profile: ProfileFile = None,
) -> None:
    """Did it change? Compare recordings of one person before and after.

    Two recordings: transitions compare BEFORE AFTER. Several a side: transitions compare --before A --before B
    --after C --after D. Sessions are days: write one behind a recording as in A@2026-11-26. Of the store:
    transitions compare 12 15, or --person P01 --before 2026-10-01..2026-10-31 --after 2026-11-01..2026-11-30.
    """
    first, second = two_sides(recordings, before, after)
    from transitions.cli.compare import Choices, run_compare

    choices = Choices(
        kind, primary, target or (), before_with or (), after_with or (), bootstrap, model, profile, person
    )
    run_compare(first, second, choices, as_json=json, export=export)
