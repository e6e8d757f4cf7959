"""Memory stays flat: a clip ten times longer takes no more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from media import numbered_picture, write_clip

# The kernel hands a parent's largest resident set on to its children, so `ru_maxrss` of a test's process may be
# the test runner's own; VmHWM is the process's.
PEAK_MB = """
def peak_mb():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024
"""

READ = (
    PEAK_MB
    + """
import sys
from transitions.video import open_clip
frames = sum(1 for _ in open_clip(sys.argv[1]).read(size=None))
print(frames, peak_mb())
"""
)

COPY = (
    PEAK_MB
    + """
import sys
from pathlib import Path
from transitions.video import encode_video, open_clip
reader = open_clip(sys.argv[1])
frames = 0
with encode_video(Path(sys.argv[1] + ".copy.mp4"), *reader.size) as writer:
    for frame in reader.read():
        writer.write(frame.rgb, frame.t_s)
        frames += 1
print(frames, peak_mb())
"""
)


def _peak_mb(script: str, path: Path, expected_frames: int) -> int:
    result = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True, timeout=280
    )
    frames, peak_mb = map(int, result.stdout.split())
    assert frames == expected_frames
    return peak_mb


def _clip(path: Path, count: int, size: tuple[int, int]) -> Path:
    pictures = [numbered_picture(i, *size) for i in range(2)]
    times = [i / 60 for i in range(count)]
    options = {"preset": "ultrafast"}
    return write_clip(path, (pictures[i % 2] for i in range(count)), times, options=options)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "size", "counts", "limit_mb"),
    [
        (READ, (1920, 1080), (20, 200), 350),
        (READ, (3840, 2160), (20, 100), 600),
        (COPY, (1920, 1080), (15, 150), 650),
    ],
    ids=["read 1080p", "read 4K at 60", "read and write 1080p"],
)
def test_peak_memory_does_not_grow_with_length(
    tmp_path: Path, script: str, size: tuple[int, int], counts: tuple[int, int], limit_mb: int
) -> None:
    short, long = (_peak_mb(script, _clip(tmp_path / f"{count}.mp4", count, size), count) for count in counts)
    a_frame_mb = 3 * size[0] * size[1] / 1e6  # 25 MB in 4K; at any length one more may be held
    assert long < 1.1 * short + a_frame_mb
    assert long < limit_mb
