"""A real Streamlit server on a data folder of its own, and a real Chromium that may not log an error.

No page may ask anything of another computer either.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser_windows import LAPTOP, OpenPage, Scheme, Serve
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, sync_playwright
from seeding import REPOSITORY, SAMPLE, save_analysed

CHROMIUM = Path("/usr/bin/chromium")
OWN_HOSTS = ("127.0.0.1", "localhost")
OF_THE_PAGE = ("data", "blob", "about", "file")
"""Schemes of what is in the page itself, or in a file of this computer that a test opens."""
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start the page on a data folder and return its address; every server ends with the session."""
    servers: list[subprocess.Popen[bytes]] = []
    log = (tmp_path_factory.mktemp("servers") / "log.txt").open("wb")

    def start(data_dir: Path, script: Path | None = None) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "streamlit", "run", str(script or REPOSITORY / "app.py")]
        options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
        environment = os.environ | {"TRANSITIONS_DATA_DIR": str(data_dir), "TRANSITIONS_WORKERS": "1"}
        servers.append(
            subprocess.Popen([*command, *options], env=environment, stdout=log, stderr=log, cwd=REPOSITORY)
        )
        _wait_until_healthy(port)
        return f"http://127.0.0.1:{port}"

    yield start
    for server in servers:
        server.terminate()
    for server in servers:
        server.wait(60)
    log.close()


def _wait_until_healthy(port: int) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(CHROMIUM_ARGS))
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open an address in a window of its own; at the end none may have logged an error or asked another computer."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []
    strangers: list[str] = []

    def look_where(url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in OF_THE_PAGE and address.hostname not in OWN_HOSTS:
            strangers.append(url)

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(f"{message.text} ({message.location.get('url', '')})")

    def open_at(url: str, viewport: ViewportSize = LAPTOP, scheme: Scheme = "light") -> Page:
        context = browser.new_context(viewport=viewport, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: look_where(request.url))
        page.on("websocket", lambda socket: look_where(socket.url))
        page.goto(url)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert errors == []
    assert strangers == [], "a request left this computer"


@pytest.fixture(scope="session")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one analysed sample clip; copy it before changing anything."""
    folder = tmp_path_factory.mktemp("analysed")
    save_analysed(folder, SAMPLE)
    return folder


@pytest.fixture
def own_copy(analysed: Path, tmp_path: Path) -> Path:
    """A copy of `analysed` for a test that changes it."""
    return Path(shutil.copytree(analysed, tmp_path / "data"))


@pytest.fixture(scope="session")
def review_url(serve: Serve, analysed: Path) -> str:
    """A server on `analysed`, for tests that only look."""
    return serve(analysed)
