"""``transitions study`` and ``transitions agreement STUDY``, from setting a study up to its figures and files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from store_examples import add_recording, finding, run, segment
from typer.testing import CliRunner

from transitions.agreement.ratings import Scale
from transitions.agreement.study import CONSENSUS
from transitions.annotation.entries import GoneThrough, Mark, Rate, Rated, Refuse, SetMark
from transitions.annotation.study_words import ClipWords, study_marks, study_ratings
from transitions.cli import app
from transitions.errors import OutputError, TransitionsError
from transitions.export.ratings_table import read_marks, read_ratings
from transitions.export.study_files import StudyFormat, write_study
from transitions.model import Result, Severity
from transitions.store import open_store

PEOPLE = 11
SIZES = tuple(Severity)
RULES = ("abrupt_twist", "jerky_rise")


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a clip of each of eleven people."""
    monkeypatch.setenv("TRANSITIONS_DATA_DIR", str(tmp_path / "data"))
    with open_store() as store:
        for number in range(PEOPLE):
            person = store.people.add(f"P{number:02}")
            recording = add_recording(store, f"squat {number}", person_id=person.id)
            segments = (segment("s1"), segment("s2", "reach", 5.0))
            found = tuple(
                finding(key, rule, severity=SIZES[number % 3]) for key in ("s1", "s2") for rule in RULES
            )
            store.runs.save(recording.id, run(segments, found))
    return tmp_path / "data"


