"""The camera's own motion: read within two pixels from real decoded pictures, and nothing read into a still camera."""

from __future__ import annotations

import time

import numpy as np
import pytest
from rendered import STOOP, TURN, RenderedFrame, changed, frames
from stored_pose import judged

from transitions.pose import estimate_poses
from transitions.pose.camera_motion import CameraMotion
from transitions.pose.framing import camera_travel_share
from transitions.series import FloatArray, PoseSeries

T_S = np.arange(60) / 30.0
PAN_PX = np.column_stack([60 * (1 - np.cos(1.5 * T_S)) / 2, 20 * np.sin(2 * T_S)])
SHAKE_PX = np.column_stack([8 * np.sin(19 * T_S), 6 * np.sin(27 * T_S)])
STILL_PX = np.zeros((60, 2))


def swept(given: list[RenderedFrame], shift_px: np.ndarray) -> tuple[list[RenderedFrame], np.ndarray]:
    """The frames seen through a window that moves so that the picture shifts; whole pixels, as it came out."""
    room = np.array([80, 40])
    at = np.round(room / 2 - shift_px + shift_px.mean(axis=0)).astype(int)
    at = np.clip(at, 0, room)
    height, width = given[0].rgb.shape[:2]
    shown = [
        RenderedFrame(
            frame.t_s, np.ascontiguousarray(frame.rgb[y : y + height - room[1], x : x + width - room[0]])
        )
        for frame, (x, y) in zip(given, at, strict=True)
    ]
    return shown, (at[0] - at).astype(float)


def measured(given: list[RenderedFrame]) -> np.ndarray:
    camera = CameraMotion()
    return np.array([camera.see(frame.rgb) for frame in given])


@pytest.fixture(scope="module", params=[STOOP, TURN], ids=["stoop", "turn"])
def clip(request: pytest.FixtureRequest) -> list[RenderedFrame]:
    return frames(request.param, first=20, last=80)


@pytest.mark.parametrize("shift_px", [STILL_PX, PAN_PX, SHAKE_PX], ids=["still", "pan", "shake"])
def test_the_shift_is_read_within_two_pixels(clip: list[RenderedFrame], shift_px: FloatArray) -> None:
    shown, true_px = swept(clip, shift_px)
    assert np.abs(measured(shown) - true_px).max() < 2.0


def test_dusk_and_sensor_noise_do_not_move_a_still_camera(clip: list[RenderedFrame]) -> None:
    noise = np.random.default_rng(0)
    dusk = changed(
        clip, lambda rgb: np.clip(rgb * 0.25 + noise.normal(0, 8, rgb.shape), 0, 255).astype(np.uint8)
    )
    assert np.abs(measured(dusk)).max() < 2.0


def test_a_blank_wall_is_taken_for_a_camera_at_rest() -> None:
    noise = np.random.default_rng(1)
    blank = [
        RenderedFrame(t, np.clip(120 + noise.normal(0, 6, (480, 640, 3)), 0, 255).astype(np.uint8))
        for t in T_S[:10]
    ]
    assert not measured(blank).any()
    assert CameraMotion().see(np.zeros((40, 30, 3), np.uint8)).tolist() == [0.0, 0.0]


def test_people_are_left_out_of_the_background() -> None:
    """A textured body that moves over a background with few corners of its own: known, it is not followed."""
    noise = np.random.default_rng(2)
    wall = np.full((480, 640, 3), 100, np.uint8)
    for x, y in [(40, 40), (560, 60), (80, 400), (560, 420), (120, 200), (600, 240), (40, 300), (520, 330)]:
        wall[y : y + 24, x : x + 24] = 220
    body = np.kron(noise.integers(0, 255, (30, 16)), np.ones((10, 10))).astype(np.uint8)[..., None]
    camera, shifts = CameraMotion(), []
    for step in range(12):
        picture, left = wall.copy(), 220 + 5 * step
        picture[100:400, left : left + 160] = body
        corners = np.zeros((33, 3))
        corners[:, 0], corners[:, 1] = np.linspace(left, left + 160, 33), np.linspace(100, 400, 33)
        shifts.append(camera.see(picture, [corners]))
    assert np.abs(shifts).max() < 1.0


def test_a_frame_takes_under_two_milliseconds() -> None:
    given = frames(TURN, last=30)
    camera = CameraMotion()
    started_s = time.process_time()
    for frame in given:
        camera.see(frame.rgb)
    assert (time.process_time() - started_s) / len(given) < 0.004  # twice the aim: shared cores are slower


def test_travel_is_a_share_of_the_picture() -> None:
    nowhere = np.full((60, 33, 3), np.nan)
    pose = PoseSeries(T_S, nowhere, nowhere, nowhere[..., 0], 640, 480, camera_shift_px=PAN_PX)
    assert camera_travel_share(pose) == pytest.approx(np.ptp(PAN_PX[:, 0]) / 480, rel=0.02)
    assert camera_travel_share(PoseSeries(T_S, nowhere, nowhere, nowhere[..., 0], 640, 480)) == 0.0


@pytest.mark.slow
def test_a_panned_clip_is_judged_like_the_still_one() -> None:
    given = frames(STOOP)
    t_s = np.array([frame.t_s for frame in given])
    pan_px = np.column_stack([40 * np.sin(1.3 * t_s), 15 * np.sin(0.9 * t_s)])
    (still, _), (panned, true_px) = swept(given, 0 * pan_px), swept(given, pan_px)
    poses = [estimate_poses(one) for one in (still, panned)]
    assert np.abs(poses[1].camera_shift_px - true_px).max() < 2.0
    runs = [judged(pose) for pose in poses]
    assert [s.kind for s in runs[1].segments] == [s.kind for s in runs[0].segments]
    for before, after in zip(runs[0].segments, runs[1].segments, strict=True):
        assert after.start_s == pytest.approx(before.start_s, abs=0.15)
        assert after.end_s == pytest.approx(before.end_s, abs=0.15)
    assert not any("camera moved" in warning for warning in runs[0].quality.warnings)
    assert any("camera moved" in warning for warning in runs[1].quality.warnings)
    for still_one, panned_one in zip(runs[0].findings, runs[1].findings, strict=True):
        assert panned_one.result == still_one.result or panned_one.reason
