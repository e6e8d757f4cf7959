"""Assembled long clips hold what is said of them, where it is said; what counts as found."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from rendered import TURN
from store_examples import run

from bench.long import missed, same_found
from bench.long_clips import Encoding, PlacedEvent, assemble_long, repeat, sources
from transitions.model import Segment
from transitions.video import open_clip

EVENT = {"kind": "reach", "start": 1.0, "end": 2.9}


@pytest.mark.parametrize("rate", ["crf", "cbr"])
def test_a_clip_moves_where_its_transition_is_and_rests_elsewhere(tmp_path: Path, rate: str) -> None:
    shutil.copy(TURN, tmp_path / "turn.mp4")
    (tmp_path / "turn.json").write_text(json.dumps({"fps": 30, "frames": 114, "events": [EVENT]}))
    clip = tmp_path / "assembled.mp4"
    (event,) = assemble_long(
        clip, sources(tmp_path), Encoding(rate, "long", 480), seconds=12.0, transitions=1, seed=2
    )
    reader = open_clip(clip)
    assert reader.facts.duration_s == pytest.approx(12.0, abs=0.5)
    pictures = [frame.rgb[::8, ::8].astype(float) for frame in reader.read(step_s=0.2)]
    moved = np.array([abs(b - a).mean() for a, b in pairwise(pictures)])
    times_s = 0.2 * np.arange(len(moved))
    inside = (times_s > event.start_s) & (times_s < event.end_s)
    assert np.median(moved[inside]) > 1.3 * np.median(moved[~inside])

    twice = tmp_path / "twice.mp4"
    once_s = repeat(twice, clip, 2)
    assert once_s == pytest.approx(reader.facts.duration_s, abs=0.05)
    assert open_clip(twice).facts.duration_s == pytest.approx(2 * once_s, abs=0.1)
    shown_s = [frame.t_s for frame in open_clip(twice).read()]
    assert np.diff(shown_s) == pytest.approx(1 / 30, abs=1e-3)


def test_what_overlaps_by_half_and_is_of_the_kind_is_found() -> None:
    found = replace(run(), segments=(Segment("reach", 10.0, 12.0, 0.9), Segment("pick_up", 30.0, 33.0, 0.9)))
    events = [
        PlacedEvent("reach", 11.0, 13.0, "a"),
        PlacedEvent("reach", 11.2, 13.2, "b"),
        PlacedEvent("reach", 30.0, 33.0, "c"),
    ]
    assert [event.source for event in missed(found, events)] == ["b", "c"]
    assert same_found(replace(found, segments=found.segments[:1]), found) == (1, 2)
