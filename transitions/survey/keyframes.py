"""Where key pictures alone show that nothing moved, nothing else is decoded.

Many cameras write a key picture every second. A reach out and back takes longer than that, so that one of them shows
it; decoding them alone costs a thirtieth of decoding all. Where they lie farther apart nothing is spared.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from transitions.errors import Cancelled
from transitions.pose.picture_change import Relief, changed_cells, relief
from transitions.survey.change import GREY_SIDE_PX, largest_group
from transitions.video import ClipReader

NEAR_S = 1.1
"""Between key pictures farther apart than this a quick reach out and back can hide."""

KEY_SHARE = 0.001
"""A changed group of this share of the picture is looked into: a hand of somebody a third of its height."""

MARGIN_S = 1.5
"""How far about a change it is looked into."""

AT_LEAST_EVERY_S = 60.0
"""How often it is looked whether somebody is there at all."""

GLIMPSE_S = 0.05

Spans = list[tuple[float, float]]
Changes = list[tuple[float, float, float, float]]
"""Of each picture its time and the three shares that `Looks` keeps."""


def worth_skimming(
    reader: ClipReader, start_s: float, end_s: float, cancelled: Callable[[], bool] | None
) -> tuple[Spans, Changes]:
    """The spans of start_s <= t < end_s in which more than key pictures must be looked at, in order.

    Returns
    -------
    spans, and what the key pictures between them showed: (time, NaN, share of the largest changed group, 0).
    """
    spans: Spans = []
    changes: Changes = []
    anchor: Relief | None = None
    last_s, glimpsed_s = start_s, -np.inf
    for glance in reader.skim(start_s, end_s, keyframes_only=True):
        if cancelled is not None and cancelled():
            raise Cancelled("The analysis was stopped.")
        if glance.t_s - last_s > NEAR_S:
            if not changes and glance.t_s - start_s > 2 * NEAR_S:
                return [(start_s, end_s)], []  # written this far apart from the start: no use to go on
            spans.append((last_s, glance.t_s))
        now = relief(glance.grey(GREY_SIDE_PX))
        share = 1.0 if anchor is None or anchor.shape != now.shape else _changed_share(anchor, now)
        changes.append((glance.t_s, float("nan"), share, 0.0))
        if share >= KEY_SHARE:
            spans.append((last_s - MARGIN_S, glance.t_s + MARGIN_S))
            anchor = now
        elif glance.t_s - glimpsed_s >= AT_LEAST_EVERY_S:
            spans.append((glance.t_s, glance.t_s + GLIMPSE_S))
            glimpsed_s = glance.t_s
        last_s = glance.t_s
    if end_s - last_s > NEAR_S:
        spans.append((last_s, end_s))
    return _joined(spans, start_s, end_s), changes


def _changed_share(before: Relief, after: Relief) -> float:
    return largest_group(changed_cells(before, after))[0]


def _joined(spans: Spans, start_s: float, end_s: float) -> Spans:
    joined: Spans = []
    for from_s, to_s in sorted((max(start_s, from_s), min(end_s, to_s)) for from_s, to_s in spans):
        if joined and from_s <= joined[-1][1] + MARGIN_S:
            joined[-1] = (joined[-1][0], max(joined[-1][1], to_s))
        elif to_s > from_s:
            joined.append((from_s, to_s))
    return joined
