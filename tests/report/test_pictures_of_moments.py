"""Pictures of moments: cut to the person, the face gone, small whatever is in them."""

from __future__ import annotations

import base64
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from media import even_times, write_clip
from PIL import Image
from reported import busy_run, grainy_clip, reported_reach

from transitions.report.document import Still
from transitions.report.moment_pictures import LONGEST_SIDE_PX, MOST_BYTES, MomentPictures
from transitions.report.recorded import Recorded


def pixels(still: Still | None) -> np.ndarray:
    assert still is not None
    return np.asarray(Image.open(BytesIO(base64.b64decode(still.data))), float)


def test_a_picture_is_of_the_person_and_says_what_it_shows() -> None:
    recorded = reported_reach()
    still = MomentPictures(recorded, show_faces=False).at(1.42, "Reaching")
    assert still is not None
    assert still.width_px < recorded.run.clip.width
    assert max(still.width_px, still.height_px) <= LONGEST_SIDE_PX
    assert still.alt == "Reaching at 0:01.4, with the skeleton drawn, the face made unrecognisable"


def test_the_hardest_picture_is_small_all_the_same(tmp_path: Path) -> None:
    run = busy_run(1)
    noise = np.random.default_rng(0).integers(0, 256, (960, 1280, 3), np.uint8)
    clip = write_clip(tmp_path / "noise.mp4", [noise] * 30, even_times(30), options={"crf": "1"})
    still = MomentPictures(Recorded(replace(run, kinematics=None), clip), show_faces=True).at(0.5, "Noise")
    assert still is not None
    assert len(base64.b64decode(still.data)) <= MOST_BYTES


@pytest.mark.parametrize("show_faces", [False, True])
def test_without_a_pose_the_whole_picture_goes_unless_faces_are_shown(
    tmp_path: Path, show_faces: bool
) -> None:
    run = busy_run(1)
    recorded = Recorded(replace(run, kinematics=None), grainy_clip(tmp_path / "grain.mp4", run))
    still = MomentPictures(recorded, show_faces=show_faces).at(0.5, "Somebody")
    assert still is not None
    assert "without a skeleton" in still.alt
    assert bool(pixels(still).std(axis=(0, 1)).max() > 16) is show_faces


def test_a_file_that_is_no_film_gives_no_pictures(tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_bytes(b"no film")
    pictures = MomentPictures(Recorded(busy_run(1), tmp_path / "notes.mp4"), show_faces=False)
    assert pictures.missing
    assert pictures.at(0.5, "Somebody") is None
