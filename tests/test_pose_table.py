"""A pose is the same as columns of a table, in however many chunks its pictures are kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from transitions import columns, pose_table
from transitions.pose_table import as_column, pose_columns, pose_of
from transitions.series import PoseSeries

FRAMES = 23
MASK_BYTES = 32 * 32


def posed() -> PoseSeries:
    rng = np.random.default_rng(5)
    return PoseSeries(
        t_s=np.arange(FRAMES) / 30.0,
        image_px=rng.uniform(0, 640, (FRAMES, 33, 3)),
        world_m=rng.normal(0, 0.5, (FRAMES, 33, 3)),
        visibility=rng.uniform(0, 1, (FRAMES, 33)),
        width_px=640,
        height_px=480,
        trunk_mask=rng.integers(0, 256, (FRAMES, 32, 32), dtype=np.uint8),
        surroundings=rng.integers(0, 256, (FRAMES, 6, 18), dtype=np.uint8),
    )


@pytest.mark.parametrize(
    ("most_bytes", "chunks"), [(1 << 28, 1), (7 * MASK_BYTES, 4), (MASK_BYTES, 23), (1, 23)]
)
def test_more_pictures_than_32_bits_count_are_kept_in_chunks(
    monkeypatch: pytest.MonkeyPatch, most_bytes: int, chunks: int
) -> None:
    monkeypatch.setattr(pose_table, "MOST_BYTES", most_bytes)
    pose = posed()
    table = pa.table({columns.TIME: as_column(pose.t_s)} | pose_columns(pose))
    assert table[columns.TRUNK_MASK].num_chunks == chunks
    kept = pose_of(table)
    for pictures, theirs in ((pose.trunk_mask, kept.trunk_mask), (pose.surroundings, kept.surroundings)):
        assert pictures is not None
        assert theirs is not None
        assert np.array_equal(theirs, pictures)


def test_which_frames_were_looked_at_is_kept_where_it_is_known() -> None:
    looked_at = np.arange(FRAMES) % 3 == 0
    known, unknown = (
        pose_of(pa.table({columns.TIME: as_column(pose.t_s)} | pose_columns(pose))).looked_at
        for pose in (replace(posed(), looked_at=looked_at), posed())
    )
    assert known is not None
    assert np.array_equal(known, looked_at)
    assert unknown is None


def test_a_table_without_pictures_has_none() -> None:
    pose = replace(posed(), trunk_mask=None, surroundings=None)
    kept = pose_of(pa.table({columns.TIME: as_column(pose.t_s)} | pose_columns(pose)))
    assert kept.trunk_mask is None
    assert kept.surroundings is None


def test_a_chunk_stays_below_what_32_bits_count() -> None:
    assert pose_table.MOST_BYTES < 2**31
