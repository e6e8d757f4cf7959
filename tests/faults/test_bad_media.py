"""Files that are no clip, and disks that hold no more: one plain sentence with the remedy, nothing left."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from media import cut_short, damage, write_numbered_clip, write_sound_only

from transitions.errors import ClipError
from transitions.video import cut_clip, open_clip


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _empty(path: Path) -> Path:
    path.touch()
    return path


def _text(path: Path) -> Path:
    path.write_text("This is a shopping list, not a video.\n" * 50)
    return path


def _photo(path: Path) -> Path:
    cv2.imwrite(str(path.with_suffix(".png")), np.zeros((64, 64, 3), np.uint8))
    return path.with_suffix(".png").rename(path)


def _playlist(path: Path) -> Path:
    """What FFmpeg would follow to another file on this computer."""
    other = write_numbered_clip(path.with_name("secret.mp4"))
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{other.resolve()}\n#EXT-X-ENDLIST\n")
    return path


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (lambda path: path, "There is no file"),
    "folder": (_folder, "is a folder"),
    "empty": (_empty, "is empty"),
    "index lost": (lambda path: cut_short(write_numbered_clip(path, grain=30), 0.6), "was cut short"),
    "only a head": (lambda path: cut_short(write_numbered_clip(path, grain=30), 0.001), "was cut short"),
    "text": (_text, "is not a video"),
    "photo": (_photo, "is not a video"),
    "playlist": (_playlist, "is not a video"),
    "noise": (lambda path: (path.write_bytes(os.urandom(50_000)), path)[1], "is not a video"),
    "sound only": (write_sound_only, "holds no picture"),
    "one frame": (lambda path: write_numbered_clip(path, count=1), "a single picture"),
    "all damaged": (lambda path: damage(write_numbered_clip(path, grain=40), 0.0, 1.0), "is damaged"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_file_is_refused_in_one_sentence_with_a_remedy(tmp_path: Path, fault: str) -> None:
    make, said = BAD[fault]
    path = make(tmp_path / "clip.mp4")
    with pytest.raises(ClipError) as caught:
        open_clip(path)
    message = str(caught.value)
    assert said in message
    assert "clip.mp4" in message
    assert ":" in message, "the remedy follows the colon"
    assert message.endswith(".")
    assert "\n" not in message
    assert len(message) < 250


@pytest.mark.parametrize("name", ["a:b.mp4", "concat:a|b.mp4", "ключ 鍵.mp4", "-i.mp4", "50%d.mp4"])
def test_odd_names_are_only_names(tmp_path: Path, name: str) -> None:
    path = write_numbered_clip(tmp_path / "c.mp4", count=5).rename(tmp_path / name)
    assert len(list(open_clip(path).read())) == 5


def test_a_relative_path_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_numbered_clip(tmp_path / "c.mp4", count=5)
    monkeypatch.chdir(tmp_path)
    assert len(list(open_clip("c.mp4").read())) == 5


NO_PERMISSION = """
import os, sys
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
from transitions.errors import TransitionsError
try:
    {action}
except TransitionsError as error:
    print(type(error).__name__, error)
"""


def _without_permission(action: str, imports: str) -> str:
    """Run as a user without rights (root may read and write everything), with the modules loaded before."""
    script = f"{imports}\n{NO_PERMISSION.format(action=action)}"
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return result.stdout


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that another user can look into, unlike pytest's own."""
    if not hasattr(os, "geteuid"):
        pytest.skip("file permissions as on Unix")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def test_no_permission_to_read_is_said(public_folder: Path) -> None:
    path = write_numbered_clip(public_folder / "c.mp4", count=5)
    path.chmod(0o000)
    said = _without_permission(f"open_clip({str(path)!r})", "from transitions.video import open_clip")
    assert said.startswith("ClipError")
    assert "may not be read" in said


def test_no_permission_to_write_is_said(public_folder: Path) -> None:
    path = write_numbered_clip(public_folder / "c.mp4", count=5)
    path.chmod(0o644)
    public_folder.chmod(0o555)
    said = _without_permission(
        f"cut_clip({str(path)!r}, 0, 1, Path({str(public_folder / 'cut.mp4')!r}))",
        "from pathlib import Path\nfrom transitions.video import cut_clip",
    )
    assert said.startswith("OutputError")
    assert "may not be written" in said
    assert list(public_folder.iterdir()) == [path]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from transitions.errors import OutputError
from transitions.video import cut_clip, open_clip
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
source, out = Path(sys.argv[1]), Path(sys.argv[2])
reader = open_clip(source)
for limit in map(int, sys.argv[3:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        cut_clip(reader, 0.0, 99.0, out)
    except OutputError as error:
        print(limit, "refused", "no space" in str(error), sorted(p.name for p in out.parent.iterdir()))
    else:
        print(limit, "written", len(list(open_clip(out).read())) == 60, [out.name])
        out.unlink()
"""


def test_a_full_disk_leaves_nothing_or_a_whole_file(tmp_path: Path) -> None:
    """The kernel refuses to let a file grow past the limit, wherever in the file that falls."""
    pytest.importorskip("resource")
    source = write_numbered_clip(tmp_path / "source.mp4", count=60, size=(160, 128), grain=30)
    (tmp_path / "out").mkdir()
    out = tmp_path / "out" / "cut.mp4"
    whole = _cut_size(source, tmp_path / "whole.mp4")
    limits = [0, 20, 48, 1000, whole // 2, *range(whole - 4000, whole + 200, 300), whole + 10_000]
    result = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(source), str(out), *map(str, limits)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    outcomes = [line.split(" ", 3) for line in result.stdout.splitlines()]
    assert [int(limit) for limit, *_ in outcomes] == limits
    for limit, verdict, good, left in outcomes:
        assert good == "True", f"at {limit} bytes: {verdict}"
        assert left == ("[]" if verdict == "refused" else "['cut.mp4']")
        assert (verdict == "written") == (int(limit) >= whole)


def _cut_size(source: Path, out: Path) -> int:
    return cut_clip(source, 0.0, 99.0, out).path.stat().st_size


def test_two_frames_are_a_clip(tmp_path: Path) -> None:
    assert len(list(open_clip(write_numbered_clip(tmp_path / "c.mp4", count=2)).read())) == 2
