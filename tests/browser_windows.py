"""What the browser tests' fixtures are: a page opened in a window of a size, on a server of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol

from playwright.sync_api import Page, ViewportSize

LAPTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)

Scheme = Literal["light", "dark"]


class Serve(Protocol):
    """Serves a data folder and gives the address; `script` in place of the program's own page."""

    def __call__(self, data_dir: Path, script: Path | None = None) -> str: ...


class OpenPage(Protocol):
    """Opens an address in a window of its own."""

    def __call__(self, url: str, viewport: ViewportSize = LAPTOP, scheme: Scheme = "light") -> Page: ...
