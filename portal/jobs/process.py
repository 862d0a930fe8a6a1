"""Which process this is, told so that another on the same machine can find out whether it still runs."""

import os
import socket
from pathlib import Path

START_TIME = 19  # fields after the command's name in /proc/<pid>/stat, before the start time (proc(5): field 22)


def host() -> str:
    """Name this machine (in a container: the container)."""
    return socket.gethostname()


def this_process() -> str:
    """`host:process:start`. The start time tells a process from a later one with the same number."""
    return f"{host()}:{os.getpid()}:{_started(os.getpid())}"


def is_alive(owner: str) -> bool:
    """Whether that process of this machine still runs."""
    _, pid, started = owner.rsplit(":", 2)
    return _started(int(pid)) == started


def _started(pid: int) -> str:
    """When it started, in clock ticks since boot; empty when there is no such process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    fields = stat.rpartition(")")[2].split()  # the name before it may hold blanks and brackets
    return "" if fields[0] == "Z" else fields[START_TIME]
