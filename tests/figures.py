"""Ways of analytic figures that the tests of more than one detector read, and what those ask."""

from __future__ import annotations

import numpy as np
from kinematics_of import smooth_turn, smooth_turn_speed, times_s
from motion import SEATED, STANDING, Key, moving

from transitions.detect.clip_motion import ClipMotion
from transitions.detect.movement import Movement, Movements
from transitions.series import FloatArray, Kinematics

T_S = times_s(5.0)

LEANING = moving(SEATED, lean_deg=42.0)
SQUAT = moving(STANDING, hips_m=(-0.20, 0.0, 0.48), lean_deg=45.0)

FEET_IN = (0.02, 0.1, 0.2, 0.02, -0.1, 0.2)
IN_SEAT = moving(SEATED, feet_m=FEET_IN)
FIRST_OUT = moving(IN_SEAT, yaw_deg=45.0, feet_m=(-0.2, 0.55, 0.3, 0.02, -0.05, 0.2))
LEGS_OUT = moving(IN_SEAT, yaw_deg=85.0, feet_m=(-0.5, 0.45, 0.08, -0.3, 0.45, 0.08))
OUTSIDE = moving(
    STANDING, hips_m=(-0.4, 0.42, 0.90), yaw_deg=88.0, feet_m=(-0.5, 0.45, 0.08, -0.3, 0.45, 0.08)
)
CAR_EXIT: list[tuple[float, Key]] = [
    (0.0, IN_SEAT),
    (1.2, IN_SEAT),
    (1.9, FIRST_OUT),
    (2.6, LEGS_OUT),
    (3.1, moving(LEGS_OUT, lean_deg=45.0)),
    (4.3, OUTSIDE),
    (6.0, OUTSIDE),
]

STILL: list[list[tuple[float, Key]]] = [
    [(0.0, SEATED), (6.0, SEATED)],
    [(0.0, STANDING), (6.0, STANDING)],
]
A_SQUAT = [(0.0, STANDING), (1.0, STANDING), (2.2, SQUAT), (2.8, SQUAT), (4.0, STANDING), (5.0, STANDING)]


def rise_keys(lean_s: float = 0.9, wait_s: float = 0.0, up_s: float = 1.1) -> list[tuple[float, Key]]:
    """Seated until 1.2 s, lean, wait with the weight forward, rise, stand."""
    off_s = 1.2 + lean_s + wait_s
    return [
        (0.0, SEATED),
        (1.2, SEATED),
        (1.2 + lean_s, LEANING),
        (off_s, LEANING),
        (off_s + up_s, STANDING),
        (off_s + up_s + 1.2, STANDING),
    ]


def sit_keys(down_s: float = 1.5, start_s: float = 1.2) -> list[tuple[float, Key]]:
    """Standing, down with the trunk leaning, upright in the seat."""
    contact_s = start_s + down_s
    return [
        (0.0, STANDING),
        (start_s, STANDING),
        (contact_s, LEANING),
        (contact_s + 0.8, SEATED),
        (contact_s + 2.0, SEATED),
    ]


def backwards(keys: list[tuple[float, Key]]) -> list[tuple[float, Key]]:
    """The same motion the other way round in time."""
    last_s = keys[-1][0]
    return [(last_s - time, key) for time, key in reversed(keys)]


def hips(way: float, start_s: float, length_s: float) -> dict[str, FloatArray]:
    """Curves of hips that go up (down: negative) by `way` standing heights."""
    first = 0.3 if way > 0 else 0.53
    return {
        "hip_height_norm": first + smooth_turn(T_S, way, start_s, length_s),
        "hip_speed_hps": smooth_turn_speed(T_S, way, start_s, length_s),
    }


def unseen_hips() -> dict[str, FloatArray]:
    """Curves of hips that are never seen."""
    return dict.fromkeys(("hip_height_norm", "hip_speed_hps"), np.full(len(T_S), np.nan))


def motion_of(kinematics: Kinematics, *movements: Movement) -> ClipMotion:
    """What detectors are handed where the networks find these movements."""
    return ClipMotion(kinematics, Movements(movements))
