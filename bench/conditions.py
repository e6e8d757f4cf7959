"""Where phones really stand: the same clips at dusk, panned, behind a desk, with others, cropped, at other rates.

Run as ``python -m bench.conditions CLIP [CLIP ...]`` (rendered clips with their truth beside them). Prints, for each
condition, the share of frames in which the person is found, the mean error of trunk and knees, and the share of found
frames in which it is still the same person (trunk within a quarter of their size of where it is in the clip itself).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from transitions.kinematics.derive import derive
from transitions.kinematics.geometry import midpoint
from transitions.pose import estimate_poses
from transitions.series import PoseSeries
from transitions.video import open_clip

Picture = NDArray[np.uint8]
Change = Callable[[Picture, int, int], Picture]
"""Takes a picture, its number and how many there are."""


@dataclass(frozen=True)
class ShownCondition:
    """A frame as the pose model is given it."""

    t_s: float
    rgb: Picture


def dusk(rgb: Picture, number: int, _: int) -> Picture:
    """A fifth of the light, and the noise of a sensor at night."""
    noise = np.random.default_rng(number).normal(0.0, 8.0, rgb.shape)
    return (rgb * 0.2 + noise).clip(0, 255).astype(np.uint8)


def panned(rgb: Picture, number: int, total: int) -> Picture:
    """The picture slides a tenth of its width to the side and back."""
    shift = 0.1 * rgb.shape[1] * np.sin(np.pi * number / total)
    return moved(rgb, shift, 0.02 * rgb.shape[0] * np.sin(0.6 * number))


def moved(rgb: Picture, right_px: float, down_px: float) -> Picture:
    """The picture shifted, its edge repeated."""
    matrix = np.array([[1.0, 0.0, right_px], [0.0, 1.0, down_px]])
    size = (rgb.shape[1], rgb.shape[0])
    return np.asarray(cv2.warpAffine(rgb, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def desk(rgb: Picture, _: int, __: int) -> Picture:
    """A table top and its front hide the lower third."""
    result = rgb.copy()
    result[int(0.68 * len(rgb)) :] = (120, 92, 66)
    result[int(0.66 * len(rgb)) : int(0.68 * len(rgb))] = (150, 120, 90)
    return result


def cropped(rgb: Picture, _: int, __: int) -> Picture:
    """What is under the knees of somebody who fills the picture is out of it."""
    return np.ascontiguousarray(rgb[: int(0.66 * len(rgb))])


def beside(others: list[Picture]) -> Change:
    """Somebody else, as large, in a picture joined to the right."""

    def change(rgb: Picture, number: int, _: int) -> Picture:
        other = others[number % len(others)]
        width = round(other.shape[1] * len(rgb) / len(other))
        return np.hstack([rgb, np.asarray(cv2.resize(other, (width, len(rgb))), np.uint8)])

    return change


def passing(others: list[Picture]) -> Change:
    """A strip with somebody else in it slides across, in front."""
    middle = others[0].shape[1] // 2
    strips = [other[:, middle - 70 : middle + 70] for other in others]

    def change(rgb: Picture, number: int, total: int) -> Picture:
        strip = np.asarray(cv2.resize(strips[number % len(strips)], (140, len(rgb))), np.uint8)
        left = int((rgb.shape[1] + 140) * number / total) - 140
        result = rgb.copy()
        first, last = max(left, 0), min(left + 140, rgb.shape[1])
        result[:, first:last] = strip[:, first - left : last - left]
        return result

    return change


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clips", type=Path, nargs="+")
    parser.add_argument("--other", type=Path, help="clip of the other person (default: the last clip)")
    parser.add_argument("--every", type=int, default=1, help="use every so manyth frame")
    options = parser.parse_args()
    others = [frame.rgb for frame in open_clip(options.other or options.clips[-1]).read()]
    changes: dict[str, Change | None] = {
        "as it is": None,
        "dusk": dusk,
        "panned": panned,
        "desk": desk,
        "cropped": cropped,
        "beside": beside(others),
        "passing": passing(others),
    }
    print(
        f"{'clip':24} {'condition':10} {'found':>6} {'trunk':>6} {'knees':>6} {'same person':>12} {'camera':>7}"
    )
    for clip in options.clips:
        plain = None
        for name, change in changes.items():
            pose = estimate_poses(_shown(clip, change, options.every))
            plain = plain or pose
            print(f"{clip.stem:24} {name:10} {_row(pose, plain, clip, options.every)}", flush=True)


def _shown(clip: Path, change: Change | None, every: int) -> Iterator[ShownCondition]:
    total = json.loads(clip.with_suffix(".json").read_text(encoding="utf-8"))["frames"]
    for number, frame in enumerate(open_clip(clip).read()):
        if number % every == 0:
            yield ShownCondition(frame.t_s, change(frame.rgb, number, total) if change else frame.rgb)


def _row(pose: PoseSeries, plain: PoseSeries, clip: Path, every: int) -> str:
    series = json.loads(clip.with_suffix(".json").read_text(encoding="utf-8"))["series"][::every]
    curves = derive(pose).curves
    trunk = _error(curves["trunk_inclination_deg"].value, series, "trunk_lean")
    knees = np.mean(
        [
            _error(curves[f"knee_flexion_{s}_deg"].value, series, f"knee_flexion_{s[0]}")
            for s in ("left", "right")
        ]
    )
    hips = midpoint(pose.scene_px, "hip") - midpoint(plain.scene_px, "hip")
    size = np.ptp(plain.image_px[:, :, :2], axis=1).max(axis=1)
    both = pose.seen & plain.seen
    same = np.mean(np.linalg.norm(hips, axis=1)[both] <= 0.25 * size[both]) if both.any() else np.nan
    shift = np.ptp(pose.camera_shift_px, axis=0).max() if pose.camera_shift_px is not None else 0.0
    return f"{pose.seen.mean():6.0%} {trunk:6.1f} {knees:6.1f} {same:12.0%} {shift:5.0f}px"


def _error(value: np.ndarray, series: list[dict[str, float]], name: str) -> float:
    truth = np.array([row[name] for row in series])
    rows = min(len(value), len(truth))
    return float(np.nanmean(np.abs(value[:rows] - truth[:rows])))


if __name__ == "__main__":
    main()
