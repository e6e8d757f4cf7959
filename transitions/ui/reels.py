"""The pieces of a clip that the player fetches by itself, each made the first time it is asked for.

A *reel* is a small film of a stretch of a recording with the time of each of its frames and the pose in them; a *still*
is one picture, there long before a reel is. The player asks for them over HTTP, beside Streamlit: the page draws itself
without waiting for a film, a clip of hours is watched piece by piece, and what comes next is fetched ahead.
"""

from __future__ import annotations

import asyncio
import io
import os
import re
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from threading import Event

from PIL import Image
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from transitions.errors import TransitionsError
from transitions.store import Excerpt
from transitions.ui.film_source import FilmSource, Piece, address_of, source_of
from transitions.ui.hidden_faces import face_hider
from transitions.ui.page_root import page_root
from transitions.ui.player.payload import LONGEST_S, pose_rows
from transitions.ui.services import store
from transitions.video import Frame, cut_clip, open_clip
from transitions.video.decode import ClipReader
from transitions.video.picture import RgbImage, Size

MOMENT_PX, WHOLE_PX = 720, 480
"""Height of a moment's film, and of the whole clip's, which is made while one watches."""

STRETCH_S = 10.0
"""The whole clip is watched in pieces of this length: one is made in a second or two."""

SERIES_MARGIN_S = 0.2
"""The pose is read by this much more than is filmed: the film begins at the frame before its start."""

STILL_QUALITY = 82
LOOK_BACK_S = 1.0
NOT_KEPT = {"Cache-Control": "no-store"}
"""Pictures of people do not stay behind in the browser's own store."""

AHEAD = "ahead"
"""With this in its address a film is asked for before anybody waits for it."""

LOOK_S = 0.1
"""How often it is looked whether the browser still waits for a film."""

AHEAD_PRIORITY = 5
"""As `nice` counts it: whoever waits, and the browser's own decoding, have three times the share."""


def _give_way() -> None:
    """Where a thread has no priority of its own it stays as it is."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), AHEAD_PRIORITY)


_CUTTERS = ThreadPoolExecutor(4, "cutter")
_AHEAD = ThreadPoolExecutor(1, "ahead", initializer=_give_way)

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


class _GivenUpError(Exception):
    """Nobody waits for a film any more."""


def reels_of(source: FilmSource) -> dict[str, object]:
    """What the player needs to ask for reels and stills of a film."""
    return {
        "at": address_of(source),
        "stretch_s": STRETCH_S,
        "moment_px": MOMENT_PX,
        "whole_px": WHOLE_PX,
    }


def make_reel(source: FilmSource, span_s: tuple[float, float]) -> None:
    """Make the film of a moment ahead of the player's asking for it."""
    _cut(_moment(source, span_s))


def film_of(source: FilmSource, span_s: tuple[float, float]) -> tuple[str, Sequence[float]]:
    """The address of a moment's film and the times of its frames, made the first time it is asked for.

    The address answers for as long as the page runs: a video that is still open asks it for more of the film when the
    page has long gone on.

    Raises
    ------
    TransitionsError
        The clip is no longer there, has no picture in the span, or the film can't be written.
    """
    piece = _moment(source, span_s)
    frame_s = _cut(piece).frame_times_s
    return f"{address_of(source)}/{piece.name}.mp4", frame_s


def routes() -> list[Route]:
    """The addresses of reels, films and stills; Starlette answers each in a thread of its own."""
    one = page_root() + "/pieces/{token}"
    return [
        Route(one + "/{height_px:int}/{span}.json", _reel),
        Route(one + "/{height_px:int}/{span}.mp4", _film),
        Route(one + "/{at_ms:int}.jpg", _still),
    ]


def _moment(source: FilmSource, span_s: tuple[float, float]) -> Piece:
    start_ms, end_ms = (round(1000 * t_s) for t_s in span_s)
    return Piece(source, start_ms, end_ms, MOMENT_PX)


async def _reel(request: Request) -> Response:
    """A reel, for as long as the browser waits for it: whoever leafs on lets go of what they passed."""
    piece = _asked(request)
    if piece is None:
        return Response(status_code=404)
    given_up = Event()
    cutters = _AHEAD if AHEAD in request.query_params else _CUTTERS
    answer = asyncio.get_running_loop().run_in_executor(cutters, _answer, piece, given_up)
    while not (await asyncio.wait({answer}, timeout=LOOK_S))[0]:
        if await request.is_disconnected():
            given_up.set()
    return await answer


