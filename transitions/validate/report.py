"""Pools the scores of many clips into figures with intervals, by source and over all, beside what is aimed for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np

from transitions.rules import all_rules
from transitions.validate.aims import Aim, aim_of
from transitions.validate.intervals import Estimate, Ratios, mean, proportion, quantile, rate, share
from transitions.validate.scoring import ClipScore

POOLED = "all sources"

METHODS: tuple[tuple[str, Callable[[Ratios], Estimate]], ...] = (
    ("rule/*", proportion),
    ("event/idle", proportion),
    ("twist/*", proportion),
    ("knees/*", proportion),
    ("confidence/*/right", proportion),
    ("false/*", rate),
    ("event/*/f1@*", share),
    ("angle/*/coverage", share),
    ("angle/*/interval", share),
    ("*", mean),
)
"""How the interval of a ratio of sums is found: the first pattern that fits the figure's key."""

HIGH = 0.9
"""The quantile shown beside a mean: one in ten is worse."""

RULE_SIDES = {
    "sensitivity": "not scored: no clip with the pattern",
    "specificity": "not scored: no clip without the pattern",
}


@dataclass(frozen=True)
class Figure:
    """One figure over clips, with its interval and, where there is one, its aim."""

    key: str
    estimate: Estimate
    aim: Aim | None

    @property
    def met(self) -> bool | None:
        """Whether the aim is reached; None without an aim."""
        return self.aim.met_by(self.estimate.value) if self.aim else None


@dataclass(frozen=True)
class Scope:
    """The figures of one source, or of all.

    Attributes
    ----------
    clips, people : how many.
    figures : by key. not_scored : figure of a rule to why it has none.
    """

    name: str
    clips: int
    people: int
    figures: Mapping[str, Figure]
    not_scored: Mapping[str, str]


@dataclass(frozen=True)
class Report:
    """Every figure by source and pooled, and what went wrong, clip by clip."""

    sources: tuple[Scope, ...]
    pooled: Scope
    misses: Mapping[str, tuple[str, ...]]
    failed: Mapping[str, str]

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Each source, then all together where there are several."""
        return self.sources if len(self.sources) == 1 else (*self.sources, self.pooled)


def make_report(scores: Sequence[ClipScore]) -> Report:
    """Pool the scores of clips; the order of the clips changes nothing but the bootstrap's last digits."""
    ordered = sorted(scores, key=lambda score: (score.source, score.name))
    names = list(dict.fromkeys(score.source for score in ordered))
    sources = tuple(make_scope(name, [s for s in ordered if s.source == name]) for name in names)

    def label(score: ClipScore) -> str:
        return score.name if len(names) == 1 else f"{score.source}/{score.name}"

    return Report(
        sources=sources,
        pooled=make_scope(POOLED, ordered),
        misses={label(score): score.misses for score in ordered if score.misses},
        failed={label(score): score.error for score in ordered if score.error},
    )


def make_scope(name: str, scores: Sequence[ClipScore]) -> Scope:
    """The figures of some clips, with the aims of the source of that name."""
    people = _people(scores)
    estimates: dict[str, Estimate] = {}
    for key in sorted({key for score in scores for key in score.sums}):
        pairs = np.array([score.sums.get(key, (0.0, 0.0)) for score in scores])
        method = next(method for pattern, method in METHODS if fnmatchcase(key, pattern))
        estimates[key] = method(Ratios(pairs[:, 0], pairs[:, 1], people))
    for key in sorted({key for score in scores for key in score.values}):
        estimates |= _of_values(key, [np.array(score.values.get(key, ())) for score in scores], people)
    return Scope(
        name=name,
        clips=len(scores),
        people=len(set(people)),
        figures={key: Figure(key, estimate, aim_of(name, key)) for key, estimate in estimates.items()},
        not_scored=_not_scored(estimates),
    )


def _people(scores: Sequence[ClipScore]) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """(clips,) who moves in each, as a number; people of different sources are different people."""
    numbers: dict[tuple[str, str], int] = {}
    return np.array([numbers.setdefault((s.source, s.person), len(numbers)) for s in scores], dtype=np.intp)


def _of_values(
    key: str, values: Sequence[np.ndarray], people: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> dict[str, Estimate]:
    """``KEY`` the mean size, ``KEY_p90`` its quantile, ``KEY_bias`` the signed mean."""
    counts = np.array([len(each) for each in values])
    clips = np.repeat(np.arange(len(values)), counts)
    sizes = np.abs(np.concatenate(values))
    summed = np.array([np.abs(each).sum() for each in values])
    signed = np.array([each.sum() for each in values])
    return {
        key: mean(Ratios(summed, counts.astype(float), people)),
        f"{key}_p90": quantile(sizes, clips, people[clips], HIGH),
        f"{key}_bias": mean(Ratios(signed, counts.astype(float), people)),
    }


def _not_scored(estimates: Mapping[str, Estimate]) -> dict[str, str]:
    """Rules that no clip of these says anything of, one way or the other."""
    known = {rule.id for rule in all_rules()} | {k.split("/")[1] for k in estimates if k.startswith("rule/")}
    return {
        f"rule/{rule}/{side}": why
        for rule in sorted(known)
        for side, why in RULE_SIDES.items()
        if f"rule/{rule}/{side}" not in estimates
    }
