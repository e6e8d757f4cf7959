"""Simulated people: random movements and the landmarks a pose model would give for them."""

from bench.simulator.take import Take, simulate

__all__ = ["Take", "simulate"]
