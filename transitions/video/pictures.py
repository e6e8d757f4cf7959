"""The pictures of an open stream that can be used, in the order they are shown.

A damaged packet spoils more than itself: every picture up to the next key picture is built on it. In such pictures
landmarks lie far from where they belong, which would read as movement, so they are left out, but for those that
`patches` finds hurt in a few blocks only. A picture that cannot be decoded at all and that others are built on
spoils them too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import av
import av.error
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from transitions.video.container import PATCHING_CODECS
from transitions.video.decoded import Picture
from transitions.video.patches import Patches

_MAX_READ_FAILURES = 100
"""DecodeAccount errors in a row after which the rest of the file is given up (and reported as a gap)."""

_NO_TIME = -(2**62)
"""Before every recorded time."""


def stores_display_times(container: InputContainer) -> bool:
    """Whether the container says when each picture is shown, not just the order of decoding (AVI)."""
    return container.format.name != "avi"


class SoundPictures:
    """Iterates over the usable pictures of an open stream, from wherever the container stands.

    Parameters
    ----------
    references_only : leave out pictures, where the container tells times without them: of H.264 those that are built on
        both sides (B-pictures), of others those that none is built on. A few of H.264's may be built on a picture left
        out: blocks of them that move then show an earlier place. HEVC's decoder would leave all of them out.

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
        references_only: bool = False,
        packet_limit: int | None = None,
    ) -> None:
        self._container, self._stream = container, stream
        self._decoder = stream.codec_context
        if references_only and stores_display_times(container):
            self._decoder.skip_frame = "BIDIR" if self._decoder.name == "h264" else "NONREF"
        self._renewed = False
        self._keyframes_only = keyframes_only
        self._packet_limit = packet_limit
        self._damaged_at: int | None = None
        self._patches = Patches() if self._decoder.name in PATCHING_CODECS and not keyframes_only else None
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
        fresh.skip_frame = known.skip_frame
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
