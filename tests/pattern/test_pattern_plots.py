"""The points of the plots: what they are counts of, and what is left out of them."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from transitions.model import Result, ReviewersSay, Severity
from transitions.pattern import (
    Against,
    JudgedRule,
    Occasion,
    PastMoment,
    Quantity,
    QuantityKind,
    group_middles,
    plotted,
)

TWIST, HINGE = "abrupt_twist", "poor_hip_hinge"
FLAGGED = Quantity(QuantityKind.FLAGGED)


def judged(rule: str, *, flag: bool = False, value: float = math.nan, told: bool = True) -> JudgedRule:
    result = Result.NOT_ASSESSABLE if not told else Result.OBSERVED if flag else Result.NOT_OBSERVED
    return JudgedRule(rule, result, Severity.MILD if flag else None, value)


def moment(*rules: JudgedRule, duration_s: float = 2.0) -> PastMoment:
    return PastMoment("reach", duration_s, rules)


MIXED = Occasion(
    1,
    "a",
    "2026-11-03",
    load_kg=0.0,
    pain_after=4,
    moments=(
        moment(judged(TWIST, flag=True, value=80.0), judged(HINGE, value=3.0), duration_s=1.0),
        moment(judged(TWIST, value=40.0), judged(HINGE, told=False), duration_s=3.0),
        moment(judged(TWIST, told=False), judged(HINGE, told=False)),
    ),
)
EMPTY = Occasion(2, "b", "2026-11-04")


def test_a_share_is_of_the_moments_that_could_be_judged() -> None:
    (point,) = plotted([MIXED], FLAGGED, Against.DATE).points
    assert (point.hits, point.count, point.y) == (1, 2, 50.0)
    (point,) = plotted([MIXED], Quantity(QuantityKind.FLAGGED, HINGE), Against.DATE).points
    assert (point.hits, point.count, point.y) == (0, 1, 0.0)


@pytest.mark.parametrize(
    ("quantity", "value", "count"),
    [
        (Quantity(QuantityKind.MEASURED, TWIST), 60.0, 2),
        (Quantity(QuantityKind.DURATION), 2.0, 3),
        (Quantity(QuantityKind.MOMENTS), 3.0, 3),
    ],
    ids=["measured", "duration", "moments"],
)
def test_means_say_of_how_many(quantity: Quantity, value: float, count: int) -> None:
    (point,) = plotted([MIXED], quantity, Against.PAIN_AFTER).points
    assert (point.x, point.y, point.count) == (4, value, count)


def test_what_is_not_told_is_left_out_and_counted() -> None:
    plot = plotted([MIXED, EMPTY], FLAGGED, Against.LOAD)
    assert ([point.x for point in plot.points], plot.without_x, plot.without_y) == ([0.0], 1, 0)
    plot = plotted([MIXED, EMPTY], FLAGGED, Against.DATE)
    assert (len(plot.points), plot.without_x, plot.without_y) == (1, 0, 1)
    assert plotted([MIXED], FLAGGED, Against.TASK).without_x == 1


def test_a_day_is_its_ordinal() -> None:
    days = [Occasion(n, "a", day, moments=(moment(),)) for n, day in enumerate(("2026-11-30", "2026-12-02"))]
    first, second = plotted(days, Quantity(QuantityKind.MOMENTS), Against.DATE).points
    assert float(second.x) - float(first.x) == 2.0


def test_a_group_has_a_middle_from_five_on() -> None:
    def filmed(task: str, count: int) -> list[Occasion]:
        return [
            Occasion(n, "a", "2026-11-01", task=task, moments=(moment(duration_s=n + 1.0),))
            for n in range(count)
        ]

    plot = plotted([*filmed("garden", 4), *filmed("desk", 5)], Quantity(QuantityKind.DURATION), Against.TASK)
    desk, garden = group_middles(plot)
    assert (desk.word, desk.count, desk.middle) == ("desk", 5, 3.0)
    assert (garden.word, garden.count) == ("garden", 4)
    assert math.isnan(garden.middle)


def test_a_point_leads_to_the_largest_of_what_it_counts() -> None:
    small, large = (
        replace(judged(TWIST, flag=True, value=value), finding_id=number, severity=size)
        for number, value, size in ((1, 99.0, Severity.MILD), (2, 80.0, Severity.MODERATE))
    )
    other = replace(judged(HINGE, value=3.0), finding_id=3)
    one = Occasion(1, "a", "2026-11-03", moments=(moment(small), moment(large, other)))
    leads = {
        rule: plotted([one], Quantity(QuantityKind.FLAGGED, rule), Against.DATE).points[0].finding_id
        for rule in ("", TWIST, HINGE)
    }
    assert leads == {"": 2, TWIST: 2, HINGE: 3}
    assert plotted([MIXED], FLAGGED, Against.DATE).points[0].finding_id is None


def test_flags_that_a_reviewer_stands_by_are_counted_apart() -> None:
    agreed = replace(judged(TWIST, flag=True), say=ReviewersSay.AGREED)
    one = Occasion(1, "a", "2026-11-03", moments=(moment(agreed), moment(judged(TWIST, flag=True))))
    (point,) = plotted([one], FLAGGED, Against.DATE).points
    assert (point.hits, point.agreed) == (2, 1)
