"""What the command takes, and which takes it leaves out together."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.sources import CALIBRATION, Take, parse_source, read_source

LEAVE_OUT = ("source", "family", "person")
PARTS = 4
"""Families, or persons, are left out a quarter of them at a time."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("networks", choices=("joints", "spine"), help="which networks are fitted")
    parser.add_argument("--calibration", type=Path, required=True, help="folder with landmarks.parquet")
    parser.add_argument("--source", type=parse_source, action="append", required=True, metavar="NAME=FOLDER")
    parser.add_argument("--cache", type=Path, default=Path("build/poses"), help="keeps poses in CACHE/NAME")
    parser.add_argument("--kept-only", action="store_true", help="leave out clips whose pose is not kept yet")
    parser.add_argument("--leave-out", choices=LEAVE_OUT, help="judge instead of writing weights")
    parser.add_argument("--fit-base", action="store_true", help="fit the base again first")
    parser.add_argument(
        "--bodies", action="store_true", help="keep the poses of all calibration videos first (spine)"
    )
    parser.add_argument("--out", type=Path, help="where the weights go, if not where they ship")
    parser.add_argument("--seed", type=int, default=0)


def read_clips(options: argparse.Namespace) -> list[Take]:
    """The takes of every ``--source``."""
    return [
        take
        for name, folder in options.source
        for take in read_source(name, folder, options.cache, options.kept_only)
    ]


def groups_left_out(takes: Sequence[Take], what: str) -> list[set[str]]:
    """Names of the takes that are left out together: each source, or quarters of all families or persons."""
    takes = [take for take in takes if take.source != CALIBRATION]
    if what == "source":
        sources = sorted({take.source for take in takes})
        return [{take.name for take in takes if take.source == source} for source in sources]
    keys = sorted({(take.source, getattr(take, what)) for take in takes})
    part = dict(zip(keys, np.random.default_rng(2).permutation(len(keys)) % PARTS, strict=True))
    return [
        {take.name for take in takes if part[take.source, getattr(take, what)] == k} for k in range(PARTS)
    ]


def by_source(takes: Sequence[Take]) -> dict[str, list[int]]:
    """Numbers of the takes of each source, in order of first appearance."""
    numbers: dict[str, list[int]] = {}
    for k, take in enumerate(takes):
        numbers.setdefault(take.source, []).append(k)
    return numbers
