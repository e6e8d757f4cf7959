"""A pose model that follows whoever is in a window of the frame."""

from __future__ import annotations

from transitions.pose.detection import Detection, TimedImage
from transitions.pose.mediapipe import Landmarker
from transitions.pose.window import Window


class Tracker:
    """A tracking `Landmarker` (closed with it) bound to one window; moving the window means another tracker."""

    def __init__(self, landmarker: Landmarker, window: Window) -> None:
        self.window = window
        self._landmarker = landmarker

    def detect(self, moment: TimedImage) -> list[Detection]:
        """Whoever is tracked or found in the window, in the frame's pixels and axes."""
        found = self._landmarker.detect(self.window.view(moment.rgb), moment.t_s)
        return [self.window.to_frame(one) for one in found]

    def close(self) -> None:
        """Free the model."""
        self._landmarker.close()
