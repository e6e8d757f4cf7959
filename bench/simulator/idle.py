"""What people do that is no transition, sitting and standing."""

from __future__ import annotations

from collections.abc import Callable

from bench.simulator.actor import ANYWHERE, Actor
from bench.simulator.hands import SIGN
from bench.simulator.walking import step_on_the_spot, turn_to, walk_to


def there_and_back(a: Actor, t: float, length: float, hold: float, **targets: float) -> float:
    """Move channels to targets, stay, and bring them back to where they were."""
    before = {name: a.script.last[name] for name in targets}
    a.script.move(t, t + length, **targets)
    t += length + hold
    return a.script.move(t, t + length * a.u(0.7, 1.3), **before)


def squats(a: Actor, t: float) -> float:
    """Deep, half or quarter squats: the hips go down and come straight up again."""
    depth, length = a.u(0.12, 0.55), a.u(0.6, 1.4) if a.chance(0.6) else a.u(1.2, 2.2)
    arms = "hang" if a.chance(0.2) else a.pick(*ANYWHERE)
    start = t
    before = a.chance(0.5)
    a.script.move(t, t + length, **a.hands(arms))
    t += a.u(0.3, 1.0) if before else 0.0
    for _ in range(int(a.rng.integers(1, 5))):
        low = a.tall - depth * a.body.leg * a.u(0.9, 1.1)
        lean, back = a.u(8.0, 50.0), a.u(0.03, 0.24) * depth / 0.5
        heels = a.u(5.0, 25.0) if a.chance(0.2) else 0.0
        shape = {"pz": low, "tilt": 0.8 * lean, "flex": a.u(2.0, 22.0), "fpitch_l": heels, "fpitch_r": heels}
        knees = {"kout_l": a.u(0, 25), "kout_r": a.u(0, 25)}
        hold = 0.0 if a.chance(0.4) else a.u(0.05, 0.5) if a.chance(0.5) else a.u(0.5, 1.8)
        t = there_and_back(a, t, length, hold, **a.hips(a.sway_forward - back), **shape, **knees)
        t += 0.0 if a.chance(0.5) else a.u(0.1, 0.6)
    a.script.move(t - 0.5 * length, t, **a.hands(a.aside))
    a.moving(start, t)
    return t


def lunge(a: Actor, t: float) -> float:
    """Inline or side lunges, or down on one knee for a while, the hands away from the floor."""
    start, length = t, a.u(0.8, 1.6)
    kind = a.pick("inline", "side", "knee")
    a.script.move(t, t + length, **a.hands("hang" if a.chance(0.3) else a.pick(*ANYWHERE)))
    side = a.pick("l", "r")
    other = "r" if side == "l" else "l"
    if kind == "side":
        x, y = a.at(0.0, SIGN[side] * a.u(0.5, 0.8))
        shape = {
            **a.hips(-a.u(0.05, 0.15), SIGN[side] * 0.3),
            "pz": a.tall - a.u(0.15, 0.35),
            "tilt": a.u(5, 35),
        }
        feet = {f"fx_{side}": x, f"fy_{side}": y}
    else:
        x, y = a.at(-a.u(0.5, 0.75), SIGN[other] * 0.1)
        drop = a.u(0.2, 0.42) if kind == "inline" else a.u(0.40, 0.45)
        shape = {**a.hips(-0.15), "pz": a.tall - drop * a.body.leg / 0.84, "tilt": a.u(-5, 20)}
        feet = {f"fx_{other}": x, f"fy_{other}": y, f"fpitch_{other}": a.u(35, 60)}
    if kind == "knee":
        t = there_and_back(a, t, length, a.u(1.0, 4.0), **shape, **feet)
    elif a.chance(0.5):
        for _ in range(int(a.rng.integers(1, 4))):
            t = there_and_back(a, t, length, a.u(0.0, 0.4), **shape, **feet) + a.u(0.0, 0.4)
    else:
        home = {name: a.script.last[name] for name in feet}
        t = a.script.move(t, t + 0.6, **feet, **{k: v for k, v in shape.items() if k in ("px", "py")}) + 0.1
        for _ in range(int(a.rng.integers(1, 4))):
            t = there_and_back(a, t, length, a.u(0.0, 0.4), pz=shape["pz"], tilt=shape["tilt"])
        a.script.move(t, t + 0.7, **a.hips(a.sway_forward), **home)
        t += 0.7
    a.script.move(t - 0.5, t, **a.hands(a.aside))
    a.moving(start, t)
    return t


