"""Which lists a case stands in, and what it adds to the counts that are kept of them. Pure."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.cases.states import CLOSED, Status
from portal.requests.kinds import Right

NEVER = date(9999, 12, 31)  # a case without a due date sorts last
ALL, NOBODY = "", "nobody"  # whose cases a count counts: everybody's, nobody's, or the id of a worker
NO_TEAM = ""  # a case of a team is counted apart, for others may not know of it
TO_ACKNOWLEDGE = "to-acknowledge"
RUNNING_CLOCK = "running"


class Shelf(StrEnum):
    """Where a case lies. "In time" and "late" are the running ones on either side of today: worked out, not stored."""

    RUNNING = "running"
    PAUSED = "paused"  # the clock waits for the person, or has not started
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


OPEN_SHELVES = (Shelf.RUNNING, Shelf.PAUSED)
CLOCKS_THAT_WAIT = frozenset({"stopped", "not-started"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a case decides on which lists it is."""

    status: Status
    clock_state: str
    right: Right
    owner_id: uuid.UUID | None
    sort_on: date
    team: str | None = None


Cell = tuple[str, str, str, date]  # whose, of which team, what, due when; NEVER where the day does not matter


def shelf_of(status: Status, clock_state: str, right: Right) -> Shelf:
    """The shelf. A complaint that was acknowledged has no due date any more, and yet it is not paused."""
    if status in CLOSED:
        return Shelf.ANSWERED if status is Status.ANSWERED else Shelf.WITHDRAWN
    return Shelf.PAUSED if clock_state in CLOCKS_THAT_WAIT and right is not Right.COMPLAINT else Shelf.RUNNING


def cells_of(case: Standing) -> Iterator[Cell]:
    """Every count in which the case is one."""
    shelf = shelf_of(case.status, case.clock_state, case.right)
    day = case.sort_on if shelf is Shelf.RUNNING else NEVER
    whats = [(shelf.value, day)]
    if case.status not in CLOSED:
        whats.append((case.status.value, NEVER))
        if case.right is Right.COMPLAINT and case.clock_state == RUNNING_CLOCK:
            whats.append((TO_ACKNOWLEDGE, NEVER))
    for whose in (ALL, str(case.owner_id or NOBODY)):
        for what, due_on in whats:
            yield whose, case.team or NO_TEAM, what, due_on
