"""What is left out of each fit, to be judged by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transitions.validate.truth import Truth

SOURCE, FAMILY, PERSON = "source", "family", "person"
SCHEMES = (SOURCE, FAMILY, PERSON)

SEED = 20260101
"""Of the draw of people into folds: the same clips make the same folds."""

Key = tuple[str, str]
"""Source and name of a clip."""


@dataclass(frozen=True)
class Fold:
    """One fit.

    Attributes
    ----------
    scheme : what is left out: a source, or families or people of every source.
    name : its number in the scheme, or the source.
    left_out : the clips that are judged and nothing was fitted on.
    """

    scheme: str
    name: str
    left_out: frozenset[Key]

    @property
    def title(self) -> str:
        """For progress and error messages."""
        return f"{self.scheme} {self.name}"


def key_of(truth: Truth) -> Key:
    """The name by which fits leave a clip out."""
    return truth.source, truth.name


def make_folds(truths: Sequence[Truth], schemes: Sequence[str], parts: int) -> list[Fold]:
    """Every fold of the schemes; in each scheme every clip is left out exactly once.

    Parameters
    ----------
    parts : of the families and of the people of each source. A part of every source is left out at once, so that
        one fit judges all sources.
    """
    makers = {SOURCE: _by_source, FAMILY: _by_family, PERSON: _by_person}
    return [fold for scheme in schemes for fold in makers[scheme](truths, parts)]


def _by_source(truths: Sequence[Truth], parts: int) -> list[Fold]:  # noqa: ARG001
    sources = dict.fromkeys(truth.source for truth in truths)
    return [
        Fold(SOURCE, source, frozenset(key_of(t) for t in truths if t.source == source)) for source in sources
    ]


def _by_family(truths: Sequence[Truth], parts: int) -> list[Fold]:
    places: dict[Key, int] = {}
    for source in dict.fromkeys(truth.source for truth in truths):
        families = sorted({t.family for t in truths if t.source == source})
        places |= {(source, family): k % parts for k, family in enumerate(families)}
    return _folds(FAMILY, truths, [places[t.source, t.family] for t in truths])


def _by_person(truths: Sequence[Truth], parts: int) -> list[Fold]:
    rng = np.random.default_rng(SEED)
    places: dict[Key, int] = {}
    for source in dict.fromkeys(truth.source for truth in truths):
        people = sorted({t.person for t in truths if t.source == source})
        drawn = rng.permutation(len(people))
        places |= {(source, person): int(k) % parts for person, k in zip(people, drawn, strict=True)}
    return _folds(PERSON, truths, [places[t.source, t.person] for t in truths])


def _folds(scheme: str, truths: Sequence[Truth], places: Sequence[int]) -> list[Fold]:
    return [
        Fold(
            scheme,
            str(part + 1),
            frozenset(key_of(t) for t, place in zip(truths, places, strict=True) if place == part),
        )
        for part in sorted(set(places))
    ]
