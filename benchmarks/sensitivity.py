"""Time and memory of variance-based indices for all parameters, against one draw at a time.

Run as `python -m benchmarks.sensitivity [POINTS]`; the default is 1,024 base points.
"""

import resource  # Unix only; the benchmark is not shipped to users
import sys
import time

from kpsim.inputs.draws import draw
from kpsim.inputs.scenarios import load_scenario
from kpsim.sensitivity.asked import NET, Asked
from kpsim.sensitivity.bench import answers, bench, prices_of
from kpsim.sensitivity.drivers import drivers, needs_simulation
from kpsim.sensitivity.variance import variance
from kpsim.study import Settings
from kpsim.world import World, load_world

SCENARIO = "all-services-stop"
POINTS = 1024
ALONE = 8
"""Draws that are computed one at a time, to know what the whole design would take so."""


def one_at_a_time(world: World) -> float:
    """Return the seconds of one draw computed alone, from draws to outcome."""
    asked = bench(world, [load_scenario(SCENARIO)], [Asked(NET)], Settings())
    base = draw(world.parameters, seed=1, draws=256, view="central")
    prices = prices_of(base.values, 1)
    start = time.perf_counter()
    for place in range(ALONE):
        answers(asked, base.slice(place, place + 1), prices.part(slice(place, place + 1)))
    return (time.perf_counter() - start) / ALONE


def main() -> None:
    """Measure and print."""
    points = int(sys.argv[1]) if len(sys.argv) > 1 else POINTS
    world = load_world()
    asked = bench(world, [load_scenario(SCENARIO)], [Asked(NET)], Settings())
    every = drivers(world.parameters)
    start = time.perf_counter()
    variance(asked, points=points)
    seconds = time.perf_counter() - start
    rows = points * (len(every) + 2)
    alone = one_at_a_time(world) * rows
    simulated = sum(needs_simulation(world, each) for each in every)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(every)} drivers ({simulated} simulated, the rest written into crowns only)")
    print(f"{points} base points, {rows} rows: {seconds:.0f} s, {peak:.0f} MiB")
    print(f"one draw at a time: {alone:.0f} s; ratio {alone / seconds:.0f}")


if __name__ == "__main__":
    main()
