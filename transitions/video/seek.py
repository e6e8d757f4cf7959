"""Where decoding must begin for a late start: a key picture that is sure to lie before it."""

from __future__ import annotations

import av.error
from av.container import InputContainer
from av.video.stream import VideoStream

from transitions.video.pictures import SoundPictures, stores_display_times
from transitions.video.probe import ClipFacts

_SEEK_BACK_OFFS_S = (0.0, 2.0, 10.0, 60.0)
"""How far before the wanted time to start again when a seek lands behind it; after these, at the start."""


def seek_before(container: InputContainer, stream: VideoStream, facts: ClipFacts, start_s: float) -> bool:
    """Stand at a key picture before `start_s`; false when only the file's beginning is sure to be.

    In a container without display times they can only be counted from the beginning.
    """
    if not stores_display_times(container):
        return False
    wanted_pts = facts.pts_at(start_s)
    for back_s in _SEEK_BACK_OFFS_S:
        if back_s >= start_s:
            return False
        pts = facts.pts_at(start_s - back_s)
        if _lands_before(container, stream, pts, wanted_pts):
            container.seek(pts, stream=stream)
            return True
    return False


def _lands_before(container: InputContainer, stream: VideoStream, pts: int, wanted_pts: int) -> bool:
    """Whether decoding after a seek to `pts` begins at or before `wanted_pts`: some files' indexes lie."""
    try:
        container.seek(pts, stream=stream)
        first = next(iter(SoundPictures(container, stream)), None)
    except av.error.FFmpegError:
        return False
    return first is not None and first.pts <= wanted_pts
