"""The server under the page: what it prepares before the first visitor, and what it adds to Streamlit's own files."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from starlette.routing import Route

from transitions.errors import StoreError
from transitions.ui import reels
from transitions.ui.moment_pictures import picture_route
from transitions.ui.page_root import page_root

SCRIPT = Path(__file__).with_name("main.py")
"""The script that Streamlit runs for every visitor."""

PREPARED = ("transitions.ui.screens.home", "transitions.ui.screens.review", "transitions.jobs")
"""Imported before the port opens: the first visitor does not wait two seconds for them."""

AT_ROOT = b"<script>window.__streamlit={BACKEND_BASE_URL:new URL(%s,location.origin).href}</script>"
"""Tells Streamlit's front end where its server is. It would otherwise look below the page's own address first
(``/review/_stcore/health``) and log two errors whenever a page other than the first is opened by its address."""

ONE_BACK = b"<script>%s</script>" % Path(__file__).with_name("one_back.js").read_bytes()
"""Keeps the browser's Back to one press; it has to stand before Streamlit's own scripts."""

Scope = MutableMapping[str, Any]


@asynccontextmanager
async def prepared(_app: Any) -> AsyncIterator[None]:
    """Import what every page needs while the server starts, and drop uploads that nobody went on with."""
    for name in PREPARED:
        importlib.import_module(name)
    from transitions.ui.upload import page_desk

    with suppress(StoreError):  # said on the page, by what opens the store
        page_desk().drop_stale()
    yield


class TellWhereTheServerIs:
    """ASGI middleware that puts `AT_ROOT` and `ONE_BACK` into the HTML page."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass everything through; in HTML add the scripts and correct the length."""
        if scope["type"] != "http" or b"text/html" not in dict(scope["headers"]).get(b"accept", b""):
            await self.app(scope, receive, send)
            return
        # Uncompressed, so that there is something to add to.
        scope = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]}
        start: Scope = {}
        body = bytearray()

        async def collect(message: Scope) -> None:
            if message["type"] == "http.response.start" and _is_html(message):
                start.update(message)
            elif start and message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await _send_page(start, bytes(body), send)
            else:
                await send(message)

        await self.app(scope, receive, collect)


def middleware() -> list[Middleware]:
    """What stands before Streamlit's own routes."""
    return [Middleware(TellWhereTheServerIs)]


def routes() -> list[Route]:
    """Addresses of our own beside Streamlit's: pictures, pieces of film, and the way in for clips."""
    # Imported with the rest of the page, while the server starts.
    from transitions.ui.upload import upload_routes

    return [picture_route(), *reels.routes(), *upload_routes()]


def _is_html(message: Scope) -> bool:
    headers = dict(message["headers"])
    return (
        message["status"] == 200
        and headers.get(b"content-type", b"").startswith(b"text/html")
        and b"content-encoding" not in headers
    )


async def _send_page(start: Scope, page: bytes, send: Any) -> None:
    root = page_root() or "/"
    page = page.replace(b"<head>", b"<head>" + AT_ROOT % repr(root).encode() + ONE_BACK, 1)
    changed = {b"content-length": str(len(page)).encode()}
    # The file's own tag no longer names what is sent.
    headers = [(k, changed.get(k, v)) for k, v in start["headers"] if k not in (b"etag", b"last-modified")]
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": page})
