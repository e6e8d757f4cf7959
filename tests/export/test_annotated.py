"""The annotated video, written from real encoded clips and decoded again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from kinematics_of import kinematics_of, times_s
from media import even_times, write_clip

from transitions.errors import Cancelled
from transitions.export import overlay
from transitions.export.annotated import Painter, write_annotated
from transitions.model import Clip, Finding, Provenance, Quality, Result, Run, Segment, Severity, View
from transitions.series import INDEX, FloatArray, Kinematics
from transitions.video import open_clip

REACH = Segment("reach", 0.2, 0.8, 0.9, {"grasp_s": 0.5}, side="left", id="s1")
FLAG = Finding(
    "s1",
    "abrupt_twist",
    Result.OBSERVED,
    Severity.SEVERE,
    140.0,
    "deg/s",
    90.0,
    9.0,
    0.5,
    None,
    "Quick twist",
    "-",
)

# Where the left and the right thigh are, as shares of the picture's width and height.
LEFT_HIP, LEFT_KNEE = (0.55, 0.55), (0.55, 0.75)
RIGHT_HIP, RIGHT_KNEE = (0.45, 0.55), (0.45, 0.75)


def _kinematics(width: int, height: int, count: int) -> Kinematics:
    """Somebody of whom only the thighs are seen; the left one nearer."""
    made = kinematics_of(times_s(count / 30), {})
    points = np.full((33, 3), np.nan)
    for name, (x, y), depth in (
        ("left_hip", LEFT_HIP, -9),
        ("left_knee", LEFT_KNEE, -9),
        ("right_hip", RIGHT_HIP, 9),
        ("right_knee", RIGHT_KNEE, 9),
    ):
        points[INDEX[name]] = (x * width, y * height, depth)
    points[INDEX["left_shoulder"], 2] = points[INDEX["right_shoulder"], 2] = 0
    image = np.repeat(points[None], count, axis=0)
    return replace(made, pose=replace(made.pose, image_px=image, width_px=width, height_px=height))


def _run(width: int = 320, height: int = 240, count: int = 30) -> Run:
    return Run(
        clip=Clip("c.mp4", "0" * 64, count / 30, width, height, count),
        provenance=Provenance("0", "full", "0", "0", "2026-01-01T00:00:00Z"),
        quality=Quality(1.0, View.SIDE, 90.0, 1),
        segments=(REACH,),
        findings=(FLAG,),
        kinematics=_kinematics(width, height, count),
    )


def _grey(width: int, height: int) -> overlay.RgbImage:
    return np.full((height, width, 3), 120, np.uint8)


def _colour_between(picture: overlay.RgbImage, a: tuple[float, float], b: tuple[float, float]) -> FloatArray:
    height, width = picture.shape[:2]
    x, y = (a[0] + b[0]) / 2 * width, (a[1] + b[1]) / 2 * height
    colour: FloatArray = picture[round(y), round(x)].astype(float)
    return colour


def test_every_frame_is_written_at_its_time_with_the_bones_drawn(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "c.mp4", [_grey(320, 240)] * 30, even_times(30))
    done: list[int] = []
    write_annotated(clip, _run(), tmp_path / "out.mp4", on_progress=done.append)
    frames = list(open_clip(tmp_path / "out.mp4").read())
    assert done == list(range(1, 31))
    np.testing.assert_allclose([frame.t_s for frame in frames], even_times(30), atol=1e-4)
    left = _colour_between(frames[15].rgb, LEFT_HIP, LEFT_KNEE)
    right = _colour_between(frames[15].rgb, RIGHT_HIP, RIGHT_KNEE)
    assert left[2] > left[0] + 30, "the left thigh is blue"
    assert right[0] > right[2] + 30, "the right thigh is orange"


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "c.mp4", [_grey(320, 240)] * 30, even_times(30))
    done: list[int] = []
    with pytest.raises(Cancelled):
        write_annotated(
            clip, _run(), tmp_path / "out.mp4", on_progress=done.append, cancelled=lambda: len(done) == 5
        )
    assert done == [1, 2, 3, 4, 5]
    assert list(tmp_path.iterdir()) == [clip]


def test_bones_not_seen_are_not_drawn() -> None:
    run = _run()
    assert run.kinematics is not None
    hidden = np.ones((30, 33))
    hidden[:, INDEX["left_knee"]] = 0.1
    pose = replace(run.kinematics.pose, visibility=hidden)
    picture = _grey(320, 240)
    Painter(replace(run, kinematics=replace(run.kinematics, pose=pose)), 320, 240).draw(picture, 0.1)
    np.testing.assert_array_equal(_colour_between(picture, LEFT_HIP, LEFT_KNEE), [120, 120, 120])
    assert _colour_between(picture, RIGHT_HIP, RIGHT_KNEE)[0] > 150


@pytest.mark.parametrize("size", [(264, 480), (640, 480), (1080, 1920), (3840, 2160)])
def test_text_is_legible_on_white_at_any_size(size: tuple[int, int]) -> None:
    width, height = size
    picture = np.full((height, width, 3), 255, np.uint8)
    Painter(_run(width, height), width, height).draw(picture, 0.5)
    letters_px = max(11, min(height / 24, width / 26))
    bar = picture[-round(1.6 * letters_px) :, : width // 2].mean(axis=2)
    assert np.median(bar) < 70, "a dark ground"
    written = np.flatnonzero((bar > 130).any(axis=1))
    assert len(written) > 0.6 * letters_px, "letters as tall as the text size says"
    panel = picture[: round(4 * letters_px)].min(axis=2)
    assert (panel < 70).mean() > 0.2, "the panel is shaded too"


def test_every_text_colour_stands_out_from_a_panel_over_white() -> None:
    """WCAG 2 contrast of at least 4.5 to 1."""
    picture = np.full((10, 10, 3), 255, np.uint8)
    overlay.shade(picture, 0, 0, 10, 10)
    for colour in (overlay.WHITE, overlay.GREY, overlay.LEFT, overlay.RIGHT):
        assert (_luminance(colour) + 0.05) / (_luminance(picture[5, 5]) + 0.05) >= 4.5


def _luminance(colour: Sequence[int]) -> float:
    share = np.asarray(colour, float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def test_the_flag_shows_only_while_it_happens() -> None:
    painter = Painter(_run(), 320, 240)

    def severe_pixels(t_s: float) -> int:
        picture = _grey(320, 240)
        painter.draw(picture, t_s)
        return int((np.abs(picture.astype(int) - (235, 94, 85)).sum(axis=2) < 10).sum())

    assert severe_pixels(0.5) > 30
    assert severe_pixels(0.1) == 0
    assert severe_pixels(0.85) == 0


def test_the_panel_keeps_out_of_the_persons_way() -> None:
    run = _run()
    assert run.kinematics is not None
    for shift, emptier in ((-0.3, "right"), (0.3, "left")):
        image = run.kinematics.pose.image_px + np.array([shift * 320, 0, 0])
        moved = replace(run.kinematics, pose=replace(run.kinematics.pose, image_px=image))
        picture = _grey(320, 240)
        Painter(replace(run, kinematics=moved), 320, 240).draw(picture, 0.05)
        shaded = (picture[8:60] < 90).mean(axis=(0, 2))
        left, right = shaded[:100].mean(), shaded[220:].mean()
        assert (left > right) == (emptier == "left")


def test_faces_are_blurred_when_asked_for(tmp_path: Path) -> None:
    """Of the thighs alone no head can be placed: the whole frame goes, and the bones are drawn on what is left."""
    size = 320, 240
    noise = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), np.uint8)
    plain, hidden = (
        Painter(_run(*size), *size, blur_faces=blur).painted(noise, 0.5) for blur in (False, True)
    )
    background = np.s_[160:190, 20:60]
    assert plain[background].std() > 20
    assert hidden[background].std() < 20
    assert _colour_between(hidden, LEFT_HIP, LEFT_KNEE) == pytest.approx(overlay.LEFT, abs=8)
