"""`docs/add-a-transition.md` works as written: its two files and the generated page are all that a new one takes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
GUIDE = REPOSITORY / "docs" / "add-a-transition.md"
DETECTOR, TEST = "transitions/detect/squat.py", "tests/detect/test_squat.py"
PAGE = "docs/transitions.md"
PYTEST = ("-m", "pytest", "-n", "0", "-p", "no:cacheprovider")

SHOWN = """
import sys
sys.path.insert(0, "tests")
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


def code_blocks(guide: str) -> dict[str, str]:
    """The Python of the guide by the path in its first line."""
    return dict(re.findall(r"```python\n# (\S+)\n(.*?)```", guide, flags=re.DOTALL))


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the contract reads, with the guide's two files added and the page written again."""
    copy = tmp_path_factory.mktemp("checkout")
    for folder in ("transitions", "tests/detect"):
        shutil.copytree(REPOSITORY / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for module in (REPOSITORY / "tests").glob("*.py"):
        shutil.copy(module, copy / "tests")
    shutil.copytree(REPOSITORY / "tests" / "data", copy / "tests" / "data")
    shutil.copy(REPOSITORY / "pyproject.toml", copy)
    for path, code in code_blocks(GUIDE.read_text(encoding="utf-8")).items():
        assert not (copy / path).exists()
        (copy / path).write_text(code, encoding="utf-8")
    (copy / "docs").mkdir()
    (copy / PAGE).write_text(answer(copy, "-m", "transitions.export.transition_catalogue"), encoding="utf-8")
    return copy


def python(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python run in the copy."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=checkout, capture_output=True, text=True, check=False
    )


def answer(checkout: Path, *arguments: str) -> str:
    """What Python prints in the copy."""
    done = python(checkout, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_guide_holds_a_detector_and_its_test_and_nothing_else() -> None:
    assert code_blocks(GUIDE.read_text(encoding="utf-8")).keys() == {DETECTOR, TEST}


def test_the_new_detector_keeps_the_contract_and_passes_its_test(checkout: Path) -> None:
    """The other detectors and their examples are left out: they have their own runs."""
    others = "not every_example and not test_the_guide"
    chosen = f"(squat and {others}) or document"
    files = ("tests/detect/test_detector_contract.py", TEST)
    assert "100%" in answer(checkout, *PYTEST, *files, "-k", chosen)


def test_the_page_gains_a_section_and_loses_nothing(checkout: Path) -> None:
    before = (REPOSITORY / PAGE).read_text(encoding="utf-8").split("\n## ")
    after = (checkout / PAGE).read_text(encoding="utf-8").split("\n## ")
    (added,) = set(after) - set(before)
    assert len(after) == len(before) + 1
    assert "`squat` · Standing, deep down at the hips" in added
    assert "| Time at the deepest point | `pause_s` | s |" in added


def test_the_new_transition_is_found_in_a_run_and_named_everywhere(checkout: Path) -> None:
    named, phases, curves = answer(checkout, "-c", SHOWN).splitlines()
    assert named == "squat|Squatting|Squatting"
    assert phases == "deepest point"
    assert curves.split("|")[:2] == ["hip_height_norm", "trunk_inclination_deg"]


def test_the_contract_fails_without_the_page_or_the_test(checkout: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(checkout, broken)
    (broken / TEST).unlink()
    shutil.copy(REPOSITORY / PAGE, broken / PAGE)
    chosen = "(squat and own_test) or document"
    done = python(broken, *PYTEST, "tests/detect/test_detector_contract.py", "-k", chosen)
    assert done.returncode == 1
    failed = re.findall(r"^FAILED \S+::(\w+)", done.stdout, flags=re.MULTILINE)
    assert failed == [
        "test_is_named_after_its_file_and_has_its_own_test",
        "test_the_document_is_the_generated_one",
    ]
