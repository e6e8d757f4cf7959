"""The pieces of work on a long clip. Each leaves its result in the clip's folder, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from transitions.errors import OutputError
from transitions.judgement import figures_of, is_seen, judge
from transitions.pose.estimate import look_at
from transitions.pose.models import PoseModels
from transitions.pose.sighted import Sighted, ranked
from transitions.pose.stretch import SeenStretch, pose_series
from transitions.profile import apply_profile
from transitions.rules import all_rules
from transitions.series import FloatArray
from transitions.series_file import write_series
from transitions.stretchwise.results import PersonResult, StretchResult
from transitions.survey.follow import Followed, follow
from transitions.survey.looks import Looks
from transitions.survey.plan import PlannedStretch
from transitions.survey.skim import skim
from transitions.video import ClipReader
from transitions.video.probe import ClipFacts

LEAST_WEIGHT_SHARE = 0.25
"""Of several people in a stretch those with less than this share of the leader's weight are not judged."""

Moved = Callable[[float], None]
"""Told the time of the clip reached."""

Stopped = Callable[[], bool]


@dataclass(frozen=True)
class LongClip:
    """A clip and what is asked of it; `folder` holds the results of its pieces. `exhaustive`: every frame looked at."""

    path: Path
    name: str
    facts: ClipFacts
    model: str
    person: int
    profile: Path | None
    folder: Path
    exhaustive: bool = False

    def reader(self) -> ClipReader:
        """A reader of its own."""
        return ClipReader(self.path, self.facts, self.name)


@dataclass(frozen=True)
class SkimTask:
    """Skim the part start_s <= t < end_s."""

    clip: LongClip
    start_s: float
    end_s: float

    @property
    def result(self) -> Path:
        """Where the result is once it is done: a file that `survey.looks.Looks` reads."""
        return self.clip.folder / f"skim_{round(1000 * self.start_s):010d}.npz"

    @property
    def video_s(self) -> float:
        """How much video it goes through, about."""
        return min(self.end_s, self.clip.facts.duration_s) - self.start_s

    def carry_out(self, on_moved: Moved, stopped: Stopped | None = None) -> None:
        """Do it and leave the result.

        Raises
        ------
        TransitionsError
            As `survey.skim.skim`; `OutputError` when the result cannot be written.
        """
        looks = skim(self.clip.reader(), self.start_s, self.end_s, on_moved=on_moved, cancelled=stopped)
        with _kept(self.result):
            _save_whole(looks, self.result)


@dataclass(frozen=True, eq=False)
class FollowTask:
    """Follow somebody closely through a stretch with the light model.

    Attributes
    ----------
    seen_px : where the skim saw them, as `survey.follow.where_seen` tells.
    hidden_px : where the one is whom the skim followed instead, as `survey.follow.where_beside` tells.
    """

    clip: LongClip
    planned: PlannedStretch
    seen_px: FloatArray | None
    hidden_px: FloatArray | None = None

    @property
    def result(self) -> Path:
        """Where the result is once it is done: a file that `survey.follow.Followed` reads."""
        whom = "follow" if self.hidden_px is None else "beside"
        return self.clip.folder / f"{whom}_{round(1000 * self.planned.start_s):010d}.npz"

    @property
    def video_s(self) -> float:
        """How much video it goes through."""
        return self.planned.to_s - self.planned.from_s

    def carry_out(self, on_moved: Moved, stopped: Stopped | None = None) -> None:
        """Do it and leave the result.

        Raises
        ------
        TransitionsError
            As `survey.follow.follow`; `OutputError` when the result cannot be written.
        """
        planned = self.planned
        seen = follow(
            self.clip.reader(),
            planned.from_s,
            planned.to_s,
            self.seen_px,
            hidden_px=self.hidden_px,
            on_moved=on_moved,
            cancelled=stopped,
        )
        with _kept(self.result):
            _save_whole(seen, self.result)


@dataclass(frozen=True)
class FullLook:
    """Look at every frame of a stretch, find its transitions and judge them."""

    clip: LongClip
    planned: PlannedStretch

    @property
    def result(self) -> Path:
        """Where the result is once it is done: a file that `results.StretchResult` reads."""
        kind = "check" if self.planned.is_check else "look"
        return self.clip.folder / f"{kind}_{round(1000 * self.planned.start_s):010d}.json"

    @property
    def video_s(self) -> float:
        """How much video it goes through."""
        return self.planned.to_s - self.planned.from_s

    def carry_out(self, on_moved: Moved, stopped: Stopped | None = None) -> None:
        """Do it and leave the result.

        Raises
        ------
        TransitionsError
            As `pose.estimate_poses`; `OutputError` when the result cannot be written.
        """
        reader, planned = self.clip.reader(), self.planned
        size = reader.pose_size
        frame_s = 1.0 / reader.facts.frame_rate_hz
        seen = look_at(
            reader.read(planned.from_s, planned.to_s, size=size, one_thread=True),
            PoseModels(self.clip.model),
            person=self.clip.person,
            exhaustive=self.clip.exhaustive,
            on_frame=lambda frames: on_moved(planned.from_s + frames * frame_s),
            cancelled=stopped,
        )
        with _kept(self.result):
            people = tuple(self._people(seen, size[0] / reader.size[0]))
            result = StretchResult(planned, reader.gaps, reader.patched, people, seen.scene_starts_s)
            result.save(self.result)

    def _people(self, seen: SeenStretch, scale: float) -> Iterator[PersonResult]:
        """Those of each scene, judged: who leads the next one may be somebody else."""
        for number, scene in enumerate(seen.scenes()):
            yield from self._people_of_scene(scene, number, scale)

    def _people_of_scene(self, seen: SeenStretch, scene: int, scale: float) -> tuple[PersonResult, ...]:
        if len(seen) < 2:
            return ()
        duration_s = float(seen.t_s[-1] - seen.t_s[0])
        order = ranked(seen.people, duration_s, len(seen))
        return tuple(
            result
            for number, one in enumerate(order, start=1)
            if one.weight >= LEAST_WEIGHT_SHARE * order[0].weight
            and (result := self._judged(seen, scene, number, one, scale)) is not None
        )

    def _judged(
        self, seen: SeenStretch, scene: int, number: int, one: Sighted, scale: float
    ) -> PersonResult | None:
        pose = pose_series(seen, person=number, scale=scale)
        if not is_seen(figures_of(pose, None)):
            return None
        judged = judge(pose, apply_profile(all_rules(), self.clip.profile))
        series = self.result.with_suffix(f".{scene}.{number}.parquet")
        part = series.with_suffix(f".{os.getpid()}.part")
        write_series(judged.kinematics, part)
        part.replace(series)
        return PersonResult(
            weight=one.weight,
            clothes=tuple(float(share) for share in one.last_clothes),
            figures=figures_of(pose, judged.kinematics),
            segments=judged.segments,
            findings=judged.findings,
            warnings=judged.warnings,
            series=series.name,
            scene=scene,
        )


def _save_whole(what: Looks | Followed, path: Path) -> None:
    """Write it, whole or not at all."""
    part = path.with_suffix(f".{os.getpid()}.part.npz")
    what.save(part)
    part.replace(path)


@contextmanager
def _kept(result: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"What is found cannot be kept in '{result.parent}' ({error.strerror or error}): free some space there."
        ) from error
