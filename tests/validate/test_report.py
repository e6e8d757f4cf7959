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

from transitions.cli.validate_tables import print_report
from transitions.model import Result, Segment
from transitions.validate.aims import Aim, aim_of
from transitions.validate.record import report_record
from transitions.validate.report import Report, make_report
from transitions.validate.scoring import ClipScore, score_clip
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
    return report.pooled.figures[key].estimate.value


def test_figures_pool_the_clips(report: Report) -> None:
    assert report.pooled.clips == 3
    assert value(report, "event/reach/f1@0.5") == pytest.approx(2 / 4)
    assert value(report, "event/reach/grasp_s") == 0.0
    assert value(report, "rule/abrupt_twist/specificity") == 0.5
    assert value(report, "rule/abrupt_twist/coverage") == pytest.approx(2 / 3)
    assert value(report, "angle/trunk_inclination_deg/all/mae") == pytest.approx((1 + 20) / 2)
    assert value(report, "angle/trunk_inclination_deg/all/coverage") == pytest.approx(2 / 3)
    assert value(report, "twist/quiet") == 1.0


def test_aims_are_marked(report: Report) -> None:
    assert report.pooled.figures["event/reach/f1@0.5"].met is False
    assert report.pooled.figures["event/reach/start"].met is True
    assert report.pooled.figures["event/reach/grasp_s"].met is None


def test_misses_and_failures_are_named(report: Report) -> None:
    assert list(report.misses) == ["b", "c"]
    assert report.misses["b"][0] == "missed reach 1.00–3.00 s"
    assert report.failed == {"c": "The clip is empty; film it again."}


def test_order_of_clips_changes_nothing(report: Report) -> None:
    truth = truth_of(events=())
    scores = [score_clip(replace(truth, name="a"), run_of()), score_clip(replace(truth, name="b"), None)]
    assert make_report(scores).pooled.figures == make_report(scores[::-1]).pooled.figures


def many(source: str, person: str, *, found: bool, count: int = 1) -> list[ClipScore]:
    truth = truth_of(
        events=(TrueEvent("reach", 1.0, 3.0, {}),), expected={"abrupt_twist": found, "jerky_rise": False}
    )
    segments = (Segment("reach", 1.1, 3.0, 1.0),) if found else ()
    findings = (finding_of("abrupt_twist", Result.POSSIBLE),) if found else ()
    return [
        score_clip(
            replace(truth, name=f"{person}{k}", source=source, person=person),
            run_of(segments=segments, findings=findings),
        )
        for k in range(count)
    ]


def test_sources_are_told_apart_and_pooled() -> None:
    report = make_report([*many("people", "s01", found=True, count=3), *many("clips", "s01", found=False)])
    assert [scope.name for scope in report.sources] == ["clips", "people"]
    shares = [scope.figures["event/reach/f1@0.3"].estimate.value for scope in report.scopes]
    assert shares == [0.0, 1.0, pytest.approx(6 / 7)]
    assert [scope.people for scope in report.scopes] == [1, 1, 2]
    assert list(report.misses) == ["clips/s010", "people/s010", "people/s011", "people/s012"]
    record = report_record(report)
    assert record["sources"]["people"]["figures"]["event/reach/f1@0.3"]["value"] == 1.0
    assert record["figures"]["event/reach/f1@0.3"]["clips"] == 4


def test_people_are_what_intervals_resample() -> None:
    """Six clips, three right and three wrong: of six people, or three of each of two."""

    def width(people: list[str]) -> float:
        scores = [
            score for k, person in enumerate(people) for score in many("people", f"{person}", found=k < 3)
        ]
        scores = [replace(score, name=str(k)) for k, score in enumerate(scores)]
        estimate = make_report(scores).pooled.figures["event/reach/f1@0.3"].estimate
        assert estimate.clips == 6
        return estimate.high - estimate.low

    assert width(list("aaabbb")) == 1.0
    assert width(list("abcdef")) < 1.0


def test_rules_without_a_clip_that_has_the_pattern_are_not_scored() -> None:
    pooled = make_report(many("people", "a", found=True)).pooled
    assert pooled.not_scored["rule/jerky_rise/sensitivity"] == "not scored: no clip with the pattern"
    assert pooled.not_scored["rule/abrupt_twist/specificity"] == "not scored: no clip without the pattern"
    assert {"rule/slouched_start/sensitivity", "rule/slouched_start/specificity"} <= set(pooled.not_scored)
    assert not {"rule/abrupt_twist/sensitivity", "rule/jerky_rise/specificity"} & set(pooled.not_scored)
    assert pooled.figures["rule/abrupt_twist/sensitivity"].estimate.value == 0.0
    assert pooled.figures["rule/abrupt_twist/possible_with"].estimate.value == 1.0


def test_errors_of_times_come_with_their_tail_and_their_sign() -> None:
    figures = make_report(many("people", "a", found=True, count=2)).pooled.figures
    found = {
        name: figures[f"event/reach/{name}"].estimate.value for name in ("start", "start_p90", "start_bias")
    }
    assert found == pytest.approx({"start": 0.1, "start_p90": 0.1, "start_bias": 0.1})
    assert figures["event/reach/end"].estimate.value == 0.0


@pytest.mark.parametrize(
    ("source", "key", "aim"),
    [
        ("clips", "event/reach/f1@0.3", Aim(least=0.97)),
        ("people", "event/all kinds/f1@0.3", Aim(least=0.93)),
        ("real_motion", "event/all kinds/start", Aim(most=0.20)),
        ("people", "event/all kinds/start", Aim(most=0.15)),
        ("people", "event/all kinds/start_p90", None),
        ("real_motion", "false/squats", Aim(most=0.2)),
        ("real_motion", "false/lunges", Aim(most=0.1)),
        ("clips", "angle/trunk_twist_deg/moving/interval", Aim(least=0.85, most=0.95)),
        ("clips", "rule/jerky_rise/possible_with", None),
    ],
)
def test_aims_depend_on_the_source(source: str, key: str, aim: Aim | None) -> None:
    assert aim_of(source, key) == aim


def test_table_shows_every_section_and_fits(report: Report) -> None:
    out = io.StringIO()
    print_report(report, Console(file=out, width=80, highlight=False))
    text = out.getvalue()
    for word in (
        "Transitions",
        "reach",
        "not scored",
        "Confidence",
        "all kinds",
        "trunk inclination",
        "abrupt_twist",
        "✓",
        "✗",
    ):
        assert word in text
    assert "c: could not be analysed: The clip is empty; film it again." in text
    assert max(len(line) for line in text.split("\n\n")[0].splitlines()) < 180


def test_json_holds_no_nan(report: Report) -> None:
    record = json.loads(json.dumps(report_record(report), allow_nan=False))
    assert record["clips"] == 3
    assert record["figures"]["event/reach/f1@0.3"]["aim"] == [0.93, None]
    assert record["figures"]["rule/abrupt_twist/coverage"]["value"] == pytest.approx(0.6667)


@pytest.mark.parametrize(
    ("aim", "reached"),
    [(Aim(least=0.85, most=0.95), True), (Aim(least=0.91), False), (Aim(most=0.89), False)],
)
def test_aim(aim: Aim, reached: bool) -> None:
    assert aim.met_by(0.9) is reached
    assert not aim.met_by(math.nan)
