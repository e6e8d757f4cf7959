"""A line to a server that can be cut and mended, as a network is lost and found."""

from __future__ import annotations

import contextlib
import socket
import threading
import time


class CutLine:
    """Passes on to a port of this computer, at most so many bytes a second to the server."""

    def __init__(self, port: int, bytes_s: float) -> None:
        self._to = port
        self._bytes_s = bytes_s
        self._open: list[socket.socket] = []
        self._listening: socket.socket
        self._listen(0)
        self.port: int = self._listening.getsockname()[1]

    def cut(self) -> None:
        """End every connection and take no new one."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def mend(self) -> None:
        """Take connections again."""
        self._listen(self.port)

    def _listen(self, port: int) -> None:
        self._listening = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._open += [near, far]
                threading.Thread(target=self._pass, args=(near, far, self._bytes_s), daemon=True).start()
                threading.Thread(target=self._pass, args=(far, near, 1e12), daemon=True).start()

    @staticmethod
    def _pass(source: socket.socket, target: socket.socket, bytes_s: float) -> None:
        with contextlib.suppress(OSError):
            while block := source.recv(65536):
                target.sendall(block)
                time.sleep(len(block) / bytes_s)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
