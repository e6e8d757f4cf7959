"""The cases of the bench of long clips: what each is, and what going through it showed. What was run is kept."""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.long_clips import compose
from bench.long_pool import Encoding, PlacedEvent, Pool, make_pool
from bench.long_run import STAGES
from bench.speed_runs import run_command
from transitions.export.results import read_json
from transitions.model import Run

FOUND_OVERLAP = 0.5
_SEED = 16
_PROGRAM = Path(__file__).resolve().parents[1] / "transitions"


@dataclass(frozen=True)
class Case:
    """A clip of so many minutes with so many transitions; `exhaustive`: it is looked at frame by frame too."""

    encoding: Encoding
    minutes: float
    transitions: int
    exhaustive: bool = False

    @property
    def name(self) -> str:
        """As files are called."""
        clip = f"{self.encoding.name.replace(' ', '_')}_{self.minutes:g}min_{self.transitions}"
        return f"{clip}_both" if self.exhaustive else clip

    @property
    def seconds_of_work(self) -> float:
        """Roughly, on one core: for the time left until something is measured."""
        pixels = (self.encoding.height / 480) ** 2
        skimmed = (
            60 * self.minutes * (0.03 if self.encoding.rate == "cbr" else 0.01) * pixels
            + 12 * self.transitions
        )
        return skimmed + (60 * self.minutes * 1.2 if self.exhaustive else 0.0)


@dataclass(frozen=True)
class CaseOutcome:
    """What going through a clip showed.

    Attributes
    ----------
    events, found : true transitions, and how many of them were found.
    missed : which were not, in words.
    there, there_of : of the transitions found frame by frame so many were found; NaN-free zeros where not compared.
    same, same_of : of the findings of those so many were the same.
    only_exhaustive : what was found frame by frame alone, in words, each with whether it is true.
    looked_s, checked_s : video looked at frame by frame because something happened, and as a check.
    skipped_s : by reason.
    stages_cpu_s : processor seconds by stage.
    """

    video_s: float
    events: int
    found: int
    missed: tuple[str, ...]
    wall_s: float
    cpu_s: float
    peak_mb: float
    looked_s: float
    checked_s: float
    checks_missed: int
    skipped_s: dict[str, float]
    stages_cpu_s: dict[str, float]
    there: int = 0
    there_of: int = 0
    same: int = 0
    same_of: int = 0
    exhaustive_cpu_s: float = 0.0
    only_exhaustive: tuple[str, ...] = ()


def pool_for(encoding: Encoding, clips: Sequence[Path], folder: Path, scenes: int) -> Pool:
    """The pool of this encoding, kept in the folder for the next time."""
    if not clips:
        raise SystemExit("No clip with its truth was found: name folders of such with --source and --idle.")
    path = folder / f"pool_{encoding.name.replace(' ', '_')}_{scenes}.mp4"
    return Pool.load(path) or make_pool(path, clips, encoding, scenes=scenes, seed=_SEED)


def outcome_of(case: Case, pool: Pool, folder: Path) -> CaseOutcome:
    """Assemble the clip and go through it; what the same program showed of it before is read instead."""
    kept = folder / f"{case.name}_{pool.path.stem}_{_program()}.json"
    if kept.is_file():
        told = json.loads(kept.read_text())
        return CaseOutcome(**{**told, **{key: tuple(told[key]) for key in ("missed", "only_exhaustive")}})
    clip = folder / f"{case.name}.mp4"
    events = compose(clip, pool, seconds=60 * case.minutes, transitions=case.transitions, seed=_SEED)
    try:
        outcome = _gone_through(case, clip, events)
    finally:
        clip.unlink()  # hours of it fill a disk, and it is soon made again
    kept.write_text(json.dumps(asdict(outcome)))
    return outcome


def missed(run: Run, events: Sequence[PlacedEvent]) -> list[PlacedEvent]:
    """The true transitions that no segment of their kind overlaps by half of the shorter."""
    return [event for event in events if not any(_agree(event, *one) for one in _segments(run))]


def same_found(run: Run, other: Run) -> tuple[int, int]:
    """How many of the other's transitions the run has too, and how many the other has."""
    theirs = _placed(other)
    return len(theirs) - len(missed(run, theirs)), len(theirs)


