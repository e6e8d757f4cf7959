"""Truth files: what is read, what may be absent, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from transitions.errors import TruthFileError
from transitions.validate.truth import find_sources, find_truths, read_truth

RECORD = {
    "frames": 2,
    "fps": 30,
    "size": [640, 480],
    "camera": {"azimuth": 100.0},
    "events": [
        {"kind": "pick_up", "start": 3.0, "end": 4.0, "lowest": 3.4, "style": "stoop"},
        {"kind": "sit_to_stand", "start": 1.0, "end": 2.5, "seat_off": 1.6},
    ],
    "expected": {"abrupt_twist": True, "jerky_rise": False},
    "series": [
        {"t": 0.0, "twist": 0.0, "pelvis_yaw": 0.0, "trunk_lean": 5.0, "knee_flexion_l": 90.0},
        {"t": 0.033, "twist": 4.0, "pelvis_yaw": -100.0, "trunk_lean": 6.0, "knee_flexion_l": 89.0},
    ],
}


def write(folder: Path, record: object, name: str = "clip", suffix: str = ".mp4") -> Path:
    path = folder / f"{name}.json"
    path.write_text(record if isinstance(record, str) else json.dumps(record), encoding="utf-8")
    path.with_suffix(suffix).write_bytes(b"")
    return path


def test_everything_known_is_read(tmp_path: Path) -> None:
    truth = read_truth(write(tmp_path, RECORD), tmp_path / "clip.mp4")
    assert truth.events is not None
    assert [event.kind for event in truth.events] == ["sit_to_stand", "pick_up"]
    assert dict(truth.events[0].moments) == {"seat_off_s": 1.6}
    assert truth.expected == {"abrupt_twist": True, "jerky_rise": False}
    assert set(truth.angles) == {"trunk_twist_deg", "trunk_inclination_deg", "knee_flexion_left_deg"}
    np.testing.assert_allclose(truth.angles["trunk_twist_deg"], [0.0, 4.0])
    np.testing.assert_allclose(truth.view_deg, [100.0, -160.0])


def test_what_is_absent_is_not_judged(tmp_path: Path) -> None:
    truth = read_truth(write(tmp_path, {"expected": {"abrupt_twist": True}}), tmp_path / "clip.mp4")
    assert truth.events is None
    assert len(truth.t_s) == 0
    assert not truth.angles


def test_no_event_at_all_is_a_statement(tmp_path: Path) -> None:
    assert read_truth(write(tmp_path, {"events": []}), tmp_path / "clip.mp4").events == ()


@pytest.mark.parametrize(
    "record",
    [
        "{not json",
        "[1, 2]",
        {"events": [{"kind": "reach", "start": 1.0}]},
        {"events": [{"kind": "reach", "start": "soon", "end": 2.0}]},
        {"series": [{"twist": 1.0}]},
        {"series": [{"t": 0.0, "twist": 1.0}, {"t": 0.1}]},
    ],
)
def test_a_wrong_file_is_named_in_one_sentence(tmp_path: Path, record: object) -> None:
    with pytest.raises(TruthFileError, match=r"clip\.json") as caught:
        read_truth(write(tmp_path, record), tmp_path / "clip.mp4")
    assert "\n" not in str(caught.value)


def test_only_clips_with_truth_are_taken(tmp_path: Path) -> None:
    write(tmp_path, {"events": []}, "b")
    write(tmp_path, {"events": []}, "a", suffix=".mov")
    (tmp_path / "lonely.json").write_text("{}")
    (tmp_path / "untold.mp4").write_bytes(b"")
    assert [(truth.name, truth.clip.suffix) for truth in find_truths(tmp_path)] == [
        ("a", ".mov"),
        ("b", ".mp4"),
    ]


def test_a_folder_without_truth_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(TruthFileError, match="beside each"):
        find_truths(tmp_path)
    with pytest.raises(TruthFileError, match="not a folder"):
        find_truths(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "record", "family", "person"),
    [
        ("m03_s04_cor", {"kind": "m03"}, "lunges", "s04"),
        ("m01_s02_inc", {"kind": "m01"}, "squats", "s02"),
        ("sts_good_+00", {"kind": "sts_good"}, "sts", "sts_good_+00"),
        ("p21_003", {"kind": "chair"}, "chair", "p21_003"),
        ("p23p_000", {"kind": "stand", "turns": True}, "turns", "p23p_000"),
        ("clip", {}, "clip", "clip"),
    ],
)
def test_family_and_person(
    tmp_path: Path, name: str, record: dict[str, object], family: str, person: str
) -> None:
    truth = read_truth(write(tmp_path, record, name), tmp_path / f"{name}.mp4")
    assert (truth.family, truth.person, truth.source) == (family, person, tmp_path.name)
    assert truth.unlisted == ({"turn"} if record.get("turns") else set())


def test_every_folder_is_a_source(tmp_path: Path) -> None:
    for folder in ("one/clips", "two/clips", "three"):
        (tmp_path / folder).mkdir(parents=True)
        write(tmp_path / folder, {"events": []})
    folders = [tmp_path / name for name in ("one/clips", "two/clips", "three")]
    assert [truth.source for truth in find_sources(folders)] == [*map(str, folders[:2]), "three"]
    assert [truth.source for truth in find_sources(folders[1:])] == ["clips", "three"]
    with pytest.raises(TruthFileError, match="named twice"):
        find_sources([folders[0], tmp_path / "one" / "." / "clips"])
