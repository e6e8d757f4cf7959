"""A film strip of stick figures: exact landmarks thin, the pose model's thick, the transitions in a bar below."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from bench.simulator.take import SimulatedTake
from transitions.series import FloatArray

BONES = (
    (11, 12), (23, 24), (11, 23), (12, 24), (11, 13), (13, 15), (15, 19), (12, 14), (14, 16), (16, 20),
    (23, 25), (25, 27), (27, 29), (29, 31), (27, 31), (24, 26), (26, 28), (28, 30), (30, 32), (28, 32),
    (0, 7), (0, 8), (7, 8),
)  # fmt: skip
LEFT, RIGHT, MIDDLE = (200, 60, 40), (30, 90, 200), (60, 60, 60)
CELL_PX, COLUMNS, ROWS = 190, 8, 3


def draw_take(take: SimulatedTake, path: Path) -> None:
    """Write a picture of `COLUMNS` x `ROWS` instants to `path`."""
    n = len(take.pose)
    chosen = np.unique(np.linspace(0, n - 1, COLUMNS * ROWS).astype(int))
    high = CELL_PX
    sheet = Image.new("RGB", (CELL_PX * COLUMNS, high * ROWS + 40), "white")
    pen = ImageDraw.Draw(sheet)
    floor_px = float(take.exact_px[..., 1].max())
    tall = float(np.max(np.ptp(take.exact_px, axis=1))) * 1.25
    scale = (high - 14) / tall
    for place, frame in enumerate(chosen):
        corner = np.array([place % COLUMNS * CELL_PX, place // COLUMNS * high])
        middle = np.array([take.exact_px[frame, :, 0].mean(), floor_px - 0.5 * tall])
        shift = corner + CELL_PX / 2 - middle * scale
        _figure(pen, take.exact_px[frame] * scale + shift, 1)
        _figure(pen, take.pose.image_px[frame, :, :2] * scale + shift, 2)
        pen.rectangle([*corner, *(corner + CELL_PX)], outline=(210, 210, 210))
        label = f"{take.pose.t_s[frame]:.2f} {take.posture[frame]}"
        pen.text((corner[0] + 3, corner[1] + 2), label, fill=(0, 0, 0))
    _bar(pen, take, sheet.width, high * ROWS)
    sheet.save(path)


def _figure(pen: ImageDraw.ImageDraw, points: FloatArray, width: int) -> None:
    for a, b in BONES:
        if np.isfinite(points[[a, b]]).all():
            colour = _colour(a, b)
            pale = tuple(255 - (255 - c) // 3 for c in colour)
            pen.line([*points[a], *points[b]], fill=colour if width > 1 else pale, width=width)


def _colour(a: int, b: int) -> tuple[int, int, int]:
    """Of the bone between two landmarks; below the face the left ones are odd, the right ones even."""
    if min(a, b) <= 10 or a % 2 != b % 2:
        return MIDDLE
    return LEFT if a % 2 else RIGHT


def _bar(pen: ImageDraw.ImageDraw, take: SimulatedTake, wide: int, top: int) -> None:
    end = take.pose.t_s[-1]
    for event in take.events:
        left, right = event.start_s / end * wide, event.end_s / end * wide
        pen.rectangle([left, top + 4, right, top + 34], outline=(0, 0, 0), fill=(235, 220, 160))
        pen.text((left + 3, top + 6), event.kind, fill=(0, 0, 0))
        for at_s in event.moments.values():
            pen.line([at_s / end * wide, top + 4, at_s / end * wide, top + 34], fill=(200, 0, 0), width=2)
    for at_s in np.arange(0.0, end, 1.0):
        pen.line([at_s / end * wide, top + 34, at_s / end * wide, top + 40], fill=(0, 0, 0))
