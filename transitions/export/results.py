"""A run's results folder, written whole or not at all, and read again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from transitions.errors import ResultsError
from transitions.export.run_json import prepare_json, run_from_json, run_to_json
from transitions.export.staging import staged
from transitions.model import Run
from transitions.series_file import prepare_series, read_series, write_series


def write_results(run: Run, out_dir: Path, also: Callable[[Path], None] | None = None) -> None:
    """Write ``run.json`` and ``series.parquet`` into `out_dir`, made if need be.

    Everything is written to a hidden folder beside it first and moved in place when it is complete: an error
    or Ctrl-C leaves nothing half-written and earlier results as they were.

    Parameters
    ----------
    also : called with the hidden folder to add further files (the annotated video).

    Raises
    ------
    OutputError
        If it cannot be written (no permission, no space, a file is in the way).
    """
    with staged(out_dir) as staging:
        (staging / "run.json").write_text(run_to_json(run) + "\n", encoding="utf-8")
        if run.kinematics is not None:
            write_series(run.kinematics, staging / "series.parquet")
        elif run.series_path is not None:
            shutil.copyfile(run.series_path, staging / "series.parquet")
        if also:
            also(staging)


def prepare_results() -> None:
    """Load what `write_results` needs: 0.3 s that can pass while something else works."""
    prepare_json()
    prepare_series()


def read_run(folder: Path) -> Run:
    """Read what `write_results` wrote, with its curves where there are any.

    Raises
    ------
    ResultsError
        The folder holds no results, or they are damaged or of an earlier version.
    """
    run = read_json(folder)
    series = folder / "series.parquet"
    return replace(run, kinematics=read_series(series)) if series.exists() else run


def read_json(folder: Path) -> Run:
    """Read what `write_results` wrote, without its curves; errors are those of `read_run`."""
    try:
        return run_from_json((folder / "run.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise ResultsError(
            f"There are no results in '{folder}' ({error.strerror}); analyse the clip with --out '{folder}' first."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ResultsError(
            f"The run.json in '{folder}' is damaged or of another version; analyse the clip again."
        ) from error
