"""``docs/add-a-rule.md`` is followed word for word: two files and one generated page add a whole rule."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from followed_guide import REPOSITORY, copy_with, diffstat, read_guide, run

GUIDE = read_guide("add-a-rule.md")
RULE, TEST, PAGE = "transitions/rules/long_rise.py", "tests/rules/test_long_rise.py", "docs/rules.md"

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
    """A copy in which the guide has been followed; its last command is the contract, which passes."""
    folder = tmp_path_factory.mktemp("clone")
    copy_with(GUIDE.files, folder)
    said = [run(command, folder) for command in GUIDE.commands]
    assert " passed" in said[-1]
    return folder


def test_the_guide_adds_a_rule(copy: Path) -> None:
    assert GUIDE.files.keys() == {RULE, TEST}
    assert diffstat(copy) == GUIDE.diffstat
    assert "long_rise" in (copy / PAGE).read_text(encoding="utf-8")


def test_the_new_rule_is_judged_and_told_everywhere(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "look.py").write_text(LOOK, encoding="utf-8")
    seen: dict[str, Any] = json.loads(run(f'python "{tmp_path / "look.py"}"', copy))
    finding = next(f for f in seen["findings"] if f["rule"] == "long_rise")
    assert (finding["unit"], finding["source"], finding["grade"]) == ("s", "baer_ashburn", "derived")
    assert finding["value"] == pytest.approx(2.2, abs=0.3)
    assert "a little from 2.2 s" in seen["facts"]
    assert "https://core.ac.uk/display/41856" in seen["facts"]
    assert seen["card"] == "3.0 ± 0.3 s (9 times in 10)"
    assert seen["video"] == "3 ±0.33 s, flagged from 2.2 s"


def test_a_rule_left_half_done_is_refused(copy: Path, tmp_path: Path) -> None:
    """Without its page, its source's address and its cue the contract fails, and says each."""
    half = tmp_path / "half"
    shutil.copytree(copy, half)
    shutil.copy2(REPOSITORY / PAGE, half / PAGE)
    rule = half / RULE
    text = rule.read_text(encoding="utf-8")
    text = text.replace('            address="https://core.ac.uk/display/41856",\n', "")
    text = re.sub(r'cue="[^"]*"', 'cue=""', text)
    rule.write_text(text, encoding="utf-8")
    said = run(
        "python -m pytest tests/rules/test_rule_contract.py -k 'long_rise or document'", half, fails=True
    )
    for name in (
        "told_in_plain_words[long_rise]",
        "sources_can_be_found[long_rise]",
        "document_is_the_generated",
    ):
        assert name in said
