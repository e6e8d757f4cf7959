"""``transitions samples``: analyses the clips that ship with the program, so that the page has something to show."""

from __future__ import annotations

from contextlib import ExitStack

from rich.console import Console

from transitions.cli.interrupt import stop_at_interrupt
from transitions.cli.progress import show_progress
from transitions.errors import TransitionsError
from transitions.pipeline import analyse
from transitions.process import cores, own_process
from transitions.samples import sample_clips
from transitions.store import open_store

PERSON = "Samples"


def run_samples() -> None:
    """Put each sample clip into the store and analyse those without a run."""
    clips = sample_clips()
    if not clips:
        raise TransitionsError(
            "The sample clips are missing; clone the project again, or analyse your own clip."
        )
    own_process()
    console = Console(stderr=True, highlight=False)
    with open_store() as store:
        person = store.people.add(PERSON, note="Rendered clips that ship with the program")
        for number, clip in enumerate(clips, start=1):
            recording = store.recordings.add(clip, clip.name, person_id=person.id).recording
            if store.runs.of_recording(recording.id):
                continue
            console.print(f"Sample {number} of {len(clips)}: {clip.name}", markup=False)
            with ExitStack() as stack, stop_at_interrupt() as stopped:
                show = show_progress(console, stack)
                store.runs.save(
                    recording.id, analyse(clip, processes=cores(), on_progress=show, cancelled=stopped)
                )
    console.print(f"{len(clips)} sample clips are ready to review.")