def found_alone(run: Run, other: Run, events: Sequence[PlacedEvent]) -> tuple[str, ...]:
    """The other's transitions that the run has not, in words, each with whether it is one of the true `events`."""
    told = []
    for one in missed(run, _placed(other)):
        is_true = any(_agree(event, one.kind, one.start_s, one.end_s) for event in events)
        told.append(f"{one.kind} at {one.start_s:.1f} s, {'true' if is_true else 'which is false'}")
    return tuple(told)


def same_findings(run: Run, other: Run) -> tuple[int, int]:
    """Of the findings of the other's transitions that the run has too how many are the same, and how many there are."""
    same = count = 0
    for theirs in other.segments:
        event = PlacedEvent(theirs.kind, theirs.start_s, theirs.end_s, "")
        own = [one for one in run.segments if _agree(event, one.kind, one.start_s, one.end_s)]
        if own:
            judged = _judged(run, own[0].id)
            there = _judged(other, theirs.id)
            count += len(there)
            same += sum(judged.get(rule) == result for rule, result in there.items())
    return same, count


def _judged(run: Run, segment_id: str) -> dict[str, tuple[str, str]]:
    own = [finding for finding in run.findings if finding.segment_id == segment_id]
    return {finding.rule: (str(finding.result), str(finding.severity)) for finding in own}


def _gone_through(case: Case, clip: Path, events: Sequence[PlacedEvent]) -> CaseOutcome:
    with tempfile.TemporaryDirectory() as folder:
        run, cost, stages = _run(clip, Path(folder) / "skimmed", exhaustive=False)
        assert run.survey is not None
        lost = missed(run, events)
        skipped: dict[str, float] = {}
        for each in run.survey.skipped:
            skipped[each.reason] = skipped.get(each.reason, 0.0) + each.end_s - each.start_s
        lengths_s = {
            is_check: sum(
                each.end_s - each.start_s for each in run.survey.looked_at if each.is_check is is_check
            )
            for is_check in (False, True)
        }
        compared: dict[str, float] = {}
        alone: tuple[str, ...] = ()
        if case.exhaustive:
            full, full_cost, _ = _run(clip, Path(folder) / "full", exhaustive=True)
            compared = dict(
                zip(
                    ("there", "there_of", "same", "same_of"),
                    (*same_found(run, full), *same_findings(run, full)),
                    strict=True,
                )
            )
            compared["exhaustive_cpu_s"] = full_cost[1]
            alone = found_alone(run, full, events)
    return CaseOutcome(
        run.clip.duration_s,
        len(events),
        len(events) - len(lost),
        tuple(f"{event.kind} of {event.source} at {event.start_s:.1f} s" for event in lost),
        *cost,
        lengths_s[False],
        lengths_s[True],
        run.survey.missed,
        skipped,
        stages,
        only_exhaustive=alone,
        **compared,  # type: ignore[arg-type]
    )


def _run(
    clip: Path, results: Path, *, exhaustive: bool
) -> tuple[Run, tuple[float, float, float], dict[str, float]]:
    command = [sys.executable, "-m", "bench.long_run", str(clip), str(results)]
    cost = run_command(command + (["--exhaustive"] if exhaustive else []))
    stages = {each["stage"]: each["cpu_s"] for each in json.loads((results / STAGES).read_text())}
    return read_json(results), (cost.wall_s, cost.cpu_s, cost.peak_mb), stages


def _program() -> str:
    """Names the program as it is: another one's outcomes are not its own."""
    digest = hashlib.sha256()
    for file in sorted(_PROGRAM.rglob("*.py")):
        if "ui" not in file.relative_to(_PROGRAM).parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _placed(run: Run) -> list[PlacedEvent]:
    return [PlacedEvent(kind, start_s, end_s, "") for kind, start_s, end_s in _segments(run)]


def _segments(run: Run) -> list[tuple[str, float, float]]:
    return [(one.kind, one.start_s, one.end_s) for one in run.segments]


def _agree(event: PlacedEvent, kind: str, start_s: float, end_s: float) -> bool:
    shared_s = min(event.end_s, end_s) - max(event.start_s, start_s)
    return kind == event.kind and shared_s >= FOUND_OVERLAP * min(
        event.end_s - event.start_s, end_s - start_s
    )
