"""The two sides of a comparison as they are typed."""

from __future__ import annotations

import typer


def two_sides(
    recordings: list[str] | None, before: list[str] | None, after: list[str] | None
) -> tuple[list[str], list[str]]:
    """Before and after, from BEFORE and AFTER or from the options of these names; wrong usage is said."""
    if recordings and (before or after or len(recordings) != 2):
        raise typer.BadParameter(
            "Give BEFORE and AFTER, or for several recordings a side --before A --before B --after C --after D."
        )
    first, second = ([recordings[0]], [recordings[1]]) if recordings else (before, after)
    if not first or not second:
        raise typer.BadParameter("Give at least one recording before and one after.")
    return first, second
