"""Drawing on RGB frames: text, shaded panels, bars and a skeleton. Everything is drawn in place."""

from __future__ import annotations

import math
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from transitions.series import INDEX, FloatArray

RgbImage = NDArray[np.uint8]
Colour = tuple[int, int, int]

LEFT: Colour = (110, 185, 255)
RIGHT: Colour = (255, 166, 77)
MIDDLE: Colour = (236, 236, 236)
WHITE: Colour = (250, 250, 250)
GREY: Colour = (176, 182, 190)
DARK: Colour = (20, 24, 30)
"""Left is blue and right is orange throughout: told apart also without red-green vision."""

MIN_VISIBILITY = 0.5

_SHADE_KEEPS, _SHADE_ADDS = 0.2, 12.0
"""How much of the picture shows through a shaded panel, and its own grey: even over white, every
text colour above keeps a contrast of 4.5:1 (WCAG AA), white 10:1."""

_LIMBS = (
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("shoulder", "hip"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "heel"),
    ("ankle", "foot_index"),
)
_BONES: tuple[tuple[int, int, Colour], ...] = (
    (INDEX["left_shoulder"], INDEX["right_shoulder"], MIDDLE),
    (INDEX["left_hip"], INDEX["right_hip"], MIDDLE),
    (INDEX["left_ear"], INDEX["nose"], LEFT),
    (INDEX["right_ear"], INDEX["nose"], RIGHT),
    *(
        (INDEX[f"{side}_{start}"], INDEX[f"{side}_{end}"], colour)
        for side, colour in (("left", LEFT), ("right", RIGHT))
        for start, end in _LIMBS
    ),
)
_SUBPIXEL_BITS = 4


def draw_skeleton(
    picture: RgbImage, image_px: FloatArray, visibility: FloatArray, width_px: int, *, far_side: str
) -> None:
    """Draw the bones whose two ends are seen and lie in the picture.

    Parameters
    ----------
    image_px : (33, 2) or more columns, x and y in pixels of `picture`; NaN where unseen.
    visibility : (33,) 0-1.
    width_px : of a bone.
    far_side : ``left`` or ``right``: drawn first and thinner, since it is partly guessed.
    """
    height, width = picture.shape[:2]
    points = image_px[:, :2]
    with np.errstate(invalid="ignore"):
        inside = ((points >= 0) & (points < (width, height))).all(axis=1)
        seen = inside & (visibility >= MIN_VISIBILITY)
    far = LEFT if far_side == "left" else RIGHT
    bones = sorted((bone for bone in _BONES if seen[bone[0]] and seen[bone[1]]), key=lambda b: b[2] != far)
    fixed = np.zeros((len(points), 2), int)
    fixed[seen] = np.rint(points[seen] * (1 << _SUBPIXEL_BITS)).astype(int)
    for start, end, colour in bones:
        thickness = max(1, round(width_px * (0.6 if colour == far else 1.0)))
        ends = tuple(map(int, fixed[start])), tuple(map(int, fixed[end]))
        for ink, extra in ((DARK, max(2, width_px // 2)), (colour, 0)):
            cv2.line(picture, *ends, ink, thickness + extra, cv2.LINE_AA, _SUBPIXEL_BITS)
    for joint in sorted({joint for bone in bones for joint in bone[:2]}):
        radius = round(width_px * 0.75 * (1 << _SUBPIXEL_BITS))
        centre = tuple(map(int, fixed[joint]))
        cv2.circle(picture, centre, radius, WHITE, cv2.FILLED, cv2.LINE_AA, _SUBPIXEL_BITS)


def shade(picture: RgbImage, left: int, top: int, right: int, bottom: int) -> None:
    """Darken a rectangle so that text on it is legible on any background."""
    region = picture[max(0, top) : bottom, max(0, left) : right]
    region[:] = cv2.convertScaleAbs(region, alpha=_SHADE_KEEPS, beta=_SHADE_ADDS)


def fill(picture: RgbImage, left: int, top: int, right: int, bottom: int, colour: Colour) -> None:
    """Fill a rectangle."""
    picture[max(0, top) : bottom, max(0, left) : right] = colour


def draw_text(
    picture: RgbImage, text: str, left: int, top: int, size_px: int, colour: Colour, *, bold: bool = False
) -> None:
    """Write one line, its letters' box beginning at (left, top); what falls outside is cut off."""
    mask = _text_mask(text, size_px, bold)
    region = picture[top : top + mask.shape[0], left : left + mask.shape[1]]
    share = mask[: region.shape[0], : region.shape[1], None].astype(np.float32) / 255
    region[:] = (region + (np.array(colour, np.float32) - region) * share).astype(np.uint8)


def text_width(text: str, size_px: int, *, bold: bool = False) -> int:
    """Width in pixels of a line of text."""
    return int(_text_mask(text, size_px, bold).shape[1])


def line_height(size_px: int) -> int:
    """Distance from one line of text to the next."""
    return round(size_px * 1.4)


@lru_cache(maxsize=2048)
def _text_mask(text: str, size_px: int, bold: bool) -> RgbImage:
    """(line height, text width) coverage 0-255; the same few words come in every frame."""
    font = _font(size_px, bold)
    size = max(1, math.ceil(font.getlength(text))), sum(font.getmetrics())
    page = Image.new("L", size)
    ImageDraw.Draw(page).text((0, 0), text, fill=255, font=font)
    return np.asarray(page, np.uint8)


@lru_cache(maxsize=16)
def _font(size_px: int, bold: bool) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    letters = (files("transitions.export") / "fonts" / name).read_bytes()
    return ImageFont.truetype(BytesIO(letters), size_px)