def _answer(piece: Piece, given_up: Event) -> Response:
    try:
        frame_s = _cut(piece, given_up).frame_times_s
        answer = {
            "film": f"{address_of(piece.source)}/{piece.name}.mp4",
            "frame_s": [round(t_s, 5) for t_s in frame_s],
            "pose": _pose(piece.source.run_id, frame_s[0], frame_s[-1]),
        }
    except _GivenUpError:
        return Response(status_code=204)
    except TransitionsError as error:
        return _said(error)
    return JSONResponse(answer, headers=NOT_KEPT)


def _film(request: Request) -> Response:
    piece = _asked(request)
    if piece is None:
        return Response(status_code=404)
    try:
        return FileResponse(_cut(piece).path, media_type="video/mp4", headers=NOT_KEPT)
    except TransitionsError as error:
        return _said(error)


def _still(request: Request) -> Response:
    source = source_of(request.path_params["token"])
    if source is None:
        return Response(status_code=404)
    try:
        clip = _reader(store().recordings.clip_path(source.recording_id))
        half_frame_s = 0.5 / clip.facts.frame_rate_hz
        wanted_s = request.path_params["at_ms"] / 1000
        width, height = clip.size
        share = min(1.0, WHOLE_PX / height)
        frame = _frame_at(clip, wanted_s - half_frame_s, (round(width * share), round(height * share)))
    except TransitionsError as error:
        return _said(error)
    if frame is None:
        return Response(status_code=204)
    out = io.BytesIO()
    Image.fromarray(_as_shown(source, frame)).save(out, "JPEG", quality=STILL_QUALITY)
    return Response(
        out.getvalue(), media_type="image/jpeg", headers=NOT_KEPT | {"X-Time-S": f"{frame.t_s:.5f}"}
    )


def _asked(request: Request) -> Piece | None:
    """The piece that an address names; None for one that this page does not give out."""
    params, source = request.path_params, source_of(request.path_params["token"])
    span = _SPAN.fullmatch(params["span"])
    if span is None or source is None or params["height_px"] not in (MOMENT_PX, WHOLE_PX):
        return None
    start_ms, end_ms = int(span[1]), int(span[2])
    if not 0 < end_ms - start_ms <= 1000 * LONGEST_S:
        return None
    return Piece(source, start_ms, end_ms, params["height_px"])


def _cut(piece: Piece, given_up: Event | None = None) -> Excerpt:
    """The film of a piece, made the first time it is asked for and kept with the recording, unless it is given up."""
    start_s, end_s = piece.start_ms / 1000, piece.end_ms / 1000
    recording_id, hidden_by = piece.source.recording_id, piece.source.hidden_by
    hidden = None if hidden_by is None else face_hider(hidden_by, start_s, end_s)

    def shown(picture: RgbImage, t_s: float) -> RgbImage:
        if given_up is not None and given_up.is_set():
            raise _GivenUpError
        return picture if hidden is None else hidden(picture, t_s)

    def make(path: Path) -> Sequence[float]:
        clip = store().recordings.clip_path(recording_id)
        return cut_clip(clip, start_s, end_s, path, max_height_px=piece.height_px, changed=shown).times_s

    variant = f"{piece.height_px}p" if hidden_by is None else f"{piece.height_px}p-face-{hidden_by}"
    return store().cuts.get_or_make(recording_id, start_s, end_s, make, variant)


def _as_shown(source: FilmSource, frame: Frame) -> RgbImage:
    if source.hidden_by is None:
        return frame.rgb
    return face_hider(source.hidden_by, frame.t_s, frame.t_s)(frame.rgb, frame.t_s)


def _pose(run_id: int | None, from_s: float, to_s: float) -> Mapping[str, object]:
    """The pose between two frames; none of a run that was saved without curves, as of a clip without a person."""
    if run_id is None or not store().runs.has_series(run_id):
        return pose_rows(None, from_s, to_s)
    series = store().runs.series(run_id, max(0.0, from_s - SERIES_MARGIN_S), to_s + SERIES_MARGIN_S)
    return pose_rows(series, from_s - 1e-6, to_s + 1e-6)


def _frame_at(clip: ClipReader, t_s: float, size: Size) -> Frame | None:
    """The first frame from `t_s` on; behind the last one, that one; None where there is none near."""
    frame = next(clip.read(max(t_s, 0.0), size=size), None)
    if frame is None:
        for frame in clip.read(max(t_s - LOOK_BACK_S, 0.0), size=size):  # noqa: B007 - the last one is wanted
            pass
    return frame


@lru_cache(maxsize=8)
def _reader(path: Path) -> ClipReader:
    return open_clip(path)


def _said(error: TransitionsError) -> JSONResponse:
    """An error as the sentence that the player shows; by another status a browser would log it as one of the page's."""
    return JSONResponse({"error": str(error)}, headers=NOT_KEPT)
