"""MediaPipe's pose landmarker (BlazePose GHUM), wrapped so that nothing of it shows outside this file.

MediaPipe is imported when a landmarker is opened, not before: it takes a second, and ``--help`` need not
wait.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from transitions.errors import SystemLibraryError
from transitions.kinematics.scale import trunk_lengths_px
from transitions.pose.detection import TRUNK, Detection, RgbImage
from transitions.pose.silhouette import MASK_THRESHOLD, outline_distances, trunk_mask
from transitions.series import FloatArray

_DEBIAN_PACKAGES = {"libGLESv2": "libgles2", "libEGL": "libegl1", "libGL.": "libgl1"}


class Landmarker:
    """A pose model ready to search images. Use it in a ``with`` block: it holds native memory and a thread.

    Parameters
    ----------
    model_file : a verified ``.task`` file (see `model_files.model_path`).
    track : follow one person from image to image, given in time order and of one size; else every image
        stands alone.
    people : the most people to look for.
    masks : whether the model also tells which pixels are the person's; without, only `run` can be called.
    """

    def __init__(self, model_file: Path, *, track: bool, people: int = 1, masks: bool = True) -> None:
        self._track = track
        self._last_ms = -1
        self._native = _open(model_file, track, people, masks)

    def detect(self, rgb: RgbImage, t_s: float = 0.0) -> list[Detection]:
        """Search one upright RGB image ((height, width, 3), uint8); the best match first.

        `t_s` must not go back while tracking; two frames within one millisecond are told apart.
        """
        result = self.run(rgb, t_s)
        height, width = rgb.shape[:2]
        return [
            _detection(landmarks, world, mask.numpy_view()[..., 0], width, height)
            for landmarks, world, mask in zip(
                result.pose_landmarks,
                result.pose_world_landmarks,
                result.segmentation_masks or [],
                strict=True,
            )
        ]

    def run(self, rgb: RgbImage, t_s: float) -> Any:
        """The model's own answer, as MediaPipe gives it."""
        # MediaPipe reads the buffer as packed rows: a view with strides would be read askew.
        image = _image(np.ascontiguousarray(rgb))
        if not self._track:
            return self._native.detect(image)
        self._last_ms = max(self._last_ms + 1, round(t_s * 1000))
        return self._native.detect_for_video(image, self._last_ms)

    def close(self) -> None:
        """Free the model; a landmarker left to the interpreter's exit prints a traceback."""
        self._native.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _image(rgb: RgbImage) -> Any:
    from mediapipe.tasks.python.vision.core.image import Image, ImageFormat

    return Image(image_format=ImageFormat.SRGB, data=rgb)


def load_library() -> None:
    """Import what a landmarker needs, ahead of the first; what is amiss is told when one is opened."""
    with suppress(OSError):
        from mediapipe.tasks.python.vision import pose_landmarker  # noqa: F401


def _open(model_file: Path, track: bool, people: int, masks: bool) -> Any:
    # Opened by its path it is mapped into memory, in three quarters of the time; but the native code cannot open every
    # path (other alphabets on Windows).
    named = str(model_file).isascii()
    model = (
        {"model_asset_path": str(model_file)} if named else {"model_asset_buffer": model_file.read_bytes()}
    )
    try:
        # By their own modules: see `process.pass_by_front_doors`.
        from mediapipe.tasks.python.core.base_options import BaseOptions
        from mediapipe.tasks.python.vision.core.vision_task_running_mode import VisionTaskRunningMode
        from mediapipe.tasks.python.vision.pose_landmarker import PoseLandmarker, PoseLandmarkerOptions

        options = PoseLandmarkerOptions(
            base_options=BaseOptions(**model),
            running_mode=VisionTaskRunningMode.VIDEO if track else VisionTaskRunningMode.IMAGE,
            num_poses=people,
            output_segmentation_masks=masks,
        )
        return PoseLandmarker.create_from_options(options)
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


def _detection(landmarks: Any, world: Any, mask: NDArray[np.float32], width: int, height: int) -> Detection:
    # MediaPipe scales depth like x, by the image width.
    image = np.array([(p.x, p.y, p.z) for p in landmarks]) * (width, height, width)
    world_m = np.array([(p.x, p.y, p.z) for p in world])
    left_shoulder, right_shoulder, left_hip, right_hip = image[TRUNK, :2]
    hip_px, shoulder_px = (left_hip + right_hip) / 2, (left_shoulder + right_shoulder) / 2
    trunk_px = float(trunk_lengths_px(image[None], world_m[None])[0])
    return Detection(
        image_px=image,
        world_m=world_m,
        visibility=np.array([p.visibility for p in landmarks], dtype=float),
        presence=np.array([p.presence for p in landmarks], dtype=float),
        outline=outline_distances(mask, hip_px, shoulder_px),
        trunk_mask=trunk_mask(mask, hip_px, shoulder_px, trunk_px),
        masked=_masked(mask, image),
    )


def _masked(mask: NDArray[np.float32], image_px: FloatArray) -> NDArray[np.bool_]:
    column, row = np.floor(image_px[:, :2]).astype(int).T
    height, width = mask.shape
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    person = mask[row.clip(0, height - 1), column.clip(0, width - 1)] > MASK_THRESHOLD
    result: NDArray[np.bool_] = inside & person
    return result
