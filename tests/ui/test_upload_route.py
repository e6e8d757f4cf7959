"""The way in for clips: places, refusals, windows, a full disk, and how much of it is in memory. A real server."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from transitions.ui.upload.desk import UploadDesk
from transitions.ui.upload.route import ROUTE

LIMIT_BYTES = 6_000_000_000
REPOSITORY = Path(__file__).resolve().parents[2]
PIECE = os.urandom(1_000_000)
MOST_MEMORY_BYTES = 100_000_000


@dataclass
class UploadServer:
    """A server in a process of its own, and a browser's part."""

    process: subprocess.Popen[str]
    folder: Path
    port: int
    ticket: str

    def headers(self, **more: str) -> dict[str, str]:
        own = {"Origin": f"http://127.0.0.1:{self.port}", "X-Ticket": self.ticket, "X-Window": "a"}
        return {**own, **{name.replace("_", "-"): value for name, value in more.items()}}

    def ask(
        self,
        method: str,
        upload_id: str = "",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, str, int | None]:
        """Status, sentence and the place that the answer names."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            path = f"{ROUTE}/{upload_id}" if upload_id else ROUTE
            connection.request(method, path, body, self.headers() if headers is None else headers)
            answer = connection.getresponse()
            said, place = answer.read().decode(), answer.getheader("Upload-Offset")
            return answer.status, said, None if place is None else int(place)
        finally:
            connection.close()

    def begin(self, size_bytes: int, name: str = "clip.mp4") -> str:
        status, said, _ = self.ask("POST", body=json.dumps({"name": name, "size": size_bytes}).encode())
        assert status == 201, said
        return str(json.loads(said)["id"])

    def add(
        self, upload_id: str, offset: int, block: bytes, window: str = "a"
    ) -> tuple[int, str, int | None]:
        return self.ask("PATCH", upload_id, block, self.headers(Upload_Offset=str(offset), X_Window=window))

    def place(self, upload_id: str) -> int:
        status, _, place = self.ask("HEAD", upload_id)
        assert status == 200
        assert place is not None
        return place

    def half_sent(self, upload_id: str, offset: int, promised: int, window: str = "a") -> socket.socket:
        """A connection that has promised so many bytes and sent none yet."""
        connection = socket.create_connection(("127.0.0.1", self.port))
        headers = self.headers(Upload_Offset=str(offset), X_Window=window, Content_Length=str(promised))
        lines = [f"PATCH {ROUTE}/{upload_id} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return connection

    def memory_bytes(self) -> int:
        return int(psutil.Process(self.process.pid).memory_info().rss)


@pytest.fixture(scope="module")
def serve_uploads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., UploadServer]]:
    started: list[UploadServer] = []

    def serve(file_bytes: int = 0) -> UploadServer:
        folder = tmp_path_factory.mktemp("served") / "uploads"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        given = [str(folder), str(port), str(LIMIT_BYTES), str(file_bytes)]
        process = subprocess.Popen(
            [sys.executable, "-m", "upload_server", *given],
            env=os.environ | {"PYTHONPATH": str(REPOSITORY / "tests")},
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        server = UploadServer(process, folder, port, process.stdout.readline().strip())
        started.append(server)
        wait_for(lambda: psutil.Process(process.pid).net_connections() != [])
        return server

    yield serve
    for server in started:
        server.process.kill()
        server.process.wait()
        shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def shared_server(serve_uploads: Callable[..., UploadServer]) -> UploadServer:
    return serve_uploads()


@pytest.fixture
def server(shared_server: UploadServer) -> Iterator[UploadServer]:
    """A server on which nothing is begun."""
    yield shared_server
    for left in shared_server.folder.glob("*"):
        left.unlink()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline_s, "waited too long"
        time.sleep(0.02)


@pytest.mark.parametrize(
    "megabytes", [300, pytest.param(4000, marks=[pytest.mark.slow, pytest.mark.timeout(900)])]
)
def test_a_clip_interrupted_three_times_arrives_whole_and_never_in_memory(
    server: UploadServer, megabytes: int
) -> None:
    size_bytes = megabytes * len(PIECE)
    if shutil.disk_usage(server.folder.parent).free < 2 * size_bytes:
        pytest.skip("not enough space on the disk")
    upload_id = server.begin(size_bytes)
    before, most, sent = server.memory_bytes(), 0, 0
    for until in (megabytes // 5, megabytes // 2, megabytes - 7):
        with server.half_sent(upload_id, sent, size_bytes - sent) as connection:
            for number in range(sent // len(PIECE), until):
                connection.sendall(PIECE[number % 1000 :] + PIECE[: number % 1000])
                most = max(most, server.memory_bytes() if number % 20 == 0 else 0)
            connection.sendall(PIECE[:333])
        wait_for(lambda: not _grows(server, upload_id))
        place = server.place(upload_id)
        assert 0 < place <= until * len(PIECE) + 333
        # The next begins on a whole piece, so that what is sent can be told from its number.
        sent = place - place % len(PIECE)
        cut = server.folder / f"{upload_id}.part"
        os.truncate(cut, sent)
    while sent < size_bytes:
        number = sent // len(PIECE)
        pieces = [PIECE[n % 1000 :] + PIECE[: n % 1000] for n in range(number, min(number + 16, megabytes))]
        status, said, place_now = server.add(upload_id, sent, b"".join(pieces))
        assert status == 204, said
        assert place_now is not None
        sent = place_now
    most = max(most, server.memory_bytes())
    print(f"{megabytes} MB: the server's memory was up by {(most - before) / 1e6:.0f} MB at most")
    assert most - before < MOST_MEMORY_BYTES
    expected, arrived = hashlib.sha256(), hashlib.sha256()
    with (server.folder / f"{upload_id}.part").open("rb") as part:
        for number in range(megabytes):
            expected.update(PIECE[number % 1000 :] + PIECE[: number % 1000])
            arrived.update(part.read(len(PIECE)))
        assert part.read(1) == b""
    assert arrived.digest() == expected.digest()
    desk = UploadDesk(server.folder, LIMIT_BYTES)
    assert desk.whole(desk.find(upload_id)).sha256 == expected.hexdigest()


def _grows(server: UploadServer, upload_id: str) -> bool:
    first = server.place(upload_id)
    time.sleep(0.2)
    return server.place(upload_id) != first


def test_a_piece_beyond_two_gigabytes_has_its_place(server: UploadServer) -> None:
    place = 3 * 2**30 + 5
    upload_id = server.begin(place + 8)
    part = server.folder / f"{upload_id}.part"
    os.truncate(part, place)  # a hole takes no space
    assert server.place(upload_id) == place
    assert server.add(upload_id, place, b"far ")[2] == place + 4
    status, _, now = server.add(upload_id, 4, b"away")
    assert (status, now) == (409, place + 4)
    assert server.add(upload_id, place + 4, b"away")[2] == place + 8
    with part.open("rb") as file:
        file.seek(place)
        assert file.read() == b"far away"


@pytest.mark.parametrize(
    "changed",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"X-Ticket": "another"},
        {"X-Ticket": ""},
    ],
)
def test_only_the_own_page_with_a_ticket_may_send(server: UploadServer, changed: dict[str, str]) -> None:
    upload_id = server.begin(10)
    headers = {**server.headers(Upload_Offset="0"), **changed}
    named = json.dumps({"name": "clip.mp4", "size": 10}).encode()
    for method, one, body in (("POST", "", named), ("PATCH", upload_id, b"0"), ("DELETE", upload_id, None)):
        status, said, _ = server.ask(method, one, body, headers)
        assert status == 403
        assert said.endswith((".", "again."))
    assert len(list(server.folder.glob("*.json"))) == 1
    assert server.place(upload_id) == 0


def test_what_changes_something_has_to_say_where_it_is_from(server: UploadServer) -> None:
    upload_id = server.begin(10)
    headers = {name: value for name, value in server.headers(Upload_Offset="0").items() if name != "Origin"}
    assert server.ask("PATCH", upload_id, b"0", headers)[0] == 403
    assert server.ask("HEAD", upload_id, None, headers)[0] == 200, "browsers do not say it there"


def test_a_piece_at_another_place_is_refused_with_the_right_one(server: UploadServer) -> None:
    upload_id = server.begin(10)
    assert server.add(upload_id, 0, b"0123") == (204, "", 4)
    for wrong in (0, 3, 5):
        assert server.add(upload_id, wrong, b"4") == (409, "", 4)
    assert server.add(upload_id, 4, b"456789")[0] == 204
    assert (server.folder / f"{upload_id}.part").read_bytes() == b"0123456789"
    assert server.add(upload_id, 10, b"more")[0] == 413
    assert server.place(upload_id) == 10


@pytest.mark.parametrize(
    ("name", "size", "status"),
    [
        ("clip.txt", 10, 415),
        ("clip", 10, 415),
        ("clip.mp4", LIMIT_BYTES + 1, 413),
        ("clip.mp4", -1, 400),
        ("clip.mp4", "10", 400),
        ("clip.mp4", True, 400),
        (7, 10, 400),
        ("x" * 9000 + ".mp4", 10, 413),
    ],
)
def test_what_cannot_be_taken_is_said_before_a_byte_is_sent(
    server: UploadServer, name: object, size: object, status: int
) -> None:
    got, said, _ = server.ask("POST", body=json.dumps({"name": name, "size": size}).encode())
    assert got == status
    assert said.endswith(".")
    assert list(server.folder.glob("*")) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"null",
        b"[" * 8000,
        b'{"name": "clip.mp4", "size": 1' + b"0" * 400 + b"}",
    ],
    ids=["nothing", "list", "object", "no text", "null", "deep", "huge"],
)
def test_nonsense_is_refused(server: UploadServer, body: bytes) -> None:
    assert server.ask("POST", body=body)[0] == 400


@pytest.mark.parametrize("upload_id", ["0" * 32, "nothing", "..%2f..%2fsecret", "0" * 31 + "G"])
def test_an_unknown_upload_is_not_there(server: UploadServer, upload_id: str) -> None:
    assert server.ask("HEAD", upload_id)[0] == 404
    assert server.add(upload_id, 0, b"0")[0] == 404
    assert server.ask("DELETE", upload_id)[0] == 404


def test_a_path_in_the_name_is_only_a_name(server: UploadServer) -> None:
    upload_id = server.begin(10, "../../C:\\clips\\a.mp4")
    assert UploadDesk(server.folder, LIMIT_BYTES).find(upload_id).name == "a.mp4"


def test_half_a_character_in_a_name_is_no_trouble(server: UploadServer) -> None:
    status, said, _ = server.ask("POST", body=b'{"name": "a\\ud800.txt", "size": 10}')
    assert (status, "a?.txt" in said) == (415, True)
    named = server.ask("POST", body=b'{"name": "a\\ud800.mp4", "size": 10}')[1]
    assert UploadDesk(server.folder, LIMIT_BYTES).find(json.loads(named)["id"]).name == "a?.mp4"


def test_a_full_disk_is_said_and_nothing_is_lost(serve_uploads: Callable[..., UploadServer]) -> None:
    server = serve_uploads(file_bytes=1_500_000)
    upload_id = server.begin(3 * len(PIECE))
    status, said, _ = server.add(upload_id, 0, PIECE * 3)
    assert status == 507
    assert "The disk is full" in said
    assert "is kept" in said
    assert server.place(upload_id) == 1_500_000
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    assert server.add(upload_id, 1_500_000, (PIECE * 3)[1_500_000:])[0] == 204
    assert (server.folder / f"{upload_id}.part").read_bytes() == PIECE * 3
    desk = UploadDesk(server.folder, LIMIT_BYTES)
    assert desk.whole(desk.find(upload_id)).sha256 == hashlib.sha256(PIECE * 3).hexdigest()


def test_a_second_window_waits_and_a_lost_connection_does_not(server: UploadServer) -> None:
    upload_id = server.begin(2 * len(PIECE))
    with server.half_sent(upload_id, 0, 2 * len(PIECE)) as lost:
        lost.sendall(PIECE + PIECE[:123_456])
        wait_for(lambda: server.place(upload_id) > 0)
        status, said, _ = server.add(upload_id, 0, PIECE, window="b")
        assert (status, "Another window" in said) == (423, True)
        # The same window again: what it sent before is kept, and the connection that hangs is let go.
        assert server.add(upload_id, 0, PIECE)[0] == 409
        place = server.place(upload_id)
        assert place == len(PIECE) + 123_456
    assert server.add(upload_id, place, (PIECE * 2)[place:], window="b")[0] == 204
    assert (server.folder / f"{upload_id}.part").read_bytes() == PIECE * 2


def test_two_clips_are_sent_at_once(server: UploadServer) -> None:
    first, second = server.begin(len(PIECE)), server.begin(len(PIECE))
    with server.half_sent(first, 0, len(PIECE)) as slow:
        slow.sendall(PIECE[:10])
        assert server.add(second, 0, PIECE, window="b")[0] == 204
        slow.sendall(PIECE[10:])
        wait_for(lambda: server.place(first) == len(PIECE))


def test_an_upload_that_is_removed_is_gone(server: UploadServer) -> None:
    upload_id = server.begin(10)
    assert server.ask("DELETE", upload_id)[0] == 204
    assert list(server.folder.iterdir()) == []
    assert server.ask("HEAD", upload_id)[0] == 404
