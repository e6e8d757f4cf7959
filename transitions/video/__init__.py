"""Video in and out: upright RGB frames with their true times, and small clips that any browser plays.

`open_clip` checks a file and reads its frames one by one; `cut_clip` cuts a stretch out of a recording of any
length; `encode_video` writes H.264. Nothing here ever holds more than a few frames in memory.
"""

from __future__ import annotations

from transitions.video.cut import CutClip, cut_clip
from transitions.video.decode import ClipReader, Frame, open_clip
from transitions.video.decode_account import DecodeAccount, merged_readings
from transitions.video.encode import VideoWriter, encode_video
from transitions.video.identity import file_sha256
from transitions.video.kept_open import keep_files_open
from transitions.video.picture import fit_within

__all__ = [
    "ClipReader",
    "CutClip",
    "DecodeAccount",
    "Frame",
    "VideoWriter",
    "cut_clip",
    "encode_video",
    "file_sha256",
    "fit_within",
    "keep_files_open",
    "merged_readings",
    "open_clip",
]
