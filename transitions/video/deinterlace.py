"""Interlaced recordings (old camcorders, television) as whole pictures."""

from __future__ import annotations

from collections.abc import Iterator

import av
import av.error
from av.filter import Graph
from av.video.stream import VideoStream

from transitions.video.decoded import Picture


def progressive(pictures: Iterator[Picture], stream: VideoStream) -> Iterator[Picture]:
    """The same pictures, deinterlaced from the first interlaced one on (one picture for each frame)."""
    weaver: _Deinterlacer | None = None
    for picture in pictures:
        if weaver is not None and (picture.after_loss or not weaver.fits(picture.frame)):
            # Neighbours across a gap do not belong together.
            yield from weaver.drain()
            weaver = None
        if weaver is None and not picture.frame.interlaced_frame:
            yield picture
            continue
        weaver = weaver or _Deinterlacer(stream, picture)
        yield from weaver.push(picture)
    if weaver is not None:
        yield from weaver.drain()


class _Deinterlacer:
    """FFmpeg's bwdif on pictures flagged as interlaced; others pass unchanged."""

    def __init__(self, stream: VideoStream, first: Picture) -> None:
        assert stream.time_base is not None
        self._time_base = stream.time_base
        self._after_loss = first.after_loss
        self._patched = first.patched
        self._graph = Graph()
        frame = first.frame
        self._layout = (frame.width, frame.height, frame.format.name)
        source = self._graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=stream.time_base
        )
        weave = self._graph.add("bwdif", "mode=send_frame:deint=interlaced")
        sink = self._graph.add("buffersink")
        source.link_to(weave)
        weave.link_to(sink)
        self._graph.configure()

    def fits(self, frame: av.VideoFrame) -> bool:
        """Whether the frame has the size and format that the filter was made for."""
        return self._layout == (frame.width, frame.height, frame.format.name)

    def push(self, picture: Picture) -> Iterator[Picture]:
        picture.frame.pts = picture.pts
        self._patched = picture.patched
        self._graph.vpush(picture.frame)
        yield from self._ready()

    def drain(self) -> Iterator[Picture]:
        self._graph.vpush(None)
        yield from self._ready()

    def _ready(self) -> Iterator[Picture]:
        while True:
            try:
                frame = self._graph.vpull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            assert isinstance(frame, av.VideoFrame)
            assert frame.pts is not None
            assert frame.time_base is not None
            # The filter halves the time base.
            pts = round(frame.pts * frame.time_base / self._time_base)
            yield Picture(pts, frame, self._after_loss, self._patched)
            self._after_loss = False
