"""How long the server works on the register, with 1,000 and with 100,000 entries.

    PYTHONPATH=. python bench/register.py [--database=postgresql] [--sizes 1000 100000] [--rounds 25]

Both sizes are open in one process and are asked in turn, so that a busy machine slows both: the ratio is the figure.
The clock stands around the WSGI app, from the first byte of the request to the last of the answer. Goal at 100,000: to
log an entry, to match, to prepare a summary and to look at the register takes 50 ms at most at the median; the numbers
of a year take 2 s at most.

What the rows are like, tests/builders/many_entries.py says. SQLite files stay under build/bench-register and are used
again on the same day; PostgreSQL runs on a server of its own and is filled anew each time.
"""

import argparse
import importlib
import sys
from pathlib import Path
from statistics import median

GOAL_MS, GOAL_NUMBERS_MS = 50, 2_000
SIZES = (1_000, 100_000)

# Python looks first in the folder of what it runs, where a module is called `queue` as one of its own is.
sys.path[:] = [place for place in sys.path if Path(place).resolve() != Path(__file__).resolve().parent]
importlib.invalidate_caches()


def main() -> None:
    """Fill, ask in turn, print."""
    from argon2 import profiles  # noqa: PLC0415

    from portal.accounts import passwords  # noqa: PLC0415
    from tests.builders.many_entries import LOG, MATCH, NUMBERS, SUMMARY, asks, pages, shelves, token_of  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--sizes", type=int, nargs=2, default=SIZES)
    parser.add_argument("--rounds", type=int, default=25)
    chosen = parser.parse_args()
    passwords.configure(profiles.CHEAPEST)
    with shelves(chosen.database, chosen.sizes) as (small, large):
        tokens = token_of(small), token_of(large)
        print(f"{chosen.database}: median of {chosen.rounds} rounds, in ms; the processor's share at the larger size")
        print(f"{'':<38} {small.size:>10,} {large.size:>10,} {'ratio':>7} {'processor':>10}")
        slowest = 0.0
        for name in (LOG, MATCH, SUMMARY, *pages(large), NUMBERS):
            times: tuple[list[tuple[float, float]], ...] = ([], [])
            for number in range(-1, chosen.rounds):
                for shelf, token, taken in zip((small, large), tokens, times, strict=True):
                    ms = asks(shelf, token, name)
                    if number >= 0:  # the first visitor of the day fills caches
                        taken.append(ms)
            few, many = (median(wall for wall, _ in taken) for taken in times)
            processor = median(cpu for _, cpu in times[1])
            goal = GOAL_NUMBERS_MS if name == NUMBERS else GOAL_MS
            slowest = max(slowest, 0.0 if name == NUMBERS else many)
            over = "   over the goal" if many > goal else ""
            print(f"{name:<38} {few:>10.1f} {many:>10.1f} {many / few:>7.2f} {processor:>10.1f}{over}", flush=True)
        print(f"\nSlowest but for the year: {slowest:.1f} ms (goal {GOAL_MS}); the year: goal {GOAL_NUMBERS_MS:,} ms")


if __name__ == "__main__":
    main()
