"""The three fits of a fold, on the calibration bodies and the clips that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.crossvalidate.folds import Key
from bench.fit_movement import fit_movement
from bench.fit_networks.ensemble import fit_angles
from bench.fit_spine import fit_spine
from bench.sources import CALIBRATION, Take, read_calibration, read_source
from transitions.fitted import Fitted
from transitions.kinematics.networks.weights import save_ensemble
from transitions.kinematics.spine_network import save_networks

SEED = 0


@dataclass(frozen=True)
class FitOn:
    """Fits on what is kept of some sources; a `work.Fit` that another process can be handed.

    Attributes
    ----------
    sources : name and folder of each. calibration : the folder of bodies. poses : keeps raw poses.
    """

    sources: tuple[tuple[str, Path], ...]
    calibration: Path
    poses: Path

    def __call__(self, kept: frozenset[Key], folder: Path) -> Fitted:
        """Write the weights fitted on the bodies and the clips `kept` into `folder`."""
        fitted = Fitted(folder / "angles.npz", folder / "spine.npz", folder / "movement.npz")
        takes = [t for t in _takes(self) if t.source == CALIBRATION or (t.source, t.name) in kept]
        save_ensemble(fit_angles(takes, seed=SEED), fitted.angles)
        save_networks(fit_spine(takes, seed=SEED), fitted.spine)
        fit_movement(takes, SEED, fitted.movement)
        return fitted


@cache
def _takes(given: FitOn) -> list[Take]:
    """Read once a process: every fold filters the same takes."""
    clips = [take for name, folder in given.sources for take in read_source(name, folder, given.poses)]
    return [*read_calibration(given.calibration, given.poses), *clips]
