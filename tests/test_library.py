"""`analyse` in somebody's process: what is theirs is left alone, and the clip is called what they call it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from media import write_sound_only

from transitions import analyse
from transitions.errors import ClipError, LandmarkFileError

SAMPLE = Path(__file__).resolve().parents[1] / "sample_videos" / "rise_and_sit_controlled.mp4"

LOOK = """
import ctypes, faulthandler, io, json, locale, logging, os, signal, sys, threading, warnings
import xml.etree.ElementTree as tree
import cv2

libc = ctypes.CDLL(None)
settings_of_malloc = []
if sys.platform == "linux" and hasattr(libc, "mallopt"):
    # Every call that would change the allocator goes through here, whoever makes it by this name.
    real = ctypes.CDLL

    class Watched(real):
        def __getattr__(self, name):
            if name in ("mallopt", "malloc_trim"):
                settings_of_malloc.append(name)
            return super().__getattr__(name)

    ctypes.CDLL = Watched

def look():
    at = os.fstat(2)
    return {
        "standard error": [at.st_dev, at.st_ino, os.get_inheritable(2), sys.stderr is sys.__stderr__],
        "signals": [repr(signal.getsignal(number)) for number in sorted(signal.valid_signals())],
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "mask": repr(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
        "umask and niceness": [os.umask(0o22), os.nice(0)],
        "logging": [logging.root.level, len(logging.root.handlers), logging.root.manager.disable],
        "warnings": len(warnings.filters),
        "excepthook": [sys.excepthook is sys.__excepthook__, threading.excepthook is threading.__excepthook__],
        "cv2": [cv2.getNumThreads(), cv2.useOptimized()],
        "locale": locale.setlocale(locale.LC_ALL),
        "limits": [sys.getrecursionlimit(), sys.getswitchinterval()],
        "allocator": settings_of_malloc,
        "faulthandler": faulthandler.is_enabled(),
    }
"""

ANALYSE = (
    LOOK
    + """
os.umask(0o22)
import mediapipe.tasks.python.vision  # what importing others' code does is theirs
from transitions import analyse
before = look()
during = []
threads = {thread.name for thread in threading.enumerate()}
run = analyse(sys.argv[1], name="my clip", on_progress=lambda step: step.frames_done % 50 or during.append(look()))
left = sorted({thread.name for thread in threading.enumerate()} - threads)
print(json.dumps({"before": before, "during": during, "after": look(), "left": left, "name": run.clip.name}))
"""
)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals and file modes as on Unix")
def test_nothing_of_the_process_is_changed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ANALYSE, str(SAMPLE)], capture_output=True, text=True, check=True, timeout=200
    )
    seen = json.loads(done.stdout)
    assert len(seen["during"]) > 2
    for look in (*seen["during"], seen["after"]):
        assert look == seen["before"]
    assert seen["before"]["allocator"] == []
    assert seen["left"] == []
    assert seen["name"] == "my clip"


def test_errors_call_a_clip_by_the_name_given(tmp_path: Path) -> None:
    sound, text, empty = (tmp_path / f"{name}.mp4" for name in ("3fa1", "77bc", "0000"))
    write_sound_only(sound)
    text.write_text("not a video, a shopping list\n" * 50)
    empty.touch()
    for path in (sound, text, empty, tmp_path / "gone.mp4", tmp_path):
        with pytest.raises(ClipError, match=r"'holiday\.mov'") as caught:
            analyse(path, name="holiday.mov")
        assert path.stem not in str(caught.value)


@pytest.mark.parametrize("ending", ["trc", "parquet"])
def test_errors_call_a_landmark_file_by_the_name_given(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"3fa1.{ending}"
    path.write_text("nothing of the kind")
    for file in (path, tmp_path / f"gone.{ending}"):
        with pytest.raises(LandmarkFileError, match=r"walk\.trc") as caught:
            analyse(file, name="walk.trc")
        assert file.name not in str(caught.value)
