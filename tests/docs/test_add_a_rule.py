"""``docs/add-a-rule.md`` is followed word for word: two files and one generated page add a whole rule."""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
GUIDE = REPOSITORY / "docs" / "add-a-rule.md"
NEEDED = ("pyproject.toml", "transitions", "docs/rules.md", "tests/rules", "tests/data/rise_and_sit.parquet")
HELPERS = ("tests/conftest.py", "tests/kinematics_of.py", "tests/stored_pose.py")

FILE = re.compile(r"^`(?P<path>\S+\.py)`:\n\n```python\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
COMMANDS = re.compile(r"^```sh\n(?P<lines>.*?)^```$", re.DOTALL | re.MULTILINE)

LOOK = """
import json
from dataclasses import replace
from stored_pose import judged, stored_pose
from transitions.export.captions import Captions
from transitions.export.run_json import run_to_json
from transitions.model import Result
from transitions.ui.findings import measured_words
from transitions.ui.screens.rules import rule_facts
from transitions.ui.services import rules_by_id

run = judged(stored_pose("rise_and_sit"))
finding = next(f for f in run.findings if f.rule == "long_rise")
flagged = replace(finding, result=Result.OBSERVED, value=3.0, uncertainty=0.2)
shown = Captions(replace(run, findings=(flagged,))).flags(run.segments[0].start_s)
print(json.dumps({
    "findings": json.loads(run_to_json(run))["findings"],
    "facts": rule_facts(rules_by_id()["long_rise"]),
    "card": measured_words(flagged),
    "video": shown[0].detail,
}))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package and the tests of its rules, with the guide followed in it."""
    folder = tmp_path_factory.mktemp("clone")
    for name in NEEDED + HELPERS:
        source, place = REPOSITORY / name, folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, place)  # with the compiled modules, so that they need not be made again
        else:
            shutil.copy2(source, place)
    for found in FILE.finditer(GUIDE.read_text(encoding="utf-8")):
        (folder / found["path"]).write_text(found["text"], encoding="utf-8")
    return folder


def run(command: str, folder: Path) -> str:
    """Standard output of a command run in a folder by the Python of this test."""
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
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_guide_adds_a_rule(copy: Path) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    written = {found["path"] for found in FILE.finditer(text)}
    assert written == {"transitions/rules/long_rise.py", "tests/rules/test_long_rise.py"}
    commands = [line for found in COMMANDS.finditer(text) for line in found["lines"].splitlines()]
    said = [run(command, copy) for command in commands]
    assert " passed" in said[-1]
    assert "long_rise" in (copy / "docs" / "rules.md").read_text(encoding="utf-8")
    assert changed(copy) == written | {"docs/rules.md"}

    (copy / "look.py").write_text(LOOK, encoding="utf-8")
    seen: dict[str, Any] = json.loads(run("python look.py", copy))
    finding = next(f for f in seen["findings"] if f["rule"] == "long_rise")
    assert (finding["unit"], finding["source"], finding["grade"]) == ("s", "baer_ashburn", "derived")
    assert finding["value"] == pytest.approx(2.2, abs=0.3)
    assert "small from 2.2 s" in seen["facts"]
    assert "https://core.ac.uk/display/41856" in seen["facts"]
    assert seen["card"] == "3.0 ± 0.3 s (9 times in 10)"
    assert seen["video"] == "3 ±0.33 s, flagged from 2.2 s"


def test_a_rule_left_half_done_is_refused(copy: Path, tmp_path: Path) -> None:
    """Without its page, its source's address and its cue the contract fails, and says each."""
    half = tmp_path / "half"
    shutil.copytree(copy, half)
    shutil.copy2(REPOSITORY / "docs" / "rules.md", half / "docs" / "rules.md")
    rule = half / "transitions" / "rules" / "long_rise.py"
    text = rule.read_text(encoding="utf-8")
    text = text.replace('            address="https://core.ac.uk/display/41856",\n', "")
    text = re.sub(r'cue="[^"]*"', 'cue=""', text)
    rule.write_text(text, encoding="utf-8")
    with pytest.raises(AssertionError) as failed:
        run("python -m pytest tests/rules/test_rule_contract.py -k 'long_rise or document'", half)
    for name in (
        "told_in_plain_words[long_rise]",
        "sources_can_be_found[long_rise]",
        "document_is_the_generated",
    ):
        assert name in str(failed.value)


def changed(folder: Path) -> set[str]:
    """What differs between the copy and the repository, or is new in it."""
    names = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    same, _, _ = filecmp.cmpfiles(REPOSITORY, folder, sorted(names), shallow=False)
    return names - set(same)
