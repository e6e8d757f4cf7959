"""Every threshold's source, read from ``evidence.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from transitions.model import Grade


@dataclass(frozen=True)
class Evidence:
    """Where a threshold comes from."""

    key: str
    citation: str
    grade: Grade
    population: str = ""
    doi: str = ""
    table: str = ""


@cache
def load_evidence() -> dict[str, Evidence]:
    """All sources by key, as named in `Thresholds.source`."""
    text = (Path(__file__).parent / "evidence.toml").read_text(encoding="utf-8")
    return {
        key: Evidence(key=key, **{**entry, "grade": Grade(entry["grade"])})
        for key, entry in tomllib.loads(text).items()
    }
