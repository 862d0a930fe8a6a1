"""Keeps a web server and a worker process running side by side, and stops both together.

A worker process that dies is started again, later each time; when the web server ends, everything does. The children
get sessions of their own, so that Ctrl-C reaches them only through here, in order.
"""

import http.client
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import FrameType

LOOK_EVERY = 0.1  # seconds
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
LIVED_WELL = 60.0  # a worker process that lived this long starts again without delay to speak of
PATIENCE = 30.0  # for the job and the requests at hand


class Supervisor:
    """One web server and one worker process."""

    def __init__(
        self,
        web: list[str],
        worker: list[str],
        environment: dict[str, str],
        *,
        folder: Path,
        address: tuple[str, int],
    ) -> None:
        self._commands = web, worker
        self._environment, self._folder, self._address = environment, folder, address
        self._told_to_stop = 0
        self._wait = FIRST_WAIT

    def run(self) -> int:
        """Run until told to stop (exit code 0) or until the web server ends (its exit code)."""
        for kind in (signal.SIGINT, signal.SIGTERM):
            signal.signal(kind, self._stop)
        self.web, self.worker = (self._start(command) for command in self._commands)
        try:
            self._watch()
        finally:
            self._end()
        if self._told_to_stop:
            say("Stopped. What people sent is kept.")
            return 0
        say(f"The web server ended ({how(self.web.returncode)}), so everything was stopped.")
        return self.web.returncode if self.web.returncode >= 0 else 128 - self.web.returncode

    def _watch(self) -> None:
        is_open, started, again_at = False, time.monotonic(), 0.0
        while not self._told_to_stop and self.web.poll() is None:
            if not is_open and (is_open := self._answers()):
                self._welcome()
            if self.worker.poll() is not None and not again_at:
                again_at = time.monotonic() + self._wait_after(time.monotonic() - started)
            if again_at and time.monotonic() >= again_at:
                self.worker, started, again_at = self._start(self._commands[1]), time.monotonic(), 0.0
            time.sleep(LOOK_EVERY)

    def _wait_after(self, lived: float) -> float:
        """Seconds until the next try: longer each time it dies young."""
        wait = FIRST_WAIT if lived >= LIVED_WELL else self._wait
        self._wait = min(wait * 2, LONGEST_WAIT)
        ended = how(self.worker.returncode)
        say(f"The worker process ended ({ended}). Starting it again in {wait:.0f} s. No job is lost.")
        return wait

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        # should this process be killed outright, the kernel tells the child to end too
        leash = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
        return subprocess.Popen(
            [*leash, *command],
            cwd=self._folder,
            env=self._environment,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._told_to_stop += 1

    def _end(self) -> None:
        """Ask both to end, wait, then make them. Whoever asks a second time does not want to wait."""
        asked, give_up, children = self._told_to_stop, time.monotonic() + PATIENCE, (self.web, self.worker)
        for child in children:
            if child.poll() is None:
                child.terminate()
        while any(child.poll() is None for child in children):
            if time.monotonic() > give_up or self._told_to_stop > max(asked, 1):
                break
            time.sleep(LOOK_EVERY)
        for child in children:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(*self._address, timeout=1)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _welcome(self) -> None:
        host, port = self._address
        say(f"\nCandour is open at http://{host}:{port}/  (staff: http://{host}:{port}/staff/). Ctrl-C stops it.")


def say(line: str) -> None:
    """Tell whoever watches, at once."""
    print(line, flush=True)


def how(code: int) -> str:
    """How a process ended, in words."""
    return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"
