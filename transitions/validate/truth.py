"""Truth files: what happens in a clip, known exactly, in a ``.json`` beside it (FORMATS in the docs)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from transitions.detect import all_detectors, detector_of
from transitions.errors import TruthFileError
from transitions.series import FloatArray

CLIP_SUFFIXES = (".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v", ".gif", ".trc", ".parquet")

ANGLES: Mapping[str, str] = {
    "trunk_inclination_deg": "trunk_lean",
    "trunk_twist_deg": "twist",
    "spine_flexion_deg": "spine_flexion",
    "hip_flexion_left_deg": "hip_flexion_l",
    "hip_flexion_right_deg": "hip_flexion_r",
    "knee_flexion_left_deg": "knee_flexion_l",
    "knee_flexion_right_deg": "knee_flexion_r",
}
"""The program's curves and the names that the truth files give them."""

FAMILIES: Mapping[str, str] = {"m01": "squats", "m03": "lunges", "m04": "lunges", "m05": "sit and rise"}
"""What the exercises of real people are (UI-PRMD's numbers), which the truth files name by number."""

SUBJECT = re.compile(r"^m\d+_(s\d+)_")
"""The person in the name of a real person's clip: nobody else appears in more than one."""


@dataclass(frozen=True)
class TrueEvent:
    """A transition that takes place, with its own times under the names of a segment's phases."""

    kind: str
    start_s: float
    end_s: float
    moments: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Truth:
    """What is known of a clip.

    Attributes
    ----------
    source : the folder that it comes from.
    family : the kind of movement, by which false transitions are counted and folds are made.
    person : who moves: the subject, where one appears in several clips, else the clip's own name.
    unlisted : kinds that take place without `events` listing them: found, they are neither right nor wrong. The
        file says so by the kind's plural (``"turns": true``).
    events : the transitions in time order, or None when the file does not say.
    expected : rule id to whether it should be observed; a rule not named is not judged.
    t_s : (m,) seconds of the rows of `angles`; empty when no angles are known.
    angles : (m,) degrees under the names of the program's curves.
    view_deg : (m,) where the camera stands from the pelvis: 0 in front, 90 at the person's left, -90 at
        their right, 180 behind; NaN when the camera is not known.
    """

    name: str
    clip: Path
    events: tuple[TrueEvent, ...] | None
    expected: Mapping[str, bool]
    t_s: FloatArray
    angles: Mapping[str, FloatArray]
    view_deg: FloatArray
    source: str = ""
    family: str = ""
    person: str = ""
    unlisted: frozenset[str] = frozenset()


def find_truths(folder: Path) -> tuple[Truth, ...]:
    """Every clip in `folder` with a truth file of the same name, by name.

    Raises
    ------
    TruthFileError
        If the folder cannot be read or holds no such clip, or a truth file is not as FORMATS says.
    """
    if not folder.is_dir():
        raise TruthFileError(f"'{folder}' is not a folder; name a folder of clips with their truth files.")
    found = []
    for path in sorted(folder.glob("*.json")):
        clips = [path.with_suffix(suffix) for suffix in CLIP_SUFFIXES if path.with_suffix(suffix).is_file()]
        if clips:
            found.append(read_truth(path, clips[0]))
    if not found:
        raise TruthFileError(
            f"'{folder}' holds no clip with a truth file; put NAME.json beside each NAME.mp4 and try again."
        )
    return tuple(found)


def find_sources(folders: Sequence[Path]) -> tuple[Truth, ...]:
    """Every clip of several folders, each folder a source under its own name (its path where two share one).

    Raises
    ------
    TruthFileError
        As for `find_truths`; or if a folder is named twice.
    """
    resolved = [folder.resolve() for folder in folders]
    if len(set(resolved)) < len(resolved):
        raise TruthFileError("A folder is named twice; name each folder of clips once.")
    names = [folder.name for folder in resolved]
    truths: list[Truth] = []
    for folder, path in zip(folders, resolved, strict=True):
        name = path.name if names.count(path.name) == 1 else str(path)
        truths += (replace(truth, source=name) for truth in find_truths(folder))
    return tuple(truths)


def read_truth(path: Path, clip: Path) -> Truth:
    """The truth of `clip` from the file at `path`; `events`, `expected` and `series` may be absent.

    Raises
    ------
    TruthFileError
        If the file cannot be read or is not as FORMATS says.
    """
    try:
        return _truth(json.loads(path.read_text(encoding="utf-8")), path.stem, clip)
    except OSError as error:
        raise TruthFileError(f"The truth file '{path}' cannot be read; check its permissions.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TruthFileError(
            f"The truth file '{path}' is not in the expected form ({error!r}); correct it or take it away."
        ) from error


def _truth(record: dict[str, Any], name: str, clip: Path) -> Truth:
    rows = record.get("series") or []
    events = record.get("events")
    azimuth_deg = float((record.get("camera") or {}).get("azimuth", np.nan))
    pelvis_yaw_deg = np.array([float(row.get("pelvis_yaw", 0.0)) for row in rows])
    known = [name for name, key in ANGLES.items() if rows and key in rows[0]]
    return Truth(
        name=name,
        clip=clip,
        events=None if events is None else tuple(sorted(map(_event, events), key=lambda e: e.start_s)),
        expected={rule: bool(flag) for rule, flag in (record.get("expected") or {}).items()},
        t_s=np.array([float(row["t"]) for row in rows]),
        angles={name: np.array([float(row[ANGLES[name]]) for row in rows]) for name in known},
        view_deg=(azimuth_deg - pelvis_yaw_deg + 180.0) % 360.0 - 180.0,
        source=clip.resolve().parent.name,
        family=family_of(record, name),
        person=person_of(name),
        unlisted=frozenset(d.kind for d in all_detectors() if record.get(f"{d.kind}s")),
    )


def person_of(name: str) -> str:
    """Who moves in the clip of that name: ``s01`` in ``m05_s01_cor``; elsewhere nobody appears twice."""
    subject = SUBJECT.match(name)
    return subject[1] if subject else name


def family_of(record: Mapping[str, Any], name: str) -> str:
    """``sts`` of the choreography ``sts_good``; the clip's own kind elsewhere; its name without a kind."""
    kind = str(record.get("kind") or name)
    if record.get("turns"):
        return "turns"
    return FAMILIES.get(kind, kind.split("_")[0])


def _event(record: dict[str, Any]) -> TrueEvent:
    kind = str(record["kind"])
    detector = detector_of(kind)
    at_s = record.get(detector.moment.removesuffix("_s")) if detector else None
    moments = {detector.moment: float(at_s)} if detector and at_s is not None else {}
    return TrueEvent(kind, float(record["start"]), float(record["end"]), moments)
