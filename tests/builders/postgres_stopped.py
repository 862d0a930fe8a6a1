"""A PostgreSQL server that is stopped under a running portal, and started again."""

import os
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.builders.installed import PostgresServer


@contextmanager
def stopped(server: PostgresServer) -> Iterator[None]:
    """Stop the suite's own server at once, as a crash would; start it again with the same options."""
    data = server._socket / "data"
    program, *options = shlex.split((data / "postmaster.opts").read_text())
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    control = [*as_user, Path(program).with_name("pg_ctl"), "-D", data, "-w"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run([*control, "-m", "immediate", "stop"], check=True, **quiet)
    try:
        yield
    finally:
        log = ["-l", server._socket / "log"]
        subprocess.run([*control, "-o", shlex.join(options), *log, "start"], check=True, **quiet)
