"""How long the server works on the lists of the desk, with 10,000 and with 1,000,000 cases.

    PYTHONPATH=. python bench/queue.py [--database=postgresql] [--sizes 10000 1000000] [--rounds 25]

Both sizes are open in one process and are asked in turn, so that a busy machine slows both: the ratio is the figure.
The clock stands around the WSGI app, from the first byte of the request to the last of the answer. Goal: no page over
50 ms at the median, and none at a million over 1.5 times what it takes at ten thousand.

What the rows are like, tests/builders/many_cases.py says. SQLite files stay under build/bench-queue and are used again
on the same day; PostgreSQL runs on a server of its own and is filled anew each time.
"""

import argparse
import importlib
import sys
from pathlib import Path
from statistics import median

GOAL_MS, GOAL_RATIO = 50, 1.5
SIZES = (10_000, 1_000_000)

# Python looks first in the folder of what it runs, and has a module `queue` of its own, which much else imports: this
# folder goes from the path, and whoever asked for that module gets it. So everything else is imported in `main`.
sys.path[:] = [place for place in sys.path if Path(place).resolve() != Path(__file__).resolve().parent]
if __name__ == "queue":
    del sys.modules["queue"]
    sys.modules["queue"] = importlib.import_module("queue")


def main() -> None:
    """Fill, ask in turn, print."""
    from argon2 import profiles  # noqa: PLC0415

    from portal.accounts import passwords  # noqa: PLC0415
    from tests.builders.many_cases import desks, pages  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--sizes", type=int, nargs=2, default=SIZES)
    parser.add_argument("--rounds", type=int, default=25)
    chosen = parser.parse_args()
    passwords.configure(profiles.CHEAPEST)
    with desks(chosen.database, chosen.sizes) as (small, large):
        asked = pages(small), pages(large)
        print(f"{chosen.database}: median of {chosen.rounds} rounds, in ms; the processor's share at the larger size")
        print(f"{'':<38} {small.size:>10,} {large.size:>10,} {'ratio':>7} {'processor':>10}")
        slowest = steepest = 0.0
        for name in asked[0]:
            times: tuple[list[tuple[float, float]], ...] = ([], [])
            for number in range(-1, chosen.rounds):
                for desk, its, taken in zip((small, large), asked, times, strict=True):
                    ms = desk.asks(*its[name])
                    if number >= 0:  # the first visitor of the day fills caches
                        taken.append(ms)
            few, many = (median(wall for wall, _ in taken) for taken in times)
            processor = median(cpu for _, cpu in times[1])
            slowest, steepest = max(slowest, many), max(steepest, many / few)
            over = "   over the goal" if many > GOAL_MS or many / few > GOAL_RATIO else ""
            print(f"{name:<38} {few:>10.1f} {many:>10.1f} {many / few:>7.2f} {processor:>10.1f}{over}")
        print(f"\nSlowest: {slowest:.1f} ms (goal {GOAL_MS}), largest ratio: {steepest:.2f} (goal {GOAL_RATIO})")


if __name__ == "__main__":
    main()
