"""Looks of a survey that nobody had to film: a stick figure that stands, sits, reaches or is away."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from transitions.series import INDEX, FloatArray
from transitions.survey.looks import Looks

TRUNK_PX = 60.0
STEP_S = 0.3

_HEIGHTS = {"nose": 2.0, "shoulder": 1.5, "elbow": 1.1, "wrist": 0.7, "hip": 0.5, "knee": -0.3, "ankle": -1.1}
"""Above the seat, in trunk lengths, of somebody who stands."""


def figure(posture: str) -> tuple[FloatArray, FloatArray]:
    """(33, 2) pixels and (33, 3) metres about the hips of somebody standing, sitting, kneeling or (seated) reaching."""
    places = np.zeros((33, 3))
    sits = posture != "stand"
    for name, number in INDEX.items():
        side = -0.2 if name.startswith("left") else 0.2 if name.startswith("right") else 0.0
        part = next((part for part in _HEIGHTS if name.endswith(part)), "nose")
        height, ahead = _HEIGHTS[part], 0.0
        if sits and part in {"nose", "shoulder", "elbow", "wrist", "hip"}:
            height -= 0.9
        if sits and part in {"knee", "ankle"}:
            ahead = 0.8
        if posture == "kneel" and part == "ankle":  # beside the knee, on the floor
            height, ahead = _HEIGHTS["knee"], 0.0
        if posture == "reach" and name == "left_wrist":
            height, ahead = height + 0.4, 0.6
        places[number] = (side + ahead * 0.8, -height, -0.6 * ahead)
    hips = (places[INDEX["left_hip"]] + places[INDEX["right_hip"]]) / 2
    return places[:, :2] * TRUNK_PX + (320.0, 240.0), 0.5 * (places - hips)


def looks(postures: list[tuple[float, str]], duration_s: float) -> Looks:
    """A look at each (time, posture); ``away`` is nobody. Pictures change where one is looked at in another posture."""
    skimmed_s = np.arange(0.0, duration_s, STEP_S)
    changed = np.zeros(len(skimmed_s))
    for (_, before), (t_s, after) in pairwise(postures):
        if before != after:
            changed[min(int(np.searchsorted(skimmed_s, t_s - 1e-6)), len(skimmed_s) - 1)] = 0.1
    seen = [None if posture == "away" else figure(posture) for _, posture in postures]
    nobody = (np.full((33, 2), np.nan), np.full((33, 3), np.nan))
    return Looks(
        skimmed_s=skimmed_s,
        changed_near=changed,
        changed_elsewhere=np.zeros(len(skimmed_s)),
        changed_all=np.zeros(len(skimmed_s)),
        t_s=np.array([t_s for t_s, _ in postures]),
        found=np.array([each is not None for each in seen]),
        image_px=np.array([(each or nobody)[0] for each in seen]),
        world_m=np.array([(each or nobody)[1] for each in seen]),
        visibility=np.array([np.full(33, np.nan if each is None else 0.9) for each in seen]),
        beside_s=np.zeros(0),
        beside_changed=np.zeros(0),
        beside_px=np.zeros((0, 33, 2)),
        beside_m=np.zeros((0, 33, 3)),
        beside_visibility=np.zeros((0, 33)),
    )


def every(seconds: float, posture: str, duration_s: float) -> list[tuple[float, str]]:
    """The same posture looked at now and then."""
    return [(float(t_s), posture) for t_s in np.arange(0.0, duration_s, seconds)]


def with_somebody_beside(
    seen: Looks, postures: list[tuple[float, str]], changed: float = 0.3, apart_px: float = 250.0
) -> Looks:
    """The same with looks at somebody else, of whose area so much had changed each time."""
    figures = [figure(posture) for _, posture in postures]
    return replace(
        seen,
        beside_s=np.array([t_s for t_s, _ in postures]),
        beside_changed=np.full(len(postures), changed),
        beside_px=np.array([image_px + np.array([apart_px, 0.0]) for image_px, _ in figures]).reshape(
            -1, 33, 2
        ),
        beside_m=np.array([world_m for _, world_m in figures]).reshape(-1, 33, 3),
        beside_visibility=np.full((len(postures), 33), 0.9),
    )
