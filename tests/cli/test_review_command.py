"""``transitions review`` leaves nothing behind when it is told to end."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def wait_until(port: int, answering: bool, limit_s: float = 60.0) -> None:
    deadline = time.monotonic() + limit_s
    while answers(port) is not answering:
        assert time.monotonic() < deadline, f"the page answers: {not answering}"
        time.sleep(0.1)


def test_its_server_ends_with_it(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "transitions", "review", f"--port={port}"]
    environment = os.environ | {"TRANSITIONS_DATA_DIR": str(tmp_path), "STREAMLIT_SERVER_HEADLESS": "true"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as review:
        try:
            wait_until(port, answering=True)
            review.terminate()
            _, said = review.communicate(timeout=30)
        finally:
            review.kill()
    assert (review.returncode, said) == (0, "")
    wait_until(port, answering=False, limit_s=5)
