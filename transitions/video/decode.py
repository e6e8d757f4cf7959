"""Reads a clip: its facts up front, then upright RGB frames one by one with their recorded times."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import av.error
from av.container import InputContainer
from av.video.stream import VideoStream

from transitions.errors import ClipError
from transitions.model import Clip
from transitions.video.container import opened
from transitions.video.decode_account import DecodeAccount, Stretches
from transitions.video.decoded import Picture
from transitions.video.deinterlace import progressive
from transitions.video.glance import Glance
from transitions.video.identity import file_sha256
from transitions.video.kept_open import lent
from transitions.video.picture import RgbImage, Size, UprightConverter, fit_within, pose_size
from transitions.video.pictures import SoundPictures, stores_display_times
from transitions.video.probe import ClipFacts, probe
from transitions.video.seek import seek_before

_END_GAP_S = 0.5
"""Pictures missing at the end for longer than this are reported: headers are often a frame or two off."""

_HOLE_S, _HOLE_FRAMES = 0.25, 4.0
"""Pictures missing inside for longer than both are reported too: Matroska files lose clusters silently."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One upright frame.

    Attributes
    ----------
    t_s : presentation time, seconds from the clip's first frame, as recorded.
    rgb : (height, width, 3) uint8, contiguous.
    """

    t_s: float
    rgb: RgbImage


class ClipReader:
    """A checked clip. Every `read` has the open file for itself, so reads do not disturb one another.

    Attributes
    ----------
    path : the file.
    name : what it is called in messages and results.
    facts : size, duration, rate … found when the clip was opened.
    gaps : after or during a `read`, the stretches (start_s, end_s) of it without pictures, damaged or never
        recorded: the times of the last sound frame before and the first after.
    patched : after or during a `read`, the stretches (start_s, end_s) of pictures with a few damaged blocks filled
        in, or built on such: given, but to be marked.
    frames_dropped : after or during a `read`, how many frames were left out because their recorded time
        did not rise.
    """

    def __init__(self, path: Path, facts: ClipFacts, name: str = "") -> None:
        self.path = path
        self.name = name or path.name
        self.facts = facts
        self.gaps: Stretches = ()
        self.patched: Stretches = ()
        self.frames_dropped = 0

    @property
    def reading(self) -> DecodeAccount:
        """How the last `read` went; set by who has read the clip in parts."""
        return DecodeAccount(self.gaps, self.patched, self.frames_dropped)

    @reading.setter
    def reading(self, reading: DecodeAccount) -> None:
        self.gaps, self.patched = reading.gaps, reading.patched
        self.frames_dropped = reading.frames_dropped

    @property
    def _hole_s(self) -> float:
        return max(_HOLE_S, _HOLE_FRAMES / self.facts.frame_rate_hz)

    @property
    def size(self) -> Size:
        """(width, height) of the upright frame, with square pixels."""
        return self.facts.size

    @property
    def pose_size(self) -> Size:
        """(width, height) of the frames that the pose model gets; give it to `read`."""
        return pose_size(self.size)

    @property
    def is_sought_quickly(self) -> bool:
        """Whether a late start is reached without decoding up to it: the container stores display times."""
        with opened(self.path, name=self.name, strict=self.facts.strict) as (container, _):
            return stores_display_times(container)

    def identity(self, on_read: Callable[[float], None] | None = None) -> Clip:
        """Name, hash and facts of the clip; reads the whole file once for the hash, see `file_sha256`.

        `frames` is the header's word; count the frames read for the true number.
        """
        width, height = self.facts.size
        return Clip(
            name=self.name,
            sha256=file_sha256(self.path, on_read),
            duration_s=self.facts.duration_s,
            width=width,
            height=height,
            frames=self.facts.frame_count,
            rotation_deg=self.facts.orientation.rotation_deg,
        )

    def fit_within(self, max_side_px: int) -> Size:
        """The upright size shrunk to at most `max_side_px` on its longer side; give it to `read`."""
        return fit_within(self.size, max_side_px)

    def read(
        self,
        start_s: float = 0.0,
        end_s: float = math.inf,
        *,
        step_s: float = 0.0,
        keyframes_only: bool = False,
        size: Size | None = None,
        one_thread: bool = False,
    ) -> Iterator[Frame]:
        """Frames with start_s <= t_s < end_s, one at a time, times strictly rising.

        Parameters
        ----------
        start_s, end_s : seconds from the clip's first frame; a late start is sought, not decoded up to.
        step_s : least time between two frames; 0 gives every frame.
        keyframes_only : decode only key pictures (as often as the camera chose to write one): the way to skim
            hours. Times stay exact.
        size : (width, height) to scale the upright frames to; the original size if None.
        one_thread : decode in one thread: cheaper, and no slower where other processes use the other cores.

        Raises
        ------
        ClipError
            If the file can no longer be opened, or changes within in a way that cannot be followed.
        """
        self.gaps, self.patched, self.frames_dropped = (), (), 0
        to_rgb = UprightConverter(self.facts.orientation, size or self.size)
        tolerance_s = 0.25 / self.facts.frame_rate_hz
        due_s = start_s
        try:
            shown = self._shown(start_s, end_s, keyframes_only=keyframes_only, one_thread=one_thread)
            for t_s, picture in shown:
                if t_s < start_s or (step_s and t_s < due_s - tolerance_s):
                    continue
                if step_s:
                    due_s += step_s * max(1, math.floor((t_s + tolerance_s - due_s) / step_s) + 1)
                yield Frame(t_s, to_rgb(picture.frame))
        except av.error.FFmpegError as error:
            raise ClipError(
                f"'{self.name}' cannot be decoded throughout ({error.strerror}): convert it to MP4 (H.264)."
            ) from error

    def skim(
        self, start_s: float, end_s: float, step_s: float = 0.0, *, keyframes_only: bool = False
    ) -> Iterator[Glance]:
        """Pictures at least `step_s` apart with start_s <= t_s < end_s, none converted before it is asked for.

        Only key pictures, or pictures that are built on earlier ones, are decoded. The latter spares half the work and
        more where a camera writes others; where they lie too far apart for the step, all are.
        Times stay exact, a step is met within a picture or two. Errors are those of `read`.
        """
        self.gaps, self.patched, self.frames_dropped = (), (), 0
        due_s = start_s
        shown = (
            self._shown(start_s, end_s, keyframes_only=True, one_thread=True)
            if keyframes_only
            else self._dense(start_s, end_s, step_s)
        )
        try:
            for t_s, picture in shown:
                if t_s >= due_s:
                    due_s = max(due_s + step_s, t_s + 0.5 * step_s)
                    yield Glance(t_s, picture.frame, self.facts.orientation)
        except av.error.FFmpegError as error:
            raise ClipError(
                f"'{self.name}' cannot be decoded throughout ({error.strerror}): convert it to MP4 (H.264)."
            ) from error

    def _dense(self, start_s: float, end_s: float, step_s: float) -> Iterator[tuple[float, Picture]]:
        """Pictures that others are built on; from where they lie farther apart than two steps, all there are.

        Some encoders build nearly every picture on both sides. A picture may come twice where that is met.
        """
        most_apart_s = 2 * step_s + 1 / self.facts.frame_rate_hz if step_s else math.inf
        reached_s = start_s
        for t_s, picture in self._shown(start_s, end_s, references_only=True, one_thread=True):
            if t_s - reached_s > most_apart_s and not picture.after_loss:
                break
            reached_s = max(start_s, t_s)
            yield t_s, picture
        if min(end_s, self.facts.duration_s) - reached_s > most_apart_s:
            yield from self._shown(reached_s, end_s, one_thread=True)

    def _shown(
        self,
        start_s: float,
        end_s: float,
        *,
        keyframes_only: bool = False,
        references_only: bool = False,
        one_thread: bool = False,
    ) -> Iterator[tuple[float, Picture]]:
        """Pictures in rising time up to `end_s`, gaps noted; may begin before `start_s`."""
        last_s = start_s
        shown_s = -math.inf
        with self._standing_before(start_s, one_thread=one_thread) as (container, stream):
            sound = SoundPictures(
                container, stream, keyframes_only=keyframes_only, references_only=references_only
            )
            for picture in progressive(iter(sound), stream):
                t_s = self.facts.time_s(picture.pts)
                hole = (
                    not (keyframes_only or references_only) and shown_s >= 0 and t_s - shown_s > self._hole_s
                )
                if t_s > start_s and (picture.after_loss or hole):
                    self._note_gap(last_s, min(t_s, end_s))
                if t_s >= end_s:
                    return
                if t_s <= shown_s:
                    self.frames_dropped += 1
                    continue
                if picture.patched and t_s >= start_s:
                    self._note_patched(t_s, after_s=shown_s)
                shown_s = t_s
                last_s = max(start_s, t_s)
                yield t_s, picture
            stop_s = min(end_s, self.facts.duration_s)
            if sound.lost or stop_s - last_s > _END_GAP_S + 2 / self.facts.frame_rate_hz:
                self._note_gap(last_s, stop_s)

    def _note_gap(self, start_s: float, end_s: float) -> None:
        if end_s > start_s:
            self.gaps = (*self.gaps, (start_s, end_s))

    def _note_patched(self, t_s: float, after_s: float) -> None:
        """Lengthen the last patched stretch if it reaches up to the picture before, else begin one."""
        if self.patched and self.patched[-1][1] >= after_s:
            *earlier, (start_s, _) = self.patched
            self.patched = (*earlier, (start_s, t_s))
        else:
            self.patched = (*self.patched, (t_s, t_s))

    @contextmanager
    def _standing_before(
        self, start_s: float, *, one_thread: bool
    ) -> Iterator[tuple[InputContainer, VideoStream]]:
        """The file, open where decoding reaches `start_s` with a sound picture at or before it."""

        def stands(container: InputContainer, stream: VideoStream) -> bool:
            return seek_before(container, stream, self.facts, start_s)

        strict = self.facts.strict
        if start_s > 0:
            with lent(self.path, self.name, strict=strict, one_thread=one_thread, stands=stands) as file:
                if file is not None:
                    yield file
                    return
        with opened(self.path, name=self.name, strict=strict, one_thread=one_thread) as file:
            yield file


def open_clip(path: str | Path, name: str = "") -> ClipReader:
    """Check a video file and give its reader; nothing stays open until frames are read.

    Parameters
    ----------
    name : what messages and results call it, its own name if empty.

    Raises
    ------
    ClipError
        With one plain sentence and the remedy: no file, a folder, empty, not allowed, cut short, no
        video, sound only, one picture, a coding that cannot be decoded, nothing decodable.
    """
    path = Path(path)
    return ClipReader(path, probe(path, name), name)
