"""What somebody does over the hours, from the looks of a survey and the transitions found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from transitions.detect import posture_after
from transitions.model import Segment
from transitions.series import BoolArray, FloatArray
from transitions.states import DayStates, PostureState, StateStretch, joined_states
from transitions.survey.looks import Looks

COARSE = "Looked at coarsely."
KNEELING = "Looked at coarsely: the shins lie about level, as in kneeling; it does not count as sitting."
NO_PICTURE = "There is no usable picture."
NOT_SURE_WHO = (
    "Looked at coarsely: more than one person is in view, and whether this is the one meant is not known."
)

SITTING_THIGH_DEG = 45.0
"""A thigh this far from upright, on average of both sides, is a sitter's (engineering value)."""

LEVEL_SHANK_DEG = 72.0
"""A shank this far from upright, on average of both sides, lies on the floor or a footrest (geometry)."""

SURE_BY_DEG = 35.0
"""This far from the border the state is as sure as a coarse look can be."""

MOST_CERTAIN = 0.9
NO_PICTURE_S = 10.0
"""Without a picture for longer than this it is not said that somebody did what they did before."""

WALK_TRUNKS = 0.6
WALK_WITHIN_S = 1.5
"""Hips that go so far from one look to the next while upright are on the way."""


_Told = tuple[PostureState, str]
"""What a look tells, and the sentence said with it."""

SITTING, STANDING, MOVING = (
    (state, COARSE) for state in (PostureState.SITTING, PostureState.STANDING, PostureState.MOVING)
)
OUT_OF_VIEW = (PostureState.OUT_OF_VIEW, COARSE)
LOW = (PostureState.UNTOLD, KNEELING)
UNSEEN = (PostureState.UNTOLD, NO_PICTURE)
SOMEBODY = (PostureState.UNTOLD, NOT_SURE_WHO)


def states_over(
    looks: Looks, segments: Sequence[Segment], duration_s: float, is_meant: BoolArray | None = None
) -> DayStates:
    """The states from 0 to `duration_s`: each look tells what lasts until the next one.

    Parameters
    ----------
    is_meant : (m,) whether a look is at the person who is meant; None where nobody else was seen. Other looks tell
        nothing.
    """
    meant = looks.found if is_meant is None else is_meant
    edges_s, states, certain = _of_looks(looks, meant, duration_s)
    for segment in segments:
        if posture_after(segment.kind) is not None:
            edges_s, states, certain = _overlaid(edges_s, states, certain, segment)
    stretches = zip(edges_s, [*edges_s[1:], duration_s], states, certain, strict=True)
    return DayStates(
        joined_states(
            StateStretch(state, start_s, end_s, sure, reason)
            for start_s, end_s, (state, reason), sure in stretches
        )
    )


def _of_looks(
    looks: Looks, meant: BoolArray, duration_s: float
) -> tuple[list[float], list[_Told], list[float]]:
    if not len(looks.t_s):
        return [0.0], [UNSEEN], [0.0]
    thigh_deg = _from_upright_deg(looks, "hip", "knee")
    shank_deg = _from_upright_deg(looks, "knee", "ankle")
    hips_px, trunk_px = looks.middle_px("hip"), looks.trunk_px
    edges_s, states, certain = [], [], []
    for at, t_s in enumerate(looks.t_s):
        if t_s >= duration_s:
            break
        edges_s.append(float(t_s) if at else 0.0)
        if not looks.found[at]:
            states.append(OUT_OF_VIEW)
            certain.append(MOST_CERTAIN)
            continue
        sure = MOST_CERTAIN * (0.5 + 0.5 * min(1.0, abs(thigh_deg[at] - SITTING_THIGH_DEG) / SURE_BY_DEG))
        sits = thigh_deg[at] > SITTING_THIGH_DEG
        goes = (
            at > 0
            and looks.found[at - 1]
            and t_s - looks.t_s[at - 1] <= WALK_WITHIN_S
            and np.linalg.norm(hips_px[at] - hips_px[at - 1]) > WALK_TRUNKS * max(trunk_px[at], 1.0)
        )
        kneels = shank_deg[at] > LEVEL_SHANK_DEG
        told = LOW if kneels else MOVING if goes and not sits else SITTING if sits else STANDING
        states.append(told if meant[at] else SOMEBODY)
        certain.append(sure if meant[at] else 0.0)
        next_s = looks.t_s[at + 1] if at + 1 < len(looks.t_s) else duration_s
        last_s = looks.skimmed_s[np.searchsorted(looks.skimmed_s, next_s - 1e-6) - 1]
        if next_s - last_s > NO_PICTURE_S:
            edges_s.append(float(max(last_s, t_s) + 0.1))
            states.append(UNSEEN)
            certain.append(0.0)
    return edges_s, states, certain


def _from_upright_deg(looks: Looks, upper: str, lower: str) -> FloatArray:
    """(m,) angle of a part of the legs from straight down, from the model's metres; NaN where nobody is found."""
    part = looks.middle_m(lower) - looks.middle_m(upper)
    return np.degrees(np.arctan2(np.hypot(part[:, 0], part[:, 2]), part[:, 1]))


def _overlaid(
    edges_s: list[float], states: list[_Told], certain: list[float], segment: Segment
) -> tuple[list[float], list[_Told], list[float]]:
    """The states with those of a transition that was looked at fully in their place."""
    last = int(np.searchsorted(edges_s, segment.end_s, side="right")) - 1
    before = [at for at, edge_s in enumerate(edges_s) if edge_s < segment.start_s]
    after = [at for at, edge_s in enumerate(edges_s) if edge_s > segment.end_s]
    return (
        [*(edges_s[at] for at in before), segment.start_s, segment.end_s, *(edges_s[at] for at in after)],
        [*(states[at] for at in before), MOVING, states[last], *(states[at] for at in after)],
        [*(certain[at] for at in before), segment.confidence, certain[last], *(certain[at] for at in after)],
    )
