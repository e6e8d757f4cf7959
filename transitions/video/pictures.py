"""The pictures of an open stream that can be used, in the order they are shown.

A damaged packet spoils more than itself: every picture up to the next key picture is built on it. In such pictures
landmarks lie far from where they belong, which would read as movement, so they are left out.

A few bytes are another matter: H.264's decoder fills the hurt blocks from the picture before and says so, and
landmarks up to the next key picture mostly stay within their own jitter. Such pictures are given, marked as
patched. After a burst that hurts neighbouring pictures, or a picture that cannot be decoded at all and that others
are built on, they are not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

import av
import av.error
import numpy as np
from av.container import InputContainer
from av.filter import Graph
from av.packet import Packet
from av.video.frame import PictureType
from av.video.reformatter import Interpolation
from av.video.stream import VideoStream
from numpy.typing import NDArray

from transitions.video.container import PATCHING_CODECS

_MAX_READ_FAILURES = 100
"""Reading errors in a row after which the rest of the file is given up (and reported as a gap)."""


_BURST_PICTURES = 2
"""Damage again within this many pictures is a burst: noise over a stretch of the file, not a few bytes
(engineering value)."""

_MAX_PATCHES = 6
"""Scattered damage between two key pictures adds up: more of it than this is not used (engineering value)."""

_BLOCK_PX, _CHANGED_LEVELS, _CHANGED_SHARE = 16, 12, 0.05
"""A hurt picture in which more than this share of the blocks is this much lighter or darker than in the picture
before is no patch but noise. In sound rendered and real clips up to 0.03 of them change so from frame to frame, and
as many in pictures hurt by three bytes."""

_NO_TIME = -(2**62)
"""Before every recorded time."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture.

    Attributes
    ----------
    pts : in the stream's time base.
    after_loss : whether pictures before it were lost.
    patched : whether a few blocks of it, or of a picture it is built on, were damaged and filled in.
    """

    pts: int
    frame: av.VideoFrame
    after_loss: bool
    patched: bool = False


def stores_display_times(container: InputContainer) -> bool:
    """Whether the container says when each picture is shown, not just the order of decoding (AVI)."""
    return container.format.name != "avi"


class SoundPictures:
    """Iterates over the usable pictures of an open stream, from wherever the container stands.

    Attributes
    ----------
    lost : whether damage has been met and no sound picture since.
    damaged : whether any damage has been met. Damage that still reads as coded pictures goes unnoticed
        (H.264's decoder tells of it, HEVC's often does not), and so does what a Matroska or WebM file has
        lost between two clusters.
    first_packet_pts : the earliest time read, of a sound picture or not; None before reading.
    """

    def __init__(
        self,
        container: InputContainer,
        stream: VideoStream,
        *,
        keyframes_only: bool = False,
        packet_limit: int | None = None,
    ) -> None:
        self._container, self._stream = container, stream
        self._decoder = stream.codec_context
        self._renewed = False
        self._keyframes_only = keyframes_only
        self._packet_limit = packet_limit
        self._damaged_at: int | None = None
        self._patches = _Patches() if self._decoder.name in PATCHING_CODECS and not keyframes_only else None
        self._newest_pts: int | None = None
        # AVI stores no presentation times: its n-th picture shown takes the n-th decoding time.
        self._decode_times: deque[int] | None = None if stores_display_times(container) else deque()
        self.damaged = False
        self.first_packet_pts: int | None = None

    @property
    def lost(self) -> bool:
        """Whether the pictures at this point are unusable."""
        return self._damaged_at is not None

    def __iter__(self) -> Iterator[Picture]:
        for packet in self._packets():
            for frame in self._decoded(packet):
                yield from self._used(frame)
        if self._patches is not None:
            yield from self._patches.settle()

    def _used(self, frame: av.VideoFrame) -> Iterator[Picture]:
        """The picture, if it is sound or well enough patched; such a one waits to see whether more follows."""
        pts = self._decode_times.popleft() if self._decode_times else frame.pts
        if frame.is_corrupt:
            self._note_damage(frame, pts)
        elif frame.key_frame and self._patches is not None:
            yield from self._patches.settle()
        if pts is None:
            return
        after_loss = self._damaged_at is not None
        if self._damaged_at is not None and not (frame.key_frame and pts > self._damaged_at):
            return
        self._damaged_at, self._renewed = None, False
        if self._patches is None:
            yield Picture(pts, frame, after_loss)
        else:
            yield from self._patches.push(Picture(pts, frame, after_loss), hurt=frame.is_corrupt)

    def _packets(self) -> Iterator[Packet[VideoStream]]:
        """Every packet that can be read; reading goes on behind a damaged stretch."""
        failures = count = 0
        while failures < _MAX_READ_FAILURES:
            try:
                for packet in self._container.demux(self._stream):
                    failures = 0
                    self._note_time(packet.pts)
                    if packet.is_corrupt:
                        self._mark_lost()
                    if packet.is_keyframe or not packet.size or not self._keyframes_only:
                        yield packet
                    count += 1
                    if self._packet_limit and count >= self._packet_limit:
                        return
            except av.error.EOFError:
                return
            except av.error.FFmpegError:
                self._mark_lost()
                failures += 1
            else:
                return

    def _decoded(self, packet: Packet[VideoStream]) -> list[av.VideoFrame]:
        if self.lost and packet.is_keyframe and not self._renewed:
            self._renew_decoder()
        if self._decode_times is not None and packet.dts is not None and packet.size:
            self._decode_times.append(packet.dts)
        try:
            return self._decoder.decode(packet)
        except av.error.EOFError:
            return []
        except av.error.FFmpegError:
            if self._decode_times and packet.dts is not None:
                self._decode_times.remove(packet.dts)
            self._mark_lost()
            return []

    def _renew_decoder(self) -> None:
        """Start decoding afresh: noise can be taken for new parameters that spoil all that follows."""
        self._renewed = True
        known = self._stream.codec_context
        if not known.extradata:
            return
        fresh = av.VideoCodecContext.create(known.codec, "r")
        assert isinstance(fresh, av.VideoCodecContext)
        fresh.extradata = known.extradata
        fresh.width, fresh.height = known.width, known.height
        fresh.thread_type, fresh.thread_count = known.thread_type, known.thread_count
        fresh.options = known.options
        self._decoder = fresh
        if self._decode_times:
            self._decode_times.clear()

    def _note_time(self, pts: int | None) -> None:
        if pts is not None:
            self._newest_pts = pts if self._newest_pts is None else max(self._newest_pts, pts)
            first = self.first_packet_pts
            self.first_packet_pts = pts if first is None else min(first, pts)

    def _note_damage(self, frame: av.VideoFrame, pts: int | None) -> None:
        """A picture is hurt: patched when that is little, lost otherwise."""
        self.damaged = True
        if self.lost or self._patches is None or not self._patches.bear_one_more(frame):
            self._mark_lost(pts)

    def _mark_lost(self, at_pts: int | None = None) -> None:
        self.damaged = True
        if self._patches is not None:
            self._patches.reset()
        # Decoder threads report an error some packets late: the newest packet read is the safe bound, unless it is
        # known which picture is hurt.
        known_pts = at_pts if at_pts is not None else self._newest_pts
        self._damaged_at = known_pts if known_pts is not None else _NO_TIME


class _Patches:
    """Damage since the last sound key picture, and the pictures that wait for what follows them.

    A picture between two others (B) is shown before the one it is built on, so it waits for that one; a patched
    picture waits to see that it was hurt alone.
    """

    def __init__(self) -> None:
        self._last: av.VideoFrame | None = None
        self._between: list[Picture] = []
        self.reset()

    def reset(self) -> None:
        """Forget the damage, and drop what waits."""
        self._count = 0
        self._sound_since = 0
        self._waiting: list[Picture] = []
        self._between = []

    def bear_one_more(self, frame: av.VideoFrame) -> bool:
        """Whether one more hurt picture can be patched: it looks like the one before, no burst, and few so far."""
        if self._is_burst() or self._count >= _MAX_PATCHES or not self._resembles_last(frame):
            return False
        self._count, self._sound_since = self._count + 1, 0
        return True

    def push(self, picture: Picture, *, hurt: bool) -> Iterator[Picture]:
        """Those of the pictures so far that can be given."""
        self._last = picture.frame
        self._between.append(picture)
        if picture.frame.pict_type == PictureType.B and not hurt:
            return
        ready, self._between = self._between, []
        if not self._count:
            yield from ready
            return
        self._waiting += [replace(each, patched=True) for each in ready]
        self._sound_since += 0 if hurt else len(ready)
        if not self._is_burst():
            waiting, self._waiting = self._waiting, []
            yield from waiting

    def settle(self) -> Iterator[Picture]:
        """Before a key picture or at the end, those between others that are known to be good enough.

        A hurt picture right before is not given: nothing shows that it was hurt alone.
        """
        if not self._is_burst():
            yield from (replace(each, patched=self._count > 0) for each in self._between)
        self.reset()

    def _is_burst(self) -> bool:
        return self._count > 0 and self._sound_since < _BURST_PICTURES

    def _resembles_last(self, frame: av.VideoFrame) -> bool:
        if self._last is None or (frame.width, frame.height) != (self._last.width, self._last.height):
            return False
        before, after = (_block_levels(each) for each in (self._last, frame))
        return float(np.mean(np.abs(after - before) > _CHANGED_LEVELS)) <= _CHANGED_SHARE


def _block_levels(frame: av.VideoFrame) -> NDArray[np.float64]:
    """Mean lightness, 0-255, of each block of the picture."""
    small = frame.reformat(
        width=max(1, frame.width // _BLOCK_PX),
        height=max(1, frame.height // _BLOCK_PX),
        format="gray",
        interpolation=Interpolation.AREA,
    )
    return np.asarray(small.to_ndarray(), dtype=float)


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
