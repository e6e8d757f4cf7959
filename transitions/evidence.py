"""Where numbers come from: the sources that several rules share are in ``evidence.toml``.

A source that only one rule uses is written into that rule's file.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

_TO_YEAR = re.compile(r".{,60}?\b(19|20)\d\d\b")
_TO_PAUSE = re.compile(r"[^,:]+")


class Seen(StrEnum):
    """How far a source was read by those who cite it."""

    FULL = "full"
    ABSTRACT = "abstract"
    NONE = "none"
    OWN = "own"


@dataclass(frozen=True)
class Source:
    """Where a threshold comes from.

    Attributes
    ----------
    key : the name under which findings cite it.
    citation : who, when, what, where.
    seen : how far it was read; ``own`` for this program's own values. No page or table of a paper is quoted
        of which only the abstract was seen.
    population : who was measured.
    doi, address : where to find it; both are empty only when `unverified` says why.
    used : what was taken from it, or computed from it.
    """

    key: str
    citation: str
    seen: Seen
    population: str = ""
    doi: str = ""
    address: str = ""
    used: str = ""
    unverified: str = ""

    @property
    def link(self) -> str:
        """Where to find it, ready to follow; empty for the program's own values."""
        return f"https://doi.org/{self.doi}" if self.doi else self.address

    @property
    def brief(self) -> str:
        """The citation up to its year, ``Boswell MA et al. 2023``; without one, up to its first comma or colon."""
        named = _TO_YEAR.match(self.citation) or _TO_PAUSE.match(self.citation)
        return named[0] if named else self.citation

    @property
    def said(self) -> str:
        """The source, who was measured and what was taken from it, in one line without a full stop."""
        return "; ".join(part for part in (self.citation, self.population, self.used) if part)


@cache
def shared_sources() -> dict[str, Source]:
    """Every source of ``evidence.toml`` by key."""
    text = (Path(__file__).parent / "evidence.toml").read_text(encoding="utf-8")
    return {
        key: Source(key=key, **{**entry, "seen": Seen(entry["seen"])})
        for key, entry in tomllib.loads(text).items()
    }


def source(key: str) -> Source:
    """The shared source of this key.

    Raises
    ------
    KeyError
        If ``evidence.toml`` has no such source.
    """
    return shared_sources()[key]
