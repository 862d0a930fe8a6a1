"""An old log of 10,000 rows, nine of them broken: how long it takes to come in, and how much memory that needs.

`python bench/importing.py [ROWS]`, on SQLite, with a worker process of its own kind in this process.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from portal import create_app
from portal.accounts.permissions import Role
from portal.core import clock
from portal.disclosures.importing import queries, service
from portal.disclosures.importing.models import RegisterImport
from portal.disclosures.importing.reading import read_table
from portal.disclosures.models import Disclosure
from portal.extensions import db
from tests.builders.desk import a_worker
from tests.builders.importing import HEAD, a_workbook, in_rows, map_it, work
from tests.builders.installed import let_go, make_settings, migrate

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
BROKEN = 9
MIB = 1024


def timed(name: str, act: Callable[[], Any]) -> Any:
    """Do it, and say how long it took and how much memory the process ever had."""
    started, worked = time.perf_counter(), time.process_time()
    result = act()
    wall, cpu = time.perf_counter() - started, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MIB
    print(f"{name:24}{wall:8.2f} s, of the processor {cpu:8.2f} s, peak {peak} MiB", flush=True)
    return result


def a_log() -> list[list[str]]:
    """Ten years of made-up entries; every row of a broken one has a day that is none."""
    rows = [
        [f"{n % 27 + 1:02}/{n // 27 % 12 + 1:02}/{2012 + n // 324 % 10}", f"demo.person.{n}", f"Demo {n}", "01/02/2004",
         "Police", f"Demo Police {n % 40}", "You were not safe that night. We thought you could die.", "after"]
        for n in range(ROWS)
    ]  # fmt: skip
    for n in range(BROKEN):
        rows[n * ROWS // BROKEN][0] = "some day"
    return [HEAD.split(","), *rows]


def main() -> None:
    """Read, try, take and undo one log."""
    table = a_log()
    text = "\r\n".join(",".join(row) for row in table).encode()
    book = a_workbook(in_rows(table))
    print(f"{ROWS:,} rows: CSV {len(text) // MIB:,} KiB, .xlsx {len(book) // MIB:,} KiB")
    timed("read the .xlsx", lambda: sum(1 for _ in read_table(book).rows))
    with tempfile.TemporaryDirectory() as folder:
        settings = make_settings(Path(folder), f"sqlite:///{folder}/business.db")
        migrate(settings)
        app = create_app(settings)
        with app.app_context(), db.sessionmaker() as session:
            lead = a_worker(session, Role.SAFEGUARDING)
            session.commit()
            at = clock.now
            imported = timed(
                "read and seal the CSV", lambda: service.start(session, read_table(text), actor=lead, at=at())
            )
            session.commit()
            timed("map it", lambda: map_it(session, imported, lead))
            session.commit()
            timed("try every row", lambda: work(app))
            session.expire_all()
            print({state.value: n for state, n in queries.counts(session, imported).items() if n})
            service.take(session, imported, actor=lead, at=at())
            session.commit()
            timed("take the good ones", lambda: work(app))
            print("in the register:", session.scalar(select(func.count()).select_from(Disclosure)))
            session.expire_all()
            service.undo(session, session.get_one(RegisterImport, imported.id), actor=lead, at=at())
            session.commit()
            timed("undo it", lambda: work(app))
            print("in the register:", session.scalar(select(func.count()).select_from(Disclosure)))
        let_go(app)


if __name__ == "__main__":
    main()
