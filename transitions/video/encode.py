"""Writes H.264 that every browser plays, frame by frame, and leaves nothing half-written behind."""

from __future__ import annotations

import errno
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from transitions.errors import OutputError
from transitions.video.picture import RgbImage

TIME_BASE = Fraction(1, 90_000)
"""MP4's customary video clock: recorded times are kept within 6 microseconds."""

_BT709 = 1
"""Code of BT.709 in a stream's colour tags."""

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


class VideoWriter:
    """Encodes upright RGB frames; made by `encode_video`."""

    def __init__(
        self,
        container: OutputContainer,
        out_path: Path,
        width: int,
        height: int,
        quality: int,
        keyframe_every: int,
    ) -> None:
        self._container, self._out_path = container, out_path
        # 4:2:0 halves the colour planes: sides must be even; the last row or column is doubled.
        self._padding = ((0, height % 2), (0, width % 2), (0, 0))
        self._shape = (height, width, 3)
        stream = container.add_stream(
            "libx264", rate=30, options={"crf": str(quality), "preset": "veryfast", "bf": "0"}
        )
        stream.width, stream.height = width + width % 2, height + height % 2
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        stream.time_base = context.time_base = TIME_BASE
        context.gop_size = keyframe_every
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        context.color_range = ColorRange.MPEG
        with _writing(out_path):
            container.start_encoding()
        self._stream = stream
        self._reformatter = VideoReformatter()
        self._last_pts = -1

    def write(self, rgb: RgbImage, t_s: float) -> None:
        """Encode one frame.

        Parameters
        ----------
        rgb : (height, width, 3) uint8 of the size given to `encode_video`.
        t_s : its time in the new video in seconds, from 0, strictly rising.

        Raises
        ------
        OutputError
            When the file cannot be written on.
        ValueError
            For another size, or a time that does not rise.
        """
        if rgb.shape != self._shape:
            raise ValueError(f"frame has shape {rgb.shape}, expected {self._shape}")
        pts = round(t_s / TIME_BASE)
        if pts <= self._last_pts:
            raise ValueError(f"frame time {t_s} s does not rise")
        if any(after for _, after in self._padding):
            rgb = np.pad(rgb, self._padding, mode="edge")
        frame = self._reformatter.reformat(
            av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
        )
        frame.pts, frame.time_base = pts, TIME_BASE
        self._last_pts = pts
        with _writing(self._out_path):
            self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Write the frames still inside the encoder and the index; done by `encode_video`."""
        if self._last_pts < 0:
            raise ValueError("no frame was written")
        with _writing(self._out_path):
            self._container.mux(self._stream.encode())
            self._container.close()


@contextmanager
def encode_video(
    out_path: Path, width: int, height: int, *, quality: int = 23, keyframe_every: int = 30
) -> Iterator[VideoWriter]:
    """Encode an MP4 (H.264, yuv420p, index first) that appears at `out_path` only when it is whole.

    It grows under a temporary name beside the target and is renamed at the end of the ``with`` block; after
    any exception, also Ctrl-C, the temporary file is removed and an older file at `out_path` is untouched.

    Parameters
    ----------
    out_path : the file to write; its folder must exist.
    width, height : of the frames; odd sides are made even by doubling the last row or column.
    quality : x264's constant rate factor, smaller is better and larger in bytes.
    keyframe_every : frames from key picture to key picture: few make stepping and seeking quick.

    Raises
    ------
    OutputError
        When the file cannot be written: no space, not allowed, no folder.
    """
    part = out_path.with_name(f".{out_path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        with _writing(out_path):
            container = av.open(str(part), "w", format="mp4", options={"movflags": "+faststart"})
        try:
            writer = VideoWriter(container, out_path, width, height, quality, keyframe_every)
            yield writer
            writer.finish()
        except BaseException:
            # The file is given up: that its end cannot be written either is no news.
            with suppress(OSError, av.error.FFmpegError):
                container.close()
            raise
        with _writing(out_path):
            part.replace(out_path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _writing(out_path: Path) -> Iterator[None]:
    """Errors of the system and of FFmpeg as an `OutputError` with the remedy."""
    try:
        yield
    except (OSError, av.error.FFmpegError) as error:
        if error.errno in _NO_SPACE:
            message = f"There is no space left to write '{out_path}': free some space and try again."
        elif error.errno in _NOT_ALLOWED:
            message = f"'{out_path}' may not be written: choose another folder or change its permissions."
        elif error.errno in (errno.ENOENT, errno.ENOTDIR):
            message = f"There is no folder '{out_path.parent}' to write to: make it or choose another."
        else:
            message = f"'{out_path}' cannot be written ({error.strerror}): choose another folder."
        raise OutputError(message) from error
