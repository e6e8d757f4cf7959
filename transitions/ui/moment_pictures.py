"""A small picture of each moment for the queue: made when a browser asks for it, never kept on disk."""

from __future__ import annotations

import hmac
import io
import secrets
from functools import lru_cache
from threading import Lock

import numpy as np
from PIL import Image
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from transitions.errors import TransitionsError
from transitions.series import FloatArray
from transitions.store import FindingRow
from transitions.ui.page_root import page_root
from transitions.ui.services import store
from transitions.video import Frame, open_clip

SIZE_PX = (128, 160)
"""Twice as large as shown: sharp on a phone's screen, some 5 kB."""

DECODED_PX = 960
"""Longer side of the frame it is cut from, so that somebody far off is still told."""

ROOM_SHARE = 0.25
"""Shown around the landmarks, as a share of the person: they end at the eyes and the soles."""

NEAR_S = 0.25
NO_PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="5"/>'
LAST_ID = (1 << 31) - 1
"""The largest that a database's whole numbers hold; it can't be asked for more."""

_PLACE = "moment-picture"
_SECRET = secrets.token_bytes(16)
"""New with every start: no address can be guessed; a picture shows a face, which a rater of a study may not see."""

_one_at_a_time = Lock()


def picture_address(finding_id: int) -> str:
    """Where a browser finds the picture of a finding's moment, from the root of the server."""
    return f"{page_root()}/{_PLACE}/{finding_id}/{_mark(finding_id)}"


def picture_route() -> Route:
    """What answers at `picture_address`."""
    return Route(f"{page_root()}/{_PLACE}/{{finding_id:int}}/{{mark}}", _answer)


def _mark(finding_id: int) -> str:
    return hmac.new(_SECRET, str(finding_id).encode(), "sha256").hexdigest()[:24]


def _answer(request: Request) -> Response:
    # Nothing stays in the browser either: a recording that is deleted is gone with its pictures.
    headers = {"Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin"}
    finding_id: int = request.path_params["finding_id"]
    given_out = hmac.compare_digest(request.path_params["mark"].encode(), _mark(finding_id).encode())
    if finding_id > LAST_ID or not given_out:
        return Response(NO_PICTURE, media_type="image/svg+xml", headers=headers)
    try:
        row = store().findings.get(finding_id)
        with _one_at_a_time:
            picture = moment_picture(row.recording_id, row.run_id, shown_at_s(row))
    except (
        TransitionsError
    ):  # of a clip or a moment that is gone there is no picture; its words are in the row
        return Response(NO_PICTURE, media_type="image/svg+xml", headers=headers)
    return Response(picture, media_type="image/jpeg", headers=headers)


def shown_at_s(row: FindingRow) -> float:
    """When in the clip the picture is from: the moment found, or the middle of the movement."""
    at_s = row.finding.at_s
    return (row.segment.start_s + row.segment.end_s) / 2 if at_s is None else at_s


def moment_picture(recording_id: int, run_id: int, at_s: float) -> bytes:
    """The person at a time of a clip, as a small JPEG; the whole frame where they are not seen.

    Raises
    ------
    TransitionsError
        The clip is no longer there or can't be read.
    """
    return _moment_picture(recording_id, run_id, at_s, store().runs.state(run_id))


@lru_cache(maxsize=512)
def _moment_picture(recording_id: int, run_id: int, at_s: float, state: str) -> bytes:  # noqa: ARG001 - as it grows
    clip = open_clip(store().recordings.clip_path(recording_id))
    size = clip.fit_within(DECODED_PX)
    frame = next(clip.read(max(at_s - 1e-3, 0.0), size=size), None) or next(clip.read(size=size))
    picture = Image.fromarray(frame.rgb)
    box = person_box(_points_px(run_id, at_s, frame), picture.size)
    kept = io.BytesIO()
    picture.resize(SIZE_PX, Image.Resampling.LANCZOS, box=box).save(kept, "JPEG", quality=80)
    return kept.getvalue()


def person_box(points_px: FloatArray, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """The part of a picture to show: the person with some room, in the shape of `SIZE_PX`.

    Parameters
    ----------
    points_px : (n, 2) where the person is, pixels; NaN, or no rows, where they are not seen.
    size : width and height of the picture.

    Returns
    -------
    left, top, right, bottom : within the picture; the middle of it when nobody is seen.
    """
    width, height = size
    shape = SIZE_PX[0] / SIZE_PX[1]
    most_tall = min(height, width / shape)
    seen = points_px[np.isfinite(points_px).all(axis=1)] if len(points_px) else points_px
    if len(seen):
        low, high = seen.min(axis=0), seen.max(axis=0)
        middle = (low + high) / 2
        wide, long = high - low
        tall = min(max(float(long), float(wide) / shape) * (1 + 2 * ROOM_SHARE), most_tall)
    else:
        middle, tall = np.array([width / 2, height / 2]), most_tall
    left = min(max(float(middle[0]) - tall * shape / 2, 0.0), width - tall * shape)
    top = min(max(float(middle[1]) - tall / 2, 0.0), height - tall)
    return left, top, left + tall * shape, top + tall


def _points_px(run_id: int, at_s: float, frame: Frame) -> FloatArray:
    """(n, 2) landmarks about that time, in pixels of the frame; no rows where the curves are not kept."""
    try:
        kinematics = store().runs.series(run_id, at_s - NEAR_S, at_s + NEAR_S)
    except TransitionsError:
        return np.empty((0, 2))
    rows = np.flatnonzero(kinematics.pose.seen)
    if not len(rows):
        return np.empty((0, 2))
    row = rows[np.argmin(np.abs(kinematics.t_s[rows] - at_s))]
    points: FloatArray = kinematics.pose.image_px[row, :, :2] * (
        frame.rgb.shape[1] / kinematics.pose.width_px
    )
    return points
