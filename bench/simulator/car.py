"""Out of a car and into it, by the left door (a take is mirrored as a whole for the right one)."""

from __future__ import annotations

from dataclasses import dataclass

from bench.simulator.actor import CUSHION_M, Actor
from bench.simulator.walking import turn_to


@dataclass(frozen=True)
class Car:
    """A car that faces along x; who sits in it has the feet about the origin.

    `floor` is its floor above the road, `sill` how high a foot is lifted, (`x`, `y`) where feet stand outside.
    """

    floor: float
    sill: float
    x: float
    y: float

    def edge(self, a: Actor) -> dict[str, float]:
        """Hips of somebody who sits sideways on the edge of the seat."""
        return {"px": -a.back + a.u(0.04, 0.12), "py": a.u(0.1, 0.2), "pz": a.seat}

    def outside(self, a: Actor) -> None:
        """The actor's place is beside the car, the back to it."""
        a.x, a.y, a.yaw = self.x, self.y, 90.0

    def inside(self, a: Actor) -> None:
        """The actor's place is in the car."""
        a.x, a.y, a.yaw, a.seated_feet = 0.0, 0.0, 0.0, 0.0

    def sitting(self, a: Actor) -> dict[str, float]:
        """Trunk channels of sitting in the car."""
        tilt = {"tilt": a.u(-20.0, -6.0), "flex": a.u(4.0, 16.0) + 0.4 * a.roundness}
        return {**a.sitting(), **tilt, "yaw": 0.0, "twist": 0.0, "neck": 0.0, "neck_yaw": 0.0}


def draw_car(a: Actor) -> Car:
    """A random car and how the actor sits in it."""
    size = a.body.leg / 0.84
    a.stagger, a.splay, a.width = 0.0, min(a.splay, 8.0), min(a.width, 0.12)
    floor = a.u(0.0, 0.16)
    a.seat = floor + (a.u(0.26, 0.38) + CUSHION_M) * size
    a.back = a.u(0.46, 0.6) * size
    a.rest = a.pick("thigh", "lap", "forward")
    return Car(floor, floor + a.u(0.1, 0.2), -a.back + a.u(0.0, 0.25), a.u(0.5, 0.66))


def begin_in_car(a: Actor, car: Car) -> None:
    car.inside(a)
    a.begin(up=False)
    for name, value in {**car.sitting(a), **a.feet(), "fz_l": car.floor, "fz_r": car.floor}.items():
        a.script.start[name] = a.script.last[name] = value


def _foot(a: Actor, t: float, end: float, side: str, height: float, sill: float) -> float:
    """One foot over the sill to its place in front of the actor."""
    sign = 1.0 if side == "l" else -1.0
    x, y = a.at(0.0, sign * a.width)
    mid = t + 0.5 * (end - t)
    a.script.move(t, end, **{f"fx_{side}": x, f"fy_{side}": y, f"fyaw_{side}": a.yaw + sign * a.splay})
    a.script.move(t, mid, **{f"fz_{side}": sill})
    return a.script.move(mid, end, **{f"fz_{side}": height})


def car_exit(a: Actor, t: float, car: Car) -> float:
    """Legs out together or one after the other, the trunk with them or first; then up."""
    start = t
    car.outside(a)
    length = a.u(0.9, 1.9) * a.tempo
    style = a.pick("together", "one_by_one", "trunk_first")
    gap = a.u(0.0, 0.7) if style != "together" else 0.0
    near, out = t + 0.65 * length, t + length + gap
    if style == "trunk_first":
        turn = a.u(20.0, 52.0)
        a.script.move(t, near, twist=turn, neck_yaw=0.6 * turn)
        a.script.move(near, out + 0.3, twist=0.0, neck_yaw=0.0)
    else:
        a.script.move(t, near, neck_yaw=30.0)
        a.script.move(near, out, neck_yaw=0.0)
    a.script.move(t + 0.1 * length, out, yaw=a.yaw - a.u(0.0, 15.0), **car.edge(a))
    a.script.move(t, near, tilt=a.u(-10.0, 10.0), flex=a.u(8.0, 28.0))
    _foot(a, t + 0.05 * length, near, "l", 0.0, car.sill)
    turned = _foot(a, t + 0.3 * length + gap, out, "r", 0.0, car.sill)
    a.script.move(t, turned, **a.hands(a.pick("thigh", "forward", "armrest", "lap")))
    off, end = _stand_up(a, turned if a.chance(0.5) else turned + a.u(0.1, 1.5))
    a.up = True
    a.moving(start, end)
    return a.script.event("car_exit", start, end, seat_off_s=off)


def _stand_up(a: Actor, t: float) -> tuple[float, float]:
    off = t + a.u(0.35, 1.0)
    lean, at_rest = a.u(18.0, 50.0), a.standing()
    a.script.move(t, off, tilt=0.7 * lean, flex=0.4 * lean + 0.5 * a.roundness, neck=-a.u(0.0, 20.0))
    a.script.move(t, off, **a.hands(a.pick("thigh", "forward", "armrest", "hang")))
    end = off + a.u(0.6, 1.6)
    a.script.move(off - 0.15, end - 0.1, px=at_rest.pop("px"), py=at_rest.pop("py"))
    a.script.move(off, end, yaw=a.yaw, twist=0.0, neck_yaw=0.0, **at_rest)
    a.script.move(off, end, **a.hands(a.aside))
    return off, end


def car_enter(a: Actor, t: float, car: Car) -> float:
    """Sit down sideways and turn the legs in, or put the near leg in first and sit down turning."""
    leg_first = a.chance(0.4)
    t = turn_to(a, t, a.u(15.0, 40.0) if leg_first else a.u(78.0, 100.0)) + a.gap()
    start, down, lean = t, a.u(0.9, 2.0) * a.tempo, a.u(20.0, 48.0)
    contact = t + down
    car.inside(a)
    a.script.move(
        t, t + 0.6 * down, tilt=0.7 * lean, flex=0.4 * lean + 0.5 * a.roundness, neck=a.u(0.0, 15.0)
    )
    a.script.move(t, t + 0.7 * down, **a.hands(a.pick("thigh", "armrest", "forward", "hang")))
    a.script.move(t + 0.1 * down, contact, **car.edge(a))
    length = a.u(0.8, 1.8) * a.tempo
    begin = contact - 0.15 + (0.0 if a.chance(0.5) else a.u(0.1, 1.2))
    if leg_first:
        _foot(a, start, start + 0.6 * down, "r", car.floor, car.sill)
        end = _foot(a, begin, begin + length, "l", car.floor, car.sill)
    else:
        _foot(a, begin, begin + 0.7 * length, "r", car.floor, car.sill)
        end = _foot(a, begin + a.u(0.1, 0.5) * length, begin + 1.3 * length, "l", car.floor, car.sill)
    a.script.move(contact - 0.2, end, **car.sitting(a))
    a.script.move(begin, end, **a.hands(a.rest))
    a.up = False
    a.moving(start, end)
    return a.script.event("car_enter", start, end, contact_s=contact)
