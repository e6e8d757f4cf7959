"""The README's accuracy tables and where they are written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from kinematics_of import kinematics_of, times_s
from scored_runs import finding_of, run_of, truth_of

from bench.crossvalidate.folds import PERSON, SOURCE
from bench.crossvalidate.table import BEGIN, END, tables, write_between
from transitions.model import Result, Segment
from transitions.validate.report import Report, make_report
from transitions.validate.scoring import score_clip
from transitions.validate.truth import TrueEvent

T_S = times_s(4.0)
REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def report() -> Report:
    """Two strategies with one drop each, one of them only possible; two real people, one taken for a rise."""
    drop = truth_of(
        events=(TrueEvent("stand_to_sit", 1.0, 3.0, {}),),
        expected={"uncontrolled_descent": True},
        angles={"trunk_inclination_deg": np.full(len(T_S), 20.0)},
    )
    lunge = truth_of(events=(), family="lunges", expected={"uncontrolled_descent": False})
    kinematics = kinematics_of(T_S, {"trunk_inclination_deg": np.full(len(T_S), 23.0)})
    found = (Segment("stand_to_sit", 1.1, 3.0, 0.9),)
    rise = (Segment("sit_to_stand", 1.1, 3.0, 0.9),)
    results = (Result.OBSERVED, Result.POSSIBLE)
    scores = [
        score_clip(
            replace(drop, name=f"p{k}", source="people"),
            run_of(
                segments=found, findings=(finding_of("uncontrolled_descent", result),), kinematics=kinematics
            ),
        )
        for k, result in enumerate(results)
    ]
    scores += [
        score_clip(replace(lunge, name=f"m{k}", source="real_motion"), run_of(segments=segments))
        for k, segments in enumerate((rise, ()))
    ]
    return make_report(scores)


def line(text: str, title: str) -> list[str]:
    return next([cell.strip() for cell in row.split("|")[1:-1]] for row in text.splitlines() if title in row)


def test_each_source_has_a_column_and_each_figure_its_interval(report: Report) -> None:
    text = tables({SOURCE: report})
    assert line(text, "fitted without the source")[1:] == [
        "strategies: 2 clips, 2 people",
        "real people's motion: 2 clips, 2 people",
        "aim",
    ]
    assert line(text, "F1 at overlap 0.3")[1:3] == ["1.00 [0.34–1.00]", "0.00 [0.00–0.79] ✗"]
    assert line(text, "trunk inclination")[1:] == ["3.0° [3.0–3.0] ✗", "–", "2.5°"]
    assert line(text, "lunges")[1:3] == ["–", "5.0 [0.1–27.9] ✗"]
    assert line(text, "90 % intervals")[1:3] == ["0.00 (trunk inclination) – 0.00 (trunk inclination) ✗", "–"]


def test_possible_stands_beside_the_hits_and_what_was_not_scored_is_said(report: Report) -> None:
    text = tables({SOURCE: report})
    people, real = line(text, "uncontrolled descent")[1:3]
    assert people == "0.50 [0.09–0.91] ✗ + 0.50 possible, not scored at 1.00 [0.34–1.00]"
    assert real == "not scored, 1.00 [0.34–1.00] at 1.00 [0.34–1.00]"
    assert line(text, "slouched start")[1:] == ["not scored", "not scored", ""]


def test_other_schemes_come_in_a_second_table(report: Report) -> None:
    text = tables({SOURCE: report, PERSON: report})
    assert text.count("\n| --- |") == 2
    assert line(text, "fitted without the**")[1:] == ["person: strategies", "person: real people's motion"]


def test_writing_twice_changes_nothing_more(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "README.md"
    path.write_text(f"# Title\n\n{BEGIN}\nold\n{END}\n\nAfter.\n", encoding="utf-8")
    text = tables({SOURCE: report})
    write_between(path, text)
    once = path.read_text(encoding="utf-8")
    assert once == f"# Title\n\n{BEGIN}\n{text}\n{END}\n\nAfter.\n"
    write_between(path, text)
    assert path.read_text(encoding="utf-8") == once


@pytest.mark.parametrize("content", ["none", BEGIN, f"{END} {BEGIN}", f"{BEGIN} {END} {BEGIN} {END}"])
def test_a_file_without_its_place_is_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "README.md"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"README\.md needs the lines"):
        write_between(path, "table")
    assert path.read_text(encoding="utf-8") == content


def test_the_readme_has_its_place() -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    assert text.index(BEGIN) < text.index(END)
