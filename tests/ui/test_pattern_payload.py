"""What the pattern page's plots and table are given, and the words they say it in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from seeded_weeks import save_weeks

from transitions.model import Result, Severity
from transitions.pattern import (
    Against,
    JudgedRule,
    Occasion,
    PastMoment,
    Quantity,
    QuantityKind,
    flare_table,
    plotted,
)
from transitions.rules import all_rules
from transitions.store import open_store
from transitions.ui.pattern.flare_markup import flare_markup
from transitions.ui.pattern.payload import plots_data
from transitions.ui.pattern.wording import NO_CAUSE, left_out_words, quantities_of, row_words, together_words

RULES = {rule.id: rule for rule in all_rules()}
FLAGGED = Quantity(QuantityKind.FLAGGED)


def reach(*, flag: bool, value: float = 50.0) -> PastMoment:
    result = Result.OBSERVED if flag else Result.NOT_OBSERVED
    return PastMoment(
        "reach", 1.5, (JudgedRule("abrupt_twist", result, Severity.MILD if flag else None, value),)
    )


def filmed(number: int, *, flare: bool = False, day: int | None = None) -> Occasion:
    return Occasion(
        number,
        f"clip {number}",
        f"2026-10-{(day or number):02d}",
        task="desk" if number % 2 else "",
        time_of_day=("evening", "morning")[number % 2],
        pain_before=2,
        pain_after=6 if flare else 2,
        moments=(reach(flag=flare), reach(flag=False)),
    )


OCCASIONS = [filmed(number, flare=number % 3 == 0) for number in range(1, 25)]


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Occasion]:
    with open_store(data_dir=tmp_path_factory.mktemp("weeks")) as store:
        save_weeks(store, 40)
        return store.history.of_person(1)


def test_a_plot_for_everything_that_can_be_told() -> None:
    words = quantities_of(OCCASIONS, RULES, one_kind=False)
    plots = plots_data(OCCASIONS, FLAGGED, words[FLAGGED])
    assert [plot["title"] for plot in plots] == [
        "Date",
        "Time of day",
        "Task",
        "Load carried, kg",
        "Pain before, 0 to 10",
        "Pain after, 0 to 10",
    ]
    assert [len(plot["points"]) for plot in plots] == [24, 24, 12, 0, 24, 24]
    assert plots[2]["shown"] == "12 recordings · 12 without this told"
    assert {plot["y_top"] for plot in plots} == {100.0}


def test_recordings_in_which_nothing_was_found_have_a_scale_too() -> None:
    empty = [replace(one, moments=()) for one in OCCASIONS]
    moments = Quantity(QuantityKind.MOMENTS)
    plots = plots_data(empty, moments, quantities_of(empty, RULES, one_kind=False)[moments])
    assert {plot["y_top"] for plot in plots} == {1.0}


def test_a_point_says_what_it_is_a_count_of() -> None:
    words = quantities_of(OCCASIONS, RULES, one_kind=False)
    date = plots_data(OCCASIONS, FLAGGED, words[FLAGGED])[0]
    assert date["points"][2]["name"] == "clip 3, 2026-10-03: 1 of 2 moments (50 %)"


def test_the_table_behind_a_plot_says_the_same() -> None:
    words = quantities_of(OCCASIONS, RULES, one_kind=False)
    date, times, *_, after = plots_data(OCCASIONS, FLAGGED, words[FLAGGED])
    assert date["table"]["rows"] == [["October 2026", "24", "48", "17 %", "0 % – 50 %"]]
    assert [row[0] for row in times["table"]["rows"]] == ["morning", "evening"]
    assert after["table"]["rows"] == [
        ["2", "16", "32", "0 %", "0 % – 0 %"],
        ["6", "8", "16", "50 %", "50 % – 50 %"],
    ]
    for plot in (date, times, after):
        assert sum(int(row[1]) for row in plot["table"]["rows"]) == len(plot["points"])


def test_lengths_are_offered_for_one_movement_alone() -> None:
    assert Quantity(QuantityKind.DURATION) not in quantities_of(OCCASIONS, RULES, one_kind=False)
    assert Quantity(QuantityKind.DURATION) in quantities_of(OCCASIONS, RULES, one_kind=True)


def test_a_measure_is_told_in_the_unit_of_its_rule() -> None:
    words = quantities_of(OCCASIONS, RULES, one_kind=False)[Quantity(QuantityKind.MEASURED, "abrupt_twist")]
    assert words.tell(63.4) == "63°/s"
    assert words.axis == "°/s"


def test_a_trend_is_told_with_its_interval_or_not_at_all() -> None:
    many = together_words(plotted(OCCASIONS, FLAGGED, Against.PAIN_AFTER))
    assert many.startswith("Higher went with higher, over 24 days (rank correlation +1.00 [+")
    few = together_words(plotted(OCCASIONS[:6], FLAGGED, Against.PAIN_AFTER))
    assert few.startswith("No trend is worked out: it takes 10 days with both told, there are 6.")
    assert together_words(plotted(OCCASIONS, FLAGGED, Against.TASK)) == ""


def test_what_is_left_out_is_said() -> None:
    assert left_out_words(plotted(OCCASIONS, FLAGGED, Against.DATE)) == ""
    assert left_out_words(plotted(OCCASIONS, FLAGGED, Against.TASK)) == " · 12 without this told"


def test_the_flare_table_counts_and_says_when_days_are_few(weeks: Sequence[Occasion]) -> None:
    markup = flare_markup(flare_table(OCCASIONS[:9]), RULES)
    assert "Days pain rose (3 days)" in markup
    assert "Other days (6 days)" in markup
    assert "3 of 6 (50 %)" in markup
    assert markup.count("counted only") == 2
    assert "% of pairs" not in markup
    assert "% of pairs, ties by half [" in flare_markup(flare_table(weeks), RULES)


def test_nothing_claims_a_cause(weeks: Sequence[Occasion]) -> None:
    words = quantities_of(weeks, RULES, one_kind=True)
    said = [flare_markup(flare_table(weeks), RULES), *(row_words(row) for row in flare_table(weeks).rows)]
    for quantity, named in words.items():
        for plot in plots_data(weeks, quantity, named):
            said += [plot["label"], plot["sentence"], plot["shown"]]
    for text in said:
        assert not re.search(r"\b(cause[sd]?|because of|leads? to|risk|better|worse|due to)\b", text), text
    assert "does not say what caused what" in NO_CAUSE
