"""Rising from a seat and sitting down, the many ways people do it."""

from __future__ import annotations

import numpy as np

from bench.simulator.actor import ANYWHERE, HANDS, Actor

LEAN_DEG = {"momentum": (22.0, 44.0), "vertical": (38.0, 60.0), "quick": (12.0, 34.0), "stiff": (8.0, 24.0)}
LENGTH_S = {"momentum": (1.2, 2.4), "vertical": (1.7, 3.6), "quick": (0.6, 1.1), "stiff": (1.2, 2.6)}
"""Trunk lean at lift-off and time a rise takes; issue's ranges of 8-60 degrees and 0.6-4 s."""


def tuck_feet(a: Actor, t: float) -> float:
    """Draw the feet back before a rise: no part of it. Returns when it may begin."""
    if a.seated_feet > 0.05 or a.chance(0.25):
        end = t + a.u(0.25, 0.7)
        a.seated_feet = a.seated_feet_limited(a.u(-0.04, 0.06))
        targets = a.feet(a.seated_feet)
        for side in "lr":
            lag = a.u(0.0, 0.15)
            a.script.move(t + lag, end + lag, **{k: v for k, v in targets.items() if k.endswith(f"_{side}")})
        return t + (end - t) * a.u(0.2, 1.2)
    return t


def rise(a: Actor, t: float) -> float:
    """Sit to stand."""
    t = tuck_feet(a, t)
    a.stand_where_feet_are()
    style = a.pick("momentum", "momentum", "vertical", "quick", "stiff")
    length = float(np.clip(a.u(*LENGTH_S[style]) * a.tempo, 0.6, 4.0))
    lean = a.u(*LEAN_DEG[style])
    if a.back > 0.3:
        lean = max(lean, 24.0)
    hands = a.pick("thigh", "thigh", "forward", "crossed", "armrest", "hang")
    hands = a.aside if a.aside in ANYWHERE else hands  # kept where they are through the whole movement
    start, off = t, t + length * a.u(0.28, 0.5)
    if a.chance(0.12):
        off = _slide_forward(a, t, off)
    _lean(a, t, off, lean, hands)
    pause = a.u(0.1, 0.7) if a.chance(0.12) else 0.0
    off += pause
    up_end = start + length + pause + max(off - start - length * 0.6, 0.0)
    if a.chance(0.1):
        up_end = _half_way(a, off, up_end)
        off_end = up_end - a.u(0.4, 0.9)
    else:
        off_end = off
    end = _extend(a, off_end, up_end)
    if a.chance(0.15):
        end = _twist(a, off, end)
    a.up = True
    a.moving(start, end)
    return a.script.event("sit_to_stand", start, end, seat_off_s=off)


def _slide_forward(a: Actor, t: float, off: float) -> float:
    length = a.u(0.3, 0.7)
    a.script.move(t, t + length, **a.hips(-max(a.back - a.u(0.05, 0.15), 0.1)))
    return off + 0.8 * length


def _lean(a: Actor, t: float, off: float, lean: float, hands: str) -> None:
    curl = a.roundness * a.u(0.8, 1.3) + a.u(0.0, 8.0)
    if a.chance(0.15):
        curl = a.u(-3.0, 4.0)
    tilt = lean - 0.45 * curl
    a.script.move(t, off + a.u(0.0, 0.1), tilt=tilt, flex=curl, neck=-a.u(0.1, 0.8) * lean)
    if a.chance(0.2):
        lat, roll = a.u(-8, 8), a.u(-5, 5)
        a.script.move(t, off, lat=lat, roll=roll)
    late = a.u(0.0, 0.3) * (off - t)
    if hands == "armrest":
        for side, sign in (("l", 1.0), ("r", -1.0)):
            x, y = a.at(-a.back + a.u(0.12, 0.3), sign * a.u(0.25, 0.33))
            a.script.move(
                t, t + 1e-6, **{f"tx_{side}": x, f"ty_{side}": y, f"tz_{side}": a.seat + a.u(0.08, 0.2)}
            )
            a.script.move(t + late, off, **{**a.hands("armrest", side), f"grip_{side}": 1.0})
    else:
        a.script.move(t + late, off, **a.hands(hands))


