"""Jobs of the clock, with the calendar of this installation: a question nobody answers, and a calendar that changed."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.cases.clock.waiting import REMIND, WAITED, mark_long_wait, remind
from portal.cases.holiday_changes import RECOMPUTE, recompute
from portal.installation import installation
from portal.jobs.handlers import Handler


def _with_calendar(act: Callable[..., None]) -> Handler:
    def run(session: Session, ids: Mapping[str, str], *, at: datetime) -> None:
        act(session, ids, calendar=installation().calendar, at=at)

    return run


CLOCK_JOBS: dict[str, Handler] = {
    REMIND: _with_calendar(remind),
    WAITED: _with_calendar(mark_long_wait),
    RECOMPUTE: _with_calendar(recompute),
}
