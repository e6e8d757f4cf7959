"""The calibration videos and the everyday clips as the spine networks read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from bench.poses import kept_pose
from transitions.kinematics.repair import repair_pose
from transitions.kinematics.spine_inputs import spine_inputs
from transitions.series import BoolArray, ByteArray, FloatArray
from transitions.validate.truth import Truth

FLATTEN = 0.6
"""Weight of a row: its flexion's share of the set to this power, inverted: rounded backs are rare there."""

EVERYDAY_SHARE = 0.5
"""Part of the second stage's rows that come from everyday clips."""

EVERY_NTH = 3
"""Rows of a 30 Hz clip that are used: a tenth of a second apart, as in the calibration set."""

MOVING_WEIGHT = 4.0
"""How much more often a clip's row is drawn when back or trunk bends by 60 degrees."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Every usable calibration frame: inputs (m, 135), masks (m, 32, 32), truth (m,), body (m,)."""

    inputs: FloatArray
    masks: ByteArray
    flexion_deg: FloatArray
    inclination_deg: FloatArray
    body: FloatArray

    def of(self, rows: FloatArray) -> Rows:
        """Only some of the rows."""
        parts = (self.inputs, self.masks, self.flexion_deg, self.inclination_deg, self.body)
        return Rows(*(part[rows] for part in parts))


@dataclass(frozen=True, eq=False)
class Everyday:
    """One clip, a row per frame: (n,) times and truth, inputs of the networks, which rows are usable."""

    t_s: FloatArray
    inputs: FloatArray
    masks: ByteArray
    usable: BoolArray
    flexion_deg: FloatArray
    inclination_deg: FloatArray


def read_rows(folder: Path, cache: Path) -> Rows:
    columns = ["clip", "frame", "spine_flexion_deg", "trunk_inclination_deg"]
    table = pq.read_table(folder / "landmarks.parquet", columns=columns)
    clips, frames, flexion_deg, inclination_deg = (np.array(table[c].to_pylist()) for c in columns)
    parts = []
    for video in sorted((folder / "clips").glob("*.mp4")):
        inputs, masks, usable = spine_inputs(kept_pose(video, cache))
        rows = np.flatnonzero(clips == video.stem)
        rows = rows[frames[rows] < len(usable)]
        rows = rows[usable[frames[rows]]]
        if len(rows):
            body = np.full(len(rows), len(parts))
            at = frames[rows]
            parts.append((inputs[at], masks[at], flexion_deg[rows], inclination_deg[rows], body))
    return Rows(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def read_everyday(truth: Truth, cache: Path) -> Everyday:
    """A rendered clip with its exact truth."""
    pose = repair_pose(kept_pose(truth.clip, cache))
    angles = (truth.angles[name] for name in ("spine_flexion_deg", "trunk_inclination_deg"))
    return Everyday(
        pose.t_s, *spine_inputs(pose), *(np.interp(pose.t_s, truth.t_s, angle) for angle in angles)
    )


def joined(bodies: Rows, clips: Sequence[Everyday]) -> tuple[Rows, FloatArray, FloatArray]:
    """Bodies and clips together, how likely each row is drawn, and its weight in the loss."""
    parts = [bodies]
    for number, clip in enumerate(clips):
        at = np.flatnonzero(clip.usable)[::EVERY_NTH]
        body = np.full(len(at), int(bodies.body.max()) + 1 + number)
        parts.append(
            Rows(clip.inputs[at], clip.masks[at], clip.flexion_deg[at], clip.inclination_deg[at], body)
        )
    rows = Rows(*(np.concatenate([getattr(part, name) for part in parts]) for name in Rows.__annotations__))
    everyday = rows.body > bodies.body.max()
    bent = (np.minimum(x[everyday] / 30.0, 2.0) / 2.0 for x in (rows.inclination_deg, rows.flexion_deg))
    shares = np.ones(len(rows.body))
    shares[everyday] += MOVING_WEIGHT * sum(bent)
    shares[everyday] *= EVERYDAY_SHARE / shares[everyday].sum()
    shares[~everyday] *= (1.0 - EVERYDAY_SHARE) / shares[~everyday].sum()
    weights = np.ones(len(rows.body))
    weights[~everyday] = row_weights(bodies)
    return rows, shares, weights


def row_weights(rows: Rows) -> FloatArray:
    counts, edges = np.histogram(rows.flexion_deg, np.arange(-12.0, 68.0, 4.0))
    share = counts[np.digitize(rows.flexion_deg, edges[1:-1])] / len(rows.flexion_deg)
    weight = share**-FLATTEN
    weight = weight / weight.mean() * (1.0 + np.clip((rows.inclination_deg - 30.0) / 30.0, 0.0, 1.0))
    weight = np.minimum(weight / weight.mean(), 8.0)
    return weight / weight.mean()
