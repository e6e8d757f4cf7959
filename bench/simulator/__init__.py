"""Simulated people: random movements and the landmarks a pose model would give for them.

A seed goes in; a `SimulatedTake` comes out: landmarks with a pose model's kind of error, exact angles and transitions.
`scenes` says who does what, `actor` and its verbs write a script, `body` poses it, `camera` and `pose_noise` film it.
"""

from bench.simulator.take import SimulatedTake, simulate

__all__ = ["SimulatedTake", "simulate"]
