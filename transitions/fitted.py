"""Which fitted weights an analysis runs on: those that ship, or others (cross-validation, a refit under test)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Fitted:
    """The weights files of one fit; each has its sha256 beside it, in ``PATH.sha256``.

    Attributes
    ----------
    angles : the ensemble that reads joint angles from landmarks.
    spine : the networks that read spine flexion from landmarks and the mask about the trunk.
    movement : the network that reads posture and movement through time, for the detectors.
    """

    angles: Path
    spine: Path
    movement: Path


SHIPPED = Fitted(
    angles=_PACKAGE / "kinematics" / "networks" / "fitted.npz",
    spine=_PACKAGE / "kinematics" / "spine_weights.npz",
    movement=_PACKAGE / "detect" / "movement" / "weights.npz",
)
"""What a clip is analysed with unless something else is asked for."""
