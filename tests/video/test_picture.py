"""How large pictures become, and what is left in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from media import write_clip

from transitions.video import fit_within, open_clip
from transitions.video.picture import Size, pose_size


def test_fit_within_never_enlarges() -> None:
    assert fit_within((3840, 2160), 1280) == (1280, 720)
    assert fit_within((1080, 1920), 1280) == (720, 1280)
    assert fit_within((640, 480), 1280) == (640, 480)


@pytest.mark.parametrize(
    ("size", "given"),
    [
        ((1920, 1080), (960, 540)),
        ((1088, 1920), (544, 960)),
        ((3840, 2160), (1280, 720)),
        ((1281, 721), (1280, 720)),  # halved, too little would be left
        ((1280, 720), (1280, 720)),
        ((640, 480), (640, 480)),
    ],
)
def test_the_pose_model_gets_a_whole_fraction_of_a_large_picture(size: Size, given: Size) -> None:
    assert pose_size(size) == given


@pytest.mark.parametrize("times", [2, 3])
def test_a_picture_shrunk_by_plane_is_the_mean_of_its_pixels(tmp_path: Path, times: int) -> None:
    width, height = 96 * times, 66 * times
    wave = np.sin(np.arange(width)[None] / 17) + np.cos(np.arange(height)[:, None] / 11)
    picture = (128 + 50 * wave)[:, :, None].repeat(3, axis=2).astype(np.uint8)
    path = write_clip(tmp_path / "c.mp4", [picture] * 3, [0.0, 0.1, 0.2])
    reader = open_clip(path)
    small = next(iter(reader.read(size=(96, 66)))).rgb
    means = picture.reshape(66, times, 96, times, 3).mean(axis=(1, 3))
    np.testing.assert_allclose(small, means, atol=5)
