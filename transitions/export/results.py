"""Writes a run's results folder: whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from transitions.errors import OutputError
from transitions.export.run_json import run_to_json
from transitions.export.series_table import write_series
from transitions.model import Run


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
    created = not out_dir.exists()
    staging: Path | None = None
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".transitions-", dir=out_dir))
        (staging / "run.json").write_text(run_to_json(run) + "\n", encoding="utf-8")
        if run.kinematics is not None:
            write_series(run.kinematics, staging / "series.parquet")
        if also:
            also(staging)
        for written in sorted(staging.iterdir()):
            written.replace(out_dir / written.name)
        created = False
    except OSError as error:
        raise OutputError(
            f"The results cannot be written to '{out_dir}' ({error.strerror or error}); "
            "free some space or choose another folder with --out."
        ) from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
        if created and out_dir.is_dir() and not any(out_dir.iterdir()):
            out_dir.rmdir()
