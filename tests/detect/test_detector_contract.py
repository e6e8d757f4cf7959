"""What every detector owes the program; a new one is held to it by lying in the package.

Each has a test file of its own, whose `example` is a pose in which its transition takes place.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from body import mirrored
from cited import assert_can_be_found
from stored_pose import judged, stored_pose

from transitions.detect import LEAST_CONFIDENCE, all_detectors, find_segments, posture_after
from transitions.detect.clip_motion import ClipMotion
from transitions.detect.movement import find_movements
from transitions.detect.record import Compared, Detector, Seat
from transitions.export.transition_catalogue import transition_catalogue
from transitions.kinematics.derive import derive
from transitions.model import Run, Segment
from transitions.series import Kinematics, PoseSeries
from transitions.states import PostureState
from transitions.units import UNITS

REPOSITORY = Path(__file__).resolve().parents[2]
FORBIDDEN = ("injury", "risk", "diagnos", "abnormal", "unsafe", "dangerous", "harmful", "damage", "wrong")
OTHER_SIDE = {"left": "right", "right": "left", None: None}

of_every_detector = pytest.mark.parametrize("detector", all_detectors(), ids=lambda d: d.kind)


def example_of(detector: Detector) -> PoseSeries:
    make: Callable[[], PoseSeries] = importlib.import_module(f"test_{detector.kind}").example
    return make()


@cache
def example_run(kind: str) -> Run:
    (detector,) = (d for d in all_detectors() if d.kind == kind)
    return judged(example_of(detector))


@cache
def example_motion(kind: str) -> ClipMotion:
    kinematics = curves_of(example_run(kind))
    return ClipMotion(kinematics, find_movements(kinematics))


@cache
def idle_motion() -> ClipMotion:
    kinematics = derive(stored_pose("idle"))
    return ClipMotion(kinematics, find_movements(kinematics))


def curves_of(run: Run) -> Kinematics:
    assert run.kinematics is not None
    return run.kinematics


def of_kind(detector: Detector, run: Run) -> list[Segment]:
    return [segment for segment in run.segments if segment.kind == detector.kind]


@of_every_detector
def test_is_named_after_its_file_and_has_its_own_test(detector: Detector) -> None:
    module = importlib.import_module(f"transitions.detect.{detector.kind}")
    assert module.DETECTOR is detector
    assert detector.find.__module__ == module.__name__
    assert (REPOSITORY / "tests" / "detect" / f"test_{detector.kind}.py").is_file()
    assert len(inspect.getdoc(module) or "") > 40
    assert len(inspect.getdoc(detector.find) or "") > 10


@of_every_detector
def test_has_words_for_everything(detector: Detector) -> None:
    measures = [c.name for c in detector.compared]
    phases = [text for phase in detector.phases for text in (phase.name, phase.means)]
    said = [detector.name, detector.about, *phases, *measures, *filter(None, [detector.side])]
    assert all(text == text.strip() and len(text) > 1 for text in said)
    assert detector.about.endswith(".")
    assert detector.name[0].isupper()
    assert detector.side is None or detector.side.count("{}") == 1
    assert not [word for word in FORBIDDEN if word in " ".join(said).lower()]


@of_every_detector
def test_phases_are_times_and_hold_its_own_moment(detector: Detector) -> None:
    keys = [phase.key for phase in detector.phases]
    assert len(set(keys)) == len(keys)
    assert all(key.endswith("_s") for key in keys)
    assert detector.moment in keys


@of_every_detector
def test_its_sources_can_be_found(detector: Detector) -> None:
    assert_can_be_found(detector.sources)
    for compared in detector.compared:
        assert_can_be_found([compared.spread.source])
        assert compared.spread.said


@of_every_detector
def test_what_is_said_of_the_posture_agrees(detector: Detector) -> None:
    assert {detector.begins, detector.ends} <= {PostureState.SITTING, PostureState.STANDING, None}
    seated = {Seat.BEFORE: detector.begins, Seat.AFTER: detector.ends}
    assert detector.seat is None or seated[detector.seat] is PostureState.SITTING
    assert posture_after(detector.kind) is (detector.ends if detector.begins is not detector.ends else None)


@of_every_detector
def test_its_example_is_found_with_every_phase_and_its_side(detector: Detector) -> None:
    found = of_kind(detector, example_run(detector.kind))
    assert found
    assert {key for segment in found for key in segment.phases} == {phase.key for phase in detector.phases}
    assert all((segment.side is None) is (detector.side is None) for segment in found)


@of_every_detector
@pytest.mark.parametrize("other", all_detectors(), ids=lambda d: d.kind)
def test_candidates_are_sound_on_every_example(detector: Detector, other: Detector) -> None:
    motion = example_motion(other.kind)
    kinematics, found = motion.kinematics, detector.find(motion)
    last_s = float(kinematics.t_s[-1]) + 1.0 / kinematics.frame_rate_hz
    for segment in found:
        assert segment.kind == detector.kind
        assert kinematics.t_s[0] <= segment.start_s < segment.end_s <= last_s
        assert 0.0 <= segment.confidence <= 1.0
        assert segment.phases.keys() <= {phase.key for phase in detector.phases}
        assert all(segment.start_s <= at_s < segment.end_s for at_s in segment.phases.values())
        assert segment.side in OTHER_SIDE
    assert [s.start_s for s in found] == sorted(s.start_s for s in found)


@of_every_detector
def test_nobody_who_rests_makes_it(detector: Detector) -> None:
    assert not [s for s in detector.find(idle_motion()) if s.confidence >= LEAST_CONFIDENCE]


@of_every_detector
def test_it_is_not_found_across_a_hole(detector: Detector) -> None:
    pose = example_of(detector)
    (first, *_) = of_kind(detector, example_run(detector.kind))
    middle_s = (first.start_s + first.end_s) / 2
    hidden = np.abs(pose.t_s - middle_s) < min(0.4 * first.duration_s, 0.5)
    holed = replace(
        pose,
        image_px=np.where(hidden[:, None, None], np.nan, pose.image_px),
        world_m=np.where(hidden[:, None, None], np.nan, pose.world_m),
        visibility=np.where(hidden[:, None], np.nan, pose.visibility),
    )
    found = of_kind(detector, judged(holed))
    assert not [s for s in found if s.start_s < middle_s < s.end_s]


@of_every_detector
def test_a_mirror_exchanges_the_sides_and_nothing_else(detector: Detector) -> None:
    found = of_kind(detector, example_run(detector.kind))
    seen = of_kind(detector, judged(mirrored(example_of(detector))))
    assert [OTHER_SIDE[segment.side] for segment in seen] == [segment.side for segment in found]
    assert_same_times(found, seen)


@of_every_detector
def test_the_clock_shifts_its_times_and_nothing_else(detector: Detector) -> None:
    pose = example_of(detector)
    found = of_kind(detector, example_run(detector.kind))
    later = of_kind(detector, judged(replace(pose, t_s=pose.t_s + 100.0)))
    assert_same_times(found, later, shift_s=100.0)


@of_every_detector
def test_asked_again_it_answers_the_same(detector: Detector) -> None:
    kinematics = curves_of(example_run(detector.kind))
    assert find_segments(kinematics) == find_segments(kinematics)


def assert_same_times(found: list[Segment], seen: list[Segment], shift_s: float = 0.0) -> None:
    assert len(found) == len(seen)
    for ours, theirs in zip(found, seen, strict=True):
        assert theirs.confidence == pytest.approx(ours.confidence, abs=1e-3)
        ours_s = {"start_s": ours.start_s, "end_s": ours.end_s, **ours.phases}
        theirs_s = {"start_s": theirs.start_s, "end_s": theirs.end_s, **theirs.phases}
        assert theirs_s == pytest.approx({key: at_s + shift_s for key, at_s in ours_s.items()}, abs=2e-3)


@of_every_detector
def test_its_curves_are_measured(detector: Detector) -> None:
    assert detector.curves
    assert set(detector.curves) <= curves_of(example_run(detector.kind)).curves.keys()


def test_the_document_is_the_generated_one() -> None:
    written = (REPOSITORY / "docs" / "transitions.md").read_text(encoding="utf-8")
    remedy = "run: python -m transitions.export.transition_catalogue > docs/transitions.md"
    assert written == transition_catalogue(), remedy


@of_every_detector
def test_the_document_shows_all_of_it(detector: Detector) -> None:
    (section,) = (s for s in transition_catalogue().split("\n## ") if f"\n`{detector.kind}` ·" in s)
    keys = [*(phase.key for phase in detector.phases), *(compared.id for compared in detector.compared)]
    assert [key for key in [*keys, *detector.curves] if f"`{key}`" not in section] == []
    assert section.startswith(detector.name)
    for source in detector.all_sources:
        assert source.said in section
        assert source.link in section


@of_every_detector
def test_what_is_compared_has_a_unit_and_a_number(detector: Detector) -> None:
    run = example_run(detector.kind)
    assert len({compared.id for compared in detector.compared}) == len(detector.compared)
    assert len(detector.compared) > 1
    for compared in detector.compared:
        unit = compared.unit
        assert compared.id.endswith(f"_{unit.in_names or unit.key}"), "the id ends in the unit"
        assert unit.written or unit.key in UNITS
        assert {c.unit for d in all_detectors() for c in d.compared if c.unit.key == unit.key} == {unit}
        values = [compared.measure(run, segment).value for segment in of_kind(detector, run)]
        assert np.isfinite(values).all(), compared.id


@of_every_detector
def test_what_cannot_be_told_is_no_number(detector: Detector) -> None:
    """Where no curve can be assessed only what is read from the segment's own times is left."""
    run = example_run(detector.kind)
    kinematics = curves_of(run)
    curves = {
        name: replace(curve, valid=np.zeros(len(kinematics.t_s), dtype=bool))
        for name, curve in kinematics.curves.items()
    }
    (first, *_) = of_kind(detector, run)
    blind = replace(first, phases={})
    hidden = replace(run, kinematics=replace(kinematics, curves=curves), findings=())
    readings = [compared.measure(hidden, blind) for compared in detector.compared]
    assert all(reading.reason for reading in readings if not np.isfinite(reading.value))
    known: list[Compared] = [c for c in detector.compared if np.isfinite(c.measure(hidden, blind).value)]
    assert [compared.unit.key for compared in known] == ["s"] * len(known)
