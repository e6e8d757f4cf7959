"""One person through a clip, its stretches looked at by several processes at the same time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from math import inf

from transitions.errors import Cancelled
from transitions.following.helpers import Helper
from transitions.following.plan import ClipSpan, plan_spans, settle_s
from transitions.following.standby import dismiss_helpers
from transitions.following.task import Answer, StretchTask, carry_out
from transitions.pose.stretch import joined, pose_series
from transitions.series import PoseSeries
from transitions.video import ClipReader, merged_readings

_LISTEN_S = 0.1


def follow_person(
    reader: ClipReader,
    *,
    person: int = 1,
    model: str = "full",
    processes: int = 1,
    exhaustive: bool = False,
    on_frame: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PoseSeries:
    """Follow one person through a clip; afterwards `reader.reading` tells how it could be read.

    Parameters
    ----------
    processes : how many may work on it at once, this one included; clips too short to gain get fewer.

    Others, and the errors, are those of `pose.estimate_poses`; `HelperError` besides.
    """
    size = reader.pose_size
    span = ClipSpan(0.0, inf)
    whole = StretchTask(reader.path, reader.name, reader.facts, span, size, model, person, exhaustive)
    spans = plan_spans(reader.facts.duration_s, reader.facts.frame_rate_hz, processes)
    answers = _answers([replace(whole, span=span) for span in spans], on_frame, cancelled)
    stretch = joined([answer.stretch for answer in answers])
    if stretch is None:
        # Shorter than its header says, an index that leads elsewhere, somebody not found again behind a cut: the
        # clip is looked at in one piece.
        answers = [carry_out(whole, on_frame, cancelled)]
        stretch = answers[0].stretch
    reader.reading = merged_readings([answer.reading for answer in answers])
    return pose_series(stretch, person=person, scale=size[0] / reader.size[0])


def _answers(
    tasks: list[StretchTask], on_frame: Callable[[int], None] | None, cancelled: Callable[[], bool] | None
) -> list[Answer]:
    """The first task carried out here, the others by helpers meanwhile."""
    with ExitStack() as stack:
        helpers = [stack.enter_context(Helper(task)) for task in tasks[1:]]
        dismiss_helpers()
        rate_hz = tasks[0].facts.frame_rate_hz
        settling = round(settle_s(rate_hz) * rate_hz)

        def tell(own_done: int) -> None:
            if on_frame is not None:
                on_frame(own_done + sum(max(0, helper.frames_done - settling) for helper in helpers))

        def stops() -> bool:
            for helper in helpers:
                helper.answer()
            return cancelled is not None and cancelled()

        answers = [carry_out(tasks[0], tell, stops)]
        for helper in helpers:
            while (answer := helper.answer(_LISTEN_S)) is None:
                tell(len(answers[0].stretch))
                if cancelled is not None and cancelled():
                    raise Cancelled("The analysis was stopped.")
            answers.append(answer)
        return answers
