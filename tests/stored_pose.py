"""Raw landmarks of a few rendered clips, so that tests judge real poses without the pose model.

Made from rendered clips by the `full` model in video mode and kept as a ``series.parquet`` without curves
(`transitions.series_file.write_series`); coordinates are rounded to 1/16 px and 0.2 mm. The squat is a real person's
motion (UI-PRMD, public domain).
"""

from __future__ import annotations

from pathlib import Path

from transitions.model import Clip, Provenance, Run
from transitions.pipeline import judge_pose
from transitions.rules import all_rules
from transitions.series import PoseSeries
from transitions.series_file import read_series

FOLDER = Path(__file__).parent / "data"


def stored_pose(name: str) -> PoseSeries:
    """The pose stored as ``data/NAME.parquet``."""
    return read_series(FOLDER / f"{name}.parquet").pose


def judged(pose: PoseSeries) -> Run:
    """Everything after the pose model."""
    clip = Clip("stored", "", float(pose.t_s[-1]), pose.width_px, pose.height_px, len(pose))
    return judge_pose(pose, clip, Provenance("", "", "", "", ""), all_rules())
