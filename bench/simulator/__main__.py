"""``python -m bench.simulator SEED --picture out.png``: what a simulated take looks like."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.simulator.picture import draw_take
from bench.simulator.take import simulate


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.simulator", description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--picture", type=Path, help="write a film strip of stick figures there")
    parser.add_argument("--family", help="scene of scenes.FAMILIES")
    parser.add_argument("--noise", type=float, default=1.0)
    arguments = parser.parse_args()
    take = simulate(arguments.seed, noise=arguments.noise, family=arguments.family)
    pose = take.pose
    print(f"{take.family}: {len(pose)} frames, {pose.t_s[-1]:.2f} s, {pose.width_px}x{pose.height_px}")
    for event in take.events:
        moments = ", ".join(f"{name} {at:.2f}" for name, at in event.moments.items())
        print(f"  {event.kind} {event.start_s:.2f}-{event.end_s:.2f} {moments}")
    if arguments.picture:
        draw_take(take, arguments.picture)


main()
