"""Pictures of moments: cut to the person, the face made unrecognisable, the skeleton drawn, small enough to send."""

from __future__ import annotations

import base64
from io import BytesIO

import numpy as np
from PIL import Image

from transitions.errors import TransitionsError
from transitions.export import overlay
from transitions.export.blurred import blurred_at
from transitions.export.captions import Captions
from transitions.export.overlay import RgbImage
from transitions.report.document import Still
from transitions.report.recorded import Recorded
from transitions.report.words import clock
from transitions.series import FloatArray
from transitions.video import ClipReader, open_clip

READ_PX = 1280
LONGEST_SIDE_PX = 760
"""Of the picture read from the clip, and of what is put on the page: sharp at the width of half a page."""

MOST_BYTES = 150_000
QUALITIES = (82, 70, 55, 40)
"""A picture larger than the first is written again at the next of the second, then smaller."""

SMALLER = 0.75

ABOUT_PERSON = 0.6
"""Room left about the person, as a share of their longer side."""

BONE_SHARE = 0.007
"""Width of a bone to the longer side of the picture."""


class MomentPictures:
    """Takes pictures from one recording; none where its clip is not there or not a film.

    Attributes
    ----------
    missing : why there are none, one plain sentence; empty where there are.
    """

    def __init__(self, recorded: Recorded, *, show_faces: bool) -> None:
        self._recorded = recorded
        self._show_faces = show_faces
        self._reader: ClipReader | None = None
        self.missing = ""
        try:
            self._reader = None if recorded.clip is None else open_clip(recorded.clip, "the clip")
        except TransitionsError:
            self._reader = None
        if self._reader is None:
            self.missing = "There are no pictures: the clip was not at hand when this report was made."

    def at(self, t_s: float, what: str) -> Still | None:
        """The frame shown at `t_s`; None where it cannot be read.

        Parameters
        ----------
        what : what it shows, the beginning of its description.
        """
        if self._reader is None:
            return None
        run = self._recorded.around(t_s, t_s)
        captions = Captions(run)
        row = captions.row(t_s)
        pose = run.kinematics.pose if run.kinematics is not None else None
        wanted_s = t_s if row is None or pose is None else float(pose.t_s[row])
        try:
            frames = self._reader.read(wanted_s - 1e-3, size=self._reader.fit_within(READ_PX))
            frame = next(frames, None)
        except TransitionsError:
            return None
        if frame is None:
            return None
        picture = frame.rgb.copy() if self._show_faces else blurred_at(frame.rgb, pose, row)
        points = None
        if row is not None and pose is not None and pose.has_image:
            points = pose.image_px[row, :, :2] * (picture.shape[1] / pose.width_px)
        picture, points = _cut_to_person(picture, points)
        picture, points = _shrunk(picture, points)
        if points is not None and row is not None and pose is not None:
            _draw_bones(picture, points, pose.visibility[row], captions.near_side(row))
        return _still(picture, f"{what} at {clock(wanted_s)}, {self._described(points is not None)}")

    def _described(self, with_skeleton: bool) -> str:
        skeleton = "with the skeleton drawn" if with_skeleton else "without a skeleton"
        return skeleton if self._show_faces else f"{skeleton}, the face made unrecognisable"


def _draw_bones(picture: RgbImage, points: FloatArray, visibility: FloatArray, near_side: str) -> None:
    far_side = "right" if near_side == "left" else "left"
    width_px = max(2, round(BONE_SHARE * max(picture.shape[:2])))
    overlay.draw_skeleton(picture, points, visibility, width_px, far_side=far_side)


def _cut_to_person(picture: RgbImage, points: FloatArray | None) -> tuple[RgbImage, FloatArray | None]:
    """The part of the picture about the person; all of it where nobody was found."""
    known = None if points is None else points[np.isfinite(points).all(axis=1)]
    if points is None or known is None or not len(known):
        return picture, None
    height, width = picture.shape[:2]
    low, high = known.min(axis=0), known.max(axis=0)
    middle, half = (low + high) / 2, float((high - low).max()) * (0.5 + ABOUT_PERSON / 2)
    left, top = np.maximum(np.floor(middle - half), 0).astype(int)
    right, bottom = np.minimum(np.ceil(middle + half), (width, height)).astype(int)
    if right - left < 16 or bottom - top < 16:
        return picture, points
    return picture[top:bottom, left:right], points - (left, top)


def _shrunk(picture: RgbImage, points: FloatArray | None) -> tuple[RgbImage, FloatArray | None]:
    share = min(1.0, LONGEST_SIDE_PX / max(picture.shape[:2]))
    size = (round(picture.shape[1] * share), round(picture.shape[0] * share))
    made = np.array(Image.fromarray(np.ascontiguousarray(picture)).resize(size, Image.Resampling.LANCZOS))
    return made, None if points is None else points * share


def _still(picture: RgbImage, alt: str) -> Still:
    image = Image.fromarray(picture)
    while True:
        for quality in QUALITIES:
            written = BytesIO()
            image.save(written, "JPEG", quality=quality, optimize=True)
            if written.tell() <= MOST_BYTES:
                data = base64.b64encode(written.getvalue()).decode("ascii")
                return Still(data, alt, image.width, image.height)
        image = image.resize((round(SMALLER * image.width), round(SMALLER * image.height)))
