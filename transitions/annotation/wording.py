"""Ratings and phases as words a person can read and write in another program, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping

from transitions.annotation.entries import Rated, clean_note
from transitions.errors import RatingsError
from transitions.model import Result, Severity

CANNOT_TELL = "cannot_tell"
"""For who looked and could not judge."""

WORDS: Mapping[str, tuple[Result | None, Severity | None]] = {
    CANNOT_TELL: (None, None),
    **{str(severity): (Result.OBSERVED, severity) for severity in Severity},
    **{str(result): (result, None) for result in Result if result is not Result.OBSERVED},
}
"""What can be said of a rule in a transition, in one word."""

_RATING = re.compile(r"\s*(?P<word>\w+)(?P<unsure>\?)?\s*(?::(?P<note>.*))?", re.DOTALL)


def word_for(rated: Rated) -> str:
    """The one word for a rating, without its doubt and note."""
    if rated.result is None:
        return CANNOT_TELL
    return str(rated.severity or Severity.MILD) if rated.result is Result.OBSERVED else str(rated.result)


def rated_from(word: str, *, unsure: bool = False, note: str = "") -> Rated:
    """The rating that a word stands for.

    Raises
    ------
    RatingsError
        It is none of `WORDS`.
    """
    known = WORDS.get(word.strip().lower())
    if known is None:
        raise RatingsError(f"“{word}” is no rating; use one of {', '.join(WORDS)}.")
    return Rated(*known, unsure, clean_note(note))


def rating_as_text(rated: Rated) -> str:
    """The rating as ``moderate?: the feet are hidden``: a question mark for a leaning, the note behind a colon."""
    doubt = "?" if rated.unsure else ""
    return f"{word_for(rated)}{doubt}" + (f": {rated.note}" if rated.note else "")


def rating_from_text(text: str) -> Rated:
    """The rating that `rating_as_text` wrote, or a `RatingsError`."""
    found = _RATING.fullmatch(text)
    if found is None:
        raise RatingsError(f"“{text}” is no rating; write it as “moderate?: note”.")
    return rated_from(found["word"], unsure=found["unsure"] is not None, note=found["note"] or "")


def phases_as_text(phases: Mapping[str, float]) -> str:
    """Phases as ``seat_off_s=1.800; turn_s=2.100``, to the millisecond."""
    return "; ".join(f"{name}={t_s:.3f}" for name, t_s in phases.items())


def phases_from_text(text: str) -> dict[str, float]:
    """The phases that `phases_as_text` wrote, or a `RatingsError`."""
    phases = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, _, t_s = part.partition("=")
        try:
            phases[name.strip()] = float(t_s)
        except ValueError as error:
            raise RatingsError(f"“{part}” is no phase; write it as “seat_off_s=1.800”.") from error
    return phases
