"""MediaPipe's pose landmarker (BlazePose GHUM), wrapped so that nothing of it shows outside this file.

MediaPipe is imported when a landmarker is opened, not before: it takes a second, and ``--help`` need not
wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from transitions.errors import SystemLibraryError
from transitions.pose.native_log import native_log_hidden
from transitions.series import FloatArray

RgbImage = NDArray[np.uint8]

_DEBIAN_PACKAGES = {"libGLESv2": "libgles2", "libEGL": "libegl1", "libGL.": "libgl1"}


@dataclass(frozen=True, eq=False)
class Detection:
    """One person in one frame.

    Attributes
    ----------
    image_px : (33, 3) x (right), y (down) and relative depth in pixels of the frame that was searched.
    world_m : (33, 3) metres about the hip midpoint, axes of the camera (y down, z away).
    visibility : (33,) the model's own 0-1 confidence.
    mask : (height, width) float32 0-1, the person's pixels; None when no masks were asked for.
    """

    image_px: FloatArray
    world_m: FloatArray
    visibility: FloatArray
    mask: NDArray[np.float32] | None = None


class Landmarker:
    """A pose model ready to search frames. Use it in a ``with`` block: it holds native memory and threads.

    Parameters
    ----------
    model_file : a verified ``.task`` file (see `model_files.model_path`).
    track : follow one person from frame to frame, frames in time order; else every frame stands alone.
    people : the most people to look for.
    masks : also return each person's mask.
    confidence : the least detection and presence confidence, 0-1.
    """

    def __init__(
        self,
        model_file: Path,
        *,
        track: bool,
        people: int = 1,
        masks: bool = False,
        confidence: float = 0.5,
    ) -> None:
        self._track = track
        self._last_ms = -1
        self._logged = False
        with native_log_hidden():
            self._mediapipe, self._native = _open(model_file, track, people, masks, confidence)

    def detect(self, rgb: RgbImage, t_s: float = 0.0) -> list[Detection]:
        """Search one upright RGB frame ((height, width, 3), uint8); the largest score first.

        `t_s` must not go back while tracking; two frames within one millisecond are told apart.
        """
        height, width = rgb.shape[:2]
        # MediaPipe reads the buffer as packed rows: a view with strides would be read askew.
        image = self._mediapipe.Image(
            image_format=self._mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(rgb)
        )
        if self._logged:
            result = self._run(image, t_s)
        else:
            with native_log_hidden():
                result = self._run(image, t_s)
            self._logged = True
        masks = result.segmentation_masks or [None] * len(result.pose_landmarks)
        return [
            _detection(landmarks, world, mask, width, height)
            for landmarks, world, mask in zip(
                result.pose_landmarks, result.pose_world_landmarks, masks, strict=True
            )
        ]

    def _run(self, image: Any, t_s: float) -> Any:
        if not self._track:
            return self._native.detect(image)
        self._last_ms = max(self._last_ms + 1, round(t_s * 1000))
        return self._native.detect_for_video(image, self._last_ms)

    def close(self) -> None:
        """Free the model; a landmarker left to the interpreter's exit prints a traceback."""
        with native_log_hidden():
            self._native.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _open(model_file: Path, track: bool, people: int, masks: bool, confidence: float) -> tuple[Any, Any]:
    try:
        import mediapipe
        from mediapipe.tasks.python import BaseOptions, vision

        options = vision.PoseLandmarkerOptions(
            # Bytes, not a path: the native code cannot open every path (other alphabets on Windows).
            base_options=BaseOptions(model_asset_buffer=model_file.read_bytes()),
            running_mode=vision.RunningMode.VIDEO if track else vision.RunningMode.IMAGE,
            num_poses=people,
            min_pose_detection_confidence=confidence,
            min_pose_presence_confidence=confidence,
            min_tracking_confidence=confidence,
            output_segmentation_masks=masks,
        )
        return mediapipe, vision.PoseLandmarker.create_from_options(options)
    except OSError as error:
        raise _system_library_error(error) from error


def _system_library_error(error: OSError) -> SystemLibraryError:
    for library, package in _DEBIAN_PACKAGES.items():
        if library in str(error):
            return SystemLibraryError(
                f"The pose model needs the system library {library.rstrip('.')}: "
                f"install it with 'sudo apt install {package}' (Debian, Ubuntu)."
            )
    return SystemLibraryError(
        f"The pose model's native library cannot be loaded ({error}): install the program again."
    )


def _detection(landmarks: Any, world: Any, mask: Any, width: int, height: int) -> Detection:
    # MediaPipe scales depth like x, by the image width.
    size = np.array([width, height, width], dtype=float)
    return Detection(
        image_px=np.array([(p.x, p.y, p.z) for p in landmarks]) * size,
        world_m=np.array([(p.x, p.y, p.z) for p in world]),
        visibility=np.array([p.visibility for p in landmarks], dtype=float),
        mask=None if mask is None else mask.numpy_view()[..., 0].copy(),
    )
