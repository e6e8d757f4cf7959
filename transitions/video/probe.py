"""A clip's facts, found by decoding its first pictures: headers alone say too little, and not always the truth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import av.error
import numpy as np
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from transitions.errors import ClipError
from transitions.video.container import opened
from transitions.video.decoded import Picture
from transitions.video.picture import Orientation, Size, square_size
from transitions.video.pictures import SoundPictures, stores_display_times

_START_PACKETS = 2000
"""A clip must begin to decode within this many packets (a minute at 30 frames a second)."""

_RATE_SAMPLE_PACKETS = 120
_CONTAINER_TIME_BASE = Fraction(1, 1_000_000)
_TAGGED_TIME = re.compile(r"(\d+):(\d+):(\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class ClipFacts:
    """What is known of a clip before it is read through.

    Attributes
    ----------
    size : (width, height) upright, square pixels.
    duration_s : as the headers say (counted where they do not).
    frame_count : number of frames, as the headers say (estimated where they do not).
    frame_rate_hz : 1 / median interval of the first frames' recorded times.
    orientation : how stored pixels become upright.
    strict : whether pictures with any decoding error are refused.
    origin_pts, time_base : the first frame's recorded time and its unit in seconds.
    """

    size: Size
    duration_s: float
    frame_count: int
    frame_rate_hz: float
    orientation: Orientation
    strict: bool
    origin_pts: int
    time_base: Fraction

    def time_s(self, pts: int) -> float:
        """Seconds from the clip's first frame."""
        return float((pts - self.origin_pts) * self.time_base)

    def pts_at(self, t_s: float) -> int:
        """The recorded time of a moment given in seconds from the first frame."""
        return self.origin_pts + round(t_s / self.time_base)


def probe(path: Path, name: str = "") -> ClipFacts:
    """The facts of a clip that has at least two decodable pictures.

    Parameters
    ----------
    name : what messages call it, its own name if empty.

    Raises
    ------
    ClipError
        In one plain sentence, when the file is not such a clip.
    """
    found, damaged = 0, False
    # Some cameras write malformed extra data beside every picture: where nothing decodes strictly, sound
    # pictures without strictness are taken.
    for strict in (True, False):
        with opened(path, name=name, strict=strict) as (container, stream):
            sound = SoundPictures(container, stream, packet_limit=_START_PACKETS)
            pictures = list(islice(sound, 2))
            found, damaged = max(found, len(pictures)), sound.damaged
            if len(pictures) == 2 and (strict or not damaged):
                return _facts(path, container, stream, pictures, _origin_pts(sound, pictures[0]), strict)
    raise _too_few(name or path.name, found, damaged)


def _facts(
    path: Path,
    container: InputContainer,
    stream: VideoStream,
    pictures: list[Picture],
    origin_pts: int,
    strict: bool,
) -> ClipFacts:
    first, time_base = pictures[0], stream.time_base
    assert time_base is not None
    times = [picture.pts for picture in pictures] + _packet_times(container, stream)
    rate_hz = _median_rate_hz(times, time_base)
    seen_s = float((max(times) - origin_pts) * time_base)
    duration_s, frame_count = _stated_length(
        container, stream, origin_pts, rate_hz, seen_s
    ) or _counted_length(path, origin_pts, rate_hz)
    orientation = _recorded_orientation(path, first)
    size = square_size(first.frame.width, first.frame.height, stream.sample_aspect_ratio)
    return ClipFacts(
        size=orientation.turned(size),
        duration_s=duration_s,
        frame_count=frame_count,
        frame_rate_hz=rate_hz,
        orientation=orientation,
        strict=strict,
        origin_pts=origin_pts,
        time_base=time_base,
    )


def _recorded_orientation(path: Path, first: Picture) -> Orientation:
    """How stored pixels become upright.

    Behind damage a picture comes from a decoder begun afresh (`SoundPictures`), which does not know what the
    container recorded: the container's own decoder tells, of whatever picture it makes.
    """
    if not first.after_loss:
        return Orientation.of(first.frame)
    with opened(path, strict=False) as (container, stream):
        packets = islice(container.demux(stream), _START_PACKETS)
        try:
            frame = next((frame for packet in packets for frame in _frames_of(packet)), first.frame)
        except av.error.FFmpegError:
            # Not even the packets can be read on.
            frame = first.frame
    return Orientation.of(frame)