def _half_way(a: Actor, off: float, up_end: float) -> float:
    """Stop between seat and standing; the rise goes on after a while. Returns its new end."""
    part, height = a.u(0.3, 0.7), a.seat
    reached = off + a.u(0.4, 0.8)
    height += part * (a.tall - a.seat)
    a.script.move(off - 0.05, reached, pz=height, **a.hips(-a.back * (1 - part)))
    return max(up_end, reached + a.u(0.2, 0.8) + a.u(0.5, 0.9))


def _extend(a: Actor, off: float, end: float) -> float:
    """From lift-off to standing; returns when all of it has come to rest."""
    length = end - off
    at_rest = a.standing()
    a.script.move(
        off - a.u(0.0, 0.12) * length, end - a.u(0.05, 0.3) * length, px=at_rest["px"], py=at_rest["py"]
    )
    a.script.move(off - a.u(0.0, 0.04) * length, end - a.u(0.0, 0.15) * length, pz=at_rest["pz"])
    trunk = {name: at_rest[name] for name in ("tilt", "flex", "roll", "lat", "neck")}
    if a.chance(0.2):
        back_end = end - 0.25 * length
        a.script.move(off + a.u(0.05, 0.2) * length, back_end, **{**trunk, "tilt": trunk["tilt"] - a.u(3, 8)})
        a.script.move(back_end - 0.05, end, **trunk)
    else:
        a.script.move(off + a.u(0.02, 0.25) * length, end, **trunk)
    aside = a.aside if a.chance(0.85) else a.pick(*ANYWHERE)
    a.script.move(off + a.u(0.1, 0.5) * length, end, **a.hands(aside))
    return end


def _twist(a: Actor, off: float, end: float) -> float:
    """Turn the trunk while rising and back; returns the end of all."""
    turn, length = a.sign() * a.u(15.0, 48.0), a.u(0.35, 1.1)
    start = off + a.u(-0.15, 0.2)
    a.script.move(start, start + length, twist=turn, neck_yaw=0.5 * turn)
    back = max(start + length, end - 0.3) + a.u(0.0, 0.3)
    return max(end, a.script.move(back, back + a.u(0.4, 1.0), twist=0.0, neck_yaw=0.0))


def failed_rise(a: Actor, t: float) -> float:
    """Lean, lift off a little or not at all, and fall back: nothing is reached, so there is no event."""
    start = t
    off = t + a.u(0.4, 0.9)
    _lean(a, t, off, a.u(15.0, 40.0), a.pick("thigh", "armrest", "forward"))
    high = 0.0 if a.chance(0.3) else a.u(0.1, 0.4)
    top = off + a.u(0.25, 0.6)
    a.script.move(off, top, pz=a.seat + high * (a.tall - a.seat), **a.hips(-a.back * (1 - 0.6 * high)))
    t = top + a.u(0.0, 0.3)
    end = t + a.u(0.4, 0.8)
    a.script.move(t, end, **a.sitting(), neck=0.0)
    a.script.move(t, end, **a.hands(a.rest))
    a.moving(start, end)
    return end


def lower(a: Actor, t: float) -> float:
    """Stand to sit."""
    style = a.pick("calm", "calm", "quick", "quick", "plop", "hands", "staged")
    start = t
    if style == "plop":
        contact, end = _plop(a, t)
    else:
        contact, end = _go_down(a, t, style)
    end = max(end, _settle(a, contact, end))
    a.up = False
    a.moving(start, end)
    return a.script.event("stand_to_sit", start, end, contact_s=contact)


