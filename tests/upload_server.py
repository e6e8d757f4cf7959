"""The way in for clips on a bare server of its own: ``python -m upload_server FOLDER PORT LIMIT_BYTES FILE_BYTES``.

FILE_BYTES is the largest file that the system lets it write (0: any), as a full disk would. The ticket is printed.
"""

from __future__ import annotations

import resource
import signal
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from transitions.ui.upload.desk import UploadDesk
from transitions.ui.upload.route import UploadRoutes
from transitions.ui.upload.tickets import Tickets


def main(folder: str, port: str, limit_bytes: str, file_bytes: str) -> None:
    if int(file_bytes):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(file_bytes), resource.RLIM_INFINITY))
    desk = UploadDesk(Path(folder), int(limit_bytes))
    tickets = Tickets(lambda _: True)
    print(tickets.give("a session"), flush=True)
    app = Starlette(routes=UploadRoutes(lambda: desk, lambda: tickets).routes())
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning")


if __name__ == "__main__":
    main(*sys.argv[1:])
