"""Clips on their way in: ``/clips-in``, streamed to the disk and gone on with after a lost connection.

The way of it is that of tus: POST names a clip and gives an address, HEAD there says how much has arrived, PATCH adds a
piece at that place, DELETE forgets it. Every answer that refuses is one plain sentence.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import wraps
from urllib.parse import urlsplit

import anyio
from anyio.to_thread import run_sync
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from transitions.ui.upload.desk import Upload, UploadDesk, UploadError
from transitions.ui.upload.tickets import Tickets

ROUTE = "/clips-in"
TICKET, WINDOW, OFFSET = "x-ticket", "x-window", "upload-offset"
"""Headers: whose session, which window of the browser, and where a piece belongs."""

BLOCK_BYTES = 1 << 20
"""So much of a clip is in memory at once."""

SILENT_S = 10.0
"""A sender of whom nothing came for so long has lost its connection, whatever the connection itself says."""

_MOST_NAMED_BYTES = 8192
_NO_SIZE = 1 << 63
"""No disk holds so much."""
_HANDED_OVER_S = 10.0

Handler = Callable[[Request], Awaitable[Response]]


@dataclass
class Sender:
    """Who is adding to an upload now."""

    window: str
    heard_s: float = field(default_factory=time.monotonic)
    scope: anyio.CancelScope = field(default_factory=anyio.CancelScope)
    done: anyio.Event = field(default_factory=anyio.Event)


class UploadRoutes:
    """The handlers, on a desk and for the holders of tickets."""

    def __init__(self, desk: Callable[[], UploadDesk], tickets: Callable[[], Tickets]) -> None:
        self._desk = desk
        self._tickets = tickets
        self._senders: dict[str, Sender] = {}

    def routes(self, base: str = "") -> list[Route]:
        """For `streamlit.App`; `base` is what stands before every address of the server."""
        one = f"{base}{ROUTE}/{{id}}"
        return [
            Route(f"{base}{ROUTE}", self._guarded(self._begin), methods=["POST"]),
            Route(one, self._guarded(self._tell), methods=["HEAD"]),
            Route(one, self._guarded(self._add), methods=["PATCH"]),
            Route(one, self._guarded(self._drop), methods=["DELETE"]),
        ]

    def _guarded(self, handle: Handler) -> Handler:
        """Let through who comes from this page with a ticket; put what goes wrong into a sentence."""

        @wraps(handle)
        async def guarded(request: Request) -> Response:
            try:
                _check_origin(request)
                if not self._tickets().admits(request.headers.get(TICKET, "")):
                    raise UploadError(
                        403, "This page is no longer connected; reload it and choose the clip again."
                    )
                return await handle(request)
            except UploadError as error:
                return PlainTextResponse(str(error), error.status, _no_store())

        return guarded

    async def _begin(self, request: Request) -> Response:
        name, size_bytes = await _named(request)
        upload = await run_sync(self._desk().begin, name, size_bytes)
        return JSONResponse({"id": upload.id}, 201, _no_store())

    async def _tell(self, request: Request) -> Response:
        upload = self._desk().find(request.path_params["id"])
        return Response(status_code=200, headers=self._place(upload))

    async def _drop(self, request: Request) -> Response:
        upload = self._desk().find(request.path_params["id"])
        async with self._turn(upload, request.headers.get(WINDOW, "")):
            await run_sync(self._desk().drop, upload.id)
        return Response(status_code=204)

    async def _add(self, request: Request) -> Response:
        desk = self._desk()
        upload = desk.find(request.path_params["id"])
        offset = _whole_number(request.headers.get(OFFSET))
        async with self._turn(upload, request.headers.get(WINDOW, "")) as sender:
            if offset != desk.received(upload.id):
                return Response(status_code=409, headers=self._place(upload))
            with sender.scope:
                await _receive(request, desk, upload, offset, sender)
        return Response(status_code=204, headers=self._place(upload))

    def _place(self, upload: Upload) -> dict[str, str]:
        received = self._desk().received(upload.id)
        return {**_no_store(), OFFSET: str(received), "upload-length": str(upload.size_bytes)}

    @asynccontextmanager
    async def _turn(self, upload: Upload, window: str) -> AsyncIterator[Sender]:
        """Be the one who adds to an upload; a lost connection of the same window is ended for it.

        Raises
        ------
        UploadError
            Another window is sending it.
        """
        before = self._senders.get(upload.id)
        if before is not None:
            if before.window != window and time.monotonic() - before.heard_s < SILENT_S:
                raise UploadError(423, f"Another window is sending “{upload.name}”.")
            before.scope.cancel()
            with anyio.move_on_after(_HANDED_OVER_S):
                await before.done.wait()
        if upload.id in self._senders:
            raise UploadError(423, f"“{upload.name}” is still being sent; try again in a moment.")
        sender = self._senders[upload.id] = Sender(window)
        try:
            yield sender
        finally:
            del self._senders[upload.id]
            sender.done.set()


async def _receive(request: Request, desk: UploadDesk, upload: Upload, offset: int, sender: Sender) -> None:
    """Write what comes, block by block; when the connection is lost, all that came is kept."""
    waiting = bytearray()
    try:
        async for piece in request.stream():
            sender.heard_s = time.monotonic()
            waiting += piece
            if len(waiting) >= BLOCK_BYTES:
                block, waiting = bytes(waiting), bytearray()
                # Not left half-way by whoever takes over: the place would not be known.
                with anyio.CancelScope(shield=True):
                    await run_sync(desk.write, upload, offset, block)
                offset += len(block)
    except ClientDisconnect:
        pass
    finally:
        if waiting:
            with anyio.CancelScope(shield=True):
                await run_sync(desk.write, upload, offset, bytes(waiting))


async def _named(request: Request) -> tuple[str, int]:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_NAMED_BYTES:
            raise UploadError(413, "The name of the clip is too long.")
    try:
        said = json.loads(body)
        name, size_bytes = said["name"], said["size"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UploadError(400, "A clip is named by its name and size.") from error
    if not isinstance(name, str) or not isinstance(size_bytes, int) or isinstance(size_bytes, bool):
        raise UploadError(400, "A clip is named by its name and size.")
    if not 0 <= size_bytes < _NO_SIZE or not name.strip():
        raise UploadError(400, "A clip is named by its name and size.")
    # Windows has names that are no text: halves of a character can't be written into an answer or the store.
    return name.encode("utf-8", "replace").decode("utf-8"), size_bytes


def _check_origin(request: Request) -> None:
    """Refuse what another page makes a browser send; a page says where it is from with everything that changes."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    is_own = origin is not None and urlsplit(origin).netloc == request.headers.get("host", "")
    if not is_own and not (origin is None and request.method == "HEAD"):
        raise UploadError(403, "Clips are taken from this program's own page only.")
    if site != "same-origin":
        raise UploadError(403, "Clips are taken from this program's own page only.")


def _whole_number(said: str | None) -> int:
    if said is None or not said.isascii() or not said.isdigit() or len(said) > 18:
        raise UploadError(400, "A piece says where it belongs.")
    return int(said)


def _no_store() -> dict[str, str]:
    return {"cache-control": "no-store"}
