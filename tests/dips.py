"""Somebody who goes down and straight up again, over a seat or over nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from body import body_m, pose_of

from transitions.series import INDEX, SURROUNDINGS_CELLS, SURROUNDINGS_UNKNOWN, PoseSeries

RATE_HZ = 30.0
START_S, WAY_S, STAY_S = 2.0, 0.8, 0.15
PX_PER_M = 200.0


def dip(
    taken: float,
    *,
    depth: float = 1.0,
    stay_s: float = STAY_S,
    way_s: float = WAY_S,
    stands_after: bool = True,
    stride_m: float = 0.0,
    straight_knees: bool = False,
) -> PoseSeries:
    """Side on: up to 2 s, then down, up again, and still up for two seconds; `taken` of the place below is something.

    `straight_knees`: only the picture's hips go down, as when furniture hides the feet.
    """
    low_s, leave_s = START_S + way_s, START_S + way_s + stay_s
    end_s = leave_s + way_s
    t_s = np.arange(0.0, end_s + 2.0, 1.0 / RATE_HZ)
    part = np.interp(t_s, [START_S, low_s, leave_s, end_s], [0.0, 1.0, 1.0, 0.0 if stands_after else 1.0])
    part = depth * part * part * (3 - 2 * part)
    bent = np.zeros(len(part)) if straight_knees else part
    world = np.array(
        [
            body_m(
                hip_deg=(70.0 * p, 70.0 * p), knee_deg=(105.0 * p, 105.0 * p), lean_deg=25.0 * p, yaw_deg=90.0
            )
            for p in bent
        ]
    )
    world[:, INDEX["left_ankle"], 0] += stride_m / 2
    world[:, INDEX["right_ankle"], 0] -= stride_m / 2
    pose = pose_of(t_s, world, pixels_per_m=PX_PER_M)
    image = pose.image_px.copy()
    ankle = image[:, [27, 28]].mean(axis=1)
    image[:, :, 1] += (400.0 - ankle[:, 1])[:, None]
    image[:, :, 0] += (300.0 - ankle[:, 0])[:, None]
    if straight_knees:
        image[:, :23, 1] += (0.4 * PX_PER_M * part)[:, None]
        image[:, 23:27, 1] += (0.4 * PX_PER_M * part)[:, None]
    cells = np.full((len(t_s), *SURROUNDINGS_CELLS), SURROUNDINGS_UNKNOWN, np.uint8)
    cells[(part == 0.0) & (np.arange(len(t_s)) % 15 == 0)] = round(taken * 254.0)
    return replace(pose, image_px=image, surroundings=cells)
