"""The pieces that the player fetches: films with the time of each frame and the pose, stills; nothing to others."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from media import read_number, write_numbered_clip
from PIL import Image
from seeding import made_up_segment, marked_kinematics, save_made_up
from starlette.applications import Starlette

from transitions.store import Store, open_store
from transitions.ui import hidden_faces, reels
from transitions.ui.film_source import TOKEN, FilmSource
from transitions.video import open_clip
from transitions.video.picture import RgbImage

FRAMES, FPS, SIZE = 90, 30.0, (96, 64)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    clip = write_numbered_clip(tmp_path / "clip.mp4", FRAMES, SIZE, FPS)
    t_s = np.arange(FRAMES) / FPS
    with open_store(data_dir=tmp_path / "data") as store:
        recording = store.recordings.link(clip).recording
        kinematics = marked_kinematics(t_s, np.arange(FRAMES, dtype=float), SIZE)
        save_made_up(store, recording.id, (made_up_segment(1, 0.5, 1.5),), kinematics, FRAMES / FPS)
        for module in (reels, hidden_faces):
            monkeypatch.setattr(module, "store", lambda: store)
        yield store


@dataclass
class HttpAnswer:
    """What the server answered."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def data(self) -> Any:
        return json.loads(self.body)


def asked(path: str, *, stays: bool = True, **headers: str) -> HttpAnswer:
    """Ask the routes for a path, as a server would; an asker who doesn't stay is gone at once."""
    answer = HttpAnswer()

    async def receive() -> MutableMapping[str, Any]:
        if stays:
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        answer.body += message.get("body", b"")

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "server": ("127.0.0.1", 80),
        "scheme": "http",
        "http_version": "1.1",
    }
    asyncio.run(Starlette(routes=reels.routes())(scope, receive, send))
    return answer


@pytest.fixture
def get(kept: Store) -> Callable[[str], HttpAnswer]:
    return asked


def at(run_id: int | None = 1, hidden_by: int | None = None) -> str:
    return f"/{reels.reels_of(FilmSource(1, run_id, hidden_by))['at']}"


def test_a_reel_has_its_film_the_time_of_each_frame_and_the_pose_in_it(
    get: Callable[[str], HttpAnswer], tmp_path: Path
) -> None:
    reel = get(f"{at()}/480/1000-2000.json").data
    assert reel["frame_s"] == pytest.approx(np.arange(30, 60) / FPS, abs=1e-4)
    assert reel["pose"]["t_s"] == pytest.approx(reel["frame_s"], abs=1e-4)
    assert [row[0] for row in reel["pose"]["xy"]] == list(range(30, 60))
    assert reel["pose"]["twist_deg"] == list(range(30, 60))
    assert set(reel["pose"]["rounding_deg"]) == {None}
    film = get(f"/{reel['film']}")
    assert film.headers["cache-control"] == "no-store"
    path = tmp_path / "film.mp4"
    path.write_bytes(film.body)
    assert [read_number(frame.rgb) for frame in open_clip(path).read()] == list(range(30, 60))


def test_a_few_bytes_of_a_film_beyond_two_gigabytes_are_given_alone(
    get: Callable[[str], HttpAnswer], kept: Store
) -> None:
    film = get(f"{at()}/480/1000-2000.json").data["film"]
    (path,) = (kept.media.root / "cuts").glob("*/*.mp4")
    place = 3 * 2**30 + 5
    with path.open("r+b") as file:
        file.seek(place)  # a hole before it takes no space
        file.write(b"far away")
    part = asked(f"/{film}", range=f"bytes={place}-{place + 3}")
    assert (part.status, part.body) == (206, b"far ")
    assert part.headers["content-range"] == f"bytes {place}-{place + 3}/{place + 8}"
    assert asked(f"/{film}", range=f"bytes={place + 4}-").body == b"away"
    assert asked(f"/{film}", range=f"bytes={place + 8}-").status == 416


