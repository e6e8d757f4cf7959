"""A picture as it comes out of the decoder."""

from __future__ import annotations

from dataclasses import dataclass

import av


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
