"""What lies under hips that come down is told apart by why they do."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from dips import START_S, STAY_S, WAY_S, dip

from bench.seats import places
from bench.sources import Take

LOW_S = START_S + WAY_S


def taken_at(taken: float, clip: Path | None) -> dict[str, float]:
    pose = dip(taken)
    return dict(places(Take("t", "s", "f", "c", "p", pose, pose, {}, clip)))


@pytest.mark.parametrize(
    ("kind", "name"), [("pick_up", "pick up"), ("reach", None), (None, "squat, lunge, other")]
)
def test_a_low_place_is_named_by_what_goes_on(tmp_path: Path, kind: str | None, name: str | None) -> None:
    clip = tmp_path / "t.mp4"
    clip.touch()
    events = [] if kind is None else [{"kind": kind, "start": START_S, "end": LOW_S + STAY_S + WAY_S}]
    (tmp_path / "t.json").write_text(
        json.dumps({"fps": 30, "events": events, "series": []}), encoding="utf-8"
    )
    found = taken_at(1.0, clip)
    assert found.pop("standing hips") == pytest.approx(0.53, abs=0.06)
    assert found == ({} if name is None else {name: pytest.approx(1.0)})


def test_without_looks_a_place_is_not_seen() -> None:
    pose = replace(dip(1.0), surroundings=None)
    found = dict(places(Take("t", "s", "f", "c", "p", pose, pose, {}, None)))
    assert list(found) == ["squat, lunge, other"]
    assert np.isnan(found["squat, lunge, other"])
