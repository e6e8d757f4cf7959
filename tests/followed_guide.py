"""Follows a guide of ``docs/`` word for word, in a copy of what a rule or a detector lives in.

A guide shows each file as its path, a colon and a block of Python, commands in blocks of ``sh``, and in a block of
``text`` what changes by following it.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDERS = ("transitions", "tests/rules", "tests/detect", "tests/data")
FILES = ("pyproject.toml", "docs/*.md", "tests/*.py")

FILE = re.compile(r"^`(?P<path>\S+\.py)`:\n\n```python\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
COMMANDS = re.compile(r"^```sh\n(?P<lines>.*?)^```$", re.DOTALL | re.MULTILINE)
DIFFSTAT = re.compile(r"^```text\n(?P<lines>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Guide:
    """What stands in a guide: its files by path, its commands, and the diffstat that it promises."""

    files: dict[str, str]
    commands: list[str]
    diffstat: str


def read_guide(name: str) -> Guide:
    """The guide ``docs/NAME``."""
    text = (REPOSITORY / "docs" / name).read_text(encoding="utf-8")
    (promised,) = DIFFSTAT.finditer(text)
    return Guide(
        {found["path"]: found["text"] for found in FILE.finditer(text)},
        [line for found in COMMANDS.finditer(text) for line in found["lines"].splitlines()],
        promised["lines"],
    )


def copy_with(files: dict[str, str], folder: Path) -> None:
    """The package, its tests of rules and detectors and the documents, with `files` added; none may be there."""
    for name in FOLDERS:
        # With the compiled modules, so that they need not be made again.
        shutil.copytree(REPOSITORY / name, folder / name)
    for pattern in FILES:
        for path in REPOSITORY.glob(pattern):
            place = folder / path.relative_to(REPOSITORY)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, place)
    for path_in, text in files.items():
        with (folder / path_in).open("x", encoding="utf-8") as out:
            out.write(text)


def run(command: str, folder: Path, fails: bool = False) -> str:
    """What a command of a guide prints in a folder, run by the Python of this test; it must do well, or must not."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    places = os.pathsep.join([str(folder), str(folder / "tests")])
    done = subprocess.run(
        re.sub(r"^python\b", f'"{sys.executable}"', command),
        shell=True,
        cwd=folder,
        env=clean | {"PYTHONPATH": places, "PYTEST_ADDOPTS": "-n 0 -p no:cacheprovider"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    return done.stdout


def diffstat(folder: Path) -> str:
    """A line for every file that differs from the repository's, or is new: how many lines come and go."""
    counts: dict[str, tuple[int, int]] = {}
    for path in sorted(folder.rglob("*")):
        before = REPOSITORY / path.relative_to(folder)
        if not path.is_file() or "__pycache__" in path.parts:
            continue
        if before.is_file() and before.read_bytes() == path.read_bytes():
            continue
        old = before.read_text(encoding="utf-8").splitlines() if before.is_file() else []
        changes = list(difflib.ndiff(old, path.read_text(encoding="utf-8").splitlines()))
        name = path.relative_to(folder).as_posix()
        counts[name] = (sum(c[0] == "+" for c in changes), sum(c[0] == "-" for c in changes))
    width = max(map(len, counts), default=0)
    return "".join(f"{name:{width}} | +{more} -{less}\n" for name, (more, less) in counts.items())
