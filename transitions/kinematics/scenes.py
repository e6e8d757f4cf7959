"""The curves of a clip's scenes as one: derived each by itself, so that none reaches across a cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from transitions.kinematics.derive import frame_rate_of
from transitions.series import Curve, Kinematics, PoseSeries, Reasons


def joined_scenes(scenes: Sequence[Kinematics], pose: PoseSeries) -> Kinematics:
    """One `Kinematics` of a pose whose scenes were derived one by one.

    Parameters
    ----------
    scenes : one for each of `pose.scenes`. pose : as it was given, not repaired.

    Returns
    -------
    That of the only scene as it is; of several every row as its own scene has it, the frame rate of the whole clip and
    the median of the standing heights (NaN where none is known).
    """
    if len(scenes) == 1:
        return scenes[0]
    heights = [each.standing_height for each in scenes if np.isfinite(each.standing_height)]
    return Kinematics(
        t_s=pose.t_s,
        pose=replace(
            pose,
            image_px=np.concatenate([each.pose.image_px for each in scenes]),
            world_m=np.concatenate([each.pose.world_m for each in scenes]),
            visibility=np.concatenate([each.pose.visibility for each in scenes]),
        ),
        curves={name: _joined([each[name] for each in scenes]) for name in scenes[0].curves},
        view_angle_deg=np.concatenate([each.view_angle_deg for each in scenes]),
        frame_rate_hz=frame_rate_of(pose.t_s),
        standing_height=float(np.median(heights)) if heights else float("nan"),
    )


def _joined(parts: Sequence[Curve]) -> Curve:
    """One curve after the other, with the reasons of each."""
    return Curve(
        np.concatenate([part.value for part in parts]),
        np.concatenate([part.u for part in parts]),
        np.concatenate([part.valid for part in parts]),
        parts[0].unit,
        _joined_reasons(parts),
    )


def _joined_reasons(parts: Sequence[Curve]) -> Reasons | str | None:
    told = [part.reasons for part in parts]
    if all(isinstance(reasons, str | None) and reasons == told[0] for reasons in told):
        return told[0]
    texts: list[str] = []
    codes = []
    for part in parts:
        code = np.zeros(len(part.valid), dtype=np.uint8)
        if isinstance(part.reasons, Reasons):
            number = np.array([0, *(_place(text, texts) for text in part.reasons.texts)], dtype=np.uint8)
            code = number[part.reasons.code]
        elif part.reasons is not None:
            code[~part.valid] = _place(part.reasons, texts)
        codes.append(code)
    return Reasons(tuple(texts), np.concatenate(codes))


def _place(text: str, texts: list[str]) -> int:
    """Number of a sentence, from 1; a new one is added."""
    if text not in texts:
        texts.append(text)
    return 1 + texts.index(text)
