"""Settings of the program, each from one environment variable ``TRANSITIONS_<NAME>``.

Importing this module costs about 60 ms (pydantic): import it where it is used, never at the top of the
command line.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from transitions.errors import StoreError


class Settings(BaseSettings):
    """Where things are kept and how much work runs at once.

    Attributes
    ----------
    data_dir : folder of the clips, the pose arrays and the embedded database.
    database_url : SQLAlchemy URL of a PostgreSQL server (``postgresql://user@host/name``) in place of the
        embedded SQLite database.
    scheduler_address : address of a Dask scheduler (``tcp://host:8786``), whose workers then do the work in
        place of this computer's. They must see the same `data_dir` and database.
    workers : analyses that run at the same time on this computer, one process each.
    heartbeat_s : seconds between a worker's signs of life, which carry its progress and notice a cancel.
    lease_s : seconds without a sign of life after which a job is taken up by another worker.
    idle_s : seconds without progress and without processor time spent after which an analysis is taken to hang in
        native code: no more signs of life are given, and its process is ended.
    stall_s : the same for one that is busy without progress. Longer than anything that gives none, such as fitting a
        day's curves.
    cancel_grace_s : seconds an analysis that should stop gets to do so before its process is ended.
    attempts : times a job is taken up before it is given up as one that stops every worker.
    upload_limit_bytes : the largest clip that the page takes.
    lock_timeout_s : seconds to wait for another process that is writing to the database.
    """

    model_config = SettingsConfigDict(env_prefix="TRANSITIONS_", env_ignore_empty=True)

    data_dir: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("transitions", appauthor=False)
    )
    database_url: str | None = None
    scheduler_address: str | None = None
    workers: int = Field(default_factory=lambda: max(1, (os.cpu_count() or 2) // 2), ge=1, le=256)
    heartbeat_s: float = Field(default=0.5, gt=0)
    lease_s: float = Field(default=15.0, gt=0)
    idle_s: float = Field(default=300.0, gt=0)
    stall_s: float = Field(default=1800.0, gt=0)
    cancel_grace_s: float = Field(default=20.0, gt=0)
    attempts: int = Field(default=5, ge=1)
    upload_limit_bytes: int = Field(default=64_000_000_000, gt=0)
    lock_timeout_s: float = Field(default=10.0, gt=0)

    def as_environment(self) -> dict[str, str]:
        """The environment variables that give another process the same settings."""
        values = self.model_dump(mode="json", exclude_none=True)
        return {f"TRANSITIONS_{name.upper()}": str(value) for name, value in values.items()}


def load_settings() -> Settings:
    """Read the settings from the environment.

    Raises
    ------
    StoreError
        A variable holds a value that cannot be used; the message names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"TRANSITIONS_{'_'.join(str(part) for part in first['loc']).upper()}"
        raise StoreError(
            f"The setting {name} cannot be used ({first['msg'].lower()}); correct or remove it."
        ) from error
