"""Reaching, picking up and lifting."""

from __future__ import annotations

import numpy as np

from bench.simulator.actor import Actor
from bench.simulator.walking import turn_to

SIGN = {"l": 1.0, "r": -1.0}


def hold_to(a: Actor, t: float, side: str, place: tuple[float, float, float]) -> None:
    """Where the hand will be held, set while it is not held anywhere."""
    x, y, z = place
    a.script.move(t, t + 1e-6, **{f"tx_{side}": x, f"ty_{side}": y, f"tz_{side}": z})


def reach(a: Actor, t: float) -> float:
    """Reach for something, perhaps stepping round to it first, perhaps twice at once."""
    start = t
    home_yaw = a.yaw
    stepping = a.up and a.chance(0.15)
    if stepping:
        t = turn_to(a, t, a.yaw + a.sign() * a.u(40.0, 110.0), mark=False)
        t -= a.u(0.0, 0.3)
    end, grasp = _one_reach(a, t, aside=not stepping)
    a.moving(start, end)
    a.script.event("reach", start, end, grasp_s=grasp)
    if stepping and a.chance(0.4):
        end = turn_to(a, end + a.u(0.2, 0.8), home_yaw)
    if a.chance(0.15):
        start = end
        end, grasp = _one_reach(a, start, aside=True)
        a.moving(start, end)
        a.script.event("reach", start, end, grasp_s=grasp)
    return end


def _one_reach(a: Actor, t: float, aside: bool) -> tuple[float, float]:
    """One hand or both go out to a place and come back; returns end and grasp."""
    fast = a.chance(0.4)
    out, hold, home = (
        (a.u(0.35, 0.7), a.u(0.0, 0.5), a.u(0.4, 0.8))
        if fast
        else (a.u(0.7, 2.0), a.u(0.05, 1.4), a.u(0.6, 1.8))
    )
    away = a.u(0.0, 35.0) if not aside or a.chance(0.4) else a.u(35.0, 120.0)
    side = a.pick("l", "r")
    across = a.chance(0.15)
    bearing = SIGN[side] * away * (-0.45 if across else 1.0)
    shoulder = a.script.last["pz"] + a.body.trunk
    height = shoulder + _height(a)
    both = a.chance(0.2) and away < 70 and height - shoulder < 0.15  # both hands overhead are a lift
    trunk = _trunk_to(a, bearing, height - shoulder)
    before = {name: a.script.last[name] for name in trunk}
    sides = "lr" if both else side
    arms = {s: {k: a.script.last[f"{k}_{s}"] for k in ("ae", "aa", "ar", "ab", "thigh")} for s in "lr"}
    grasp = t + out
    a.script.move(t, grasp, **trunk)
    a.script.move(t + a.u(0, 0.1), grasp, neck_yaw=float(np.clip(0.6 * bearing, -50, 50)))
    far = a.u(0.5, 0.8) * (1.0 if a.up else 0.9)
    for s in sides:
        way = np.radians(a.yaw + bearing) + (0.0 if not both else SIGN[s] * 0.2)
        place = (a.script.last["px"] + far * np.cos(way), a.script.last["py"] + far * np.sin(way))
        hold_to(a, t, s, (*place, max(height, 0.06)))
        a.script.move(t + a.u(0.0, 0.2) * out, grasp, **{f"grip_{s}": 1.0, f"thigh_{s}": 0.0})
        a.script.move(t, grasp, **{f"ae_{s}": a.u(40, 80), f"ab_{s}": a.u(10, 30), f"ar_{s}": 0.0})
    t = grasp + hold
    end = t + home
    a.script.move(t, end, **before)
    a.script.move(t, end, neck_yaw=0.0)
    keeps = a.chance(0.25)
    for s in sides:
        back = a.hands(a.pick("waist", "chest"), s) if keeps else {f"{k}_{s}": v for k, v in arms[s].items()}
        a.script.move(t + a.u(0.0, 0.1) * home, end, **{**back, f"grip_{s}": 0.0})
    return end, grasp


def _height(a: Actor) -> float:
    """How far above the shoulder (below: negative) what is reached for is."""
    if a.chance(0.5):
        return a.u(-0.35, 0.1)
    return a.u(0.1, 0.65) if a.chance(0.45) else a.u(-0.75, -0.35)


