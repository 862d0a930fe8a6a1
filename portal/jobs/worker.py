"""The worker: runs due jobs one at a time, each job's effects and its "done" in one transaction."""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from traceback import extract_tb
from typing import Protocol

import structlog
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.engine import reading
from portal.jobs.handlers import HANDLERS, Handler, Once, Slow
from portal.jobs.heartbeat import Heartbeat
from portal.jobs.process import host, is_alive, this_process
from portal.outbox import leases
from portal.outbox.leases import Lease, LeaseLost

log = structlog.get_logger(__name__)
LEASE_SECONDS = 60.0
SWEEP_SECONDS = 60.0
LONGEST_NAME = 80


class UnknownJob(Exception):
    """This worker has no handler of that name: it may be older than the process that promised the job."""


class Alarm(Protocol):
    """What wakes the worker between two sweeps (`wake.Wake`)."""

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """Wait until woken, told to stop, or the seconds are over."""
        ...


class Worker:
    """Runs jobs in the calling thread. `make_session` gives sessions with the vault in `session.info`."""

    def __init__(
        self,
        make_session: Callable[[], Session],
        handlers: Mapping[str, Handler] = HANDLERS,
        *,
        lease_seconds: float = LEASE_SECONDS,
        now: Callable[[], datetime] = clock.now,
        upkeep: Callable[[Session, datetime], None] | None = None,
    ) -> None:
        self._make_session, self._handlers, self._upkeep = make_session, handlers, upkeep
        self._lease_seconds, self._now = lease_seconds, now
        self._owner = this_process()
        self.stop = threading.Event()

    def run(self, alarm: Alarm, *, sweep_seconds: float = SWEEP_SECONDS) -> None:
        """Work until `stop` is set: sweep now and every `sweep_seconds`, and run jobs whenever woken."""
        next_sweep = time.monotonic()
        while not self.stop.is_set():
            try:
                if time.monotonic() >= next_sweep:
                    next_sweep = time.monotonic() + sweep_seconds
                    self.sweep()
                self.run_due()
            except Exception as error:  # noqa: BLE001  # a database that is away for a while must not end the worker
                log.error("worker-stumbled", error=type(error).__name__)  # noqa: TRY400  # names, never messages
            alarm.wait(max(0.0, next_sweep - time.monotonic()), self.stop)

    def sweep(self) -> None:
        """Take back what dead workers left (leases, and jobs that killed them each time), and do the upkeep."""
        with self._make_session() as session, session.begin():
            freed = leases.free_leases_of_the_gone(session, host(), is_alive)
            buried = leases.bury_the_spent(session, at=self._now())
            if self._upkeep:
                self._upkeep(session, self._now())
        if freed or buried:
            log.info("jobs-swept", freed=freed, buried=buried)

    def run_due(self) -> int:
        """Run every job that is due, until none is left or the worker is told to stop. Gives how many it ran."""
        ran = 0
        while not self.stop.is_set() and (lease := self._lease_next()):
            self._run(lease)
            ran += 1
        return ran

    def _lease_next(self) -> Lease | None:
        with self._make_session() as session, session.begin():
            return leases.lease_next(session, self._owner, at=self._now(), lease_seconds=self._lease_seconds)

    def _run(self, lease: Lease) -> None:
        beat = Heartbeat(self._make_session, lease, lease_seconds=self._lease_seconds, now=self._now)
        try:
            with beat:
                self._do(lease)
        except LeaseLost:
            log.warning("lease-lost", job=str(lease.job_id), name=lease.name)
        except Exception as error:  # noqa: BLE001  # whatever a handler raises is the job's failure, not the worker's
            self._note_failure(lease, error)

    def _do(self, lease: Lease) -> None:
        handler = self._handlers.get(lease.name)
        if handler is None:
            raise UnknownJob
        if isinstance(handler, Slow):
            with reading(), self._make_session() as session:
                made = handler.make(session, lease.ids, at=self._now())
            with self._make_session() as session, session.begin():
                handler.keep(session, lease.ids, made, at=self._now())
                leases.finish(session, lease, at=self._now())
            return
        if isinstance(handler, Once):
            self._do_once(handler, lease)
            return
        with self._make_session() as session, session.begin():
            handler(session, lease.ids, at=self._now())
            leases.finish(session, lease, at=self._now())

    def _do_once(self, handler: Once, lease: Lease) -> None:
        with self._make_session() as session, session.begin():
            # a claim whose lease is lost is rolled back here: whoever has the job now is the one to act
            leases.renew(session, lease, at=self._now(), lease_seconds=self._lease_seconds)
            todo = handler.claim(session, lease.ids, at=self._now())
            if todo is None:
                leases.finish(session, lease, at=self._now())
                return
        outcome = handler.act(todo)
        with self._make_session() as session, session.begin():
            handler.keep(session, lease.ids, outcome, at=self._now())
            leases.finish(session, lease, at=self._now())

    def _note_failure(self, lease: Lease, error: Exception) -> None:
        name, last = type(error).__name__[:LONGEST_NAME], extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        try:
            with self._make_session() as session, session.begin():
                state: str = leases.fail(session, lease, error=name, at=self._now())
        except LeaseLost:
            state = "lease-lost"
        log.error("job-failed", job=str(lease.job_id), name=lease.name, error=name, where=where, state=str(state))