def _frames_of(packet: Packet[VideoStream]) -> list[av.VideoFrame]:
    """The packet's pictures, sound or not."""
    try:
        return packet.decode()
    except av.error.FFmpegError:
        return []


def _origin_pts(sound: SoundPictures, first: Picture) -> int:
    """Time counts from the first frame recorded, also where damage keeps it from being shown."""
    if first.after_loss and sound.first_packet_pts is not None:
        return min(first.pts, sound.first_packet_pts)
    return first.pts


def _too_few(name: str, count: int, damaged: bool) -> ClipError:
    if count == 0 or damaged:
        return ClipError(
            f"No pictures of '{name}' can be decoded, the file is damaged: "
            "copy it again from the phone or camera."
        )
    return ClipError(f"'{name}' holds a single picture, not a video: film at least a few seconds.")


def _packet_times(container: InputContainer, stream: VideoStream) -> list[int]:
    """Presentation times of the packets that follow (decoding times in AVI, which has no others)."""
    times: list[int] = []
    try:
        for packet in islice(container.demux(stream), _RATE_SAMPLE_PACKETS):
            time = packet.pts if stores_display_times(container) else packet.dts
            if time is not None:
                times.append(time)
    except av.error.FFmpegError:
        # Damage ahead: the sample ends here, and reading the clip will report it.
        return times
    return times


def _median_rate_hz(times: list[int], time_base: Fraction) -> float:
    """From the median length of ten intervals: Matroska rounds each time to a millisecond."""
    rising = np.unique(times)
    span = min(10, len(rising) - 1)
    return float(span / (np.median(rising[span:] - rising[:-span]) * float(time_base)))


def _stated_length(
    container: InputContainer, stream: VideoStream, origin_pts: int, rate_hz: float, seen_s: float
) -> tuple[float, int] | None:
    """Duration in seconds and number of frames as the headers say.

    None where they say nothing, or less than the `seen_s` already read.
    """
    duration_s = _stated_duration_s(container, stream, origin_pts)
    if duration_s is None or duration_s < seen_s:
        return None
    return duration_s, stream.frames or round(duration_s * rate_hz)


def _stated_duration_s(container: InputContainer, stream: VideoStream, origin_pts: int) -> float | None:
    """How long the pictures go on from the first, as the headers say; None where they do not."""
    if stream.time_base is None:
        return None
    if stream.duration:
        return float(stream.duration * stream.time_base)
    # Matroska and WebM tell when the track ends, not how long it is, and of the file when its last track ends.
    end_s = _stated_end_s(stream.metadata.get("DURATION", ""))
    if end_s is None and container.duration and len(container.streams) == 1:
        end_s = float(container.duration * _CONTAINER_TIME_BASE)
    return None if end_s is None else end_s - float(origin_pts * stream.time_base)


def _stated_end_s(written: str) -> float | None:
    """A time as Matroska's tags have it, ``00:00:03.000000000``; None where it is none."""
    found = _TAGGED_TIME.fullmatch(written)
    if found is None:
        return None
    hours, minutes, seconds = found.groups()
    return 3600 * int(hours) + 60 * int(minutes) + float(seconds)


def _counted_length(path: Path, origin_pts: int, rate_hz: float) -> tuple[float, int]:
    """Duration in seconds and number of frames by reading, not decoding, every packet.

    Recordings made in a browser carry neither in their headers.
    """
    last_pts, count = origin_pts, 0
    with opened(path) as (container, stream):
        time_base = stream.time_base
        assert time_base is not None
        try:
            for packet in container.demux(stream):
                if packet.pts is not None:
                    last_pts, count = max(last_pts, packet.pts), count + 1
        except av.error.FFmpegError:
            # A cut-short recording is as long as what can be read of it.
            return float((last_pts - origin_pts) * time_base) + 1 / rate_hz, count
    return float((last_pts - origin_pts) * time_base) + 1 / rate_hz, count
