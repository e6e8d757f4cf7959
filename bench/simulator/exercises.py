"""Exercises: hips that go down and up, and never sit; they are no transition."""

from __future__ import annotations

from collections.abc import Callable

from bench.simulator.actor import ANYWHERE, Actor
from bench.simulator.hands import SIGN

OtherMovement = Callable[[Actor, float], float]


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


EXERCISES: tuple[OtherMovement, ...] = (
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
