"""Real processes in a moment: one process imports everything once, then forks gunicorn and flask whenever asked.

A start from nothing takes seconds, most of them for imports; a test that kills dozens of processes has no time for that.
Forked or not, each of them reads its own environment, opens its own connections and leads a process group of its own.
"""

import ctypes
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LETTER = 1 << 18  # bytes of the longest order
BE_THE_PARENT_OF_ORPHANS = 36  # prctl(2): PR_SET_CHILD_SUBREAPER
IMPORTED = ("portal.web", "portal.jobs", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "flask.cli", "structlog")


class Nursery:
    """Starts programs of ours. One call at a time."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", "tests.builders.nursery", str(theirs.fileno())]
            self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)

    def start(
        self, *command: str, environment: Mapping[str, str], log: Path, door: socket.socket | None = None
    ) -> "Child":
        """Start `python -m command…`; `{door}` in it becomes the number of the socket that is handed over."""
        order = {"start": command, "environment": dict(environment), "log": str(log)}
        return Child(self, int(self._ask(order, [door.fileno()] if door else [])), log)

    def code_of(self, pid: int) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        code: int | None = self._ask({"code": pid}, [])
        return code

    def close(self) -> None:
        """End the nursery and everything in it."""
        self._control.close()
        self._process.wait(30)

    def _ask(self, order: Mapping[str, object], fds: list[int]) -> int | None:
        socket.send_fds(self._control, [json.dumps(order).encode()], fds)
        answer: int | None = json.loads(self._control.recv(LETTER))
        return answer


@dataclass
class Child:
    """A program that was started, and what it says."""

    nursery: Nursery
    pid: int
    log: Path

    def kill(self) -> None:
        """Kill -9, with everything it started."""
        os.killpg(self.pid, signal.SIGKILL)
        self.ends()

    def asked_to_end(self, *, seconds: float = 30) -> int:
        """SIGTERM; gives the exit code."""
        os.kill(self.pid, signal.SIGTERM)
        return self.ends(seconds=seconds)

    def ends(self, *, seconds: float = 60) -> int:
        """Wait for the end; gives the exit code."""
        until = time.monotonic() + seconds
        while (code := self.nursery.code_of(self.pid)) is None:
            assert time.monotonic() < until, f"still running: {self.said}"
            time.sleep(0.01)
        return code

    @property
    def said(self) -> str:
        """What it wrote, to standard output and standard error."""
        return self.log.read_text(errors="replace")


def main(control: socket.socket) -> None:
    """Be the nursery, until nobody is there to ask."""
    ctypes.CDLL(None).prctl(BE_THE_PARENT_OF_ORPHANS, 1, 0, 0, 0)
    for name in IMPORTED:
        importlib.import_module(name)
    from argon2 import profiles

    from portal.accounts import passwords

    passwords.configure(profiles.CHEAPEST)  # as in all tests: it is not the hashing that is to be killed
    codes: dict[int, int] = {}
    ours: set[int] = set()
    while (received := socket.recv_fds(control, LETTER, 1))[0]:
        order = json.loads(received[0])
        _bury(codes)
        if "code" in order:
            answer = codes.get(order["code"])
        else:
            answer = _fork(control, order, received[1])
            ours.add(answer)
        control.send(json.dumps(answer).encode())
    for pid in ours - codes.keys():
        os.killpg(pid, signal.SIGKILL)


def _bury(codes: dict[int, int]) -> None:
    try:
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            codes[found[0]] = os.waitstatus_to_exitcode(found[1])
    except ChildProcessError:
        return


def _fork(control: socket.socket, order: dict[str, object], fds: list[int]) -> int:
    ready, is_leader = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        for fd in (control.detach(), ready, is_leader):
            os.close(fd)
        _become(order, fds)
    for fd in (*fds, is_leader):
        os.close(fd)
    os.read(ready, 1)  # ends when the child leads its own group, so that the group can be killed
    os.close(ready)
    return pid


def _become(order: dict[str, object], fds: list[int]) -> None:
    """Turn into `python -m …` as if it had been started by hand."""
    log = os.open(str(order["log"]), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.environ.clear()
    os.environ.update(order["environment"])  # type: ignore[call-overload]  # text to text, as it was sent
    module, *words = [word.replace("{door}", str(fds[0] if fds else "")) for word in order["start"]]  # type: ignore[attr-defined]  # a list of words
    sys.argv = [module, *words]
    code = 1
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as leaving:
        if isinstance(leaving.code, str):
            sys.stderr.write(f"{leaving.code}\n")
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BaseException:  # noqa: BLE001  # what Python does with an error that nobody caught
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
