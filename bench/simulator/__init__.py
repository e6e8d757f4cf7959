"""Simulated people: random movements and the landmarks a pose model would give for them."""

from bench.simulator.take import SimulatedTake, simulate

__all__ = ["SimulatedTake", "simulate"]
