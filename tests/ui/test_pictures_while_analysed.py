"""Pictures of a run that grows in place: who is marked is whom it follows by now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from media import write_numbered_clip
from seeding import marked_kinematics
from store_examples import finding, run, segment

from transitions.series import Kinematics, PersonPlace
from transitions.store import FindingRow, Store
from transitions.ui import moment_pictures
from transitions.ui.day.pictures import moment_picture as day_picture
from transitions.ui.people_pictures import pictures_of_people
from transitions.ui.stills import marked_picture

WORKER = "here:1"
SIZE = (320, 240)


def standing_at(x_px: float) -> Kinematics:
    t_s = np.arange(90) / 30.0
    found = marked_kinematics(t_s, np.full(len(t_s), x_px), SIZE)
    place = PersonPlace(1, 1.0, x_px - 20, 60.0, x_px + 20, 200.0)
    image_px = found.pose.image_px.copy()
    image_px[:, ::2, :2] += 20.0  # of some size, as a mark around it needs
    return replace(found, pose=replace(found.pose, image_px=image_px, places=(place,)))


def marked_bytes(row: FindingRow) -> bytes:
    found = marked_picture(row.recording_id, row.run_id, 3.0)
    assert found is not None
    return found.tobytes()


@pytest.mark.parametrize(
    "picture",
    [
        lambda row: moment_pictures.moment_picture(row.recording_id, row.run_id, 1.9),
        day_picture,
        lambda row: pictures_of_people(row.recording_id, row.run_id, 1),
        marked_bytes,
    ],
    ids=["of a moment", "of the day", "of the people", "of the followed"],
)
def test_a_picture_is_made_anew_once_the_run_has_grown(
    shown_store: Store, tmp_path: Path, picture: Callable[[FindingRow], object]
) -> None:
    clip = write_numbered_clip(tmp_path / "clip.mp4", count=90, size=SIZE)
    recording_id = shown_store.recordings.add(clip, "clip.mp4").recording.id
    job = shown_store.jobs.add(recording_id, {})
    shown_store.jobs.claim(job.id, WORKER, 60.0)

    def shown(x_px: float) -> object:
        found = run((segment(),), (finding(),), standing_at(x_px))
        shown_store.runs.save_so_far(recording_id, found, job_id=job.id, worker=WORKER)
        (row,) = shown_store.findings.list()
        return picture(row)

    assert shown(80.0) != shown(240.0)
