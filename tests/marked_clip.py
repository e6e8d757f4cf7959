"""A study of one numbered clip filmed unevenly, and what its raters did on the timeline of `edges_page`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from media import write_numbered_clip
from playwright.sync_api import Page
from sqlalchemy import select

from transitions.annotation.entries import Act, Change, Entry, Mark
from transitions.model import Clip, Provenance, Quality, Run, Segment, View
from transitions.store import ClipView, StudyPlan, now_iso, open_store
from transitions.store.study_reading import entry_of
from transitions.store.study_tables import study_entries
from transitions.video import open_clip

STUDY, RULE = "Edges", "abrupt_twist"
SIZE = (640, 360)
FRAMES = 150
FOUND = {
    "s1": Mark("sit_to_stand", 0.8123, 2.0571, {"seat_off_s": 1.2345, "upright_s": 1.7654}),
    "s2": Mark("reach", 3.0211, 4.1333, {"grasp_s": 3.5678}),
}


def uneven_times_s(count: int = FRAMES) -> list[float]:
    """As a phone films in changing light: 30 frames a second, then 24, then some in between."""
    times_s = [0.0]
    for number in range(1, count):
        times_s.append(times_s[-1] + (1 / 30 if number % 40 < 25 else 1 / 24 if number % 3 else 1 / 20))
    return times_s


def save_study(
    folder: Path,
    raters: Sequence[str],
    *,
    marks: dict[str, Mark] = FOUND,
    times_s: Sequence[float] | None = None,
) -> int:
    """Keep a numbered clip with these transitions and a study of it; returns the id of its clip."""
    times_s = times_s or uneven_times_s()
    folder.mkdir(parents=True, exist_ok=True)
    path = write_numbered_clip(folder / "numbered.mp4", len(times_s), SIZE, times_s=times_s, b_frames=2)
    segments = tuple(
        Segment(m.kind, m.start_s, m.end_s, 0.9, m.phases, None, key) for key, m in marks.items()
    )
    clip = Clip(path.name, "0" * 64, times_s[-1] + 1 / 30, *SIZE, len(times_s))
    provenance = Provenance("0", "made up", "", "", now_iso())
    made = Run(clip, provenance, Quality(1.0, View.OBLIQUE, 45.0, 1), segments, ())
    with open_store(data_dir=folder / "data") as store:
        recording = store.recordings.add(path, path.name).recording
        run_id = store.runs.save(recording.id, made)
        store.studies.create(StudyPlan(STUDY, tuple(raters), (), (run_id,)))
        return store.studies.tasks(STUDY, raters[0])[0].clip_id


def decoded_times_s(path: Path) -> list[float]:
    """The time of every frame of a clip, as the program reads it."""
    return [frame.t_s for frame in open_clip(path).read()]


@dataclass(frozen=True)
class Desk:
    """The timeline as one rater has it, with the store beneath."""

    page: Page
    folder: Path
    clip_id: int
    rater: str

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.wait_until_saved()

    def click(self, *names: str) -> None:
        for name in names:
            self.page.get_by_role("button", name=name, exact=True).click()
        self.wait_until_saved()

    def wait_until_saved(self) -> None:
        self.page.locator('.edges[data-unsaved="false"]').wait_for()

    def wait_for_frame(self, place: str, number: int) -> None:
        self.page.locator(f'{place}[data-frame="{number}"]').wait_for()

    def go_to_frame(self, number: int) -> None:
        """Move the film there with the arrow keys, nothing being taken."""
        self.page.keyboard.press("Escape")
        by = number - int(self.page.locator(".edges").get_attribute("data-frame") or 0)
        for _ in range(abs(by) // 10):
            self.page.keyboard.press("Shift+ArrowRight" if by > 0 else "Shift+ArrowLeft")
        for _ in range(abs(by) % 10):
            self.page.keyboard.press("ArrowRight" if by > 0 else "ArrowLeft")
        self.wait_for_frame(".edges", number)

    def said(self) -> str:
        return self.page.locator(".edges .status").inner_text()

    def entries(self) -> list[Entry]:
        own = (study_entries.c.clip_id == self.clip_id) & (study_entries.c.rater == self.rater)
        with open_store(data_dir=self.folder) as store, store.database.reading() as connection:
            rows = connection.execute(select(study_entries).where(own).order_by(study_entries.c.id))
            return [entry_of(row) for row in rows.mappings()]

    def acts(self) -> list[Act]:
        return [entry.act for entry in self.entries()]

    def last(self) -> tuple[Change, ...]:
        return self.entries()[-1].changes

    def view(self) -> ClipView:
        with open_store(data_dir=self.folder) as store:
            return store.studies.view(STUDY, self.clip_id, self.rater)

    def marks(self) -> dict[str, Mark]:
        return dict(self.view().own.marks)