def _trunk_to(a: Actor, bearing: float, above: float) -> dict[str, float]:
    """Trunk channels that help the hand to a place at `bearing`, `above` the shoulder."""
    now, angle = a.script.last, np.radians(bearing)
    low = max(-above - 0.35, 0.0)
    lean = a.u(0.0, 18.0) + 60.0 * low
    twist = float(np.clip(bearing * a.u(0.1, 0.6), -52.0, 52.0)) if a.chance(0.85) else 0.0
    turned = bearing * (a.u(0.05, 0.25) if a.up else a.u(0.0, 0.15))
    share = a.u(0.2, 0.9)
    ahead, side = lean * float(np.cos(angle * 0.7)), 0.8 * lean * float(np.sin(angle))
    out = {"tilt": now["tilt"] + share * max(ahead, 0.0), "flex": now["flex"] + (1 - share) * max(ahead, 0.0)}
    out |= {"lat": float(np.clip(side, -32.0, 32.0)), "twist": twist, "yaw": now["yaw"] + turned}
    if a.up:
        drop = 0.28 * max(low - 0.35, 0.0)
        back = -0.1 * lean / 45.0
        x, y = a.at(a.sway_forward + back)
        out |= {"pz": a.tall - drop, "px": x, "py": y}
    elif a.chance(0.4):
        out |= {"roll": 0.25 * out["lat"]}
    return out


PICK_UP = {
    "squat": {"pz": 0.52, "px": -0.12, "tilt": 34.0, "flex": 14.0},
    "hinge": {"pz": 0.20, "px": -0.22, "tilt": 76.0, "flex": 14.0},
    "stoop": {"pz": 0.03, "px": -0.12, "tilt": 44.0, "flex": 66.0},
    "lunge": {"pz": 0.38, "px": 0.16, "tilt": 30.0, "flex": 22.0},
    "knee": {"pz": 0.41, "px": 0.10, "tilt": 24.0, "flex": 20.0},
}
"""How far hips drop (m, for a leg of 0.84 m) and go (m), tilt and flexion in degrees, right down at the floor."""


def pick_up(a: Actor, t: float, again: int = 0) -> float:
    """Take something from the floor or a low table, standing."""
    start = t
    names = list(PICK_UP)
    style = names[int(a.rng.choice(5, p=[0.28, 0.24, 0.24, 0.12, 0.12]))]
    shape = dict(PICK_UP[style])
    if style in ("squat", "hinge", "stoop"):
        other, share = PICK_UP[a.pick("squat", "hinge", "stoop")], a.u(0.5, 1.0)
        shape = {key: share * value + (1 - share) * other[key] for key, value in shape.items()}
    height = a.u(0.02, 0.25) if a.chance(0.7) else a.u(0.25, 0.75)
    depth = _depth_for(a, shape, height)
    down, hold, home = (
        (a.u(0.7, 1.2) if a.chance(0.3) else a.u(1.0, 2.2)) * a.tempo,
        a.u(0.0, 0.8),
        a.u(0.8, 1.2),
    )
    low, up = t + down, t + down + hold + down * home
    hips = a.hips(a.sway_forward + depth * shape["px"])
    trunk = {"tilt": depth * shape["tilt"], "flex": depth * shape["flex"] + 2.0}
    side = a.pick("l", "r")
    bearing = 0.0 if a.chance(0.55) else SIGN[side] * a.u(15.0, 60.0)
    turn = {
        "twist": bearing * a.u(0.3, 0.8),
        "yaw": a.yaw + bearing * a.u(0.05, 0.3),
        "lat": bearing * a.u(0, 0.2),
    }
    a.script.move(
        t, low, pz=a.tall - depth * shape["pz"] * a.body.leg / 0.84, neck=-a.u(0.0, 30.0), **hips, **trunk
    )
    a.script.move(low - a.u(0.4, 0.9) * down, low, **turn)
    step = _step_down(a, t, low, side) if style in ("lunge", "knee") else {}
    both = a.chance(0.5)
    _hands_down(a, t, low, "lr" if both else side, height, bearing, depth * max(shape["px"], -0.1))
    back = a.standing()
    t = low + hold
    a.script.move(t, up, twist=0.0, yaw=a.yaw, **back)
    a.script.move(t + 0.4 * (up - t), up - 0.02, **step)
    for s in "lr":
        after = a.pick("waist", "chest", "hang") if both or s == side else a.aside
        a.script.move(t, up, **{**a.hands(after, s), f"grip_{s}": 0.0})
    a.moving(start, up)
    a.script.event("pick_up", start, up, lowest_s=low)
    return pick_up(a, up + a.u(0.0, 0.2), again - 1) if again else up


