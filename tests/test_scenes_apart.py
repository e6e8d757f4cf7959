"""Nothing is measured, found or judged across a cut; what lies on either side of it is as it were alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from media import write_clip
from rendered import STOOP, TURN, RenderedFrame, frames, halved
from stored_pose import judged, stored_pose

from transitions.day import states_of_parts
from transitions.following.follow import follow_person
from transitions.judgement import judge
from transitions.kinematics.derive import derive
from transitions.pose import estimate_poses
from transitions.pose.landmark_files import read_landmarks
from transitions.rules import all_rules
from transitions.series import FloatArray, PoseSeries
from transitions.series_file import read_series, write_series
from transitions.video import open_clip

ARRAYS = ("image_px", "world_m", "visibility", "silhouette", "trunk_mask", "camera_shift_px")


def rows(pose: PoseSeries, start_s: float, end_s: float) -> PoseSeries:
    first, last = np.searchsorted(pose.t_s, [start_s, end_s])
    kept: dict[str, Any] = {
        name: None if getattr(pose, name) is None else getattr(pose, name)[first:last] for name in ARRAYS
    }
    return replace(pose, t_s=pose.t_s[first:last], **kept)


def one_after_the_other(*parts: PoseSeries) -> PoseSeries:
    """The parts as scenes of one clip, each a frame after the one before."""
    times: list[FloatArray] = []
    starts_s = []
    for part in parts:
        from_s = times[-1][-1] + 1 / 30 if times else 0.0
        times.append(part.t_s - part.t_s[0] + from_s)
        starts_s.append(float(from_s))
    kept: dict[str, Any] = {
        name: None
        if any(getattr(part, name) is None for part in parts)
        else np.concatenate([getattr(part, name) for part in parts])
        for name in ARRAYS
    }
    return replace(parts[0], t_s=np.concatenate(times), scene_starts_s=tuple(starts_s[1:]), **kept)


RISE = stored_pose("rise_and_sit")
ALONE = judged(RISE)
RISES, SITS = ALONE.segments[0], ALONE.segments[-1]
STANDS = (RISES.end_s + SITS.start_s) / 2


@pytest.fixture(scope="module")
def cut() -> PoseSeries:
    """Somebody stands in one scene and sits in the next one, by a cut between: they never sat down."""
    standing = rows(RISE, 0.0, STANDS)
    seated = rows(RISE, 0.0, RISES.start_s)
    return one_after_the_other(standing, seated)


def test_nothing_is_found_across_a_cut_and_what_lies_beside_it_is(cut: PoseSeries) -> None:
    run = judged(cut)
    assert [segment.kind for segment in run.segments] == [RISES.kind]
    (start_s,) = cut.scene_starts_s
    assert run.segments[0].end_s <= start_s
    assert [w for w in run.quality.warnings if "Another scene begins" in w] == [
        f"Another scene begins at {start_s:.1f} s; nothing is found or judged across the cut."
    ]


def test_each_scene_has_the_curves_it_has_alone(cut: PoseSeries) -> None:
    whole = judge(cut, all_rules()).kinematics
    rows_of = 0
    for scene in cut.scenes:
        alone = derive(scene)
        part = slice(rows_of, rows_of + len(scene))
        rows_of = part.stop
        for name, curve in alone.curves.items():
            assert np.array_equal(whole[name].value[part], curve.value, equal_nan=True), name
            assert whole[name].reason_in(part) == curve.reason, name
        assert np.array_equal(whole.pose.world_m[part], alone.pose.world_m, equal_nan=True)
    assert rows_of == len(whole.t_s)


def test_segments_of_all_scenes_are_numbered_through_with_their_findings() -> None:
    run = judged(one_after_the_other(RISE, RISE))
    assert [one.id for one in run.segments] == [f"s{n}" for n in range(1, 2 * len(ALONE.segments) + 1)]
    assert [one.kind for one in run.segments] == 2 * [one.kind for one in ALONE.segments]
    assert [(f.rule, f.result) for f in run.findings] == 2 * [(f.rule, f.result) for f in ALONE.findings]
    values = [
        np.nan if f.value is None else f.value for f in (*run.findings, *ALONE.findings, *ALONE.findings)
    ]
    assert values[: len(run.findings)] == pytest.approx(values[len(run.findings) :], nan_ok=True)
    assert {f.segment_id for f in run.findings} <= {one.id for one in run.segments}


def test_a_scene_of_a_frame_or_two_is_no_trouble() -> None:
    run = judged(one_after_the_other(RISE, rows(RISE, 1.0, 1.05), rows(RISE, 2.0, 2.02), RISE))
    assert [one.kind for one in run.segments] == 2 * [one.kind for one in ALONE.segments]


def test_where_a_scene_begins_is_kept_with_the_curves(cut: PoseSeries, tmp_path: Path) -> None:
    path = tmp_path / "series.parquet"
    write_series(judge(cut, all_rules()).kinematics, path)
    assert read_series(path).pose.scene_starts_s == cut.scene_starts_s
    assert read_landmarks(path).scene_starts_s == cut.scene_starts_s
    (start_s,) = cut.scene_starts_s
    assert read_series(path, start_s, start_s + 1.0).pose.scene_starts_s == ()
    assert read_series(path, start_s - 0.5, start_s + 0.5).pose.scene_starts_s == (start_s,)


def test_a_posture_may_be_another_behind_a_cut(cut: PoseSeries) -> None:
    duration_s = float(cut.t_s[-1])
    run = judged(cut)
    states = states_of_parts([derive(cut).pose], run.segments, duration_s).stretches
    assert states[-1].start_s == pytest.approx(cut.scene_starts_s[0], abs=0.3)


def in_a_row(first: int, second: int) -> list[RenderedFrame]:
    """So many frames of somebody seen from the side who stoops, then of somebody else who faces the camera."""
    one, other = frames(STOOP, last=first), frames(TURN, last=second)
    height, width = one[0].rgb.shape[:2]
    start_s = one[-1].t_s + 1 / 30
    fitted = [np.asarray(cv2.resize(f.rgb, (width, height)), np.uint8) for f in other]
    return [
        *one,
        *(RenderedFrame(start_s + f.t_s, rgb) for f, rgb in zip(other, fitted, strict=True)),
    ]


@pytest.mark.slow
def test_a_clip_joined_from_two_shows_what_each_shows() -> None:
    joined = in_a_row(1000, 1000)
    start_s = frames(STOOP)[-1].t_s + 1 / 30
    pose = estimate_poses(joined, model="lite")
    assert pose.scene_starts_s == (start_s,)
    run = judged(pose)
    assert all(segment.end_s <= start_s or segment.start_s >= start_s for segment in run.segments)
    assert any(segment.kind == "pick_up" and segment.end_s <= start_s for segment in run.segments)


@pytest.mark.slow
@pytest.mark.parametrize("first", [77, 79, 86, 92], ids=str)
def test_a_cut_where_two_stretches_join_is_told_as_in_one_piece(first: int, tmp_path: Path) -> None:
    """Six seconds over two processes: what both look at is from 2.6 to 3.1 s, and the cut about there."""
    given = in_a_row(first, 180 - first)
    times_s = [number / 30 for number in range(len(given))]
    path = write_clip(tmp_path / "joined.mp4", [halved(frame.rgb) for frame in given], times_s)
    alone, shared = (follow_person(open_clip(path), processes=n, model="lite") for n in (1, 2))
    assert alone.scene_starts_s == pytest.approx([first / 30], abs=0.002)
    assert shared.scene_starts_s == alone.scene_starts_s
