"""The light pose model, which looks at one person in a picture now and then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from transitions.pose.mediapipe import Landmarker
from transitions.pose.model_files import model_path
from transitions.pose.models import searcher
from transitions.pose.window import Window, painted_over, whole_frame
from transitions.series import FloatArray
from transitions.survey.change import Area
from transitions.video.picture import RgbImage

LOOK_SIDE_PX = 640
"""Longer side of the pictures that the light model is given; its own input is 256 pixels."""

LEAST_WINDOW_SHARE = 0.6
LEAST_PRESENCE = 0.5
_BODY = list(range(11, 17)) + list(range(23, 29))


class Sight(NamedTuple):
    """Somebody in a picture: image points (33, 2) in pixels, world points (33, 3) in metres, visibility (33,)."""

    image_px: FloatArray
    world_m: FloatArray
    visibility: FloatArray


class Looker:
    """The light pose model: follows one person from look to look, in the whole picture or in a window of it.

    Where it sees nobody, it searches closely about where somebody was last or where something changed.
    """

    def __init__(self) -> None:
        self._model_file = model_path("lite")
        self._searcher: Landmarker | None = None
        self._tracker: Landmarker | None = None
        self._window: Window | None = None

    def begin_in(self, area: Area, rgb: RgbImage) -> None:
        """Look for whoever is to be followed about an area first."""
        self._follow_in(_window(area, rgb))

    def look(self, rgb: RgbImage, t_s: float, about: Sequence[Area], *, afresh: bool) -> Sight | None:
        """Who is seen; None where nobody is found.

        Parameters
        ----------
        about : where to search closely, one after the other. afresh : nothing of the last look holds any more.
        """
        if afresh:
            self._follow_in(None)
        seen = self._tracked(rgb, t_s)
        if seen is None and self._window is not None:
            self._follow_in(None)
            seen = self._tracked(rgb, t_s)
        for area in about if seen is None else ():
            seen = self.look_again(rgb, t_s, area)
            if seen is not None:
                self._follow_in(_window(area, rgb))
                break
        return seen

    def look_again(self, rgb: RgbImage, t_s: float, area: Area) -> Sight | None:
        """The same picture without regard to what was seen before, closely about an area."""
        window = _window(area, rgb)
        self._searcher = self._searcher or searcher(self._model_file, masks=False)
        return _seen(self._searcher.run(window.view(rgb), t_s), window)

    def look_beside(self, rgb: RgbImage, t_s: float, seen: Sight, area: Area) -> Sight | None:
        """Who is about an area but for the one who was seen; the next look still follows that one."""
        return self.look_again(painted_over(rgb, [seen.image_px]), t_s, area)

    def close(self) -> None:
        """Free the models."""
        self._follow_in(None)
        if self._searcher is not None:
            self._searcher.close()

    def _tracked(self, rgb: RgbImage, t_s: float) -> Sight | None:
        window = self._window or whole_frame(rgb)
        self._tracker = self._tracker or Landmarker(self._model_file, track=True, masks=False)
        return _seen(self._tracker.run(window.view(rgb), t_s), window)

    def _follow_in(self, window: Window | None) -> None:
        self._window = window
        if self._tracker is not None:
            self._tracker.close()
            self._tracker = None


def area_of(points_px: FloatArray, size: tuple[int, int]) -> Area:
    """The rectangle about (…, 33, 2) points in pixels of a picture of this size."""
    points_px = points_px.reshape(-1, 2)
    low, high = points_px.min(axis=0) / size, points_px.max(axis=0) / size
    low, high = np.clip(low, 0.0, 0.99), np.clip(high, 0.01, 1.0)
    return Area(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _window(area: Area, rgb: RgbImage) -> Window:
    """A square about an area, room for a whole body about what may be an arm of it, cut to the picture."""
    height, width = rgb.shape[:2]
    across, down = (area.right - area.left) * width, (area.bottom - area.top) * height
    side = max(1.6 * across, 1.6 * down, LEAST_WINDOW_SHARE * min(width, height))
    x, y = (area.left + area.right) / 2 * width, (area.top + area.bottom) / 2 * height
    left, right = (int(np.clip(x + sign * side / 2, 0, width)) for sign in (-1, 1))
    top, bottom = (int(np.clip(y + sign * side / 2, 0, height)) for sign in (-1, 1))
    return Window(left, top, right - left, bottom - top)


def _seen(result: Any, window: Window) -> Sight | None:
    if not result.pose_landmarks:
        return None
    found, world = result.pose_landmarks[0], result.pose_world_landmarks[0]
    if np.mean([found[i].presence for i in _BODY]) < LEAST_PRESENCE:
        return None
    return Sight(
        np.array([(p.x, p.y) for p in found]) * (window.width, window.height) + (window.left, window.top),
        np.array([(p.x, p.y, p.z) for p in world]),
        np.array([p.visibility for p in found], dtype=float),
    )
