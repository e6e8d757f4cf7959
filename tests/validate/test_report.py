"""From scores of clips to figures, the table and its JSON."""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace

import numpy as np
import pytest
from kinematics_of import kinematics_of, times_s
from rich.console import Console
from scored_runs import finding_of, run_of, truth_of

from transitions.cli.validate import print_report, report_record
from transitions.model import Result, Segment
from transitions.validate.report import Aim, Report, make_report
from transitions.validate.scoring import score_clip
from transitions.validate.truth import TrueEvent

T_S = times_s(4.0)


@pytest.fixture(scope="module")
def report() -> Report:
    """Three clips: one answered rightly, one wrongly, one that could not be analysed."""
    truth = truth_of(
        events=(TrueEvent("reach", 1.0, 3.0, {"grasp_s": 2.0}),),
        expected={"abrupt_twist": False},
        angles={"trunk_twist_deg": np.zeros(len(T_S)), "trunk_inclination_deg": np.full(len(T_S), 20.0)},
    )
    right = run_of(
        segments=(Segment("reach", 1.0, 3.0, 1.0, {"grasp_s": 2.0}),),
        findings=(finding_of("abrupt_twist", Result.NOT_OBSERVED),),
        kinematics=kinematics_of(T_S, {"trunk_inclination_deg": np.full(len(T_S), 21.0)}),
    )
    wrong = run_of(findings=(finding_of("abrupt_twist", Result.OBSERVED),))
    return make_report(
        [
            score_clip(replace(truth, name="c"), None, "The clip is empty; film it again."),
            score_clip(replace(truth, name="b"), wrong),
            score_clip(replace(truth, name="a"), right),
        ]
    )


def value(report: Report, key: str) -> float:
    return report.figures[key].estimate.value


def test_figures_pool_the_clips(report: Report) -> None:
    assert report.clips == 3
    assert value(report, "event/reach/f1@0.5") == pytest.approx(2 / 4)
    assert value(report, "event/reach/grasp_s") == 0.0
    assert value(report, "rule/abrupt_twist/specificity") == 0.5
    assert value(report, "rule/abrupt_twist/coverage") == pytest.approx(2 / 3)
    assert value(report, "angle/trunk_inclination_deg/all/mae") == pytest.approx((1 + 20) / 2)
    assert value(report, "angle/trunk_inclination_deg/all/coverage") == pytest.approx(2 / 3)
    assert value(report, "twist/quiet") == 1.0


def test_aims_are_marked(report: Report) -> None:
    assert report.figures["event/reach/f1@0.5"].met is False
    assert report.figures["event/reach/start"].met is True
    assert report.figures["event/reach/grasp_s"].met is None


def test_misses_and_failures_are_named(report: Report) -> None:
    assert list(report.misses) == ["b", "c"]
    assert report.misses["b"][0] == "missed reach 1.00–3.00 s"
    assert report.failed == {"c": "The clip is empty; film it again."}


def test_order_of_clips_changes_nothing(report: Report) -> None:
    truth = truth_of(events=())
    scores = [score_clip(truth, run_of()), score_clip(truth, None)]
    assert make_report(scores).figures == make_report(scores[::-1]).figures


def test_table_shows_every_section_and_fits(report: Report) -> None:
    out = io.StringIO()
    print_report(report, Console(file=out, width=80, highlight=False))
    text = out.getvalue()
    for word in ("Transitions", "reach", "all kinds", "trunk inclination", "abrupt_twist", "✓", "✗"):
        assert word in text
    assert "c: could not be analysed: The clip is empty; film it again." in text
    assert max(len(line) for line in text.split("\n\n")[0].splitlines()) < 180


def test_json_holds_no_nan(report: Report) -> None:
    record = json.loads(json.dumps(report_record(report), allow_nan=False))
    assert record["clips"] == 3
    assert record["figures"]["event/reach/f1@0.3"]["aim"] == [0.95, None]
    assert record["figures"]["rule/abrupt_twist/coverage"]["value"] == pytest.approx(0.6667)


@pytest.mark.parametrize(
    ("aim", "reached"),
    [(Aim(least=0.85, most=0.95), True), (Aim(least=0.91), False), (Aim(most=0.89), False)],
)
def test_aim(aim: Aim, reached: bool) -> None:
    assert aim.met_by(0.9) is reached
    assert not aim.met_by(math.nan)
