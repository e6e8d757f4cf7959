"""How right networks are on takes they were not fitted on: the table of ``python -m bench.fit_networks``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.fit_networks.out_of_fold import OutOfFold
from bench.sources import Take
from transitions.kinematics.filters import low_pass
from transitions.kinematics.geometry import joint_flexion_deg, trunk_inclination_deg, trunk_twist_deg
from transitions.series import INTERVAL_U, BoolArray, Curve, FloatArray
from transitions.validate.twist import PEAK_WITHIN_DEG, TWISTED_DEG, UNTWISTED_DEG

TWIST, LEAN, SPINE = "trunk_twist_deg", "trunk_inclination_deg", "spine_flexion_deg"
NEAR = {"near knee": "knee_flexion", "near hip": "hip_flexion"}
"""Angles read on the side nearer to the camera."""

MOVING_DEG, MOVING_JOINT_DEG = 5.0, 10.0
"""An angle truly farther than this from its median, for the twist from zero, moves."""

PEAK_WINDOW_S = 0.3


@dataclass(frozen=True, eq=False)
class Judged:
    """One angle of one take: (n,) times, answer, truth, uncertainty, validity, and what plain geometry reads."""

    t_s: FloatArray
    answer: FloatArray
    truth: FloatArray
    u: FloatArray
    valid: BoolArray
    plain: FloatArray
    moving: BoolArray

    def held(self, rows: BoolArray) -> float:
        """Part of the valid rows among `rows` whose truth lies in the stated interval; NaN without any."""
        rows = rows & self.valid
        inside = np.abs(self.answer - self.truth)[rows] <= INTERVAL_U * self.u[rows]
        return float(inside.mean()) if len(inside) else float("nan")


def judge(take: Take, curves: Mapping[str, Curve]) -> dict[str, Judged]:
    """Those of twist, lean, the near side's hip and knee, and spine that `curves` hold, of one take."""
    return {
        label: _judged(take, name, (take.t_s, curve.value, take.truth[name], curve.u, curve.valid))
        for label, name in _names(take).items()
        if (curve := curves.get(name)) is not None
    }


def judge_out_of_fold(
    left_out: OutOfFold, outputs: Sequence[str], u: FloatArray, u_limit_deg: float
) -> dict[str, Judged]:
    """The same of a take left out of a fold, with (m, o) the uncertainty of its `outputs`."""
    judged = {}
    for label, name in _names(left_out.take).items():
        if name in outputs:
            k = outputs.index(name)
            arrays = (left_out.answer[:, k], left_out.truth[:, k], u[:, k], u[:, k] <= u_limit_deg)
            judged[label] = _judged(left_out.take, name, (left_out.t_s, *arrays))
    return judged


def _judged(
    take: Take, name: str, arrays: tuple[FloatArray, FloatArray, FloatArray, FloatArray, BoolArray]
) -> Judged:
    t_s, _, truth, _, _ = arrays
    rest = 0.0 if name == TWIST else float(np.median(truth))
    moving = np.abs(truth - rest) > (MOVING_JOINT_DEG if name.startswith(("knee", "hip")) else MOVING_DEG)
    return Judged(*arrays, _plain_geometry(take, name)[np.searchsorted(take.t_s, t_s)], moving)


def _names(take: Take) -> dict[str, str]:
    """The angles of the table, hip and knee on the side nearer to the camera."""
    side = "left" if np.median(np.sin(np.radians(take.truth["view_deg"]))) > 0 else "right"
    near = {label: f"{stem}_{side}_deg" for label, stem in NEAR.items()}
    return {TWIST: TWIST, LEAN: LEAN, **near, SPINE: SPINE}


def table(takes: Sequence[Take], judged: Sequence[Mapping[str, Judged]]) -> str:
    """A line for each angle; all takes count alike."""
    lines = [
        f"{'':24s}error (plain geometry) [90 % interval holds the truth in: moving, resting rows]",
        *(f"{name:24s}" + _angle_cell([j[name] for j in judged]) for name in judged[0]),
    ]
    if TWIST in judged[0]:
        lines.append(f"{'':24s}" + _twist_cell([j[TWIST] for j in judged]))
    if SPINE in judged[0]:
        side_on = [
            k for k, take in enumerate(takes) if abs(np.median(np.abs(take.truth["view_deg"])) - 90) < 25
        ]
        if side_on:
            lines.append(f"{SPINE + ', side on':24s}" + _angle_cell([judged[k][SPINE] for k in side_on]))
    return "\n".join(lines)


def _plain_geometry(take: Take, name: str) -> FloatArray:
    """(n,) what geometry reads from the same landmarks; NaN for the spine."""
    world_m = take.pose.world_m
    if name == TWIST:
        raw = trunk_twist_deg(world_m)
    elif name == LEAN:
        raw = trunk_inclination_deg(world_m)
    elif name == SPINE:
        return np.full(len(world_m), np.nan)
    else:
        joint, side = name.split("_")[0], name.split("_")[2]
        chain = ("hip", "knee", "ankle") if joint == "knee" else ("shoulder", "hip", "knee")
        raw = joint_flexion_deg(world_m, *(f"{side}_{part}" for part in chain))
    return low_pass(take.t_s, raw, 6.0)


def _angle_cell(judged: Sequence[Judged]) -> str:
    error = np.nanmean([_mean(np.abs(j.answer - j.truth)) for j in judged])
    plain = [_mean(np.abs(j.plain - j.truth)[j.valid]) for j in judged]
    moving, resting = (_mean(np.array([j.held(rows(j)) for j in judged])) for rows in (_moving, _resting))
    assessable = np.mean([j.valid.mean() for j in judged])
    size = _mean(np.array([_mean(j.u[j.valid]) for j in judged]))
    geometry = f"({np.nanmean(plain):4.1f})" if np.isfinite(plain).any() else "      "
    return (
        f"{error:5.2f} {geometry} [{moving:4.0%} {resting:4.0%}]  u {size:4.1f}  assessable {assessable:4.0%}"
    )


def _twist_cell(judged: Sequence[Judged]) -> str:
    peaks, quiet = [], []
    for j in judged:
        at = int(np.argmax(np.abs(j.truth)))
        peak = abs(j.truth[at])
        if peak < UNTWISTED_DEG and j.valid.any():
            quiet.append(np.nanmax(np.abs(j.answer)))
        elif peak > TWISTED_DEG:
            near = (np.abs(j.t_s - j.t_s[at]) <= PEAK_WINDOW_S) & j.valid
            if near.any():
                peaks.append((np.sign(j.truth[at]) * j.answer[near]).max() - peak)
    cell = []
    if peaks:
        within = np.mean(np.abs(peaks) <= PEAK_WITHIN_DEG)
        cell.append(f"{len(peaks)} peaks: {within:.0%} within 8, median error {np.median(peaks):+.1f}")
    if quiet:
        cell.append(f"{len(quiet)} takes without: largest reading p90 {np.quantile(quiet, 0.9):.1f}")
    return "; ".join(cell)


def _moving(judged: Judged) -> BoolArray:
    return judged.moving


def _resting(judged: Judged) -> BoolArray:
    return np.asarray(~judged.moving)


def _mean(x: FloatArray) -> float:
    seen = x[np.isfinite(x)]
    return float(seen.mean()) if len(seen) else float("nan")
