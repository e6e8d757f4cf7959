"""Cuts a stretch out of a recording of any length as a small clip that a browser plays at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from transitions.errors import ClipError
from transitions.video.decode import ClipReader, open_clip
from transitions.video.encode import encode_video
from transitions.video.picture import RgbImage, Size

_KEYFRAME_EVERY = 15
"""Stepping back one frame decodes at most this many."""


@dataclass(frozen=True)
class CutClip:
    """What a cut clip shows.

    Attributes
    ----------
    path : the MP4 written.
    times_s : for each of its frames, in order, the time in the source clip, exactly as `ClipReader.read`
        gives it. Frame i is shown at times_s[i] - times_s[0] in the cut (within 6 microseconds).
    width, height : of the cut, in pixels; source pixels are mapped by width / source width and
        height / source height.
    """

    path: Path
    times_s: tuple[float, ...]
    width: int
    height: int


def cut_clip(
    source: str | Path | ClipReader,
    start_s: float,
    end_s: float,
    out_path: Path,
    *,
    max_height_px: int = 720,
    changed: Callable[[RgbImage, float], RgbImage] | None = None,
) -> CutClip:
    """Write the frames with start_s <= t < end_s as an upright H.264 MP4, their times kept.

    Only the stretch from the last key picture before `start_s` is decoded, so that a recording of hours
    takes no longer than a short one.

    Parameters
    ----------
    changed : makes another picture of the same size of each frame, given its time in the source.

    Raises
    ------
    ClipError
        If the source cannot be read, or has no frame in the stretch.
    OutputError
        If the cut cannot be written; nothing is left behind.
    """
    reader = source if isinstance(source, ClipReader) else open_clip(source)
    width, height = _even_size(reader.size, max_height_px)
    frames = reader.read(start_s, end_s, size=(width, height))
    first = next(frames, None)
    if first is None:
        raise ClipError(
            f"'{reader.name}' has no picture between {start_s:.2f} s and {end_s:.2f} s: "
            f"choose a stretch within its {reader.facts.duration_s:.2f} s."
        )
    times: list[float] = []
    with encode_video(out_path, width, height, keyframe_every=_KEYFRAME_EVERY) as writer:
        for frame in chain([first], frames):
            picture = frame.rgb if changed is None else changed(frame.rgb, frame.t_s)
            writer.write(picture, frame.t_s - first.t_s)
            times.append(frame.t_s)
    return CutClip(out_path, tuple(times), width, height)


def _even_size(size: Size, max_height_px: int) -> Size:
    scale = min(1.0, max_height_px / size[1])
    return max(2, 2 * round(size[0] * scale / 2)), max(2, 2 * round(size[1] * scale / 2))
