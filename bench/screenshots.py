"""Takes the pictures of every page in ``docs/screenshots``: ``python -m bench.screenshots`` (needs Chromium).

Pages on an empty store and on one with the analysed samples, on a laptop and on a phone, light and dark. The review is
taken as the window shows it, for it is made to fit; the other pages whole.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

REPOSITORY = Path(__file__).resolve().parents[1]
SHOTS = REPOSITORY / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WINDOWS = {"laptop": ViewportSize(width=1440, height=900), "phone": ViewportSize(width=390, height=844)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TALLEST_PX = 2600
PORT = 8597
EMPTY_PAGES = {"first-use": "", "review-empty": "review"}
FILLED_PAGES = {
    "home": "",
    "review-simple": "review",
    "review-clinician": "review?view=clinician",
    "compare": "compare",
    "day": "day",
    "pattern": "pattern",
    "rules": "rules",
    "about": "about",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with _served(Path(folder) / "empty") as url:
            for name, place in EMPTY_PAGES.items():
                _take_all(browser, name, f"{url}/{place}")
        filled = Path(folder) / "filled"
        _transitions(filled, "samples")
        with _served(filled) as url:
            for name, place in FILLED_PAGES.items():
                _take_all(browser, name, f"{url}/{place}")


def _environment(data_dir: Path) -> dict[str, str]:
    return os.environ | {"TRANSITIONS_DATA_DIR": str(data_dir)}


def _transitions(data_dir: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "transitions", *arguments], env=_environment(data_dir), check=True)


@contextmanager
def _served(data_dir: Path) -> Iterator[str]:
    """The page on a data folder, until the block ends."""
    options = [f"--server.port={PORT}", "--server.headless=true", "--server.address=localhost"]
    command = [sys.executable, "-m", "streamlit", "run", str(REPOSITORY / "app.py"), *options]
    server = subprocess.Popen(command, env=_environment(data_dir), cwd=REPOSITORY)
    try:
        _wait_until_healthy()
        yield f"http://localhost:{PORT}"
    finally:
        server.terminate()
        server.wait()


def _wait_until_healthy() -> None:
    deadline_s = time.monotonic() + 60.0
    while True:
        try:
            with urllib.request.urlopen(f"http://localhost:{PORT}/_stcore/health", timeout=2):
                return
        except OSError:
            if time.monotonic() > deadline_s:
                raise
            time.sleep(0.2)


def _take_all(browser: Browser, name: str, url: str) -> None:
    for device, window in WINDOWS.items():
        for scheme in SCHEMES:
            context = browser.new_context(viewport=window, color_scheme=scheme)
            page = context.new_page()
            page.goto(url)
            _settle(page)
            if not name.startswith("review"):
                page.set_viewport_size({"width": window["width"], "height": _height_px(page)})
                _settle(page)
            _keep_small(page.screenshot(), SHOTS / f"{name}-{device}-{scheme}.png")
            context.close()


def _keep_small(picture: bytes, path: Path) -> None:
    """Keep a picture with a palette: a third of the bytes for what looks the same."""
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(256).save(path, optimize=True)


def _settle(page: Page) -> None:
    """Until the page has stopped running and its pictures have come."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=60_000)
    page.wait_for_timeout(2500)


def _height_px(page: Page) -> int:
    height: int = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    return min(max(height, 500), TALLEST_PX)


if __name__ == "__main__":
    main()