def jumping_jacks(a: Actor, t: float) -> float:
    """Legs apart and arms overhead, and together again, jumping."""
    start, step = t, a.u(0.4, 0.75)
    home = {f"fy_{s}": a.script.last[f"fy_{s}"] for s in "lr"} | {
        f"fx_{s}": a.script.last[f"fx_{s}"] for s in "lr"
    }
    wide = a.u(0.28, 0.48)
    apart = {}
    for s in "lr":
        apart[f"fx_{s}"], apart[f"fy_{s}"] = a.at(0.0, SIGN[s] * wide)
    for _ in range(int(a.rng.integers(2, 6))):
        for feet, arms, drop in ((apart, "overhead", a.u(0.02, 0.12)), (home, "hang", 0.0)):
            high = a.u(0.02, 0.08)
            a.script.move(t, t + step, **feet, **a.hands(arms))
            a.script.move(t, t + 0.5 * step, fz_l=high, fz_r=high, pz=a.tall - drop + high)
            a.script.move(t + 0.5 * step, t + step, fz_l=0.0, fz_r=0.0, pz=a.tall - drop)
            t += step + (a.u(0.0, 0.8) if a.chance(0.3) else 0.0)
    a.script.move(t, t + 0.4, pz=a.tall, **a.hands(a.aside))
    a.moving(start, t + 0.4)
    return t + 0.4


def crouch_landing(a: Actor, t: float) -> float:
    """Jump, land deep in the knees, and come up."""
    start, high = t, a.u(0.1, 0.45)
    low = a.tall - a.u(0.15, 0.5) * a.body.leg
    dip = a.u(0.25, 0.6)
    a.script.move(t, t + dip, pz=a.tall - 0.15, tilt=25.0)
    t += dip
    up = a.u(0.25, 0.4)
    a.script.move(t, t + up, pz=a.tall + high, tilt=5.0, fz_l=high, fz_r=high)
    a.script.move(t + up, t + 2 * up, pz=low, tilt=a.u(25.0, 60.0), flex=a.u(5, 30), fz_l=0.0, fz_r=0.0)
    a.script.move(t + up, t + 2 * up, **a.hands(a.pick("forward", "hang", "ahead")))
    t += 2 * up + (a.u(0.0, 0.8) if a.chance(0.6) else 0.0)
    end = a.script.move(t, t + a.u(0.5, 1.3), **a.standing(), **a.hands(a.aside))
    a.moving(start, end)
    return end


def hop(a: Actor, t: float) -> float:
    start, step = t, a.u(0.35, 0.55)
    for _ in range(int(a.rng.integers(2, 6))):
        high = a.u(0.04, 0.14)
        a.script.move(t, t + 0.4 * step, pz=a.tall - a.u(0.04, 0.12))
        a.script.move(
            t + 0.3 * step,
            t + 0.65 * step,
            pz=a.tall + high,
            fz_l=high,
            fz_r=high,
            fpitch_l=20.0,
            fpitch_r=20.0,
        )
        a.script.move(
            t + 0.65 * step, t + step, pz=a.tall - 0.04, fz_l=0.0, fz_r=0.0, fpitch_l=0.0, fpitch_r=0.0
        )
        t += step
    a.script.move(t - 0.05, t + 0.3, pz=a.tall)
    a.moving(start, t + 0.3)
    return t + 0.3


def good_mornings(a: Actor, t: float) -> float:
    """Bend forward at the hips with the hands kept at the body, a little or far."""
    start, length, lean = t, a.u(0.7, 1.8), a.u(12.0, 75.0)
    a.script.move(t, t + 0.5, **a.hands(a.pick("hips", "crossed", "chest", "behind")))
    for _ in range(int(a.rng.integers(1, 4))):
        back = a.hips(a.sway_forward - 0.0025 * lean)
        t = there_and_back(
            a, t, length, a.u(0.0, 0.6), tilt=lean, flex=a.u(0, 0.5) * lean, pz=a.tall - 0.001 * lean, **back
        )
    a.script.move(t - 0.3, t + 0.3, **a.hands(a.aside))
    a.moving(start, t + 0.3)
    return t + 0.3


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


def hold_arms(a: Actor, t: float) -> float:
    """Bring both arms somewhere, slowly or fast, and keep them there or take them back."""
    before = {
        f"{name}_{s}": a.script.last[f"{name}_{s}"]
        for s in "lr"
        for name in ("ae", "aa", "ar", "ab", "thigh")
    }
    t = a.script.move(
        t, t + a.u(0.5, 1.8), **a.hands(a.pick("crossed", "waist", "hips", "head", "out", "behind"))
    )
    t += a.u(0.1, 1.5)
    return a.script.move(t, t + a.u(0.5, 1.8), **before) if a.chance(0.7) else t


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


Idle = Callable[[Actor, float], float]
SEATED: tuple[Idle, ...] = (
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
SMALL: tuple[Idle, ...] = (gesture, touch_face, look_round, shift, lean, work, still)
EXERCISES: tuple[Idle, ...] = (
    squats,
    squats,
    squats,
    lunge,
    lunge,
    jumping_jacks,
    good_mornings,
    crouch_landing,
    hop,
)
LARGE: tuple[Idle, ...] = (squats, squats, lunge, hop, good_mornings, twist_planted, march, stroll, turn)


def something(a: Actor, t: float, large: float = 0.5) -> float:
    """One of all these, as the posture allows."""
    choices = SEATED if not a.up else LARGE if a.chance(large) else SMALL
    return choices[int(a.rng.integers(len(choices)))](a, t)
