"""Makes clips of any size and length from a sample, for the benchmarks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av

SAMPLE = Path(__file__).resolve().parents[1] / "sample_videos" / "rise_and_sit_controlled.mp4"


def make_clip(path: Path, *, width: int, height: int, repeats: int = 1, source: Path = SAMPLE) -> int:
    """Write `source`, scaled and played `repeats` times over, as H.264; returns the number of frames."""
    frames = 0
    with av.open(str(path), "w") as out:
        rate = _rate(source)
        stream = out.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "crf": "23"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for _ in range(repeats):
            with av.open(str(source)) as clip:
                for frame in clip.decode(video=0):
                    scaled = frame.reformat(width=width, height=height, format="yuv420p")
                    scaled.pts, scaled.time_base = frames, 1 / Fraction(rate)
                    out.mux(stream.encode(scaled))
                    frames += 1
        out.mux(stream.encode(None))
    return frames


def _rate(source: Path) -> int:
    with av.open(str(source)) as clip:
        return round(clip.streams.video[0].average_rate or 30)