def _go_down(a: Actor, t: float, style: str) -> tuple[float, float]:
    span = {"calm": (1.5, 3.2), "quick": (0.7, 1.4), "hands": (1.4, 2.8), "staged": (1.8, 3.4)}[style]
    length = float(np.clip(a.u(*span) * a.tempo, 0.6, 4.0))
    lean, curl = a.u(14.0, 52.0), a.roundness * a.u(0.7, 1.2) + a.u(0.0, 10.0)
    contact, deepest = t + length * a.u(0.62, 0.85), t + length * a.u(0.35, 0.6)
    a.script.move(t, deepest, tilt=lean - 0.45 * curl, flex=curl, neck=-a.u(0.0, 0.6) * lean)
    if style == "hands":
        _hands_to_seat(a, t, contact)
    else:
        a.script.move(
            t + a.u(0, 0.2) * length,
            deepest,
            **a.hands(a.aside if a.aside in ANYWHERE else a.pick("thigh", "forward", "hang", "crossed")),
        )
    begin = t + a.u(0.0, 0.12) * length
    if style == "staged":
        part, half = a.u(0.3, 0.75), begin + (contact - begin) * a.u(0.35, 0.55)
        a.script.move(begin, half, pz=a.tall + part * (a.seat - a.tall), **a.hips(-part * a.back))
        begin = half + a.u(0.0, 0.25) * length
        contact = max(contact, begin + 0.35)
    a.script.move(begin, contact, pz=a.seat)
    a.script.move(max(t, begin - a.u(0, 0.15)), contact, **a.hips(-a.back))
    return contact, max(t + length, contact + 0.15)


def _hands_to_seat(a: Actor, t: float, contact: float) -> None:
    for side, sign in (("l", 1.0), ("r", -1.0)):
        x, y = a.at(-a.back + a.u(0.05, 0.25), sign * a.u(0.24, 0.33))
        height = a.seat + a.u(-0.08, 0.18)
        a.script.move(t, t + 1e-6, **{f"tx_{side}": x, f"ty_{side}": y, f"tz_{side}": height})
        a.script.move(
            t + a.u(0, 0.3) * (contact - t),
            contact - 0.05,
            **{**a.hands("armrest", side), f"grip_{side}": 1.0},
        )


def _plop(a: Actor, t: float) -> tuple[float, float]:
    """Lower a little under control, then drop no faster than gravity lets."""
    way = a.tall - a.seat
    part, lean = a.u(0.15, 0.5), a.u(10.0, 34.0)
    mid = t + a.u(0.35, 0.8)
    curl = a.roundness + a.u(0.0, 10.0)
    a.script.move(
        t, mid, pz=a.tall - part * way, tilt=lean - 0.45 * curl, flex=curl, **a.hips(-a.back * part)
    )
    a.script.move(t, mid, **a.hands(a.pick("hang", "thigh", "forward")))
    fall = max(1.35 * float(np.sqrt(2 * (1 - part) * way / 9.81)), 0.25) * a.u(1.0, 1.25)
    contact = mid + fall - 0.08
    a.script.move(mid - 0.08, contact, pz=a.seat - a.u(0, 0.025), **a.hips(-a.back))
    a.script.move(contact, contact + 0.25, pz=a.seat)
    return contact, contact + a.u(0.25, 0.6)


def _settle(a: Actor, contact: float, end: float) -> float:
    """The trunk comes upright and the hands to rest; sometimes the hips shift back in the seat."""
    at_rest = a.sitting()
    trunk = {name: at_rest[name] for name in ("tilt", "flex", "lat", "roll")}
    a.script.move(contact - a.u(0.0, 0.3) * (end - contact), end, neck=0.0, **trunk)
    a.rest = (
        a.aside
        if a.aside in ANYWHERE and a.chance(0.6)
        else a.rest
        if a.chance(0.5)
        else a.pick(*HANDS)
        if a.chance(0.1)
        else a.pick("thigh", "lap", "armrest", "crossed")
    )
    a.script.move(contact, end, **a.hands(a.rest))
    if a.chance(0.12):
        low = a.back + a.u(0.03, 0.1)
        if np.hypot(low, a.seat - a.body.ankle_height) < 0.97 * a.body.leg:
            a.back = low
            end = a.script.move(end - 0.1, end + a.u(0.3, 0.6), **a.hips(-a.back))
    return end


def rise_and_sit(a: Actor, t: float, times: int) -> float:
    """Up and down at once, several times over, as in the five-times-sit-to-stand test."""
    for _ in range(times):
        t = rise(a, t)
        t = lower(a, t + (a.u(0.0, 0.3) if a.chance(0.4) else 0.0))
        t += a.u(0.0, 0.3) if a.chance(0.4) else 0.0
    return t
