"""Landmarks of one person, from a clip's frames or from a landmark file in place of a clip.

Upright RGB frames, or a TRC or Parquet file of landmarks, go in; a `PoseSeries` comes out, NaN where the person is
not seen, with how many people were there. `estimate` follows one of them through a clip, `landmark_files` reads files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from transitions.series import PoseSeries


class TimedFrame(Protocol):
    """One upright frame as decoded."""

    @property
    def t_s(self) -> float:
        """Presentation time, seconds from the clip's first frame."""

    @property
    def rgb(self) -> NDArray[np.uint8]:
        """(height, width, 3) uint8."""


class PoseEstimator(Protocol):
    """Whatever turns frames into one person's landmarks; see `estimate.estimate_poses`."""

    def __call__(
        self,
        frames: Iterable[TimedFrame],
        *,
        model: str = ...,
        person: int = ...,
        scale: float = ...,
        on_frame: Callable[[int], None] | None = ...,
        cancelled: Callable[[], bool] | None = ...,
    ) -> PoseSeries:
        """Follow one person through the frames, a row per frame, NaN where unseen."""


def estimate_poses(frames: Iterable[TimedFrame], **options: Any) -> PoseSeries:
    """`estimate.estimate_poses`, with the pose model's code loaded only now."""
    from transitions.pose.estimate import estimate_poses as estimate

    return estimate(frames, **options)
