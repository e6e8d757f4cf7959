"""Somebody with habits, at a place: what every strategy draws on and leaves changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from bench.simulator.body import Body
from bench.simulator.script import Script

HANG = {"ae": 4.0, "aa": 8.0, "ar": 0.0, "ab": 14.0, "grip": 0.0, "thigh": 0.0}

HANDS: Mapping[str, Mapping[str, float]] = {
    "thigh": {"ae": 28.0, "aa": 6.0, "ar": 5.0, "ab": 50.0, "grip": 0.0, "thigh": 1.0},
    "crossed": {"ae": 38.0, "aa": 4.0, "ar": 62.0, "ab": 118.0, "grip": 0.0, "thigh": 0.0},
    "armrest": {"ae": 2.0, "aa": 24.0, "ar": -4.0, "ab": 78.0, "grip": 0.0, "thigh": 0.0},
    "forward": {"ae": 66.0, "aa": 6.0, "ar": 6.0, "ab": 16.0, "grip": 0.0, "thigh": 0.0},
    "hang": HANG,
    "lap": {"ae": 16.0, "aa": 4.0, "ar": 30.0, "ab": 78.0, "grip": 0.0, "thigh": 0.0},
    "waist": {"ae": 18.0, "aa": 6.0, "ar": 20.0, "ab": 82.0, "grip": 0.0, "thigh": 0.0},
    "hips": {"ae": -22.0, "aa": 38.0, "ar": 42.0, "ab": 92.0, "grip": 0.0, "thigh": 0.0},
    "chest": {"ae": 30.0, "aa": 10.0, "ar": 25.0, "ab": 105.0, "grip": 0.0, "thigh": 0.0},
    "ahead": {"ae": 88.0, "aa": 5.0, "ar": 0.0, "ab": 4.0, "grip": 0.0, "thigh": 0.0},
    "out": {"ae": 6.0, "aa": 84.0, "ar": 0.0, "ab": 6.0, "grip": 0.0, "thigh": 0.0},
    "overhead": {"ae": 160.0, "aa": 12.0, "ar": 0.0, "ab": 8.0, "grip": 0.0, "thigh": 0.0},
    "head": {"ae": 60.0, "aa": 55.0, "ar": 0.0, "ab": 128.0, "grip": 0.0, "thigh": 0.0},
    "behind": {"ae": -32.0, "aa": 14.0, "ar": 0.0, "ab": 24.0, "grip": 0.0, "thigh": 0.0},
}
"""Arm channels of where hands are held; strategies vary them."""

ANYWHERE = ("crossed", "waist", "hips", "chest", "ahead", "out", "overhead", "head", "behind", "forward")
"""Where somebody may keep the hands through whole movements: exercises, loads, habits."""

CUSHION_M = 0.085
"""How far the hip joints are above what one sits on (engineering value)."""


@dataclass
class Actor:
    """A body, its habits and where it is.

    `x`, `y`, `yaw` is the middle between the feet when it last stood, and the way it faces; `back` how far
    behind that the hips are when it sits; `seat` the height of the hips when it sits.
    """

    body: Body
    rng: np.random.Generator
    script: Script = field(init=False)
    x: float = 0.0
    y: float = 0.0
    yaw: float = 0.0
    up: bool = True
    width: float = 0.12
    splay: float = 8.0
    stagger: float = 0.0
    slack_deg: float = 4.0
    sway_forward: float = 0.03
    tempo: float = 1.0
    roundness: float = 10.0
    upright_tilt: float = 1.0
    seat: float = 0.5
    seat_x: float = 0.0
    seat_y: float = 0.0
    seat_yaw: float = 0.0
    back: float = 0.25
    seated_feet: float = 0.0
    rest: str = "thigh"
    aside: str = "hang"

    def u(self, low: float, high: float) -> float:
        """A number drawn between two."""
        return float(self.rng.uniform(low, high))

    def chance(self, share: float) -> bool:
        """Whether something of that probability happens."""
        return bool(self.rng.random() < share)

    def pick(self, *choices: str) -> str:
        """One of the choices."""
        return choices[int(self.rng.integers(len(choices)))]

    def sign(self) -> float:
        """-1 or 1."""
        return 1.0 if self.chance(0.5) else -1.0

    def gap(self) -> float:
        """A pause: often none at all, sometimes long."""
        kind = self.rng.random()
        return 0.0 if kind < 0.33 else self.u(0.05, 0.5) if kind < 0.55 else self.u(0.5, 1.8)

    def at(self, forward: float, left: float = 0.0, yaw: float | None = None) -> tuple[float, float]:
        """World x, y of a place given from the feet's middle."""
        way = np.radians(self.yaw if yaw is None else yaw)
        c, s = float(np.cos(way)), float(np.sin(way))
        return self.x + c * forward - s * left, self.y + s * forward + c * left

    def hips(self, forward: float, left: float = 0.0) -> dict[str, float]:
        """Hip channels of a place given from the feet's middle."""
        x, y = self.at(forward, left)
        return {"px": x, "py": y}

    @property
    def tall(self) -> float:
        """Hip height standing."""
        return self.body.standing_hip(self.width, self.slack_deg)

    def standing(self) -> dict[str, float]:
        """Trunk channels of standing at rest."""
        upright = {"pz": self.tall, "tilt": self.upright_tilt, "flex": 2.0 + 0.15 * self.roundness}
        return {**self.hips(self.sway_forward), **upright, "roll": 0.0, "lat": 0.0, "neck": 0.0}

    def sitting(self) -> dict[str, float]:
        """Trunk channels of sitting at rest, drawn anew."""
        tilt, flex = self.u(-16.0, 3.0), self.u(2.0, 12.0) + 0.6 * self.roundness
        return {**self.hips(-self.back), "pz": self.seat, "tilt": tilt, "flex": flex, "lat": 0.0, "roll": 0.0}

    def feet(self, forward: float = 0.0, width: float | None = None) -> dict[str, float]:
        """Foot channels, both feet on the floor."""
        out: dict[str, float] = {}
        wide = self.width if width is None else width
        for side, sign in (("l", 1.0), ("r", -1.0)):
            x, y = self.at(forward + sign * self.stagger, sign * wide)
            out |= {f"fx_{side}": x, f"fy_{side}": y, f"fz_{side}": 0.0, f"fpitch_{side}": 0.0}
            out |= {f"fyaw_{side}": self.yaw + sign * self.splay, f"kout_{side}": 0.0}
        return out

    def hands(self, name: str, sides: str = "lr", spread: float = 1.0) -> dict[str, float]:
        """Arm channels of `HANDS`, varied."""
        out = {}
        for side in sides:
            for channel, value in HANDS[name].items():
                varied = value if channel in ("grip", "thigh") else value + spread * self.u(-6.0, 6.0)
                out[f"{channel}_{side}"] = max(varied, 9.0) if channel == "ab" else varied
        return out

    def begin(self, up: bool) -> Script:
        """Start the script, standing or sitting."""
        self.up = up
        trunk = self.standing() if up else self.sitting()
        if not up and self.chance(0.6):
            self.seated_feet = self.seated_feet_limited(self.u(-0.1, 0.25))
        feet = self.feet(0.0 if up else self.seated_feet)
        self.script = Script(
            self.rng, {"yaw": self.yaw, **trunk, **feet, **self.hands(self.aside if up else self.rest)}
        )
        self.script.mark(0.0, self.word)
        return self.script

    def seated_feet_limited(self, forward: float) -> float:
        """How far ahead of their standing place the feet can go, seated, as near `forward` as legs allow."""
        low, high = seat_back_limits(self.body, self.seat)
        return float(np.clip(forward, min(low, self.back) - self.back, max(high, self.back) - self.back))

    def stand_where_feet_are(self) -> None:
        """The place where somebody will stand is where the feet are now."""
        self.x, self.y = self.seat_x, self.seat_y = self.at(self.seated_feet)
        self.back, self.seated_feet = self.back + self.seated_feet, 0.0

    @property
    def word(self) -> str:
        """Posture at rest."""
        return "standing" if self.up else "sitting"

    def moving(self, start_s: float, end_s: float, word: str = "moving") -> None:
        """Mark a stretch in which the posture changes; afterwards it is standing or sitting."""
        self.script.span(start_s, end_s, word)
        self.script.mark(0.5 * (start_s + end_s), self.word)