def _depth_for(a: Actor, shape: dict[str, float], height: float) -> float:
    """How much of a way of going down brings the hand, the arm hanging, to `height`."""
    depth = np.linspace(0.15, 1.15, 41)
    tilt, flex = np.radians(depth * shape["tilt"]), np.radians(depth * shape["flex"])
    b = a.body
    chain = b.pelvis * np.cos(tilt) + b.lumbar * np.cos(tilt + 0.6 * flex) + b.thorax * np.cos(tilt + flex)
    shoulder = a.tall - depth * shape["pz"] * b.leg / 0.84 + chain
    wrist = shoulder - 0.96 * b.arm
    return float(depth[np.argmin(np.abs(wrist - height - b.hand))])


def _step_down(a: Actor, t: float, low: float, front: str) -> dict[str, float]:
    """One foot goes back, or forward, on its toes; returns the channels that bring it home."""
    rear = "r" if front == "l" else "l"
    home = {name: a.script.last[f"{name}_{rear}"] for name in ("fx", "fy", "fz", "fpitch")}
    x, y = a.at(-a.u(0.42, 0.6), SIGN[rear] * max(a.width, 0.1))
    mid = t + 0.45 * (low - t)
    a.script.move(t, mid, **{f"fx_{rear}": x, f"fy_{rear}": y})
    a.script.move(t, 0.5 * (t + mid), **{f"fz_{rear}": 0.07})
    a.script.move(0.5 * (t + mid), mid, **{f"fz_{rear}": 0.0})
    a.script.move(t, low, **{f"fpitch_{rear}": a.u(35.0, 60.0)})
    return {f"{name}_{rear}": value for name, value in home.items()}


def _hands_down(
    a: Actor, t: float, low: float, sides: str, height: float, bearing: float, ahead: float
) -> None:
    for s in "lr":
        if s in sides:
            way = np.radians(a.yaw + bearing)
            far, apart = a.u(0.2, 0.42) + ahead, SIGN[s] * a.u(0.05, 0.18)
            x, y = a.at(0.0)
            place = (x + far * np.cos(way) - apart * np.sin(way), y + far * np.sin(way) + apart * np.cos(way))
            hold_to(a, t, s, (*place, height + 0.07))
            begin = t + a.u(0.0, 0.3) * (low - t)
            a.script.move(
                begin, low, **{f"grip_{s}": 1.0, f"ae_{s}": 50.0, f"ab_{s}": 12.0, f"thigh_{s}": 0.0}
            )
        elif a.chance(0.5):
            a.script.move(t, low, **{**a.hands("hang", s), f"thigh_{s}": float(a.chance(0.5))})


def lift(a: Actor, t: float) -> float:
    """Something from hanging hands or the waist to above the head, and back down."""
    start = t
    sides = "lr"
    if a.chance(0.5):
        for s in sides:
            a.script.move(t, t + a.u(0.3, 0.6), **a.hands("waist", s))
        t += a.u(0.2, 0.6)
    length = a.u(0.7, 1.8)
    top = t + length
    for s in sides:
        reachable = {
            f"ae_{s}": a.u(138.0, 168.0),
            f"ab_{s}": a.u(10.0, 45.0),
            f"aa_{s}": a.u(2.0, 14.0),
            f"ar_{s}": a.u(0, 15),
        }
        a.script.move(t + a.u(0.0, 0.05), top, **reachable, **{f"thigh_{s}": 0.0, f"grip_{s}": 0.0})
    a.script.move(t, top, tilt=a.upright_tilt, flex=a.u(-12.0, 2.0), neck=-a.u(0.0, 22.0))
    if a.chance(0.3):
        turn = a.sign() * a.u(15.0, 45.0)
        a.script.move(t, t + a.u(0.4, 1.0), twist=turn, yaw=a.yaw + 0.2 * turn)
    tiptoe = a.chance(0.2)
    if tiptoe:
        a.script.move(top - 0.5, top, pz=a.tall + 0.05, fpitch_l=28.0, fpitch_r=28.0)
    t = top + a.u(0.0, 1.3)
    end = t + a.u(0.6, 1.7)
    back = a.standing()
    a.script.move(
        t, end, twist=0.0, yaw=a.yaw, **back, **({"fpitch_l": 0.0, "fpitch_r": 0.0} if tiptoe else {})
    )
    a.script.move(t, end, **a.hands(a.pick("hang", "hang", "waist"), sides))
    a.moving(start, end)
    return a.script.event("lift", start, end, grasp_s=top)
