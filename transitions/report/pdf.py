"""A page as PDF, printed by a browser without a window: the program everybody has that sets charts and pictures well.

Chrome, Chromium, Edge or Brave of the computer, or the Chromium of Playwright where that is installed. The PDF is
tagged (headings, tables, descriptions of pictures) because the page is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from transitions.errors import OutputError

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
    "brave-browser",
)

MAC = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Brave Browser.app/Contents/MacOS/Brave Browser",
)
WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "BraveSoftware/Brave-Browser/Application/brave.exe",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

CACHES = (".cache", "Library/Caches", "AppData/Local")
DOWNLOADED = (
    "chromium-*/chrome-*/chrome",
    "chromium-*/chrome-*/chrome.exe",
    "chromium-*/chrome-*/*.app/Contents/MacOS/*",
    "chromium_headless_shell-*/*/*headless*shell*",
)

TIMEOUT_S = 120

NO_BROWSER = (
    "For a PDF a browser is needed that prints without a window: install Chrome, Chromium or Edge (or "
    "pip install 'movement-transitions[report]' and then: playwright install chromium), or open the HTML report in any "
    "browser and print it to a PDF."
)


def write_pdf(page: Path, out: Path) -> None:
    """Print an HTML file to a PDF; it appears whole or not at all.

    Raises
    ------
    OutputError
        No browser is there, it fails, or the file cannot be written.
    """
    browser = find_browser()
    if browser is None:
        raise OutputError(NO_BROWSER)
    with tempfile.TemporaryDirectory(prefix="transitions-pdf-") as scratch:
        made = Path(scratch) / "report.pdf"
        _print(browser, page.absolute(), made, Path(scratch))
        try:
            _put_whole(made, out)
        except OSError as error:
            raise OutputError(
                f"The report cannot be written to '{out}' ({error.strerror or error}); choose another place."
            ) from error


def _put_whole(made: Path, out: Path) -> None:
    """Copy beside the place first: what is there already stays until the copy is whole, and no part is left."""
    out.parent.mkdir(parents=True, exist_ok=True)
    staged = out.with_name(f".{out.name}.part")
    try:
        shutil.copyfile(made, staged)
        staged.replace(out)
    finally:
        staged.unlink(missing_ok=True)


def pdf_of(html: str) -> bytes:
    """The page's text as a PDF.

    Raises
    ------
    OutputError
        As `write_pdf`.
    """
    with tempfile.TemporaryDirectory(prefix="transitions-pdf-") as scratch:
        page, made = Path(scratch) / "report.html", Path(scratch) / "report.pdf"
        page.write_text(html, encoding="utf-8")
        write_pdf(page, made)
        return made.read_bytes()


def find_browser() -> Path | None:
    """The first browser found that can print; None without one."""
    return next((path for path in _candidates() if path.is_file()), None)


def _candidates() -> Iterator[Path]:
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            yield Path(found)
    if sys.platform == "darwin":
        yield from (Path("/Applications") / app for app in MAC)
    if sys.platform == "win32":
        for folder in WINDOWS_FOLDERS:
            if folder in os.environ:
                yield from (Path(os.environ[folder]) / name for name in WINDOWS)
    yield from _of_playwright()


def _of_playwright() -> Iterator[Path]:
    """The Chromium that ``playwright install chromium`` downloads, the newest first."""
    told = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folders = [Path(told)] if told else [Path.home() / place / "ms-playwright" for place in CACHES]
    for folder in folders:
        for pattern in DOWNLOADED:
            yield from sorted(folder.glob(pattern), reverse=True)


def _print(browser: Path, page: Path, made: Path, scratch: Path) -> None:
    command = [
        str(browser),
        "--headless",
        "--disable-gpu",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-extensions",
        "--disable-background-networking",
        "--disable-dev-shm-usage",
        f"--user-data-dir={scratch / 'profile'}",
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
        f"--print-to-pdf={made}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")  # Chromium refuses to be root's in a sandbox; the page has no script
    try:
        subprocess.run([*command, page.as_uri()], capture_output=True, timeout=TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OutputError(
            f"The browser {browser.name} did not print the report; open the HTML report and print it there."
        ) from error
    if not made.is_file() or not made.stat().st_size:
        raise OutputError(
            f"The browser {browser.name} did not print the report; open the HTML report and print it there."
        )
