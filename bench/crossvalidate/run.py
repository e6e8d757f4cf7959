"""Every fold, several at once, with a bar that says how far it is."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bench.crossvalidate.folds import Fold, make_folds
from bench.crossvalidate.work import Fit, run_fold
from bench.poses import kept_pose
from transitions.validate.report import Report, make_report
from transitions.validate.scoring import ClipScore
from transitions.validate.truth import Truth

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Workers share the cores between them; threads of each would only wait for one another."""


def crossvalidate(
    truths: Sequence[Truth],
    fit: Fit,
    *,
    schemes: Sequence[str],
    parts: int,
    poses: Path,
    build: Path,
    workers: int,
) -> dict[str, Report]:
    """The report of each scheme, every clip judged by what was fitted without it.

    Parameters
    ----------
    fit : see `work.Fit`; with several workers another process must be able to import it.
    parts : see `folds.make_folds`. poses, build : see `work.run_fold`.
    workers : folds at once, each in its own process; with one they run in this one.
    """
    scores: dict[str, list[ClipScore]] = {scheme: [] for scheme in schemes}
    folds = make_folds(truths, schemes, parts)
    with _bar("Fitting and judging") as bar:
        task = bar.add_task("", total=len(folds), last="")
        for fold, took_s, result in _finished(folds, (truths, fit, poses, build), workers):
            scores[fold.scheme] += result
            bar.update(task, advance=1, last=f"{fold.title}: {took_s:.0f} s")
    return {scheme: make_report(of_scheme) for scheme, of_scheme in scores.items()}


def keep_poses(truths: Sequence[Truth], poses: Path, workers: int) -> None:
    """Estimate the poses that are not kept yet: every fold reads all of them, none should have to wait for them."""
    missing = [t for t in truths if not (poses / t.source / f"{t.clip.stem}.npz").is_file()]
    with (
        ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool,
        _bar("Reading poses") as bar,
    ):
        task = bar.add_task("", total=len(missing), last="")
        waiting = [pool.submit(_keep_pose, truth, poses) for truth in missing]
        for future in as_completed(waiting):
            bar.update(task, advance=1, last=future.result())


def _keep_pose(truth: Truth, poses: Path) -> str:
    kept_pose(truth.clip, poses / truth.source)
    return truth.name


def _bar(title: str) -> Progress:
    return Progress(
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[last]}"),
        console=Console(stderr=True),
    )


Given = tuple[Sequence[Truth], Fit, Path, Path]


def _finished(
    folds: Sequence[Fold], given: Given, workers: int
) -> Iterator[tuple[Fold, float, list[ClipScore]]]:
    if workers == 1:
        yield from (_timed(fold, given) for fold in folds)
        return
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting = [pool.submit(_timed, fold, given) for fold in folds]
        try:
            for future in as_completed(waiting):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _timed(fold: Fold, given: Given) -> tuple[Fold, float, list[ClipScore]]:
    started_s = time.monotonic()
    result = run_fold(fold, *given)
    return fold, time.monotonic() - started_s, result
