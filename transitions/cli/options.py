"""Options that several commands share, with what ``--help`` says of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PoseModel = Annotated[str, typer.Option(help="Pose model for clips: full, or lite for speed.")]
ProfileFile = Annotated[
    Path | None, typer.Option(help="TOML file with a clinic's own thresholds.", show_default="none")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
BeforeSide = Annotated[
    list[str] | None,
    typer.Option(help="A recording of the first side; give it once for each.", show_default=False),
]
AfterSide = Annotated[
    list[str] | None, typer.Option(help="A recording of the second side.", show_default=False)
]
ComparedKind = Annotated[
    str | None,
    typer.Option(help="The transition, as in sit_to_stand.", show_default="every one both sides show"),
]
PrimaryMeasure = Annotated[
    str | None,
    typer.Option(help="The measure chosen beforehand.", show_default="the first of the transition"),
]
