"""The pictures of a skim: which come, and what they show."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from media import even_times, read_number, write_clip, write_numbered_clip

from transitions.video import open_clip
from transitions.video.picture import Size


@pytest.mark.parametrize(
    ("codec", "b_frames", "fps"),
    [("libx265", 4, 30.0), ("libx264", 4, 30.0), ("libx264", 16, 8.0)],
)
def test_a_skim_meets_its_step_however_pictures_are_built_on_one_another(
    tmp_path: Path, codec: str, b_frames: int, fps: float
) -> None:
    pyramid = {
        "libx265": {"x265-params": "log-level=none:b-adapt=0:b-pyramid=1:ref=4"},
        "libx264": {"b_strategy": "0"},
    }
    path = write_numbered_clip(
        tmp_path / "c.mp4",
        count=120,
        fps=fps,
        codec=codec,
        b_frames=b_frames,
        gop=120,
        options=pyramid[codec],
    )
    seen = list(open_clip(path).skim(0.0, 120 / fps, 0.3))
    assert [read_number(glance.rgb((96, 64))) for glance in seen] == [
        round(glance.t_s * fps) for glance in seen
    ]
    apart_s = np.diff([glance.t_s for glance in seen])
    assert 0.15 <= apart_s.min() <= apart_s.max() <= 0.7


@pytest.mark.parametrize("size", [(854, 480), (1280, 720), (318, 178)])
def test_a_picture_of_a_skim_shows_the_mean_of_what_its_cells_cover(tmp_path: Path, size: Size) -> None:
    chance = np.random.default_rng(1)
    rough = chance.integers(0, 255, (size[1] // 20 + 1, size[0] // 20 + 1)).astype(np.uint8)
    luma = np.asarray(cv2.resize(rough, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    picture = np.repeat(luma[:, :, None], 3, axis=2)
    path = write_clip(tmp_path / "rough.mp4", [picture] * 3, even_times(3, 30))

    glance = next(open_clip(path).skim(0.0, 1.0))

    whole = np.frombuffer(memoryview(glance.decoded.planes[0]), np.uint8)
    whole = whole.reshape(size[1], -1)[:, : size[0]]
    grey = glance.grey(240)
    means = cv2.resize(whole, grey.shape[::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(grey.astype(float) - means).mean() < 1.0
