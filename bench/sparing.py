"""What frames that are passed over change: ``python -m bench.sparing FOLDER... [--every N]``.

Every clip of the folders (every Nth with ``--every``) is looked at three times: at every frame, sparingly as
`analyse` does, and at every frame from the fourth on, for two passes that begin at different frames never agree: the
pose model's tracking makes much of little. With ``--dusk`` all three see a fifth of the light and a sensor's noise.
Printed is how far the curves of the other two lie from those of the first:
the median over the clips of each one's 95th percentile, and in the clip where that is most; and the same of each
clip's largest value.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.conditions import ShownCondition, dusk
from transitions.kinematics.derive import derive
from transitions.pose import TimedFrame, estimate_poses
from transitions.process import own_process
from transitions.series import FloatArray, Kinematics, PoseSeries
from transitions.video import open_clip

CURVES = (
    "trunk_inclination_deg",
    "trunk_twist_deg",
    "knee_flexion_left_deg",
    "hip_flexion_left_deg",
    "spine_flexion_deg",
    "hip_height_norm",
    "trunk_flexion_speed_dps",
    "twist_speed_dps",
    "hip_speed_hps",
)
LATER = 4
PASSES = ("sparingly", f"from frame {LATER} on")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.sparing", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="clips (.mp4)")
    parser.add_argument("--every", type=int, default=1, help="only every so many of a folder's clips")
    parser.add_argument("--dusk", action="store_true", help="in the dark (`bench.conditions`)")
    options = parser.parse_args(arguments)
    own_process()
    clips = [
        clip for folder in options.folders for clip in sorted(folder.glob("*.mp4"))[:: max(1, options.every)]
    ]
    apart: dict[str, list[FloatArray]] = {name: [] for name in PASSES}
    looked = []
    console = Console(highlight=False)
    for clip in clips:
        every, sparing, later = passes(clip, dark=options.dusk)
        assert sparing.looked_at is not None
        looked.append(float(sparing.looked_at.mean()))
        expected = derive(every)
        for name, pose in zip(PASSES, (sparing, later), strict=True):
            apart[name].append(distances(expected, derive(pose)))
        console.print(f"{clip.stem}: the pose model looked at {looked[-1]:.0%} of the frames")
    console.print(_table({name: np.array(each) for name, each in apart.items()}))
    console.print(f"{len(clips)} clips; looked at: {np.mean(looked):.0%} of the frames of a clip (mean)")


def passes(clip: Path, *, dark: bool = False) -> tuple[PoseSeries, PoseSeries, PoseSeries]:
    """At every frame, sparingly, and at every frame from the fourth on with the first ones put before it."""
    reader = open_clip(clip)
    size = reader.pose_size
    shown: list[TimedFrame] = list(reader.read(size=size))
    if dark:
        shown = [ShownCondition(f.t_s, dusk(f.rgb, number, 0)) for number, f in enumerate(shown)]
    scale = size[0] / reader.size[0]
    every, sparing = (estimate_poses(shown, scale=scale, exhaustive=each) for each in (True, False))
    late = estimate_poses(shown[LATER:], scale=scale, exhaustive=True)
    names = (
        "image_px",
        "world_m",
        "visibility",
        "silhouette",
        "trunk_mask",
        "surroundings",
        "camera_shift_px",
    )
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(every, name)[:LATER], getattr(late, name)]) for name in names
    }
    return every, sparing, replace(every, **joined)


def distances(expected: Kinematics, other: Kinematics) -> FloatArray:
    """(curves, 2) the 95th percentile of how far each curve lies from the expected one, and of the largest values."""
    result = np.full((len(CURVES), 2), np.nan)
    for row, name in enumerate(CURVES):
        one, two = np.abs(expected[name].value), np.abs(other[name].value)
        apart = np.abs(expected[name].value - other[name].value)
        if np.isfinite(apart).any():
            result[row] = np.nanpercentile(apart, 95), abs(np.nanmax(one) - np.nanmax(two))
    return result


def _table(apart: dict[str, FloatArray]) -> Table:
    table = Table("", *(f"{what}, {name}" for name in apart for what in ("95 % of rows", "largest value")))
    for row, curve in enumerate(CURVES):
        cells = [
            f"{np.nanmedian(each[:, row, what]):.3f} (most {np.nanmax(each[:, row, what]):.2f})"
            for each in apart.values()
            for what in (0, 1)
        ]
        table.add_row(curve, *cells)
    return table


if __name__ == "__main__":
    main()
