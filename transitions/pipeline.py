"""One clip in, one `Run` out: decode, find the person, derive the curves, find transitions, judge them."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from transitions import __version__
from transitions.errors import Cancelled, NoPersonError, OutputError
from transitions.following.follow import follow_person
from transitions.following.standby import dismiss_helpers
from transitions.judgement import check_person, figures_of, judge_pose, quality_of
from transitions.model import SO_FAR, Clip, Provenance, Run
from transitions.pose.landmark_files import is_landmark_file, read_landmark_file
from transitions.pose.model_files import model_sha256
from transitions.profile import apply_profile, profile_sha256
from transitions.rules import all_rules
from transitions.rules.record import Rule
from transitions.series import PoseSeries
from transitions.series_file import read_series
from transitions.stretchwise.go_through import WholeWay, go_through, key_of
from transitions.stretchwise.tasks import LongClip
from transitions.video import ClipReader, open_clip
from transitions.video.decode_account import Stretches

__all__ = ["LONG_S", "Progress", "analyse", "clear_work", "judge_pose"]

LONG_S = 180.0
"""A longer clip is skimmed, and looked at frame by frame only where a transition may be."""

STILL_TO_COME = {"survey": 3.1, "follow": 2.8}
"""How long what comes after a stage takes against the stage itself, in a workday of 60 transitions (`docs/long.md`):
for the time left, while nothing better is known."""

READ_UNSAID_S = 2.0
"""So long it is not told that the file is read for its hash: that takes no time from a disk, minutes from a share."""

LANDMARK_MODEL = "landmark_file"


@dataclass(frozen=True)
class Progress:
    """How far an analysis is. `frames_total` and `seconds_left` are None while they cannot be told."""

    stage: str
    frames_done: int
    frames_total: int | None
    seconds_left: float | None


def analyse(
    path: str | Path,
    *,
    name: str = "",
    person: int = 1,
    model: str = "full",
    profile: Path | None = None,
    processes: int = 1,
    exhaustive: bool = False,
    work_dir: Path | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    on_found: Callable[[Run], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Run:
    """Analyse one clip or landmark file.

    Nothing of the process is changed: no allocator setting, file descriptor, signal handler or environment
    variable. MediaPipe's native code writes a few log lines to standard error.

    Parameters
    ----------
    path : a video, a ``.trc`` file or a ``series.parquet``.
    name : what the clip is called in messages and in ``run.clip.name``; the file's own name if empty.
    person : which person to follow, 1 for the one chosen by size, centre and persistence.
    model : ``full``, or ``lite`` for speed.
    profile : TOML file with a clinic's own thresholds.
    processes : how many may look at a video at the same time, each at a part of it; more than the computer has cores
        (`process.cores`) gain nothing. Those beside this one are started for it and gone at its end; they are
        processes of their own, so a script needs no ``if __name__ == "__main__"``. A clip gives the same result
        every time with the same number; with another, findings within a degree and a frame.
    exhaustive : look at every frame. Else a clip longer than `LONG_S` is skimmed, and looked at fully where somebody's
        posture changes (``docs/long.md``), and frames are passed over while the picture stands still (`pose.sparing`).
    work_dir : a folder in which such a clip's results are kept piece by piece while it works: an analysis that was
        broken off goes on where it was. The run's curves stay in a file there (`Run.series_path`) until
        `clear_work`. Without one nothing is kept, and the curves are in the run, in memory.
    on_progress : called after each frame, and each piece of a file that is read slowly. cancelled : asked before each.
    on_found : called now and then, on such a clip, with a run of what was found so far, which says how far it reaches;
        its `series_path` is a file that is gone when the call returns.

    Raises
    ------
    TransitionsError
        One plain sentence: the clip cannot be read, nobody is in it, the analysis was cancelled.
    """
    path = Path(path)
    rules = apply_profile(all_rules(), profile)
    if is_landmark_file(path):
        dismiss_helpers()
        file = read_landmark_file(path, name)
        check_person(figures_of(file.pose, None))
        clip = _landmark_clip(path, name or path.name, file.pose)
        return judge_pose(file.pose, clip, _provenance(LANDMARK_MODEL, "", rules), rules, file.notes)
    provenance = _provenance(f"pose_landmarker_{model}", model_sha256(model), rules)
    reader = open_clip(path, name)
    if reader.facts.duration_s > LONG_S and reader.is_sought_quickly:
        dismiss_helpers()  # long clips have workers of another kind
        place = path.absolute()
        asked = LongClip(place, reader.name, reader.facts, model, person, profile, Path(), exhaustive)
        go = _LongWay(reader, asked, provenance, processes, on_progress, on_found, cancelled)
        return go.with_work_in(work_dir)
    pose = follow_person(
        reader,
        person=person,
        model=model,
        processes=processes,
        exhaustive=exhaustive,
        on_frame=_reporter(reader, on_progress),
        cancelled=cancelled,
    )
    check_person(figures_of(pose, None))
    clip = replace(reader.identity(_read_reporter(reader, on_progress, cancelled)), frames=len(pose))
    return judge_pose(pose, clip, provenance, rules, _decoding_warnings(reader.gaps, reader.patched))


def clear_work(run: Run) -> None:
    """Delete what a long clip's analysis kept in its `work_dir`, the run's curves included."""
    if run.series_path is not None:
        shutil.rmtree(run.series_path.parent, ignore_errors=True)


def _provenance(model: str, sha256: str, rules: Sequence[Rule]) -> Provenance:
    return Provenance(
        version=__version__,
        pose_model=model,
        pose_model_sha256=sha256,
        profile_sha256=profile_sha256(rules),
        created_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    )


@dataclass(frozen=True, eq=False)
class _LongWay:
    """A clip longer than `LONG_S` on its way to a run."""

    reader: ClipReader
    asked: LongClip
    provenance: Provenance
    processes: int
    on_progress: Callable[[Progress], None] | None
    on_found: Callable[[Run], None] | None
    cancelled: Callable[[], bool] | None

    def with_work_in(self, work_dir: Path | None) -> Run:
        """Keep the pieces in a folder of their own there, or in a temporary one."""
        clip = self.reader.identity(_read_reporter(self.reader, self.on_progress, self.cancelled))
        if work_dir is None:
            with tempfile.TemporaryDirectory(prefix="transitions-") as folder:
                run = self._run(clip, Path(folder))
                kept = None if run.series_path is None else read_series(run.series_path)
                return replace(run, kinematics=kept, series_path=None)
        key = key_of(
            clip.sha256,
            version=self.provenance.version,
            model=self.provenance.pose_model_sha256,
            profile=self.provenance.profile_sha256,
            person=self.asked.person,
            exhaustive=self.asked.exhaustive,
        )
        return self._run(clip, work_dir / key)

    def _run(self, clip: Clip, folder: Path) -> Run:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            gone = go_through(
                replace(self.asked, folder=folder),
                seed=int(clip.sha256[:8], 16),
                processes=self.processes,
                on_part=_part_reporter(self.reader, self.on_progress),
                stopped=self.cancelled,
                on_found=self._so_far(clip),
            )
        except OSError as error:
            raise OutputError(
                f"What is found cannot be kept in '{folder}' ({error.strerror or error}): free some space there."
            ) from error
        return self._told(clip, gone)

    def _so_far(self, clip: Clip) -> Callable[[WholeWay], None] | None:
        on_found = self.on_found
        if on_found is None:
            return None

        def tell(gone: WholeWay) -> None:
            try:
                run = self._told(clip, gone)
            except NoPersonError:
                return  # nobody to be measured so far: the rest may show them
            on_found(run)

        return tell

    def _told(self, clip: Clip, gone: WholeWay) -> Run:
        together = gone.together
        check_person(together.figures)
        warnings = [] if gone.reached_s is None else [SO_FAR.format(gone.reached_s / 60)]
        warnings += [*_decoding_warnings(gone.gaps, gone.patched), *together.warnings]
        warnings += [gone.survey.account] if gone.survey.account else []
        return Run(
            clip=clip,
            provenance=self.provenance,
            quality=quality_of(together.figures, warnings, of_all=self.asked.exhaustive),
            segments=together.segments,
            findings=together.findings,
            states=gone.states,
            survey=gone.survey,
            series_path=gone.series,
        )


def _reporter(
    reader: ClipReader, on_progress: Callable[[Progress], None] | None
) -> Callable[[int], None] | None:
    """What tells `on_progress` of the frames done."""
    if on_progress is None:
        return None
    started_s = time.monotonic()

    def report(frames_done: int) -> None:
        total = reader.facts.frame_count or None
        each_s = (time.monotonic() - started_s) / max(frames_done, 1)
        left_s = each_s * max(total - frames_done, 0) if total else None
        on_progress(Progress("pose", frames_done, total, left_s))

    return report


def _read_reporter(
    reader: ClipReader, on_progress: Callable[[Progress], None] | None, cancelled: Callable[[], bool] | None
) -> Callable[[float], None]:
    """What tells `on_progress` how much of the file is read, once that takes long, in frames of the video."""
    started_s = time.monotonic()
    frames = round(reader.facts.duration_s * reader.facts.frame_rate_hz)

    def report(share: float) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled("The analysis was stopped.")
        if on_progress is not None and time.monotonic() - started_s > READ_UNSAID_S:
            on_progress(Progress("reading", round(share * frames), frames, None))

    return report


def _part_reporter(
    reader: ClipReader, on_progress: Callable[[Progress], None] | None
) -> Callable[[str, float, float], None]:
    """What tells `on_progress` how far a long clip is, in frames of the video."""
    started: dict[str, tuple[float, float]] = {}

    def report(stage: str, done_s: float, total_s: float) -> None:
        if on_progress is None:
            return
        began_s, had_s = started.setdefault(stage, (time.monotonic(), done_s))
        each_s = (time.monotonic() - began_s) / max(done_s - had_s, 1e-9)
        left_s = each_s * (total_s - done_s) if done_s > had_s else None
        if left_s is not None:
            left_s += each_s * total_s * STILL_TO_COME.get(stage, 0.0)
        rate_hz = reader.facts.frame_rate_hz
        on_progress(Progress(stage, round(done_s * rate_hz), round(total_s * rate_hz), left_s))

    return report


def _landmark_clip(path: Path, name: str, pose: PoseSeries) -> Clip:
    return Clip(
        name=name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        duration_s=float(pose.t_s[-1]) if len(pose) else 0.0,
        width=pose.width_px,
        height=pose.height_px,
        frames=len(pose),
    )


def _decoding_warnings(gaps: Stretches, patched: Stretches) -> list[str]:
    lost = [
        f"There is no usable picture from {start_s:.1f} to {end_s:.1f} s; that part was left out."
        for start_s, end_s in gaps
    ]
    return lost + [
        f"A little of the picture is damaged from {start_s:.1f} to {end_s:.1f} s and was filled in; "
        "take what is read there with more care."
        for start_s, end_s in patched
    ]