def draw_actor(body: Body, rng: np.random.Generator) -> Actor:
    """Habits of a random person and a random seat."""
    actor = Actor(body, rng)
    u, chance = actor.u, actor.chance
    actor.width, actor.splay = u(0.07, 0.19), u(-3.0, 24.0)
    actor.stagger = u(-0.09, 0.09) if chance(0.4) else 0.0
    actor.slack_deg = float(np.clip(rng.gamma(2.0, 2.2), 0.5, 20.0))
    actor.sway_forward, actor.upright_tilt = u(0.0, 0.06), u(-4.0, 6.0)
    actor.tempo = float(np.exp(rng.normal(0.0, 0.22)))
    actor.roundness = u(0.0, 18.0) if chance(0.7) else u(18.0, 45.0)
    ratio = u(0.75, 1.1) if chance(0.6) else u(0.5, 0.8) if chance(0.6) else u(1.1, 1.3)
    actor.seat = ratio * body.knee_height + CUSHION_M
    low, high = seat_back_limits(body, actor.seat)
    wanted = u(0.06, 0.34) if chance(0.7) else u(0.30, 0.50) if chance(0.7) else u(0.03, 0.1)
    actor.back = float(np.clip(wanted, min(low, high), min(high, 0.55)))
    actor.rest = rest_hands(actor)
    actor.aside = "hang" if chance(0.75) else actor.pick(*ANYWHERE)
    return actor


def rest_hands(actor: Actor) -> str:
    """Where somebody who sits keeps the hands."""
    return actor.pick("thigh", "thigh", "thigh", "lap", "lap", "armrest", "crossed", "hang")


def seat_back_limits(body: Body, hip: float) -> tuple[float, float]:
    """How far behind the ankles the hips can be: knees bent by no more than 130 degrees, legs long enough."""
    bend, drop2 = np.radians(130.0), (hip - body.ankle_height) ** 2
    nearest2 = body.thigh**2 + body.shank**2 + 2 * body.thigh * body.shank * np.cos(bend) - drop2
    farthest2 = (0.985 * body.leg) ** 2 - drop2
    return float(np.sqrt(max(nearest2, 0.0))), float(np.sqrt(max(farthest2, 0.0)))