def test_a_film_that_nobody_waits_for_any_more_is_not_made(
    get: Callable[[str], HttpAnswer], kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(reels, "LOOK_S", 0.0)
    monkeypatch.setattr(kept.cuts, "_keep", lambda *_: made.append("kept"))
    assert asked(f"{at()}/480/0-3000.json", stays=False).status == 204
    assert made == []


@pytest.mark.parametrize(("at_ms", "frame"), [(0, 0), (1000, 30), (1010, 30), (2990, 89), (3100, 89)])
def test_a_still_shows_the_frame_nearest_and_says_its_time(
    get: Callable[[str], HttpAnswer], at_ms: int, frame: int
) -> None:
    still = get(f"{at()}/{at_ms}.jpg")
    picture = np.asarray(Image.open(io.BytesIO(still.body)))
    assert read_number(picture) == frame
    assert float(still.headers["x-time-s"]) == pytest.approx(frame / FPS, abs=1e-3)


def test_what_cannot_be_made_is_said_in_a_sentence(get: Callable[[str], HttpAnswer], kept: Store) -> None:
    assert "has no picture between" in get(f"{at()}/480/9000-9500.json").data["error"]
    assert get(f"{at()}/9000.jpg").status == 204
    kept.recordings.clip_path(1).unlink()
    assert "is no longer at" in get(f"{at()}/480/0-1000.json").data["error"]


@pytest.mark.parametrize(
    "piece", ["480/0-900000.json", "480/2000-1000.json", "481/0-1000.json", "480/a-b.json"]
)
def test_only_pieces_that_the_player_asks_for_are_made(get: Callable[[str], HttpAnswer], piece: str) -> None:
    assert get(f"{at()}/{piece}").status == 404


@pytest.mark.parametrize("word", ["guess", "mot-clé"])
@pytest.mark.parametrize("piece", ["480/0-1000.json", "480/0-1000.mp4", "0.jpg"])
def test_nobody_gets_a_piece_without_the_word_of_this_page(
    get: Callable[[str], HttpAnswer], piece: str, word: str
) -> None:
    assert get(f"/pieces/{word}/{piece}").status == 404


def test_a_blind_rater_gets_the_film_without_anything_that_the_program_saw(
    get: Callable[[str], HttpAnswer],
) -> None:
    reel = get(f"{at(run_id=None)}/480/1000-2000.json").data
    assert len(reel["frame_s"]) == 30
    assert not any(reel["pose"].values())


def test_a_face_is_hidden_in_film_and_still_and_all_of_the_picture_where_no_head_is_seen(
    get: Callable[[str], HttpAnswer], tmp_path: Path
) -> None:
    def picture(of: str) -> RgbImage:
        return np.asarray(Image.open(io.BytesIO(get(f"{of}/1000.jpg").body)))

    def first_frame(of: str, name: str) -> RgbImage:
        path = tmp_path / name
        path.write_bytes(get(f"{of}/480/1000-2000.mp4").body)
        return next(open_clip(path).read()).rgb

    shown, hidden = at(run_id=None), at(run_id=None, hidden_by=1)
    for seen, kept_back in (
        (picture(shown), picture(hidden)),
        (first_frame(shown, "shown.mp4"), first_frame(hidden, "hidden.mp4")),
    ):
        assert np.abs(seen.astype(float) - kept_back).mean() > 1.0


def test_addresses_of_two_viewers_have_nothing_in_common_and_name_no_recording(
    get: Callable[[str], HttpAnswer],
) -> None:
    words = [
        str(reels.reels_of(FilmSource(1, run_id, hidden_by, viewer))["at"]).split("/")[1]
        for run_id, hidden_by, viewer in (
            (None, 1, "7 Ana"),
            (None, 1, "7 Ben"),
            (None, 1, "8 Ana"),
            (1, 1, "7 Ana"),
            (None, None, "7 Ana"),
        )
    ]
    assert len(set(words)) == len(words)
    assert all(re.fullmatch(rf"[0-9a-f]{{{TOKEN}}}", word) for word in words)
    assert [get(f"/pieces/{word}/0.jpg").status for word in words] == [200] * len(words)
    assert words[0] == FilmSource(1, None, 1, "7 Ana").token  # a rerun does not fetch the film anew


def test_the_film_of_a_moment_is_made_for_the_page_and_its_address_answers_again_when_the_file_is_gone(
    get: Callable[[str], HttpAnswer], kept: Store, tmp_path: Path
) -> None:
    address, frame_s = reels.film_of(FilmSource(1, None), (0.9996, 2.0001))
    assert frame_s == pytest.approx(np.arange(30, 60) / FPS, abs=1e-4)
    (path,) = (kept.media.root / "cuts").glob("*/*.mp4")
    for film_is_there in (True, False):
        if not film_is_there:
            path.unlink()  # the oldest films make room for new ones
        film = get(f"/{address}")
        assert film.status == 200
        copy = tmp_path / "film.mp4"
        copy.write_bytes(film.body)
        assert [read_number(frame.rgb) for frame in open_clip(copy).read()] == list(range(30, 60))


def test_a_film_that_was_not_given_out_cannot_be_asked_for(get: Callable[[str], HttpAnswer]) -> None:
    assert get(f"/pieces/{FilmSource(1, None, None, 'nobody').token}/0.jpg").status == 404
