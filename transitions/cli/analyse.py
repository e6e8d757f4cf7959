"""``transitions analyse``: progress while it works, a short account when it is done."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread

from rich.console import Console

from transitions.cli.interrupt import stop_at_interrupt
from transitions.cli.progress import show_progress
from transitions.errors import TransitionsError
from transitions.export.results import prepare_results, write_results
from transitions.export.run_json import run_to_json
from transitions.judgement import load_networks
from transitions.model import Finding, Result, Run, Segment
from transitions.pipeline import Progress, analyse, clear_work
from transitions.pose.landmark_files import is_landmark_file
from transitions.series import INTERVAL_U
from transitions.series_file import read_series

WORK = ".transitions-work"

MARKS = {
    Result.OBSERVED: "●",
    Result.POSSIBLE: "◐",
    Result.NOT_OBSERVED: "○",
    Result.NOT_ASSESSABLE: "–",
}


def run_analyse(
    clip: Path,
    out: Path | None,
    *,
    annotated: bool,
    blur_faces: bool,
    as_json: bool,
    person: int,
    model: str,
    profile: Path | None,
    processes: int,
    exhaustive: bool,
) -> None:
    """Analyse one clip, write its results folder and print what was found.

    The pieces of a long clip are kept in a hidden folder within `out` until its results are written.
    """
    if blur_faces and not annotated:
        raise TransitionsError("--blur-faces is for the annotated video; add --annotated.")
    if annotated and is_landmark_file(clip):
        raise TransitionsError("A landmark file has no picture to draw on; leave out --annotated.")
    out_dir = out if out is not None else clip.with_suffix("")
    if out_dir == clip:
        out_dir = clip.with_name(f"{clip.name}_results")
    errors = Console(stderr=True)
    Thread(target=_get_ready, name="get-ready").start()  # waited for at the end: no import is broken off
    with ExitStack() as stack:
        show = show_progress(errors, stack)
        with stop_at_interrupt() as stopped:
            run = analyse(
                clip,
                person=person,
                model=model,
                profile=profile,
                processes=processes,
                exhaustive=exhaustive,
                work_dir=out_dir / WORK,
                on_progress=show,
                cancelled=stopped,
            )
        write_results(run, out_dir, also=_annotate(clip, run, show, blur_faces) if annotated else None)
        clear_work(run)
        with suppress(OSError):
            (out_dir / WORK).rmdir()  # another analysis that was broken off may wait there
    if as_json:
        sys.stdout.write(run_to_json(run) + "\n")
    else:
        _print_account(run, out_dir)


def _get_ready() -> None:
    """Load what comes after the pose model while that works; what is amiss is told when it is used."""
    with suppress(TransitionsError):
        load_networks()
        prepare_results()


def _annotate(
    clip: Path, run: Run, show: Callable[[Progress], None], blur_faces: bool
) -> Callable[[Path], None]:
    def draw(folder: Path) -> None:
        from transitions.export.annotated import write_annotated

        drawn = run
        if run.series_path is not None:
            drawn = replace(run, kinematics=read_series(run.series_path))

        def report(frames_done: int) -> None:
            show(Progress("drawing", frames_done, run.clip.frames, None))

        write_annotated(clip, drawn, folder / "annotated.mp4", blur_faces=blur_faces, on_progress=report)

    return draw


def _print_account(run: Run, out_dir: Path) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for warning in run.quality.warnings:
        console.print(f"! {warning}", markup=False)
    if not run.segments:
        console.print("No transition was found in this clip.")
    for segment in run.segments:
        console.print(_segment_line(segment), markup=False)
        for finding in run.findings_of(segment.id):
            console.print(f"    {_finding_line(finding)}", markup=False)
    console.print(f"Results: {out_dir}", markup=False)


def _segment_line(segment: Segment) -> str:
    side = f" ({segment.side})" if segment.side else ""
    return (
        f"{segment.start_s:6.2f}–{segment.end_s:.2f} s  {segment.kind.replace('_', ' ')}{side}, "
        f"{segment.view.value.replace('_', ' ')} view"
    )


def _finding_line(finding: Finding) -> str:
    mark = MARKS[finding.result]
    if finding.result is Result.NOT_ASSESSABLE:
        return f"{mark} {finding.rule}: not assessable. {finding.reason}"
    value = (
        f"{finding.value:.3g} ± {INTERVAL_U * (finding.uncertainty or 0):.2g} {finding.unit} "
        f"(threshold {finding.threshold:g})"
    )
    if finding.result is Result.NOT_OBSERVED:
        return f"{mark} {finding.rule}: not observed, {value}"
    at = f" at {finding.at_s:.2f} s" if finding.at_s is not None else ""
    return (
        f"{mark} {finding.headline}{at}: {finding.result.value}, {finding.severity}, {value}. {finding.cue}."
    )
