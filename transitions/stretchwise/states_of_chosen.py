"""What the chosen person does over a long clip with others in view, whom the survey may have followed instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from transitions.day import states_of_parts
from transitions.day.evidence import STEP_S
from transitions.model import Segment
from transitions.pose.detection import TRUNK
from transitions.series import BoolArray, FloatArray, PoseSeries
from transitions.series_file import read_series
from transitions.states import EDGE_ROUNDING_S, DayStates, PostureState, StateStretch, joined_states
from transitions.stretchwise.results import StretchResult
from transitions.survey.looks import Looks
from transitions.survey.movement import WITHIN_S
from transitions.survey.states import states_over

SAME_BODY_TRUNKS = 0.5
"""Shoulders and hips of a look and of a full look nearer than this, in trunk lengths on average, are one body's."""

SAME_MOMENT_S = 0.1

SAME_PLACE_TRUNKS = 1.0
"""Hips that are farther from where the look before saw them may be somebody else's: a model that follows can change
from one body to another where nobody notices."""


def states_of_chosen(
    looks: Looks,
    results: Sequence[StretchResult],
    segments: Sequence[Segment],
    series: Path,
    look_scale: float,
    duration_s: float,
) -> DayStates:
    """The states from 0 to `duration_s`: from their curves where it was looked fully, else from looks at them.

    Parameters
    ----------
    results : what was looked at fully. segments, series : the chosen person's transitions and the file of their curves.
    look_scale : a pixel of the clip in pixels of the looks' landmarks.

    Raises
    ------
    ResultsError
        The series is damaged.
    """
    spans = sorted((each.planned.start_s, each.planned.end_s) for each in results)
    is_theirs = np.full(len(looks.t_s), np.nan)

    def poses() -> Iterator[PoseSeries]:
        for start_s, end_s in spans:
            pose = read_series(series, start_s, end_s).pose
            rows = np.flatnonzero(looks.found & (looks.t_s >= start_s) & (looks.t_s < end_s))
            is_theirs[rows] = _same_body(looks, rows, pose, look_scale)
            yield pose

    of_curves = states_of_parts(poses(), segments, duration_s)
    of_looks = states_over(looks, segments, duration_s, _carried_on(looks, is_theirs))
    return _spliced(of_looks, of_curves, spans)


def is_alone(looks: Looks, results: Sequence[StretchResult], person: int) -> bool:
    """Whether nobody else was seen, so that it is the chosen person whom the survey followed.

    The light model may see somebody in a curtain once; whoever is there is seen twice within `WITHIN_S`.
    """
    most = max((len(scene.people) for each in results for scene in each.scenes()), default=0)
    seen_twice = bool((np.diff(looks.beside_s) <= WITHIN_S).any())
    return person == 1 and most <= 1 and not seen_twice


def _same_body(looks: Looks, rows: NDArray[np.intp], pose: PoseSeries, look_scale: float) -> BoolArray:
    """Of these looks whether they show the body whose pose it is."""
    same = np.zeros(len(rows), dtype=bool)
    if not len(pose):
        return same
    trunk_px = looks.trunk_px
    for number, row in enumerate(rows):
        at = int(np.argmin(np.abs(pose.t_s - looks.t_s[row])))
        apart_px = looks.image_px[row, TRUNK] - look_scale * pose.image_px[at, TRUNK, :2]
        same[number] = (
            abs(pose.t_s[at] - looks.t_s[row]) <= SAME_MOMENT_S
            and np.linalg.norm(apart_px, axis=1).mean() < SAME_BODY_TRUNKS * trunk_px[row]
        )
    return same


def _carried_on(looks: Looks, is_theirs: FloatArray) -> BoolArray:
    """(m,) whether a look is at the chosen person, from those of which it is known (1 or 0; NaN elsewhere).

    Whoever is still where they were is the same; what is said from before and from after must not differ.
    """
    hips_px, trunk_px = looks.middle_px("hip"), looks.trunk_px
    apart_px = np.linalg.norm(np.diff(hips_px, axis=0), axis=1)
    stays = apart_px < SAME_PLACE_TRUNKS * trunk_px[1:]  # false where nobody was found
    before = _passed_on(is_theirs, stays)
    after = _passed_on(is_theirs[::-1], stays[::-1])[::-1]
    return np.asarray(np.fmin(before, after) == 1.0, dtype=bool)


def _passed_on(known: FloatArray, stays: BoolArray) -> FloatArray:
    """What is known of each, or of the last one before it of which something is, if nobody changed place meanwhile."""
    passed = known.copy()
    for at in range(1, len(passed)):
        if np.isnan(passed[at]) and stays[at - 1]:
            passed[at] = passed[at - 1]
    return passed


def _spliced(coarse: DayStates, fine: DayStates, spans: Sequence[tuple[float, float]]) -> DayStates:
    """The coarse states with the fine ones in their place within the spans, which are in order."""
    pieces: list[StateStretch] = []
    reached_s = 0.0
    for start_s, end_s in spans:
        pieces += [*_cut(coarse, reached_s, start_s), *_without_slivers(_cut(fine, start_s, end_s))]
        reached_s = end_s
    pieces += _cut(coarse, reached_s, coarse.duration_s)
    return DayStates(joined_states(pieces))


def _cut(states: DayStates, start_s: float, end_s: float) -> list[StateStretch]:
    inside = [
        replace(one, start_s=max(one.start_s, start_s), end_s=min(one.end_s, end_s))
        for one in states.stretches
        if one.end_s > start_s and one.start_s < end_s
    ]
    return [one for one in inside if one.duration_s > EDGE_ROUNDING_S]


def _without_slivers(states: list[StateStretch]) -> list[StateStretch]:
    """The same where curves that begin or end within a step of the posture's evidence leave nobody in view there."""
    kept = [
        one for one in states if one.state is not PostureState.OUT_OF_VIEW or one.duration_s >= STEP_S
    ] or states
    edges_s = [states[0].start_s, *(one.start_s for one in kept[1:]), states[-1].end_s]
    return [
        replace(one, start_s=start_s, end_s=end_s)
        for one, (start_s, end_s) in zip(kept, pairwise(edges_s), strict=True)
    ]
