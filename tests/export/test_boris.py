"""A study's words as a BORIS project: as BORIS wants it, and equal when read back."""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from said_things import WORDS_ON_A_CLIP

from transitions.annotation.entries import Mark, Rated
from transitions.annotation.replay import ClipWord, to_ms
from transitions.annotation.study_words import ClipWords
from transitions.errors import RatingsError
from transitions.export.boris import read_boris, write_boris
from transitions.model import Result, Severity

MADE_AT = "2026-01-31T09:30:00.000000Z"
RATERS = st.sampled_from(["Ana", "Ben", "Zoë <&>", "consensus"])
STUDIES = st.dictionaries(
    st.sampled_from(["Clip 01", "Clip 02"]), st.dictionaries(RATERS, WORDS_ON_A_CLIP, max_size=3)
)
WORD = ClipWord(
    {"s1": Mark("reach", 1.0, 3.0, {"turn_s": 1.8}), "s2": Mark("reach", 2.0, 2.0002)},
    {
        ("s1", "abrupt_twist"): Rated(Result.OBSERVED, Severity.SEVERE, True, "hidden\nfeet"),
        ("s2", "abrupt_twist"): Rated(None),
    },
    True,
)


def written(folder: Path, words: dict[str, dict[str, ClipWord]] | None = None) -> Path:
    path = folder / "study.boris"
    said = {"Clip 01": {"Ana": WORD}} if words is None else words
    clips = [ClipWords(label, "P01", of_clip, 10.0, 30.0) for label, of_clip in said.items()]
    write_boris(path, "Study", clips, MADE_AT)
    return path


@given(STUDIES)
def test_what_is_written_comes_back_equal(words: dict[str, dict[str, ClipWord]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert read_boris(written(Path(folder), words)) == words


def test_an_event_is_time_subject_code_modifier_comment_frame(tmp_path: Path) -> None:
    project = json.loads(written(tmp_path).read_text(encoding="utf-8"))
    assert project["project_format_version"] == "7.0"
    assert project["observations"]["Clip 01"]["events"] == [
        [0.0, "Ana", "gone through", "", "", 0],
        [1.0, "Ana", "reach", "s1", "", 30],
        [1.0, "Ana", "rule abrupt_twist", "s1|severe|unsure", "hidden\nfeet", 30],
        [1.8, "Ana", "phase turn_s", "s1", "", 54],
        [2.0, "Ana", "reach", "s2", "", 60],
        [2.0, "Ana", "rule abrupt_twist", "s2|cannot_tell|None", "", 60],
        [2.001, "Ana", "reach", "s2", "", 60],
        [3.0, "Ana", "reach", "s1", "", 90],
    ]


@pytest.mark.slow
def test_boris_itself_opens_it_and_finds_nothing_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where BORIS is installed: its own check of a project, its own pairing of starts and stops, and back again."""
    boris = importlib.util.find_spec("boris")
    if boris is None:
        pytest.skip(
            "BORIS is GPL and brings Qt: install it by hand for this test, pip install boris-behav-obs"
        )
    # Its package opens the window and its tools look for a video player: neither has a part in this.
    package, player = ModuleType("boris"), ModuleType("boris.mpv2")
    package.__path__ = list(boris.submodule_search_locations or ())
    player.dll = ""  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "boris", package)
    monkeypatch.setitem(sys.modules, "boris.mpv2", player)
    from boris import config as cfg
    from boris import project_functions

    words = {"Clip 01": {"Ana": WORD}, "Clip 02": {"Ben": ClipWord({}, {}, True)}}
    path = written(tmp_path, words)
    _, changed, project, message = project_functions.open_project_json(str(path))
    assert (changed, message) == (False, "")
    assert project_functions.check_project_integrity(project, cfg.S, str(path), False) == ""
    events = project[cfg.OBSERVATIONS]["Clip 01"][cfg.EVENTS]
    flagged = project_functions.events_start_stop(project[cfg.ETHOGRAM], events, cfg.MEDIA)
    spans = [(e[0], e[3], e[-1]) for e in flagged if e[2] == "reach"]
    assert spans == [
        (Decimal("1.0"), "s1", "START"),
        (Decimal("2.0"), "s2", "START"),
        (Decimal("2.001"), "s2", "STOP"),
        (Decimal("3.0"), "s1", "STOP"),
    ]
    kept = tmp_path / "saved_by_boris.boris"
    kept.write_text(json.dumps(project, default=float), encoding="utf-8")
    on_grid = {key: to_ms(mark) for key, mark in WORD.marks.items()}
    assert read_boris(kept) == {**words, "Clip 01": {"Ana": replace(WORD, marks=on_grid)}}


def test_a_transition_coded_in_boris_gets_a_key_of_its_own(tmp_path: Path) -> None:
    path = written(tmp_path)
    project = json.loads(path.read_text(encoding="utf-8"))
    # As BORIS wrote them before it counted frames, and with its own word for no modifier.
    project["observations"]["Clip 01"]["events"] += [
        [5.0, "Ana", "reach", "None", ""],
        [6.5, "Ana", "reach", "None", ""],
    ]
    path.write_text(json.dumps(project), encoding="utf-8")
    marks = read_boris(path)["Clip 01"]["Ana"].marks
    (added,) = set(marks) - {"s1", "s2"}
    assert marks[added] == Mark("reach", 5.0, 6.5)


def _spoil_version(project: dict[str, Any]) -> None:
    project["project_format_version"] = "4.0"


def _open_end(project: dict[str, Any]) -> None:
    project["observations"]["Clip 01"]["events"].pop()


def _no_events(project: dict[str, Any]) -> None:
    del project["observations"]["Clip 01"]["events"]


def _odd_time(project: dict[str, Any]) -> None:
    project["observations"]["Clip 01"]["events"][0][0] = "soon"


def _odd_rating(project: dict[str, Any]) -> None:
    project["observations"]["Clip 01"]["events"][2][3] = "s1|dreadful|None"


def _no_subject(project: dict[str, Any]) -> None:
    project["observations"]["Clip 01"]["events"][1][1] = ""


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_spoil_version, "has the format 4.0"),
        (_open_end, "“reach” at 1.000 s is not closed"),
        (_no_events, "cannot be read as a BORIS project"),
        (_odd_time, "cannot be read as a BORIS project"),
        (_odd_rating, "“dreadful” is no rating"),
        (_no_subject, "“reach” at 1.000 s has no subject"),
    ],
)
def test_a_project_that_cannot_be_taken_in_says_why(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], said: str
) -> None:
    path = written(tmp_path)
    project = json.loads(path.read_text(encoding="utf-8"))
    spoil(project)
    path.write_text(json.dumps(project), encoding="utf-8")
    with pytest.raises(RatingsError, match=said):
        read_boris(path)


def test_no_project_at_all_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.boris"
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(RatingsError, match="cannot be read as a BORIS project"):
        read_boris(path)
