"""Where the pose models are kept, and that they are the files that were shipped."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from transitions.errors import ModelFileError

MODEL_SHA256 = {
    "full": "4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad",
    "lite": "166dddbd06c5d0488175cb76c7087a9ac6b32fdc8365a9eb3dcd2b1c7c8a8a0c",
}
"""The models that ship, with the sha256 given in ``models/README.md``."""

_PACKAGE = Path(__file__).resolve().parents[1]
MODEL_FOLDERS = (_PACKAGE / "_models", _PACKAGE.parent / "models")
"""Searched in order: the installed package's own copy, then ``models/`` of a source checkout."""


def model_path(model: str = "full", folders: tuple[Path, ...] = MODEL_FOLDERS) -> Path:
    """Find a pose model and check that it is the file that was shipped.

    The check is made once per process and file.

    Parameters
    ----------
    model : ``full`` (the default) or ``lite`` (the scan of long clips).
    folders : where to look, the first hit counts.

    Raises
    ------
    ModelFileError
        If the name is not one of the models that ship, or the file is missing or altered.
    """
    if model not in MODEL_SHA256:
        raise ModelFileError(f"There is no pose model '{model}': choose {' or '.join(MODEL_SHA256)}.")
    name = f"pose_landmarker_{model}.task"
    path = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if path is None:
        raise ModelFileError(f"The pose model {name} is missing: install the program again to restore it.")
    if _sha256(path) != MODEL_SHA256[model]:
        raise ModelFileError(f"The pose model {name} was altered: install the program again to restore it.")
    return path


def model_sha256(model: str = "full") -> str:
    """Return the sha256 of a model that ships, for a run's provenance."""
    return MODEL_SHA256[model]


@cache
def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelFileError(
            f"The pose model {path.name} cannot be read: check that you may open {path.parent}."
        ) from error
