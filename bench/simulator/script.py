"""A movement script: channels that move by overlapping minimum-jerk keyframes, and what happens when.

World axes: x forward of a person at yaw 0, y to their left, z up from the floor; metres, degrees, seconds.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from transitions.series import FloatArray
from transitions.validate.truth import TrueEvent

TRUNK = ("px", "py", "pz", "yaw", "tilt", "roll", "flex", "lat", "twist", "neck", "neck_yaw")
"""Hip midpoint, pelvis yaw (left positive), forward tilt and roll, spine flexion, side bend (left positive) and
twist (left positive), the head's nod (down positive) and turn."""

LEG = ("fx", "fy", "fz", "fyaw", "fpitch", "kout")
"""Where the ankle stands (z: how far the sole is off the floor), foot yaw, heel raised, knee turned outward."""

ARM = ("ae", "aa", "ar", "ab", "grip", "tx", "ty", "tz", "thigh")
"""Upper arm forward, outward and turned inward, elbow flexion; how much (0-1) the wrist is held to the world
point (tx, ty, tz), and to the thigh."""

CHANNELS = (*TRUNK, *(f"{name}_{side}" for side in "lr" for name in (*LEG, *ARM)))
ROW: Mapping[str, int] = {name: i for i, name in enumerate(CHANNELS)}

SKEW = 0.35
"""Largest shift of a keyframe's fastest moment away from its middle; a shape, no measured figure."""


class Script:
    """Keyframes of every channel, the transitions they make up, and words for the posture."""

    def __init__(self, rng: np.random.Generator, start: Mapping[str, float]) -> None:
        self.rng = rng
        self.start = {name: float(start.get(name, 0.0)) for name in CHANNELS}
        self.last = dict(self.start)
        self.events: list[TrueEvent] = []
        self.marks: list[tuple[float, str]] = []
        self.spans: list[tuple[float, float, str]] = []
        self.end_s = 0.0
        self._moves: list[tuple[int, float, float, float, float]] = []

    def move(self, start_s: float, end_s: float, **targets: float) -> float:
        """Take channels from wherever they were sent last to `targets`; returns the end."""
        skew = float(self.rng.uniform(-SKEW, SKEW))
        for name, target in targets.items():
            change = float(target) - self.last[name]
            if change:
                self._moves.append((ROW[name], start_s, max(end_s - start_s, 1e-6), change, skew))
                self.last[name] = float(target)
        self.end_s = max(self.end_s, end_s)
        return end_s

    def event(self, kind: str, start_s: float, end_s: float, **moments: float) -> float:
        """Note that a transition takes place; returns its end."""
        self.events.append(TrueEvent(kind, start_s, end_s, moments))
        self.end_s = max(self.end_s, end_s)
        return end_s

    def mark(self, at_s: float, word: str) -> None:
        """From `at_s` on the posture at rest is `word`."""
        self.marks.append((at_s, word))

    def span(self, start_s: float, end_s: float, word: str) -> None:
        """Meanwhile it is `word` instead; a span noted later hides one noted before."""
        self.spans.append((start_s, end_s, word))

    def sample(self, t_s: FloatArray) -> FloatArray:
        """(channels, n) values at `t_s`."""
        values = np.repeat(np.array([[self.start[name]] for name in CHANNELS]), len(t_s), axis=1)
        if self._moves:
            row, start, length, change, skew = (np.array(column) for column in zip(*self._moves, strict=True))
            u = np.clip((t_s[None] - start[:, None]) / length[:, None], 0.0, 1.0)
            u = u + skew[:, None] * u * (1.0 - u)
            share = np.zeros((len(CHANNELS), len(row)))
            share[row.astype(int), np.arange(len(row))] = change
            values = values + share @ (u**3 * (10.0 - 15.0 * u + 6.0 * u * u))
        return values

    def words(self, t_s: FloatArray) -> tuple[str, ...]:
        """The posture word of every instant."""
        marks = sorted(self.marks, key=lambda mark: mark[0])
        place = np.searchsorted([at_s for at_s, _ in marks], t_s, side="right") - 1
        words = np.array([word for _, word in marks], dtype=object)[np.maximum(place, 0)]
        for start_s, end_s, word in self.spans:
            words[(t_s >= start_s) & (t_s < end_s)] = word
        return tuple(words)
