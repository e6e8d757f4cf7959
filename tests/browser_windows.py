"""What the browser tests' fixtures are: a page opened in a window of a size, on a server of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol

from playwright.sync_api import Page, ViewportSize

LAPTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)

Serve = Callable[[Path], str]
"""The address of a server on a data folder."""

Scheme = Literal["light", "dark"]


class OpenPage(Protocol):
    """Opens an address in a window of its own."""

    def __call__(self, url: str, viewport: ViewportSize = LAPTOP, scheme: Scheme = "light") -> Page: ...
