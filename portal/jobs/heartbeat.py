"""Keeps a lease alive while its job runs."""

import threading
from collections.abc import Callable
from datetime import datetime
from types import TracebackType

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.outbox import leases
from portal.outbox.leases import Lease, LeaseLost

log = structlog.get_logger(__name__)
BEATS_PER_LEASE = 3


class Heartbeat:
    """A thread that renews one lease three times in its length. A quick job is over before the first beat."""

    def __init__(
        self, make_session: Callable[[], Session], lease: Lease, *, lease_seconds: float, now: Callable[[], datetime]
    ) -> None:
        self._make_session, self._lease, self._lease_seconds, self._now = make_session, lease, lease_seconds, now
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(self._lease_seconds / BEATS_PER_LEASE):
            try:
                with self._make_session() as session, session.begin():
                    leases.renew(session, self._lease, at=self._now(), lease_seconds=self._lease_seconds)
            except LeaseLost:
                return  # the job is finished, or `finish` will refuse: nothing to hold any more
            except SQLAlchemyError as error:
                # busy with the job's own writes, or away: the next beat may get through
                log.warning("lease-not-renewed", job=str(self._lease.job_id), error=type(error).__name__)
