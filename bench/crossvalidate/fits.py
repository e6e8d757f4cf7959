"""The three fits of a fold, on the calibration bodies and the clips that are kept."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.crossvalidate.folds import Key
from bench.crossvalidate.work import fingerprint
from bench.fit_movement.__main__ import JUDGED_FIRST, PART, SIMULATED, SIMULATED_JUDGED
from bench.fit_movement.examples import example_of, simulated_examples
from bench.fit_movement.fit import fit_movement
from bench.fit_movement.train import Example
from bench.fit_networks.joint_fit import fit_joints
from bench.fit_networks.spine_fit import fit_spine
from bench.sources import Take, fitted_on, read_calibration, read_source
from transitions.detect.movement.weights import FittedMovement, save_movement
from transitions.fitted import Fitted
from transitions.kinematics.networks.joint_networks import save_joint_networks
from transitions.kinematics.networks.spine_networks import save_spine_networks

NETWORKS = ("bench/sources.py", "bench/fit_networks", "transitions/kinematics")
"""What the angle and spine networks depend on: nothing of detection, which is fitted a tenth as long."""

SIMULATED_TAKES = "simulated"

FOLD_STEPS = 6500
"""In a fold one movement network is fitted where three ship, for half as long and on four fifths of the clips: it is
judged a little worse than what ships."""


@dataclass(frozen=True)
class FitOn:
    """Fits on what is kept of some sources; a `work.Fit` that can be handed to another process.

    Attributes
    ----------
    sources : name and folder of each. calibration : the folder of bodies. poses : keeps raw poses; the spine
        networks take those bodies whose pose is kept there (``bench.fit_networks spine --bodies`` keeps them).
    """

    sources: tuple[tuple[str, Path], ...]
    calibration: Path
    poses: Path

    def prepare(self) -> None:
        """Simulate, once for all folds, what the movement networks are fitted on besides the clips."""
        _simulated(self.poses)

    def __call__(self, kept: frozenset[Key], folder: Path) -> Fitted:
        """Write the weights fitted on the bodies and the clips `kept` into `folder`.

        Those of angles and spine go beside it, where a fold of the same clips finds them after detection has changed.
        """
        clips = [take for take in _clips(self) if (take.source, take.name) in kept]
        networks = folder.parent / f"networks-{fingerprint(NETWORKS, [repr(self), *map(_told, clips)])}"
        fitted = Fitted(networks / "angles.npz", networks / "spine.npz", folder / "movement.npz")
        if not networks.is_dir():
            self._fit_networks(clips, networks)
        save_movement(_fit_movement(clips, self.poses), fitted.movement)
        return fitted

    def _fit_networks(self, clips: Sequence[Take], folder: Path) -> None:
        """Both or none: an interrupt leaves no folder of that name."""
        part = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        save_joint_networks(fit_joints([*_bodies(self.calibration, None), *clips]), part / "angles.npz")
        save_spine_networks(fit_spine([*_bodies(self.calibration, self.poses), *clips]), part / "spine.npz")
        part.replace(folder)


def _told(take: Take) -> str:
    """Which clip, and what its truth file says."""
    truth = "" if take.clip is None else take.clip.with_suffix(".json").read_text(encoding="utf-8")
    return f"{take.source} {take.name} {truth}"


def _fit_movement(clips: Sequence[Take], poses: Path) -> FittedMovement:
    """Networks fitted on four fifths of the clips, and their confidence in what they find in the others."""
    fitted, judged = _simulated(poses)
    groups: dict[str, list[Example]] = {}
    for take in fitted_on(clips):
        groups.setdefault(take.source, []).append(example_of(take))
    others = {name: group[::PART] for name, group in groups.items()}
    rest = {name: [e for k, e in enumerate(group) if k % PART] for name, group in groups.items()}
    judged_by = {**others, SIMULATED_TAKES: judged}
    return fit_movement({**rest, SIMULATED_TAKES: fitted}, judged_by, members=1, steps=FOLD_STEPS)


@cache
def _simulated(poses: Path) -> tuple[list[Example], list[Example]]:
    """Examples fitted on, and others that the confidence is fitted on; kept in `poses`."""
    return (
        simulated_examples(SIMULATED, 0, poses),
        simulated_examples(SIMULATED_JUDGED, JUDGED_FIRST, poses),
    )


@cache
def _clips(given: FitOn) -> list[Take]:
    """Read once a process: every fold filters the same takes."""
    return [take for name, folder in given.sources for take in read_source(name, folder, given.poses)]


@cache
def _bodies(calibration: Path, poses: Path | None) -> list[Take]:
    return read_calibration(calibration, poses)
