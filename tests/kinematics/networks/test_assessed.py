"""Curves withheld in some rows, and what is then said of them and of the others."""

from __future__ import annotations

import numpy as np
import pytest

from transitions.kinematics.networks.assessed import not_assessable, withheld
from transitions.series import Curve, Reasons

VALUES = np.arange(4.0)
ROWS = np.array([False, True, True, False])
MISREAD = "The picture was misread."


def curve(valid: list[bool], reasons: Reasons | str | None) -> Curve:
    return Curve(VALUES, np.ones(4), np.array(valid), "deg", reasons)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        pytest.param(curve([True] * 4, None), [None, MISREAD, MISREAD, None], id="assessable throughout"),
        pytest.param(
            curve(
                [True, False, True, False], Reasons(("Far away.",), np.array([0, 1, 0, 1], dtype=np.uint8))
            ),
            [None, MISREAD, MISREAD, "Far away."],
            id="reasons by row",
        ),
        pytest.param(
            curve([True, True, True, False], "Hidden."), [None, MISREAD, MISREAD, "Hidden."], id="one reason"
        ),
        pytest.param(
            not_assessable(4, "deg", "No picture."),
            ["No picture.", MISREAD, MISREAD, "No picture."],
            id="never assessable",
        ),
    ],
)
def test_withheld_rows_say_so_and_the_others_what_they_said(before: Curve, said: list[str | None]) -> None:
    after = withheld(before, ROWS, MISREAD)
    np.testing.assert_array_equal(after.valid, before.valid & ~ROWS)
    assert np.isnan(after.value[ROWS]).all()
    assert [after.reason_in(slice(row, row + 1)) for row in range(4)] == said


def test_a_curve_withheld_nowhere_is_itself() -> None:
    whole = curve([True, True, True, False], "Hidden.")
    assert withheld(whole, np.zeros(4, dtype=bool), MISREAD) is whole
