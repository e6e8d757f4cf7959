"""The landmarks that the networks read, the same for the joints and the spine."""

from __future__ import annotations

import numpy as np

from transitions.series import INDEX, MIRROR

JOINTS = (
    "nose",
    *(
        f"{side}_{joint}"
        for joint in (
            "eye",
            "ear",
            "shoulder",
            "elbow",
            "wrist",
            "hip",
            "knee",
            "ankle",
            "heel",
            "foot_index",
        )
        for side in ("left", "right")
    ),
)
"""The 21 landmarks used: fingers, mouth and the eyes' corners add noise and no knowledge of the trunk."""

AT = {name: i for i, name in enumerate(JOINTS)}
"""Where each lies among the 21."""

ROWS = np.array([INDEX[name] for name in JOINTS])
"""Where each lies among the pose's 33."""

TWIN = np.array([int(np.flatnonzero(MIRROR[row] == ROWS)[0]) for row in ROWS])
"""Exchanges left and right among the 21."""
