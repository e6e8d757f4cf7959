"""Somebody followed with the light model: where a transition may be going on."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from dips import START_S, WAY_S, dip
from rendered import TURN
from stored_pose import stored_pose
from test_invariance import CLIPS

from transitions.errors import Cancelled, ResultsError
from transitions.series import INDEX, PoseSeries
from transitions.survey.follow import Followed, follow, read_movement
from transitions.video import open_clip


def seldom(pose: PoseSeries, every: int = 4) -> PoseSeries:
    """The pose at a few rows a second, without pictures: what following leaves of it."""
    rows = slice(None, None, every)
    parts = {name: getattr(pose, name)[rows] for name in ("t_s", "image_px", "world_m", "visibility")}
    return PoseSeries(**parts, width_px=pose.width_px, height_px=pose.height_px)


@pytest.mark.parametrize("name", [name for name, found in CLIPS.items() if found])
def test_every_moment_of_a_transition_may_be_one_but_for_its_edges(name: str) -> None:
    followed = read_movement(seldom(stored_pose(name)))
    for _, start_s, end_s in CLIPS[name]:
        margin_s = min(0.3, 0.25 * (end_s - start_s))
        inside = (followed.t_s > start_s + margin_s) & (followed.t_s < end_s - margin_s)
        assert followed.may_be[inside].mean() > 0.9


def test_who_sits_and_fidgets_makes_none() -> None:
    assert read_movement(seldom(stored_pose("idle"))).may_be.mean() < 0.1


def test_where_nobody_is_seen_it_cannot_be_told() -> None:
    pose = seldom(stored_pose("idle"))
    gone = pose.t_s > pose.t_s[-1] - 2.0
    lost = replace(pose, world_m=np.where(gone[:, None, None], np.nan, pose.world_m))
    followed = read_movement(lost)
    assert followed.may_be[followed.t_s > followed.t_s[-1] - 1.5].all()
    assert read_movement(replace(pose, world_m=np.full_like(pose.world_m, np.nan))).may_be.all()


def test_shoulders_far_round_may_be_a_turn_though_the_networks_know_none() -> None:
    pose = seldom(stored_pose("idle"))
    round_ = (pose.t_s > 2.0) & (pose.t_s < 4.0)
    angle = math.radians(30.0)
    turn = np.array(
        [[math.cos(angle), 0, math.sin(angle)], [0, 1, 0], [-math.sin(angle), 0, math.cos(angle)]]
    )
    world_m = np.array(pose.world_m)
    shoulders = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
    middle = world_m[:, shoulders].mean(axis=1, keepdims=True)
    turned = (world_m[:, shoulders] - middle) @ turn.T + middle
    world_m[:, shoulders] = np.where(round_[:, None, None], turned, world_m[:, shoulders])
    followed = read_movement(replace(pose, world_m=world_m))
    assert followed.may_be[(followed.t_s > 2.3) & (followed.t_s < 3.7)].all()


def test_hips_that_go_down_and_up_may_touch_a_seat_though_the_networks_know_no_touch() -> None:
    followed = read_movement(seldom(dip(1.0), 6))
    inside = (followed.t_s > START_S + 0.4) & (followed.t_s < START_S + 2 * WAY_S - 0.2)
    assert followed.may_be[inside].all()
    assert not followed.may_be[followed.t_s < START_S - 0.5].any()


def test_a_clip_is_followed_through_its_pictures(tmp_path: Path) -> None:
    reader = open_clip(TURN)
    told: list[float] = []
    followed = follow(reader, 0.0, reader.facts.duration_s, None, on_moved=told.append)
    assert followed.may_be.any()
    assert 4.0 < len(told) / reader.facts.duration_s < 12.0
    followed.save(tmp_path / "kept.npz")
    kept = Followed.load(tmp_path / "kept.npz")
    assert kept.t_s.tolist() == followed.t_s.tolist()
    assert kept.spells() == followed.spells()
    assert len(kept.spells()) == followed.may_be.sum()


def test_a_stop_is_heeded_and_a_damaged_piece_is_named(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        follow(open_clip(TURN), 0.0, 2.0, None, cancelled=lambda: True)
    (tmp_path / "follow_0.npz").write_bytes(b"half")
    with pytest.raises(ResultsError, match="follow_0"):
        Followed.load(tmp_path / "follow_0.npz")
