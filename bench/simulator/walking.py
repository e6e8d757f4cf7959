"""Walking, turning round with steps, walking on the spot."""

from __future__ import annotations

import numpy as np

from bench.simulator.actor import Actor


def walk_to(a: Actor, t: float, x: float, y: float) -> float:
    """Walk from where the actor stands to (x, y), facing the way; the actor turns to it first if it must."""
    away = float(np.hypot(x - a.x, y - a.y))
    if away < 0.15:
        return t
    way = float(np.degrees(np.arctan2(y - a.y, x - a.x)))
    change = (way - a.yaw + 180.0) % 360.0 - 180.0
    if abs(change) > 25.0:
        t = turn_to(a, t, a.yaw + change) - 0.1
    a.yaw += (way - a.yaw + 180.0) % 360.0 - 180.0
    steps = max(2, round(away / a.u(0.45, 0.7)))
    step_s, from_x, from_y = a.u(0.45, 0.7), a.x, a.y
    start, first = t, int(a.rng.integers(2))
    a.script.move(t, t + step_s, yaw=a.yaw, tilt=a.upright_tilt + a.u(0, 4), twist=0.0)
    half = min(a.width, 0.09)
    for i in range(steps + 1):
        side, sign = (("l", 1.0), ("r", -1.0))[(i + first) % 2]
        reached = min((i + 1.0) / steps, 1.0)
        begin, land = t + i * step_s, t + (i + 0.95) * step_s
        a.x, a.y = from_x + reached * (x - from_x), from_y + reached * (y - from_y)
        wide = a.width if i >= steps - 1 else half
        place = a.at(0.12 * away / steps if i < steps - 1 else 0.0, sign * wide)
        _swing(a, begin, land, side, sign, place)
        if i < steps:
            _carry(a, begin, step_s, sign, i == steps - 1)
    end = t + (steps + 0.95) * step_s
    a.x, a.y = x, y
    a.script.move(
        end - step_s, end, pz=a.tall, roll=0.0, tilt=a.upright_tilt, twist=0.0, **a.hips(a.sway_forward)
    )
    a.script.move(end - step_s, end, **{k: v for k, v in a.hands(a.aside).items() if k[:2] == "ae"})
    a.moving(start, end, "walking")
    return end


def _swing(a: Actor, begin: float, land: float, side: str, sign: float, place: tuple[float, float]) -> None:
    """One foot leaves the floor, heel first, and lands ahead."""
    mid = 0.5 * (begin + land)
    a.script.move(begin - 0.3 * (land - begin), begin + 0.1, **{f"fpitch_{side}": a.u(25.0, 40.0)})
    a.script.move(
        begin,
        land,
        **{f"fx_{side}": place[0], f"fy_{side}": place[1], f"fyaw_{side}": a.yaw + 0.6 * sign * a.splay},
    )
    a.script.move(begin, mid, **{f"fz_{side}": a.u(0.03, 0.08)})
    a.script.move(mid, land, **{f"fz_{side}": 0.0, f"fpitch_{side}": 0.0})


def _carry(a: Actor, begin: float, step_s: float, sign: float, last: bool) -> None:
    """The hips go on at an even pace (overlapping keyframes add up), arms and shoulders against the legs."""
    a.script.move(begin - (0.0 if last else 0.2) * step_s, begin + 1.6 * step_s, **a.hips(0.0))
    a.script.move(begin, begin + 0.5 * step_s, pz=a.tall - 0.025, roll=2.5 * sign, twist=4.0 * sign)
    a.script.move(begin + 0.5 * step_s, begin + step_s, pz=a.tall - 0.005, roll=0.0)
    if a.script.last["grip_l"] == 0.0 and a.script.last["ab_l"] < 50.0:
        swing = a.u(8.0, 26.0) * sign
        a.script.move(begin, begin + step_s, ae_l=4.0 - swing, ae_r=4.0 + swing)


def turn_to(a: Actor, t: float, yaw: float, mark: bool = True) -> float:
    """Turn on the spot with steps until facing `yaw`, the head a little ahead."""
    change = yaw - a.yaw
    if abs(change) < 8.0:
        return t
    start, steps = t, max(2, round(abs(change) / a.u(35.0, 80.0)))
    step_s = a.u(0.38, 0.7)
    lead = ("l", "r") if change > 0 else ("r", "l")
    a.script.move(t, t + 0.4, neck_yaw=float(np.clip(0.3 * change, -40, 40)))
    from_yaw = a.yaw
    for i in range(steps + 1):
        side = lead[i % 2]
        sign = 1.0 if side == "l" else -1.0
        a.yaw = from_yaw + change * min((i + 1) / steps, 1.0)
        begin, land = t + 0.85 * i * step_s, t + (0.85 * i + 0.95) * step_s
        a.stagger = 0.0
        x, y = a.at(0.0, sign * a.width)
        a.script.move(
            begin, land, **{f"fx_{side}": x, f"fy_{side}": y, f"fyaw_{side}": a.yaw + sign * a.splay}
        )
        mid = 0.5 * (begin + land)
        a.script.move(begin, mid, **{f"fz_{side}": a.u(0.03, 0.08)})
        a.script.move(mid, land, **{f"fz_{side}": 0.0})
    end = t + (0.85 * steps + 0.95) * step_s
    a.script.move(t + 0.05, end - 0.1, yaw=yaw)
    a.script.move(t + 0.05, end, **a.hips(a.sway_forward))
    a.script.move(t + 0.3 * (end - t), end, neck_yaw=0.0)
    if mark:
        a.moving(start, end, "turning")
    return end


def step_on_the_spot(a: Actor, t: float, times: int, high: float) -> float:
    """March, or walk on the spot."""
    start, step_s = t, a.u(0.4, 0.75)
    for i in range(times):
        side, sign = (("l", 1.0), ("r", -1.0))[i % 2]
        begin, end = t + i * step_s, t + (i + 1) * step_s
        a.script.move(
            begin, begin + 0.5 * step_s, **{f"fz_{side}": high, f"fpitch_{side}": min(60.0 * high, 25.0)}
        )
        a.script.move(begin + 0.5 * step_s, end, **{f"fz_{side}": 0.0, f"fpitch_{side}": 0.0})
        a.script.move(begin, end, **a.hips(a.sway_forward, -0.03 * sign), roll=2.0 * sign)
    end = t + times * step_s
    a.script.move(end - 0.1, end + 0.4, roll=0.0, **a.hips(a.sway_forward))
    a.moving(start, end + 0.4, "walking")
    return end + 0.4