def done(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def create(name: str, *more: str) -> str:
    return done("study", "create", name, "--rater", "Ana", "--rater", "Ben", *more)


def rate_everything(name: str) -> None:
    """Ana and Ben rate all; Ben moves an edge, refuses one transition and adds another."""
    with open_store() as store:
        for number, task in enumerate(sorted(store.studies.tasks(name, "Ana"), key=lambda t: t.label)):
            for rater, shift in (("Ana", 0), ("Ben", number % 2)):
                said = [
                    Rate(
                        key,
                        rule,
                        Rated(Result.OBSERVED, SIZES[(number + shift) % 3], rater == "Ben", "a: b\nc"),
                    )
                    for key in ("s1", "s2")
                    for rule in RULES
                ]
                store.studies.say(name, task.clip_id, rater, *said)
        first = next(t for t in store.studies.tasks(name, "Ben") if t.label == "Clip 01")
        edits = (
            SetMark("s1", Mark("sit_to_stand", 1.25, 3.0, {"seat_off_s": 1.75})),
            Refuse("s2"),
            SetMark("added-1", Mark("pick_up", 2.0, 4.5)),
        )
        store.studies.say(name, first.clip_id, "Ben", *edits)


def commit_both(name: str) -> None:
    for rater in ("Ana", "Ben"):
        done("study", "commit", name, rater)


def words_of(name: str) -> list[ClipWords]:
    with open_store() as store:
        return store.studies.words(name)


def test_a_study_is_set_up_listed_and_waited_for() -> None:
    assert "11 clips, 2 rules, blind; rated by Ana, Ben" in create("Twist")
    create("Few", "--clip", "squat 3", "--clip", "5", "--rule", "jerky_rise", "--open", "--from-nothing")
    (few, twist) = json.loads(done("study", "list", "--json"))
    assert (few["clips"], few["rules"], few["is_blind"], few["segments_given"]) == (
        2,
        ["jerky_rise"],
        False,
        False,
    )
    assert twist["done"] == {"Ana": 0, "Ben": 0}
    rate_everything("Twist")
    assert json.loads(done("study", "list", "--json"))[1]["done"] == {"Ana": 11, "Ben": 11}
    of_clip = ("--clip", "Clip 01")
    assert "Ana has committed Clip 01. It waits for Ben." in done("study", "commit", "Twist", "Ana", *of_clip)
    assert "It is open." in done("study", "commit", "Twist", "Ben", *of_clip)
    assert "It waits for Ben." in done("study", "commit", "Twist", "Ana")
    assert "Everyone has." in done("study", "commit", "Twist", "Ben")
    assert "nobody" in done("study", "list")


def test_agreement_comes_from_the_store_with_events_and_the_studys_margin() -> None:
    create("Twist", "--margin", "0.25")
    rate_everything("Twist")
    with pytest.raises(TransitionsError, match="waits for Ana, Ben"):
        CliRunner().invoke(app, ["agreement", "Twist"], catch_exceptions=False)
    commit_both("Twist")
    found = json.loads(done("agreement", "Twist", "--json"))
    assert (found["raters"], found["people"], found["units"]) == (["Ana", "Ben"], 11, 44)
    assert found["no_worse"]["margin"] == 0.25
    pairs = {(pair["first"], pair["second"]): pair for pair in found["pairs"]}
    assert pairs["Ana", "program"]["kappa"]["value"] == 1.0
    assert pairs["Ana", "Ben"]["units"] == 42  # the transition that Ben refused has no rating of his
    events = {(pair["first"], pair["second"]): pair for pair in found["events"]}
    assert events["Ana", "Ben"]["matched"] == 21
    assert (events["Ana", "Ben"]["first_only"], events["Ana", "Ben"]["second_only"]) == (1, 1)
    assert events["Ana", "program"]["f1"]["0.5"]["value"] == 1.0
    assert json.loads(done("agreement", "Twist", "--margin", "0", "--json"))["no_worse"]["margin"] == 0.0
    assert "no worse than a second clinician" in done("agreement", "Twist")


@pytest.mark.parametrize("kind", ["csv", "parquet", "json"])
def test_tables_of_a_study_give_the_same_figures(tmp_path: Path, kind: str) -> None:
    create("Twist")
    rate_everything("Twist")
    commit_both("Twist")
    said = done("study", "export", "Twist", "--out", str(tmp_path / "out"), "--format", kind)
    assert said.count(f".{kind}") == 2
    words = words_of("Twist")
    key = lambda r: (r.unit, r.rater)  # noqa: E731
    ratings = read_ratings(tmp_path / "out" / f"ratings.{kind}", Scale.ORDINAL)
    assert sorted(ratings, key=key) == sorted(study_ratings(words), key=key)
    marks = read_marks(tmp_path / "out" / f"marks.{kind}")
    assert {pair: [len(c.first) for c in clips] for pair, clips in marks.items()} == {
        pair: [len(c.first) for c in clips] for pair, clips in study_marks(words).items()
    }
    files = [str(tmp_path / "out" / f"{name}.{kind}") for name in ("ratings", "marks")]
    from_store = json.loads(done("agreement", "Twist", "--json"))
    assert json.loads(done("agreement", files[0], "--events", files[1], "--json")) == from_store


@pytest.mark.parametrize("kind", list(StudyFormat))
def test_what_is_written_is_taken_in_as_the_raters_words(tmp_path: Path, kind: StudyFormat) -> None:
    for name in ("Twist", "Copy"):
        create(name)
    rate_everything("Twist")
    with open_store() as store:
        last = max(store.studies.tasks("Twist", "Ana"), key=lambda task: task.label)
        store.studies.say("Twist", last.clip_id, "Ana", Refuse("s1"), Refuse("s2"), GoneThrough())
    commit_both("Twist")
    with open_store() as store:
        agreed = Rate("s1", RULES[0], Rated(Result.POSSIBLE))
        store.studies.say("Twist", last.clip_id, CONSENSUS, agreed, by="Ana")
    out = tmp_path / "out"
    done("study", "export", "Twist", "--out", str(out), "--format", str(kind))
    files = sorted(str(path) for path in out.iterdir())
    assert "Took in Ana, Ben: 22 clips changed." in done("study", "import", "Copy", *files)
    assert "0 clips changed" in done("study", "import", "Copy", *files)
    commit_both("Copy")
    for ours, theirs in zip(words_of("Twist"), words_of("Copy"), strict=True):
        for rater in ("Ana", "Ben"):
            assert theirs.words[rater] == ours.words[rater]
        assert CONSENSUS not in theirs.words


def test_one_rater_gets_and_brings_their_own_words_while_blind(tmp_path: Path) -> None:
    create("Twist")
    rate_everything("Twist")
    out = tmp_path / "out"
    with pytest.raises(TransitionsError, match="is blind"):
        CliRunner().invoke(app, ["study", "export", "Twist", "--out", str(out)], catch_exceptions=False)
    assert not out.exists()
    done("study", "export", "Twist", "--out", str(out), "--rater", "Ana")
    rows = (out / "ratings.csv").read_text(encoding="utf-8")
    assert "Ben" not in rows
    assert "program" not in rows
    assert "squat" not in rows


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("study", "create", "X", "--rater", "Ana", "--clip", "nothing"), "No analysed recording"),
        (("study", "create", "Twist", "--rater", "Ana"), "already"),
        (("study", "commit", "Twist", "Eve"), "no rater"),
        (("study", "commit", "Twist", "Ana", "--clip", "lift.mp4"), "no clip “lift.mp4”"),
        (("study", "export", "Twist", "--out", "x", "--format", "xls"), "no format “xls”"),
        (("study", "import", "Twist", "notes.docx"), "no file of ratings"),
        (("agreement", "Nothing"), "no study “Nothing”"),
        (("agreement", "Twist", "--scale", "nominal"), "ordinal"),
        (("agreement", "Twist", "--events", "marks.csv"), "leave --events out"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(arguments: tuple[str, ...], said: str) -> None:
    create("Twist")
    with pytest.raises(TransitionsError, match=said):
        CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_a_file_with_one_bad_rating_changes_nothing(tmp_path: Path) -> None:
    create("Twist")
    rows = "clip,segment,rule,rater,value\nClip 01,s1,abrupt_twist,Ana,mild\nClip 02,s1,abrupt_twist,Ana,{}\n"
    table = tmp_path / "mine.csv"
    for word, said in (("dreadful", "no rating"), ("mild", "")):
        table.write_text(rows.format(word), encoding="utf-8")
        if said:
            with pytest.raises(TransitionsError, match=said):
                CliRunner().invoke(app, ["study", "import", "Twist", str(table)], catch_exceptions=False)
        else:
            assert "2 clips changed" in done("study", "import", "Twist", str(table))


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """A folder stands where the file belongs: nothing half-written is left, what was there stays as it was."""
    create("Twist", "--open")
    out = tmp_path / "out"
    done("study", "export", "Twist", "--out", str(out))
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (out / "study.boris").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write_study(out, "Twist", words_of("Twist"), StudyFormat.BORIS, "2026-01-01T00:00:00Z")
    (out / "study.boris").rmdir()
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
