"""``docs/add-a-transition.md`` is followed word for word: two files and one generated page add a whole transition."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from followed_guide import REPOSITORY, copy_with, diffstat, read_guide, run

GUIDE = read_guide("add-a-transition.md")
WRITE_PAGE, CONTRACT, SCORE = GUIDE.commands
DETECTOR, TEST, PAGE = "transitions/detect/squat.py", "tests/detect/test_squat.py", "docs/transitions.md"

LOOK = """
from stored_pose import judged, stored_pose
from transitions.export.captions import transition_name
from transitions.ui.curve_choice import choose_curves
from transitions.ui.words import kind_name, phase_name

run = judged(stored_pose("squat"))
for segment in run.segments:
    print(segment.kind, kind_name(segment.kind), transition_name(segment), sep="|")
    print(*(phase_name(segment.kind, key) for key in segment.phases), sep="|")
    print(*choose_curves(segment.kind, None, run.kinematics.curves), sep="|")
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which the guide's files are added and its page is written."""
    folder = tmp_path_factory.mktemp("clone")
    copy_with(GUIDE.files, folder)
    run(WRITE_PAGE, folder)
    return folder


def test_the_guide_adds_a_transition(copy: Path) -> None:
    assert GUIDE.files.keys() == {DETECTOR, TEST}
    assert diffstat(copy) == GUIDE.diffstat
    assert SCORE == "python -m transitions validate FOLDER"


def test_the_new_detector_keeps_the_contract_and_passes_its_test(copy: Path) -> None:
    """The other detectors and their examples are left out: they have their own runs."""
    assert CONTRACT.endswith(TEST)
    chosen = f"{CONTRACT} -k '(squat and not every_example) or document'"
    assert " passed" in run(chosen, copy)


def test_the_page_gains_a_section_and_loses_nothing(copy: Path) -> None:
    before = (REPOSITORY / PAGE).read_text(encoding="utf-8").split("\n## ")
    after = (copy / PAGE).read_text(encoding="utf-8").split("\n## ")
    (added,) = set(after) - set(before)
    assert len(after) == len(before) + 1
    assert "`squat` · Standing, deep down at the hips" in added
    assert "| Depth | `depth_pct` | % of standing |" in added
    assert "<https://doi.org/10.1002/9780470549148>" in added


def test_the_new_transition_is_found_in_a_run_and_named_everywhere(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "look.py").write_text(LOOK, encoding="utf-8")
    named, phases, curves = run(f'python "{tmp_path / "look.py"}"', copy).splitlines()
    assert named == "squat|Squatting|Squatting"
    assert phases == "deepest point"
    assert curves.split("|")[:2] == ["hip_height_norm", "trunk_inclination_deg"]


def test_a_detector_left_half_done_is_refused(copy: Path, tmp_path: Path) -> None:
    """Without its page and its test the contract fails, and says each."""
    half = tmp_path / "half"
    shutil.copytree(copy, half)
    (half / TEST).unlink()
    shutil.copy2(REPOSITORY / PAGE, half / PAGE)
    chosen = "(squat and own_test) or document"
    said = run(f"python -m pytest tests/detect/test_detector_contract.py -k '{chosen}'", half, fails=True)
    assert re.findall(r"^FAILED \S+::(\w+)", said, flags=re.MULTILINE) == [
        "test_is_named_after_its_file_and_has_its_own_test",
        "test_the_document_is_the_generated_one",
    ]
