"""Opens a video file, or says in one plain sentence why it cannot be opened and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from os import cpu_count
from pathlib import Path

import av
import av.error
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from transitions.errors import ClipError

FORMATS = "mov,mp4,matroska,webm,avi,gif,mpegts,mpeg,asf,flv,ogg"
"""The containers that are tried. Left to itself FFmpeg also renders text files as video and follows
playlists to other files and addresses, which an uploaded file must never be able to ask for."""

PATCHING_CODECS = frozenset({"h264"})
"""Decoders that fill the hurt blocks of a picture from the one before, and mark it."""

MAX_DECODER_THREADS = 4
"""Each decoder thread holds whole frames: more would make the memory depend on the number of cores."""

_OTHER_TRY = "give an MP4, MOV, MKV, WebM, AVI or GIF"
_CUT_SHORT_HEADS = {4: b"ftyp", 0: b"\x1a\x45\xdf\xa3", 8: b"AVI "}
"""Where in a file's first bytes a video container signs itself: MP4 and MOV, Matroska and WebM, AVI."""


@contextmanager
def opened(
    path: Path, *, name: str = "", strict: bool = True, one_thread: bool = False
) -> Iterator[tuple[InputContainer, VideoStream]]:
    """The open container and its video stream; closed at the end.

    Parameters
    ----------
    name : what messages call the file; its path or its own name if empty.
    strict : refuse pictures with decoding errors where FFmpeg would paint over them with the neighbours without
        a word: a patched picture shows a body that never stood so. Where it marks them, they are judged by
        `pictures.SoundPictures`.
    one_thread : decode in one thread: cheaper, and no slower where other processes use the other cores.

    Raises
    ------
    ClipError
        With the remedy, when the file cannot be opened or holds no video.
    """
    head = _first_bytes(path, name or str(path))
    try:
        # The absolute path behind "file:" keeps a name like "concat:a" from being taken for a protocol.
        container = av.open(f"file:{path.resolve()}", "r", options={"format_whitelist": FORMATS})
    except av.error.FFmpegError as error:
        raise _unreadable(name or path.name, head) from error
    with container:
        yield container, _video_stream(container, name or path.name, strict, one_thread)


def _first_bytes(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError as error:
        raise ClipError(f"There is no file '{name}': check the name and the folder.") from error
    except IsADirectoryError as error:
        raise ClipError(f"'{name}' is a folder: give one video file in it.") from error
    except PermissionError as error:
        raise ClipError(
            f"'{name}' may not be read: allow reading it, or copy it to a folder of your own."
        ) from error
    except OSError as error:
        raise ClipError(f"'{name}' cannot be read ({error.strerror}): copy it to this computer.") from error
    if not head:
        raise ClipError(f"'{Path(name).name}' is empty: copy it again from the phone or camera.")
    return head


def _unreadable(name: str, head: bytes) -> ClipError:
    if any(head[at : at + len(sign)] == sign for at, sign in _CUT_SHORT_HEADS.items()):
        return ClipError(
            f"'{name}' was cut short or is damaged, its index is missing: "
            "copy it again from the phone or camera."
        )
    return ClipError(f"'{name}' is not a video that can be read: {_OTHER_TRY}.")


def _video_stream(container: InputContainer, name: str, strict: bool, one_thread: bool) -> VideoStream:
    covers = Disposition.attached_pic
    streams = [stream for stream in container.streams.video if not stream.disposition & covers]
    if not streams:
        raise ClipError(f"'{name}' holds no picture, perhaps only sound: {_OTHER_TRY}.")
    stream = max(streams, key=lambda each: each.codec_context is not None and each.width * each.height)
    if stream.codec_context is None:
        raise ClipError(f"'{name}' is coded in a way that cannot be decoded here: {_OTHER_TRY} (H.264).")
    decoder = stream.codec_context
    stream.thread_type = "AUTO"
    decoder.thread_count = 1 if one_thread else min(MAX_DECODER_THREADS, cpu_count() or 1)
    if strict and decoder.name not in PATCHING_CODECS:
        decoder.options = {"err_detect": "explode"}
    return stream
