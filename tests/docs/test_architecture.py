"""The page about the house says what import-linter holds, and names every room there is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from followed_guide import read_guide

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = (REPOSITORY / "docs" / "architecture.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (`[^|]+) \|", re.MULTILINE)


def layers() -> list[set[str]]:
    """The rooms of the contract, a set for each layer, from the top down."""
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    down = next(c for c in contracts if c["name"] == "Imports point down")
    return [set(re.findall(r"transitions\.(\w+)", layer)) for layer in down["layers"]]


def rows() -> list[set[str]]:
    """The rooms of the page, a set for each row of its table."""
    return [set(re.findall(r"`(\w+)`", row)) for row in ROW.findall(PAGE)]


def test_the_page_has_the_rooms_in_the_order_of_the_contract() -> None:
    assert rows() == layers()


def test_every_module_of_the_package_is_a_room() -> None:
    package = REPOSITORY / "transitions"
    there = {path.stem for path in package.glob("*.py") if path.stem != "__init__"}
    there |= {path.parent.name for path in package.glob("*/__init__.py")}
    assert there == set().union(*rows())


def test_rooms_that_may_import_each_other_are_said_so() -> None:
    settings = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    free = re.findall(r'"transitions\.(\w+) : transitions\.(\w+)"', settings)
    said = re.findall(r"\| `(\w+)`, `(\w+)` \(with each other\)", PAGE)
    assert said == free


def test_every_file_that_the_page_names_is_there() -> None:
    for name in re.findall(r"\]\(([\w./-]+)\)", PAGE):
        assert (REPOSITORY / "docs" / name).exists(), name
    for name in re.findall(r"`((?:tests|docs|models|bench)/[\w./-]*)`", PAGE):
        assert (REPOSITORY / name).exists(), name


def test_the_readme_shows_what_following_the_guides_changes() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for guide in ("add-a-rule.md", "add-a-transition.md"):
        assert read_guide(guide).diffstat in readme
