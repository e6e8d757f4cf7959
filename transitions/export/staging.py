"""Files that belong together, written whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from transitions.errors import OutputError


@contextmanager
def staged(out_dir: Path) -> Iterator[Path]:
    """A hidden folder to write into; without an error its files are moved into `out_dir`, which is made if need be.

    An error or Ctrl-C leaves nothing half-written, and what was there as it was.

    Raises
    ------
    OutputError
        It cannot be written (no permission, no space, a file is in the way).
    """
    created = not out_dir.exists()
    staging: Path | None = None
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".transitions-", dir=out_dir))
        yield staging
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
