"""What is shown of a recording, and the words by which browsers ask for its films and pictures."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

TOKEN = 32
"""Digits of the word by which a film is asked for."""

_SECRET = secrets.token_bytes(16)
"""New with every start: words made with it no other page can guess, and nobody can read anything out of them."""

_given_out: dict[str, FilmSource] = {}
"""What each word stands for; a film is asked for by a word that this page gave out, or not at all."""


@dataclass(frozen=True)
class FilmSource:
    """What is shown: a recording, and of which of its runs the pose comes with it.

    Attributes
    ----------
    run_id : whose pose comes with the film; None where nothing that the program saw may.
    hidden_by : the run by whose landmarks the face is hidden; None where it is shown.
    viewer : for whom and in what it is shown; everyone who is not to know what others see has addresses of their own.
    """

    recording_id: int
    run_id: int | None
    hidden_by: int | None = None
    viewer: str = ""

    @property
    def token(self) -> str:
        """The word in its address: the same while the page runs, and nothing can be told from it."""
        name = f"{self.recording_id}-{self.run_id}-{self.hidden_by}-{self.viewer}"
        return hmac.new(_SECRET, name.encode(), "sha256").hexdigest()[:TOKEN]


@dataclass(frozen=True)
class Piece:
    """A stretch of a film, in milliseconds, at a height."""

    source: FilmSource
    start_ms: int
    end_ms: int
    height_px: int

    @property
    def name(self) -> str:
        """As in addresses below the film's own: ``720/1200-4800``."""
        return f"{self.height_px}/{self.start_ms}-{self.end_ms}"


def address_of(source: FilmSource) -> str:
    """Where the pieces of a film are, from the page; it answers for as long as the page runs."""
    token = source.token
    _given_out[token] = source
    return f"pieces/{token}"


def source_of(token: str) -> FilmSource | None:
    """The film that a word stands for; None for one that this page did not give out."""
    return _given_out.get(token)
