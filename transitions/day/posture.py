"""From evidence and transitions to the states of a recording: sitting, standing, moving, out of view.

The posture that explains all of it best is sought at once (Viterbi). A change of posture is cheap where a rise or a sit
was found and dear elsewhere, so that a squat or a pick-up stays a moment on the feet, while long evidence for a seat
counts even where the sitting down was missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from transitions.day.evidence import STEP_S, PostureEvidence, joined_evidence, posture_evidence
from transitions.detect import posture_after
from transitions.kinematics.filters import stretches
from transitions.model import Segment
from transitions.series import BoolArray, ByteArray, FloatArray, Kinematics, PoseSeries
from transitions.states import DayStates, PostureState, StateStretch

STATES = (*PostureState, PostureState.UNTOLD)
"""The state of each code: lying and kneeling are both untold, each with its own reason."""

_SITTING, _STANDING, _MOVING, _OUT_OF_VIEW, _LYING, _KNEELING = range(len(STATES))

ODDS_LIMIT = 3.0
NATS_PER_S = 1.0
"""A step's log odds count up to the limit, and by this much a second: what is seen a quarter of a second later is
hardly a further witness (provisional)."""

CHANGE_COST = 9.0
"""Log odds against a change of posture that no transition shows: three seconds of clear evidence, longer than a squat
or a pick-up lasts (provisional)."""

FOUND_GAIN = 2.0
"""Log odds for a change of posture where one was found: nine in ten reported rises and sits are (`README`)."""

UNSEEN_CHANGE_COST = 1.0
"""Out of view anything may have happened."""

LEAST_UNSEEN_S = 1.0
"""Shorter gaps in the picture lie within a state."""

LEAST_MOVING_S = 1.0
"""Two steps."""

LEAST_LEVEL_S = 5.0
"""Bent low or kneeling for longer is no pick-up."""

LEAST_CERTAINTY = 0.65
"""What is less sure is not told (provisional)."""

LYING = "The trunk is nearer to level than to upright: lying, or bent low."
KNEELING = "The shins lie about level: kneeling, or sitting on the floor; neither counts as sitting."
UNCLEAR = "Hips and legs are not seen clearly enough to tell sitting from standing."


def states_of(kinematics: Kinematics, segments: Sequence[Segment], duration_s: float) -> DayStates:
    """What the person does from 0 to `duration_s`.

    Parameters
    ----------
    segments : the transitions found. Rises, sits and getting in or out of a car count as moving.
    """
    return states_of_parts([kinematics.pose], segments, duration_s)


def states_of_parts(parts: Iterable[PoseSeries], segments: Sequence[Segment], duration_s: float) -> DayStates:
    """As `states_of`, from a pose that is read part by part, so that hours need not fit in memory.

    What no part covers is out of view. Where another scene begins anything may have happened.
    """
    if duration_s <= 0.0:
        return DayStates()
    scene_starts_s: list[float] = []

    def scenes() -> Iterator[PoseSeries]:
        for part in parts:
            scene_starts_s.extend(part.scene_starts_s)
            yield from part.scenes

    evidence = joined_evidence((posture_evidence(scene) for scene in scenes()), duration_s)
    seen = _bridged(evidence.seen, LEAST_UNSEEN_S)
    tells = evidence.seen & ~_within(segments, len(seen))
    sits = _sits(evidence, segments, seen, tells, scene_starts_s)
    return DayStates(tuple(_whole(_codes(evidence, segments, sits, seen), evidence, sits, tells, duration_s)))


def _within(segments: Iterable[Segment], count: int) -> BoolArray:
    """(count,) the steps of transitions that keep the posture: who picks something up bends like somebody seated."""
    inside = np.zeros(count, dtype=bool)
    for segment in segments:
        if posture_after(segment.kind) is None:
            inside[round(segment.start_s / STEP_S) : round(segment.end_s / STEP_S)] = True
    return inside


def _sits(
    evidence: PostureEvidence,
    segments: Iterable[Segment],
    seen: BoolArray,
    tells: BoolArray,
    scene_starts_s: Iterable[float],
) -> BoolArray:
    """(m,) whether the person sits, by the best path through both postures; `tells` are the steps that count."""
    odds = np.where(tells, np.clip(evidence.sitting, -ODDS_LIMIT, ODDS_LIMIT), 0.0) * NATS_PER_S * STEP_S
    gain = np.full((2, len(odds)), -CHANGE_COST)
    gain[:, ~seen] = -UNSEEN_CHANGE_COST
    for start_s in scene_starts_s:
        gain[:, _step(evidence, start_s)] = -UNSEEN_CHANGE_COST
    for segment in segments:
        after = posture_after(segment.kind)
        if after is not None:
            at = _step(evidence, (segment.start_s + segment.end_s) / 2)
            gain[int(after is PostureState.SITTING), at] = FOUND_GAIN
    return _best_path(odds, gain)


def _best_path(odds: FloatArray, gain: FloatArray) -> BoolArray:
    """Viterbi over two postures; `gain[0]` is of getting up before a step, `gain[1]` of sitting down."""
    up, down = 0.0, 0.0
    from_down, from_up = np.zeros(len(odds), dtype=bool), np.zeros(len(odds), dtype=bool)
    for at, (sitting, rise, sit) in enumerate(
        zip(odds.tolist(), gain[0].tolist(), gain[1].tolist(), strict=True)
    ):
        if at:
            from_down[at] = down + rise > up
            from_up[at] = up + sit > down
            up, down = max(up, down + rise), max(down, up + sit)
        down += sitting
    sits = np.zeros(len(odds), dtype=bool)
    now = down > up
    for at in range(len(odds) - 1, -1, -1):
        sits[at] = now
        now = not from_up[at] if now else bool(from_down[at])
    return sits


def _codes(
    evidence: PostureEvidence, segments: Iterable[Segment], sits: BoolArray, seen: BoolArray
) -> ByteArray:
    """(m,) the state of every step, as its place in `STATES`."""
    codes = np.where(sits, _SITTING, _STANDING).astype(np.uint8)
    about = ~sits & seen & (evidence.moving > 0)
    codes[_lasting(_bridged(about, LEAST_MOVING_S), LEAST_MOVING_S) & ~sits] = _MOVING
    for segment in segments:
        if posture_after(segment.kind) is not None:
            codes[round(segment.start_s / STEP_S) : round(segment.end_s / STEP_S)] = _MOVING
    codes[_lasting(_bridged(evidence.kneeling, STEP_S), LEAST_LEVEL_S)] = _KNEELING
    codes[_lasting(_bridged(evidence.level, STEP_S), LEAST_LEVEL_S)] = _LYING
    codes[~seen] = _OUT_OF_VIEW
    return codes


def _whole(
    codes: ByteArray, evidence: PostureEvidence, sits: BoolArray, tells: BoolArray, duration_s: float
) -> Iterator[StateStretch]:
    """The stretches, from 0 to `duration_s` without a gap."""
    chance = 1.0 / (1.0 + np.exp(-evidence.sitting))
    certainty = np.where(sits, chance, 1.0 - chance)
    first = [0, *(np.flatnonzero(np.diff(codes)) + 1).tolist(), len(codes)]
    edges_s = [*(float(evidence.start_s[at]) for at in first[:-1]), duration_s]
    for (begin, end), (start_s, end_s) in zip(pairwise(first), pairwise(edges_s), strict=True):
        telling = tells[begin:end] if tells[begin:end].any() else slice(None)
        yield _told(int(codes[begin]), start_s, end_s, float(certainty[begin:end][telling].mean()))


def _told(code: int, start_s: float, end_s: float, sure: float) -> StateStretch:
    state = STATES[code]
    if state is PostureState.UNTOLD:
        return StateStretch(state, start_s, end_s, 1.0, KNEELING if code == _KNEELING else LYING)
    if state in (PostureState.SITTING, PostureState.STANDING) and sure < LEAST_CERTAINTY:
        return StateStretch(PostureState.UNTOLD, start_s, end_s, 1.0 - sure, UNCLEAR)
    return StateStretch(state, start_s, end_s, 1.0 if state is PostureState.OUT_OF_VIEW else sure)


def _step(evidence: PostureEvidence, at_s: float) -> int:
    """The step that holds a time."""
    return int(
        np.clip(np.searchsorted(evidence.start_s, at_s, side="right") - 1, 0, len(evidence.start_s) - 1)
    )


def _bridged(there: BoolArray, longest_s: float) -> BoolArray:
    """With the gaps up to `longest_s` between two that are there filled."""
    bridged = there.copy()
    for gap in stretches(~there):
        if gap.start > 0 and gap.stop < len(there) and (gap.stop - gap.start) * STEP_S <= longest_s:
            bridged[gap] = True
    return bridged


def _lasting(there: BoolArray, least_s: float) -> BoolArray:
    """Without what is shorter than `least_s`."""
    lasting = there.copy()
    for part in stretches(there):
        lasting[part] = (part.stop - part.start) * STEP_S >= least_s
    return lasting
