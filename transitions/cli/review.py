"""``transitions review``: opens the review page."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from transitions.errors import TransitionsError

PAGE = Path(__file__).resolve().parents[2] / "app.py"


def run_review(port: int) -> None:
    """Serve the page on this machine only, until Ctrl-C."""
    page = PAGE if PAGE.is_file() else Path(__file__).resolve().parents[1] / "app.py"
    if not page.is_file():
        raise TransitionsError("The review page (app.py) is missing; install the program again.")
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(page),
        f"--server.port={port}",
        "--server.address=localhost",
        "--browser.gatherUsageStats=false",
    ]
    if _serve(command):
        raise TransitionsError(f"The review page stopped; is port {port} taken? Choose another with --port.")


def _serve(command: Sequence[str]) -> int:
    """Run the server and return its status; when this process is told to end, the server ends too."""
    with subprocess.Popen(command) as server:
        told_to_end = False

        def pass_on(*_: object) -> None:
            nonlocal told_to_end
            told_to_end = True
            server.terminate()

        before = signal.signal(signal.SIGTERM, pass_on)
        try:
            status = server.wait()
        finally:
            signal.signal(signal.SIGTERM, before)
        return 0 if told_to_end else status
