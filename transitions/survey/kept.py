"""Records of arrays that a survey keeps on disk while an analysis runs."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zipfile import BadZipFile

import numpy as np

from transitions.errors import ResultsError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


def read_arrays(kind: type[R], path: Path) -> R:
    """A record each of whose fields is an array of that name in an ``.npz`` file.

    Raises
    ------
    ResultsError
        It is missing or damaged.
    """
    try:
        with np.load(path) as kept:
            arrays: dict[str, Any] = {each.name: kept[each.name] for each in fields(kind)}
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise ResultsError(
            f"'{path.name}', a part of an analysis that was broken off, is damaged: delete the folder "
            f"'{path.parent}' and analyse the clip again."
        ) from error
    return kind(**arrays)
