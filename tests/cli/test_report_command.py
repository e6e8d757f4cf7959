"""``transitions report`` and ``export`` as a user types them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from compared_runs import run_of
from reported import FILE_NAME, reached, words_of
from seeding import SHORT_SAMPLE
from typer.testing import CliRunner, Result

from transitions.cli import app
from transitions.errors import TransitionsError
from transitions.export.results import write_results
from transitions.store import Store, open_store

SLOW, QUICK = [2.0, 2.2, 1.9], [1.2, 1.4, 1.1]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a store of its own."""
    monkeypatch.setenv("TRANSITIONS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def done(*arguments: str) -> str:
    result = typed(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def page(name: str = "report.html") -> str:
    return Path(name).read_text("utf-8")


def keep(store: Store, day: str, session: str = "") -> int:
    who = store.people.add("P01")
    session_id = store.sessions.add(who.id, session).id if session else None
    kept = store.recordings.add(
        SHORT_SAMPLE, FILE_NAME, person_id=who.id, session_id=session_id, filmed_on=day
    ).recording
    store.runs.save(kept.id, reached())
    return kept.id


def test_a_results_folder_with_its_clip_beside_it(here: Path) -> None:
    write_results(reached(), here / "results")
    shutil.copyfile(SHORT_SAMPLE, here / FILE_NAME)
    assert "report.html" in done("report", "results")
    assert "Person A" in words_of(page())
    assert "data:image/jpeg" in page()
    done("report", "results", "--for", "clinician", "--as", "P42", "-o", "deep/other.html")
    assert "P42" in words_of(page("deep/other.html"))
    assert FILE_NAME not in page("deep/other.html")


def test_a_clip_elsewhere_is_named_and_another_is_refused(here: Path) -> None:
    write_results(reached(), here / "results")
    done("report", "results")
    assert "data:image/jpeg" not in page()
    done("report", "results", "--clip", str(SHORT_SAMPLE))
    assert "data:image/jpeg" in page()
    (here / "wrong.mp4").write_bytes(b"another")
    with pytest.raises(TransitionsError, match="is not the clip of these results"):
        typed("report", "results", "--clip", "wrong.mp4")


def test_two_folders_are_compared(here: Path) -> None:
    write_results(run_of(SLOW), here / "before")
    write_results(run_of(QUICK), here / "after")
    done("report", "before", "after")
    assert "duration changed beyond measurement error" in words_of(page())
    done("report", "--before", "before@2026-11-01", "--after", "after@2026-12-01", "-o", "days.html")
    assert "2026-12-01" in words_of(page("days.html"))


def test_recordings_of_the_store_by_number_and_by_person() -> None:
    with open_store() as store:
        number = keep(store, "2026-11-20")
    done("report", str(number))
    assert "P01" in words_of(page())
    done("report", "--person", "P01", "--from", "2026-11-01", "--to", "2026-11-30", "-o", "weeks.html")
    assert "1 film with" in words_of(page("weeks.html"))


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("results", "--person", "P01"),
        ("a", "b", "c"),
        ("results", "--from", "2026-11-01"),
        ("1", "--for", "x"),
    ],
    ids=["nothing", "two things", "three sides", "days of nobody", "no reader"],
)
def test_wrong_usage_is_status_2(arguments: tuple[str, ...]) -> None:
    assert typed("report", *arguments).exit_code == 2


def test_what_is_missing_is_one_sentence(here: Path) -> None:
    (here / "clip.mp4").write_bytes(b"a film")
    for arguments, why in (
        (("report", "nowhere"), "no results"),
        (("report", "clip.mp4"), "analyse it first"),
        (("report", "--study", "Twist"), "no study"),
        (("report", "1", "nowhere"), "cannot be compared with a folder"),
        (("export", "nowhere"), "There is no run.json"),
        (("export",), "No analysed recording"),
        (("export", "--person", "P09"), "No analysed recording is of"),
    ):
        with pytest.raises(TransitionsError, match=why):
            typed(*arguments)
    assert not Path("report.html").exists()


def test_a_report_in_the_way_is_left_alone(here: Path) -> None:
    write_results(reached(), here / "results")
    (here / "report.html").mkdir()
    with pytest.raises(TransitionsError, match="cannot be written"):
        typed("report", "results")
    assert sorted(path.name for path in here.iterdir()) == ["report.html", "results"]


def test_tables_of_folders_and_of_the_store(here: Path) -> None:
    write_results(run_of(SLOW), here / "results")
    assert "3 transitions of 1 recording to one" in done("export", "results", "-o", "one")
    with open_store() as store:
        keep(store, "2026-11-20")
    done("export", "--person", "P01", "-o", "two")
    files = ["curves.csv", "curves.parquet", "dictionary.csv", "findings.csv", "findings.parquet"]
    files += ["measures.csv", "measures.parquet"]
    assert sorted(path.name for path in Path("two").iterdir()) == files
    assert "P01" in Path("two/measures.csv").read_text("utf-8")


def test_tables_name_the_session_that_a_comparison_would() -> None:
    with open_store() as store:
        keep(store, "2026-11-20", session="before the course")
    done("export", "--person", "P01", "-o", "tables")
    assert '"before the course"' in Path("tables/findings.csv").read_text("utf-8")
