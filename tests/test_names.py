"""One word for one thing: class names, the interval's factor, and what every package says of itself."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
ROOTS = ("transitions", "bench", "tests")
PYTHON = sorted(path for root in ROOTS for path in (REPOSITORY / root).rglob("*.py"))
SCRIPTS = sorted((REPOSITORY / "transitions").rglob("*.js"))
PACKAGES = [path.parent for path in PYTHON if path.name == "__init__.py"]

NORMAL_QUANTILE = re.compile(r"(?<![\d.])1\.64(?:5|485\d*)?(?![\d])")
"""The 95 % quantile of the normal distribution, as it might be written out."""


def short(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def test_no_two_classes_have_one_name() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{short(path)}:{node.lineno}")
    assert len(places) > 100
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_two_test_modules_have_one_name() -> None:
    """They are no packages, so that pytest imports each by its bare name and collects only the first of two."""
    names = [path.name for path in PYTHON if path.is_relative_to(REPOSITORY / "tests")]
    assert sorted({name for name in names if names.count(name) > 1}) == ["conftest.py"]


def test_the_factor_of_the_interval_stands_in_one_place() -> None:
    """Everything else says `INTERVAL_U`; scripts get what is multiplied already."""
    assert SCRIPTS
    found = {
        short(path)
        for path in [*PYTHON, *SCRIPTS]
        if path != Path(__file__) and NORMAL_QUANTILE.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"transitions/series/curve.py"}


@pytest.mark.parametrize("package", PACKAGES, ids=short)
def test_a_package_says_what_it_is_for(package: Path) -> None:
    """A sentence of what it is for; beneath it what goes in, what comes out, where to begin."""
    said = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))) or ""
    summary, _, more = said.partition("\n\n")
    assert len(summary.split()) >= 4
    assert len(more.split()) >= 10
