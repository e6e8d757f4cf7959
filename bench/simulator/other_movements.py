"""What people do that is no transition, sitting and standing."""

from __future__ import annotations

from bench.simulator.actor import Actor
from bench.simulator.exercises import OtherMovement, good_mornings, hop, lunge, squats, there_and_back
from bench.simulator.hands import SIGN
from bench.simulator.walking import step_on_the_spot, turn_to, walk_to


def twist_planted(a: Actor, t: float) -> float:
    """Twist on planted feet, often holding something; or turn with it by stepping round."""
    start = t
    a.script.move(t, t + 0.5, **a.hands(a.pick("waist", "chest", "crossed", "hang", "forward")))
    if a.up and a.chance(0.4):
        home = a.yaw
        t = turn_to(a, t + 0.3, home + a.sign() * a.u(40.0, 180.0)) + a.u(0.0, 0.8)
        t = turn_to(a, t, home)
    else:
        for _ in range(int(a.rng.integers(1, 4))):
            turn = a.sign() * a.u(10.0, 50.0)
            yaw = a.yaw + turn * (a.u(0.0, 0.3) if a.up else 0.0)
            t = there_and_back(a, t, a.u(0.4, 1.6), a.u(0.0, 0.8), twist=turn, yaw=yaw, neck_yaw=0.6 * turn)
    a.script.move(t - 0.3, t + 0.2, **a.hands(a.aside if a.up else a.rest))
    a.moving(start, t + 0.2)
    return t + 0.2


def gesture(a: Actor, t: float) -> float:
    """Hands in the air while talking, or an arm raised and lowered."""
    sides = a.pick("l", "r", "lr")
    before = {
        f"{name}_{s}": a.script.last[f"{name}_{s}"]
        for s in sides
        for name in ("ae", "aa", "ar", "ab", "thigh")
    }
    high = 15.0 if a.chance(0.8) else 70.0
    for _ in range(int(a.rng.integers(1, 5))):
        d = a.u(0.3, 0.9)
        for s in sides:
            arm = {
                f"ae_{s}": a.u(high, high + 35),
                f"aa_{s}": a.u(4, 35),
                f"ar_{s}": a.u(-10, 45),
                f"ab_{s}": a.u(60, 120),
            }
            a.script.move(t + a.u(0, 0.1), t + d, **arm, **{f"thigh_{s}": 0.0})
        t += d * a.u(0.8, 1.4)
    return a.script.move(t, t + a.u(0.4, 1.0), **before)


def touch_face(a: Actor, t: float) -> float:
    """Scratch, touch the face, take the phone to the ear."""
    s = a.pick("l", "r")
    arm = {f"ae_{s}": a.u(35, 65), f"aa_{s}": a.u(5, 30), f"ar_{s}": a.u(0, 35), f"ab_{s}": a.u(118, 140)}
    hold = a.u(0.2, 1.2) if a.chance(0.6) else a.u(1.0, 3.5)
    return there_and_back(
        a, t, a.u(0.5, 1.1), hold, **arm, **{f"thigh_{s}": 0.0}, neck=a.u(0.0, 14.0), lat=a.u(-4, 4)
    )


def look_round(a: Actor, t: float) -> float:
    turn = a.u(-60.0, 60.0)
    return there_and_back(
        a, t, a.u(0.4, 1.0), a.u(0.1, 1.2), neck_yaw=turn, twist=0.2 * turn, neck=a.u(-15, 20)
    )


def shift(a: Actor, t: float) -> float:
    """Shift on the seat or from leg to leg."""
    if a.up:
        return there_and_back(
            a, t, a.u(0.4, 1.0), a.u(0.2, 1.5), **a.hips(a.sway_forward, a.u(-0.06, 0.06)), roll=a.u(-4, 4)
        )
    t = there_and_back(
        a, t, a.u(0.3, 0.7), 0.0, lat=a.u(-12, 12), roll=a.u(-7, 7), pz=a.seat + a.u(0.0, 0.04)
    )
    return a.script.move(t - 0.3, t + 0.2, **a.hips(-a.back + a.u(-0.03, 0.03)))


def lean(a: Actor, t: float) -> float:
    """Lean back, forward or aside for a while."""
    low, high = (-10.0, 14.0) if a.up else (-25.0, 28.0)
    lat = a.u(-16.0, 16.0) if a.chance(0.4) else 0.0
    tilt = a.script.last["tilt"] + a.u(low, high)
    return there_and_back(
        a, t, a.u(0.5, 1.4), a.u(0.2, 2.5), tilt=tilt, lat=lat, flex=a.script.last["flex"] + a.u(-4, 10)
    )


def cross_legs(a: Actor, t: float) -> float:
    s = a.pick("l", "r")
    x, y = a.at(a.seated_feet + a.u(0.0, 0.15), -SIGN[s] * a.u(0.06, 0.16))
    high = a.u(0.1, 0.3)
    return there_and_back(
        a, t, a.u(0.5, 1.0), a.u(0.5, 3.0), **{f"fx_{s}": x, f"fy_{s}": y, f"fz_{s}": high}, lat=SIGN[s] * 4
    )


def work(a: Actor, t: float) -> float:
    """Type, stir, wash up: the hands busy before the body."""
    before = {
        f"{name}_{s}": a.script.last[f"{name}_{s}"]
        for s in "lr"
        for name in ("ae", "aa", "ar", "ab", "thigh")
    }
    a.script.move(t, t + 0.6, **a.hands("waist"))
    for _ in range(int(a.rng.integers(2, 7))):
        s = a.pick("l", "r")
        d = a.u(0.2, 0.7)
        a.script.move(
            t + 0.4, t + 0.4 + d, **{f"ae_{s}": a.u(10, 40), f"ab_{s}": a.u(60, 95), f"ar_{s}": a.u(0, 35)}
        )
        t += d
    return a.script.move(t + 0.4, t + 1.1, **before)


def still(a: Actor, t: float) -> float:
    return t + a.u(0.3, 2.0)


def march(a: Actor, t: float) -> float:
    return step_on_the_spot(a, t, int(a.rng.integers(2, 9)), a.u(0.04, 0.34))


def stroll(a: Actor, t: float) -> float:
    """Walk somewhere and perhaps back."""
    home = (a.x, a.y)
    x, y = a.at(a.u(-1.2, 1.2), a.u(-1.2, 1.2))
    t = walk_to(a, t, x, y)
    return walk_to(a, t + a.u(0.0, 1.0), *home) if a.chance(0.5) else t


def turn(a: Actor, t: float) -> float:
    return turn_to(a, t, a.yaw + a.sign() * a.u(30.0, 200.0))


SEATED: tuple[OtherMovement, ...] = (
    gesture,
    touch_face,
    look_round,
    shift,
    lean,
    cross_legs,
    work,
    still,
    lean,
    shift,
    twist_planted,
)
SMALL: tuple[OtherMovement, ...] = (gesture, touch_face, look_round, shift, lean, work, still)
LARGE: tuple[OtherMovement, ...] = (
    squats,
    squats,
    lunge,
    hop,
    good_mornings,
    twist_planted,
    march,
    stroll,
    turn,
)


def something(a: Actor, t: float, large: float = 0.5) -> float:
    """One of all these, as the posture allows."""
    choices = SEATED if not a.up else LARGE if a.chance(large) else SMALL
    return choices[int(a.rng.integers(len(choices)))](a, t)
