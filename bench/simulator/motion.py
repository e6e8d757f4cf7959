"""A script as it is performed: uneven tempo, sway, tremor, small motions that never stop; and when frames are taken."""

from __future__ import annotations

import numpy as np

from bench.simulator.actor import Actor
from bench.simulator.script import ROW
from transitions.series import FloatArray
from transitions.validate.truth import TrueEvent

SWAY = {
    "px": 0.006, "py": 0.005, "pz": 0.001, "yaw": 1.3, "tilt": 1.1, "roll": 0.5, "flex": 0.9, "lat": 1.0,
    "twist": 1.2, "neck": 3.0, "neck_yaw": 4.0,
    "ae": 1.6, "aa": 1.2, "ar": 2.0, "ab": 2.2,
}  # fmt: skip
"""Size of what never stops, metres and degrees (engineering values; quiet standing sways by 3-6 mm)."""


def recorded_times(rng: np.random.Generator, length_s: float) -> FloatArray:
    """Frame times: mostly 24-30 frames a second, sometimes 5-60, sometimes uneven as phones record."""
    usual = float(rng.choice([24.0, 25.0, 30.0, 29.97]))
    draw = rng.random()
    fps = usual if draw < 0.72 else float(rng.uniform(15.0, 60.0) if draw < 0.92 else rng.uniform(5.0, 15.0))
    gaps = np.full(int(length_s * fps) + 1, 1.0 / fps)
    kind = rng.random()
    if kind < 0.2:
        gaps = gaps * (1.0 + rng.normal(0.0, 0.08, len(gaps)).clip(-0.4, 0.4))
    elif kind < 0.35:
        gaps = gaps * np.where(rng.random(len(gaps)) < 0.05, 2.0, 1.0)
    t_s = np.concatenate([[0.0], np.cumsum(gaps)])
    return t_s[t_s <= length_s]


def performed(actor: Actor, t_s: FloatArray) -> tuple[FloatArray, tuple[TrueEvent, ...], tuple[str, ...]]:
    """(channels, n) values, the events and the posture words at the clip's times."""
    rng, script = actor.rng, actor.script
    end = t_s[-1] + 0.1
    grid = np.linspace(0.0, end, 600)
    warped = grid.copy()
    for low, high in ((1.6, 3.2), (3.2, 6.5)):
        period, phase, size = rng.uniform(low, high), rng.uniform(0, 2 * np.pi), rng.uniform(0.02, 0.14)
        shift = size * period / (2 * np.pi)
        warped = warped + shift * (np.sin(2 * np.pi * grid / period + phase) - np.sin(phase))
    warped *= end / warped[-1]
    script_s = np.interp(t_s, grid, warped)

    def clip_s(at_s: float) -> float:
        return float(np.interp(at_s, warped, grid))

    channels = script.sample(script_s)
    _sway(rng, channels, t_s)
    events = tuple(
        TrueEvent(e.kind, clip_s(e.start_s), clip_s(e.end_s), {k: clip_s(v) for k, v in e.moments.items()})
        for e in sorted(script.events, key=lambda e: e.start_s)
    )
    return channels, events, script.words(script_s)


def _sway(rng: np.random.Generator, channels: FloatArray, t_s: FloatArray) -> None:
    restless = float(np.exp(rng.normal(-0.2, 0.55)))
    names = [name for name in ROW if name.split("_")[0] in SWAY or name in SWAY]
    size = np.array([SWAY.get(name, SWAY.get(name.split("_")[0], 0.0)) for name in names])
    total = np.zeros((len(names), len(t_s)))
    for low, high, share in ((0.07, 0.25, 0.8), (0.25, 0.7, 0.5), (3.0, 7.0, 0.02)):
        hz = rng.uniform(low, high, (len(names), 1))
        phase = rng.uniform(0, 2 * np.pi, (len(names), 1))
        total += share * rng.uniform(0.4, 1.2, (len(names), 1)) * np.sin(2 * np.pi * hz * t_s + phase)
    channels[[ROW[name] for name in names]] += restless * size[:, None] * total
