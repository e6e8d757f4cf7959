"""The rows of frames that were passed over, from those on either side at which the pose model looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from transitions.pose.detection import Detection


@dataclass(frozen=True)
class PassedOver:
    """A frame that was not looked at: the numbers of the two beside it that were, and how far it lies between."""

    before: int
    after: int
    share: float


def frames_passed_over(looked_at: Sequence[int], t_s: Sequence[float]) -> dict[int, PassedOver]:
    """By number, those between the frames that were looked at; `t_s` holds the time of each."""
    return {
        number: PassedOver(before, after, (t_s[number] - t_s[before]) / (t_s[after] - t_s[before]))
        for before, after in pairwise(looked_at)
        for number in range(before + 1, after)
    }


def with_rows_between(
    rows: Mapping[int, Detection], looked_at: Sequence[int], t_s: Sequence[float]
) -> dict[int, Detection]:
    """One person's rows by frame number, and those of frames passed over between two in which they were seen.

    A single look that slipped is left out and laid between its neighbours as well: seen at every frame it would be
    one row, which `kinematics.repair` undoes; here its neighbours' rows would hold it, too.
    """
    slips = set(_slips(rows, looked_at))
    sound = [number for number in looked_at if number not in slips]
    between = {
        number: rows[frame.before].towards(rows[frame.after], frame.share)
        for number, frame in frames_passed_over(sound, t_s).items()
        if frame.before in rows and frame.after in rows
    }
    return {**rows, **between}


def _slips(rows: Mapping[int, Detection], looked_at: Sequence[int]) -> list[int]:
    """Looks beside frames that were passed over which lie far from the looks on both sides, who agree."""
    return [
        now
        for before, now, after in zip(looked_at, looked_at[1:], looked_at[2:], strict=False)
        if after - before > 2
        and all(number in rows for number in (before, now, after))
        and rows[now].is_far(rows[before])
        and rows[now].is_far(rows[after])
        and not rows[before].is_far(rows[after])
    ]
