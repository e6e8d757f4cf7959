"""Assembled long clips hold what is said of them, where it is said; what counts as found."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray
from rendered import TURN
from store_examples import finding, run, segment

from bench.long_cases import found_alone, missed, pool_for, same_findings, same_found
from bench.long_clips import compose
from bench.long_plots import fitted_line, write_line_plot
from bench.long_pool import Encoding, PlacedEvent, Pool, make_pool, sources
from transitions.model import Result, Segment
from transitions.video import open_clip

EVENT = {"kind": "reach", "start": 1.0, "end": 2.9}


@pytest.fixture(scope="module", params=["crf", "cbr"])
def pool(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pool:
    folder = tmp_path_factory.mktemp("pool")
    shutil.copy(TURN, folder / "turn.mp4")
    (folder / "turn.json").write_text(json.dumps({"fps": 30, "frames": 114, "events": [EVENT]}))
    encoding = Encoding(request.param, "long", 480)
    return make_pool(folder / "pool.mp4", sources(folder), encoding, scenes=1, seed=2, rest_frames=45)


def block_means(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Grey levels of blocks of 16 by 16 pixels: whoever moves changes some of them by far, coding noise hardly any."""
    grey = rgb.mean(axis=2)
    down, across = (side // 16 for side in grey.shape)
    blocks = grey[: 16 * down, : 16 * across].reshape(down, 16, across, 16)
    return np.asarray(blocks.mean(axis=(1, 3)), dtype=float)


def test_a_clip_moves_where_its_transitions_are_and_rests_elsewhere(tmp_path: Path, pool: Pool) -> None:
    clip = tmp_path / "assembled.mp4"
    events = compose(clip, pool, seconds=40.0, transitions=2, seed=2)
    assert [event.kind for event in events] == ["reach", "reach"]
    reader = open_clip(clip)
    assert reader.facts.duration_s == pytest.approx(40.0, abs=2.0)
    shown = [(frame.t_s, block_means(frame.rgb)) for frame in reader.read(step_s=0.2)]
    times_s = np.array([t_s for t_s, _ in shown[1:]])
    moved = np.array([abs(b - a).max() for (_, a), (_, b) in pairwise(shown)])
    inside = np.any([(times_s > one.start_s) & (times_s < one.end_s) for one in events], axis=0)
    assert np.median(moved[inside]) > 4 * np.median(moved[~inside])


def test_pieces_follow_on_one_another_without_a_gap_in_time(tmp_path: Path, pool: Pool) -> None:
    clip = tmp_path / "assembled.mp4"
    compose(clip, pool, seconds=20.0, transitions=1, seed=5)
    shown_s = [frame.t_s for frame in open_clip(clip).read(size=(32, 18))]
    assert np.diff(shown_s) == pytest.approx(1 / 30, abs=1e-3)
    assert Pool.load(pool.path) == pool


def test_a_pool_of_long_movements_gives_as_few_transitions_more_as_it_can(tmp_path: Path, pool: Pool) -> None:
    """Else it would be drawn from for ever."""
    thrice = tuple(
        replace(piece, events=3 * piece.events) if piece.role == "move" else piece for piece in pool.pieces
    )
    events = compose(tmp_path / "c.mp4", replace(pool, pieces=thrice), seconds=20.0, transitions=4, seed=5)
    assert len(events) == 6


def test_without_clips_it_says_which_options_name_them(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="--source and --idle"):
        pool_for(Encoding("crf", "long", 480), [], tmp_path, 4)


def test_what_overlaps_by_half_and_is_of_the_kind_is_found() -> None:
    found = replace(run(), segments=(Segment("reach", 10.0, 12.0, 0.9), Segment("pick_up", 30.0, 33.0, 0.9)))
    events = [
        PlacedEvent("reach", 11.0, 13.0, "a"),
        PlacedEvent("reach", 11.2, 13.2, "b"),
        PlacedEvent("reach", 30.0, 33.0, "c"),
    ]
    assert [event.source for event in missed(found, events)] == ["b", "c"]
    assert same_found(replace(found, segments=found.segments[:1]), found) == (1, 2)


def test_what_only_frame_by_frame_found_is_told_with_whether_it_is_true() -> None:
    full = replace(run(), segments=(Segment("reach", 10.0, 12.0, 0.9), Segment("pick_up", 30.0, 33.0, 0.9)))
    skimmed = replace(full, segments=())
    told = found_alone(skimmed, full, [PlacedEvent("reach", 10.2, 12.4, "a")])
    assert told == ("reach at 10.0 s, true", "pick_up at 30.0 s, which is false")
    assert found_alone(full, full, []) == ()


def test_findings_are_compared_by_rule_of_the_transitions_that_both_have() -> None:
    one, other = segment("s1", start_s=10.0), segment("s2", start_s=50.0)
    full = run((one, other), (finding("s1"), finding("s1", "poor_hip_hinge"), finding("s2")))
    skimmed = run(
        (replace(one, id="s7"),), (finding("s7"), finding("s7", "poor_hip_hinge", Result.NOT_OBSERVED))
    )
    assert same_findings(skimmed, full) == (1, 2)
    assert same_findings(full, full) == (3, 3)


def test_a_plot_holds_its_points_and_says_how_straight_they_are(tmp_path: Path) -> None:
    assert fitted_line([(1.0, 3.0), (2.0, 5.0), (3.0, 7.0)]) == pytest.approx((2.0, 1.0, 1.0))
    bent = [(1.0, 1.0), (2.0, 8.0), (3.0, 1.0), (4.0, 8.0)]
    assert write_line_plot(tmp_path / "bent.svg", bent, title="a < b", across="h", up="s") < 0.5
    drawn = ElementTree.parse(tmp_path / "bent.svg").getroot()
    assert len(drawn.findall("{http://www.w3.org/2000/svg}circle")) == len(bent)
