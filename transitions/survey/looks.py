"""What a survey keeps of a part of a clip: what changed from picture to picture, and the postures it looked at."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np

from transitions.kinematics.geometry import midpoint
from transitions.kinematics.scale import trunk_lengths_px
from transitions.series import BoolArray, FloatArray
from transitions.survey.kept import read_arrays

_LANDMARKS = ("image_px", "world_m", "visibility", "beside_px", "beside_m", "beside_visibility")


@dataclass(frozen=True, eq=False)
class Looks:
    """One part of a clip, or all of it, as skimmed.

    Attributes
    ----------
    skimmed_s : (k,) when a picture was compared with the last one looked at.
    changed_near : (k,) share of the person's area that had changed since; NaN where nobody was known.
    changed_elsewhere : (k,) share of the whole picture that the largest changed group beside them covers.
    changed_all : (k,) share of the whole picture that had changed; 0 where only key pictures were compared.
    t_s : (m,) when the light pose model looked.
    found : (m,) whether it found somebody.
    image_px : (m, 33, 2) landmarks in pixels of the pictures it was given; NaN where nobody was found.
    world_m : (m, 33, 3) the same in metres about the hips, axes of the camera.
    visibility : (m, 33) the model's own confidence.
    beside_s : (j,) when it saw somebody else, where something changed beside the one it follows.
    beside_changed : (j,) share of that one's area that had changed since the look before.
    beside_px, beside_m, beside_visibility : (j, 33, …) their landmarks, as the others.
    """

    skimmed_s: FloatArray
    changed_near: FloatArray
    changed_elsewhere: FloatArray
    changed_all: FloatArray
    t_s: FloatArray
    found: BoolArray
    image_px: FloatArray
    world_m: FloatArray
    visibility: FloatArray
    beside_s: FloatArray
    beside_changed: FloatArray
    beside_px: FloatArray
    beside_m: FloatArray
    beside_visibility: FloatArray

    @property
    def trunk_px(self) -> FloatArray:
        """(m,) how long the trunk would be in the picture, not foreshortened."""
        return trunk_lengths_px(self.image_px, self.world_m)

    def middle_px(self, joint: str) -> FloatArray:
        """(m, 2) midpoint of the left and right joint in the picture."""
        return midpoint(self.image_px, joint)

    def middle_m(self, joint: str) -> FloatArray:
        """(m, 3) the same in metres."""
        return midpoint(self.world_m, joint)

    def save(self, path: Path) -> None:
        """Write it to a file whose name ends in ``.npz``; landmarks to 32 bits, for hours of them are kept."""
        halved = {name: getattr(self, name).astype(np.float32) for name in _LANDMARKS}
        np.savez_compressed(path, **{each.name: getattr(self, each.name) for each in fields(self)} | halved)

    @classmethod
    def load(cls, path: Path) -> Self:
        """What `save` wrote.

        Raises
        ------
        ResultsError
            It is missing or damaged.
        """
        return read_arrays(cls, path)

    @classmethod
    def joined(cls, parts: list[Looks]) -> Looks:
        """Consecutive parts as one."""
        return cls(
            **{
                each.name: np.concatenate([getattr(part, each.name) for part in parts])
                for each in fields(cls)
            }
        )
