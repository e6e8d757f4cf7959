"""A clip's words as an ELAN file: valid, equal when read back, and readable when ELAN changed it."""

from __future__ import annotations

import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from said_things import CLIPS, WORD

from transitions.annotation.entries import Mark
from transitions.annotation.replay import ClipWord
from transitions.annotation.study_words import ClipWords
from transitions.errors import RatingsError
from transitions.export.elan import read_eaf, write_eaf


def written(folder: Path, word: ClipWord = WORD) -> Path:
    path = folder / "clip.eaf"
    write_eaf(path, ClipWords("Clip 01", "P01", {"Ana": word}, 10.0, 30.0))
    return path


@given(CLIPS)
def test_what_is_written_comes_back_equal(clip: ClipWords) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.eaf"
        write_eaf(path, clip)
        assert read_eaf(path) == ("Clip 01", clip.words)


def test_times_are_whole_milliseconds_and_no_span_is_empty(tmp_path: Path) -> None:
    _, words = read_eaf(written(tmp_path))
    assert words["Ana"].marks == {
        "s1": Mark("sit_to_stand", 1.0, 3.0, {"seat_off_s": 1.8}),
        "s2": Mark("reach", 2.0, 2.001),
        "added-1": Mark("reach", 3.0, 4.0),
    }
    assert words["Ana"].ratings == WORD.ratings


def test_transitions_of_a_tier_never_overlap_and_what_is_said_hangs_on_its_own(tmp_path: Path) -> None:
    root = ET.parse(written(tmp_path)).getroot()
    slots = {e.attrib["TIME_SLOT_ID"]: int(e.attrib["TIME_VALUE"]) for e in root.iter("TIME_SLOT")}
    spans = {
        tier.attrib["TIER_ID"]: sorted(
            (slots[a.attrib["TIME_SLOT_REF1"]], slots[a.attrib["TIME_SLOT_REF2"]])
            for a in tier.iter("ALIGNABLE_ANNOTATION")
        )
        for tier in root.iter("TIER")
    }
    assert spans["transitions 1@Ana"] == [(1000, 3000), (3000, 4000)]
    assert spans["transitions 2@Ana"] == [(2000, 2001)]
    annotations = {a.attrib["ANNOTATION_ID"] for a in root.iter("ALIGNABLE_ANNOTATION")}
    hanging = list(root.iter("REF_ANNOTATION"))
    assert len(hanging) == 3 + 1 + 3  # keys, phases, ratings
    assert {a.attrib["ANNOTATION_REF"] for a in hanging} == annotations
    types = {e.attrib["LINGUISTIC_TYPE_ID"] for e in root.iter("LINGUISTIC_TYPE")}
    assert {tier.attrib["LINGUISTIC_TYPE_REF"] for tier in root.iter("TIER")} == types


def test_a_transition_drawn_in_elan_gets_a_key_of_its_own(tmp_path: Path) -> None:
    path = written(tmp_path)
    text = path.read_text(encoding="utf-8")
    keys = [e for e in ET.fromstring(text).iter("TIER") if e.attrib["TIER_ID"] == "key of transitions 1@Ana"]
    root = ET.fromstring(text)
    for tier in root.iter("TIER"):
        if tier.attrib["TIER_ID"] == keys[0].attrib["TIER_ID"]:
            for annotation in list(tier):
                tier.remove(annotation)
    ET.ElementTree(root).write(path, encoding="UTF-8", xml_declaration=True)
    word = read_eaf(path)[1]["Ana"]
    assert sorted(key.split("-")[0] for key in word.marks) == ["added", "added", "s2"]
    assert {rule for key, rule in word.ratings if key.startswith("added")} == {"abrupt_twist", "jerky_rise"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("severe?: line", "dreadful: line", "“dreadful” is no rating"),
        ("seat_off_s=1.800", "seat_off_s=soon", "is no phase"),
        ('TIME_VALUE="1000"', "", "has no time"),
        ("transitions clip", "other", "which clip of a study"),
        ("</ANNOTATION_DOCUMENT>", "", "cannot be read as an ELAN file"),
    ],
)
def test_a_file_that_cannot_be_taken_in_says_why(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = written(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(RatingsError, match=said):
        read_eaf(path)
