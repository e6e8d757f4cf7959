"""What is the same in every row of a series file: kept in its metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from transitions.errors import ResultsError
from transitions.plain_values import from_plain, to_plain
from transitions.series import Kinematics, PersonPlace, Reasons

KEY = b"transitions"


@dataclass(frozen=True)
class Heading:
    """The metadata: what is the same in every row. `reasons` are of each curve that has any.

    `places` and `scene_starts_s` came later: a file without them has none.
    """

    units: Mapping[str, str]
    reasons: Mapping[str, tuple[str, ...] | str]
    frame_rate_hz: float
    standing_height: float
    places: tuple[PersonPlace, ...] = ()
    scene_starts_s: tuple[float, ...] = ()

    def kept(self) -> bytes:
        """As the file keeps it; of a clip of one scene nothing is said of scenes."""
        values = to_plain(self)
        if not self.scene_starts_s:
            del values["scene_starts_s"]
        return json.dumps(values).encode()


def heading_of(kinematics: Kinematics) -> Heading:
    """The heading under which these curves are written."""
    curves = kinematics.curves
    reasons = {
        name: curve.reasons.texts if isinstance(curve.reasons, Reasons) else curve.reasons
        for name, curve in curves.items()
        if curve.reasons is not None
    }
    return Heading(
        {name: curve.unit for name, curve in curves.items()},
        reasons,
        float(kinematics.frame_rate_hz),
        float(kinematics.standing_height),
        kinematics.pose.places,
        kinematics.pose.scene_starts_s,
    )


def heading_in(path: Path) -> Heading:
    """The heading of a file, or a `ResultsError` when it is missing or damaged."""
    import pyarrow.parquet as pq

    with plain_errors():
        kept = json.loads((pq.read_schema(path).metadata or {})[KEY])
        return from_plain(Heading, kept)


def merged(headings: Sequence[Heading]) -> Heading:
    """One heading for all: the reasons of each curve one after the other, none twice."""
    reasons: dict[str, tuple[str, ...] | str] = {}
    for name in headings[0].units:
        told = [heading.reasons[name] for heading in headings if name in heading.reasons]
        if len(told) == len(headings) and all(isinstance(each, str) and each == told[0] for each in told):
            reasons[name] = told[0]
        elif told:
            texts = [text for each in told for text in ((each,) if isinstance(each, str) else each)]
            reasons[name] = tuple(dict.fromkeys(texts))
    heights = [each.standing_height for each in headings if np.isfinite(each.standing_height)]
    return Heading(
        headings[0].units,
        reasons,
        float(np.median([each.frame_rate_hz for each in headings])),
        float(np.median(heights)) if heights else float("nan"),
    )


@contextmanager
def plain_errors() -> Iterator[None]:
    """What goes wrong in reading a file becomes a `ResultsError` with the remedy."""
    import pyarrow as pa

    try:
        yield
    except FileNotFoundError as error:
        raise ResultsError("The curves of this analysis are missing; analyse the clip again.") from error
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise ResultsError("The curves of this analysis are damaged; analyse the clip again.") from error
