"""Whole takes: who is where at the start, what follows what."""

from __future__ import annotations

from bench.simulator import car as cars
from bench.simulator.actor import Actor
from bench.simulator.chair import failed_rise, lower, rise, rise_and_sit
from bench.simulator.exercises import EXERCISES
from bench.simulator.hands import lift, pick_up, reach
from bench.simulator.other_movements import something
from bench.simulator.walking import turn_to, walk_to

FAMILIES = {
    "chair": 0.22,
    "repeated": 0.14,
    "seated": 0.10,
    "stand": 0.17,
    "walk": 0.06,
    "car": 0.09,
    "exercise": 0.08,
    "stroll": 0.04,
    "nothing": 0.10,
}
"""Share of takes of each kind; `exercise`, `stroll` and `nothing` hold no transition at all."""

WITH_OTHER_MOVEMENT = 0.35
"""Share of the other takes' gaps in which something happens that is no transition."""


def play(a: Actor, family: str) -> None:
    """Fill the actor's script with a scene of a family."""
    SCENES[family](a)


def _between(a: Actor, t: float, large: float = 0.25) -> float:
    """What lies between two transitions: nothing, a pause, or something that is no transition."""
    t += a.gap()
    if a.chance(WITH_OTHER_MOVEMENT):
        t = something(a, t, large if a.up else 0.0) + a.gap()
    return t


def _chair(a: Actor) -> None:
    a.begin(up=a.chance(0.4))
    t = _between(a, a.u(0.3, 1.4), 0.15)
    for _ in range(int(a.rng.integers(1, 4))):
        kind = a.rng.random()
        if not a.up and kind < 0.1:
            t = failed_rise(a, t) + a.gap()
        if kind < 0.65 or not a.script.events:
            t = lower(a, _home(a, t)) if a.up else rise(a, t)
            if a.chance(0.35):
                t = lower(a, t) if a.up else rise(a, t)
        elif kind < 0.85:
            t = reach(a, t)
        elif a.up:
            t = pick_up(a, t)
        t = _between(a, t, 0.15)


def _seated(a: Actor) -> None:
    """Reaches from the seat, and what else people do there."""
    a.begin(up=False)
    t = a.u(0.3, 1.4)
    for _ in range(int(a.rng.integers(1, 4))):
        t = _between(a, reach(a, t), 0.0)


def _home(a: Actor, t: float) -> float:
    """Back to the seat's front before sitting down, for whoever went somewhere or turned."""
    if abs(a.yaw - a.seat_yaw) < 8.0 and abs(a.x - a.seat_x) + abs(a.y - a.seat_y) < 0.03:
        return t
    t = walk_to(a, t, a.seat_x, a.seat_y) if abs(a.x - a.seat_x) + abs(a.y - a.seat_y) > 0.15 else t
    return turn_to(a, t, a.yaw + (a.seat_yaw - a.yaw + 180.0) % 360.0 - 180.0)


def _repeated(a: Actor) -> None:
    a.tempo *= 0.8
    a.begin(up=a.chance(0.5))
    t = a.u(0.3, 1.2)
    if a.up:
        t = lower(a, t) + (a.u(0.0, 0.8) if a.chance(0.6) else 0.0)
        if a.chance(0.4):
            rise(a, t)
            return
    rise_and_sit(a, t, int(a.rng.integers(1, 4)))


def _stand(a: Actor) -> None:
    a.begin(up=True)
    t = _between(a, a.u(0.3, 1.4))
    for _ in range(int(a.rng.integers(1, 4))):
        kind = a.rng.random()
        if a.chance(0.15):
            t = walk_to(a, t, *a.at(a.u(0.4, 1.5), a.u(-1.0, 1.0))) + a.gap() * 0.5
        if kind < 0.45:
            t = pick_up(a, t, again=int(a.chance(0.2)))
        elif kind < 0.75:
            t = reach(a, t)
        else:
            t = lift(a, t)
        t = _between(a, t)


def _walk(a: Actor) -> None:
    """In from somewhere, round, and down on the seat; or up and off."""
    if a.chance(0.6):
        away, bearing = a.u(0.9, 2.4), a.u(-110.0, 110.0)
        seat = (a.x, a.y)
        a.yaw = bearing + 180.0
        a.x, a.y = a.at(-away)
        a.begin(up=True)
        t = walk_to(a, a.u(0.1, 0.8), *seat)
        t = turn_to(a, t - 0.1, a.yaw + (a.seat_yaw - a.yaw + 180.0) % 360.0 - 180.0)
        t = lower(a, t + a.gap() * 0.5)
        if a.chance(0.4):
            rise(a, _between(a, t))
    else:
        a.begin(up=False)
        t = rise(a, _between(a, a.u(0.3, 1.2)))
        t = walk_to(a, t + a.gap() * 0.4 - 0.05, *a.at(a.u(0.4, 2.2), a.u(-1.5, 1.5)))
        if a.chance(0.3):
            pick_up(a, t + a.gap())


def _car(a: Actor) -> None:
    car = cars.draw_car(a)
    if a.chance(0.5):
        cars.begin_in_car(a, car)
        t = cars.car_exit(a, a.u(0.4, 1.5), car)
        if a.chance(0.3):
            walk_to(a, t + a.gap(), *a.at(a.u(0.5, 1.5), a.u(-0.6, 0.6)))
    else:
        car.outside(a)
        a.yaw += a.u(-60.0, 60.0) if a.chance(0.4) else 0.0
        a.begin(up=True)
        t = cars.car_enter(a, a.u(0.4, 1.4), car)
        if a.chance(0.25):
            cars.car_exit(a, t + a.gap(), car)


def _nothing(a: Actor) -> None:
    a.begin(up=a.chance(0.72))
    t = a.u(0.2, 1.0)
    for _ in range(int(a.rng.integers(1, 3))):
        t = something(a, t, 0.75) + a.gap()


def _exercise(a: Actor) -> None:
    """Squats, lunges, jumps: hips that go down and up, and never sit."""
    a.begin(up=True)
    t = a.u(0.2, 1.0)
    for _ in range(int(a.rng.integers(1, 3))):
        t = EXERCISES[int(a.rng.integers(len(EXERCISES)))](a, t) + a.gap()


def _stroll(a: Actor) -> None:
    """Walking through the picture, in and out of it, to and fro."""
    a.x, a.y = a.u(-2.5, 2.5), a.u(-2.5, 2.5)
    a.yaw = a.u(-180.0, 180.0)
    a.begin(up=True)
    t = a.u(0.0, 0.5)
    for _ in range(int(a.rng.integers(1, 4))):
        t = walk_to(a, t, a.u(-2.5, 2.5), a.u(-2.5, 2.5)) + (a.gap() if a.chance(0.4) else 0.0)


SCENES = {
    "chair": _chair,
    "repeated": _repeated,
    "seated": _seated,
    "stand": _stand,
    "walk": _walk,
    "car": _car,
    "exercise": _exercise,
    "stroll": _stroll,
    "nothing": _nothing,
}
