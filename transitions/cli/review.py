"""``transitions review``: opens the review page."""

from __future__ import annotations

import subprocess
import sys
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
    status = subprocess.run(command, check=False).returncode
    if status:
        raise TransitionsError(f"The review page stopped; is port {port} taken? Choose another with --port.")
