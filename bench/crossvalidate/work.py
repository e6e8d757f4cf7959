"""One fold: fit without what is left out, judge that, and keep both for the next time."""

from __future__ import annotations

import hashlib
import json
import pickle
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bench.accuracy import score_kept
from bench.crossvalidate.folds import Fold, Key, key_of
from transitions.fitted import Fitted
from transitions.validate.scoring import ClipScore
from transitions.validate.truth import Truth

Fit = Callable[[frozenset[Key], Path], Fitted]
"""Fits on the clips of those keys (and the calibration bodies), writing into a folder."""

REPOSITORY = Path(__file__).resolve().parents[2]

FITS = (
    "bench/sources.py",
    "bench/simulator",
    "bench/simulator.py",
    "bench/fit_networks",
    "bench/fit_movement",
    "bench/crossvalidate/fits.py",
    "transitions/kinematics",
    "transitions/detect/movement",
)
"""What a fit depends on."""

JUDGES = ("bench/crossvalidate/work.py", "bench/accuracy.py", "transitions")
"""What the judging depends on besides."""

SUFFIXES = (".py", ".toml")
BASES = "base.npz"
"""How the names end of what the second stage of a fit starts from."""


def run_fold(fold: Fold, truths: Sequence[Truth], fit: Fit, poses: Path, build: Path) -> list[ClipScore]:
    """The scores of the clips that `fold` leaves out, through detectors and rules on networks fitted without them.

    Parameters
    ----------
    truths : every clip. fit : its ``repr`` says what else it fits on, so that another fit is not taken for it.
    poses : keeps raw poses, in a folder for each source. build : keeps fits and scores.
    """
    judged = [truth for truth in truths if key_of(truth) in fold.left_out]
    others = [truth for truth in truths if key_of(truth) not in fold.left_out]
    kept = frozenset(map(key_of, others))
    folder = build / f"fit-{fingerprint(FITS, [repr(fit), *map(_told, others)])}"
    scores = folder / f"scores-{fingerprint(JUDGES, map(_told, judged))}.pickle"
    if not scores.is_file():
        fitted = _fit_once(fit, kept, folder)
        _write(scores, pickle.dumps([score_kept(truth, poses, fitted) for truth in judged]))
    result: list[ClipScore] = pickle.loads(scores.read_bytes())
    return result


def _fit_once(fit: Fit, kept: frozenset[Key], folder: Path) -> Fitted:
    """What was fitted before, or a new fit; a folder that an interrupt left half filled is filled anew."""
    done = folder / "fitted.json"
    if not done.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        fitted = fit(kept, folder)
        names = {name: str(path) for name, path in vars(fitted).items()}
        _write(done, json.dumps(names).encode())
    record = json.loads(done.read_text(encoding="utf-8"))
    return Fitted(**{name: Path(path) for name, path in record.items()})


def _told(truth: Truth) -> str:
    """Which clip, and what its truth file says."""
    return repr(key_of(truth)) + truth.clip.with_suffix(".json").read_text(encoding="utf-8")


def fingerprint(places: Iterable[str], words: Iterable[str]) -> str:
    """A short name for the state of some code and what it is given."""
    digest = hashlib.sha256()
    for place in places:
        path = REPOSITORY / place
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.is_file() and (file.suffix in SUFFIXES or file.name.endswith(BASES)):
                digest.update(file.relative_to(REPOSITORY).as_posix().encode() + file.read_bytes())
    for word in words:
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()[:16]


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)
