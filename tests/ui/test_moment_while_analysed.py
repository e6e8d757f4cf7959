"""What a page opens that was made before the run it shows has grown."""

from __future__ import annotations

from store_examples import add_recording, finding, run, segment

from transitions.store import FindingFilter, Store
from transitions.ui.moment import worst_of_segment

WORKER = "here:1"


def test_a_moment_of_the_timeline_opens_though_another_has_its_key_by_now(shown_store: Store) -> None:
    recording_id = add_recording(shown_store).id
    job = shown_store.jobs.add(recording_id, {})
    shown_store.jobs.claim(job.id, WORKER, 60.0)
    shown = segment("s1", start_s=5.0)
    early = run((shown,), (finding("s1"),))
    run_id = shown_store.runs.save_so_far(recording_id, early, job_id=job.id, worker=WORKER)
    assert run_id is not None
    (row,) = shown_store.findings.list(FindingFilter(run_id=run_id))
    assert worst_of_segment(run_id, shown.start_s, shown.end_s) == row.id

    late = run((segment("s1", start_s=1.0), segment("s2", start_s=5.0)), (finding("s1"), finding("s2")))
    shown_store.runs.save_so_far(recording_id, late, job_id=job.id, worker=WORKER)
    assert worst_of_segment(run_id, shown.start_s, shown.end_s) == row.id
    assert worst_of_segment(run_id, 3.0, 4.0) is None
