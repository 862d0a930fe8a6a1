"""A list of cases as a file for a spreadsheet: the columns of the screen, and nothing about a person beyond them."""

import csv
import uuid
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.accounts.queries import list_workers
from portal.cases.exporting import note_exported
from portal.cases.filters import Filters
from portal.cases.listing import Desk, list_cases
from portal.cases.stretches import Key
from portal.core import clock
from portal.core.engine import reading
from portal.core.formatting import days_between
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.cells import guarded
from portal.web.staff.queue_keys import parse_filters
from portal.web.staff.queue_page import desk_of
from portal.web.staff.said import said
from portal.web.transactions import commits

if TYPE_CHECKING:
    from portal.cases.models import Case

bp = Blueprint("export", __name__, url_prefix="/staff")
BATCH = 500
HEAD = ("Case", "Asked", "Age", "Received", "Due", "Days", "Stage", "Who has it")
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # tells spreadsheets that the file is UTF-8


class Words(NamedTuple):
    """The words of staff for the codes in a file."""

    rights: Mapping[str, str]
    ages: Mapping[str, str]
    stages: Mapping[str, str]


@bp.post("/cases.csv")
@requires(Permission.CASES_EXPORT)
@commits
def download() -> ResponseReturnValue:
    """The whole list that the address names. That somebody took it is written down before the first line leaves."""
    actor, filters = current_actor(), parse_filters()
    note_exported(db.session, actor=actor, at=clock.now())
    headers = {"Content-Disposition": 'attachment; filename="cases.csv"'}
    return Response(_lines(filters, desk_of(actor)), mimetype="text/csv", headers=headers)


def _lines(filters: Filters, desk: Desk) -> Iterator[str]:
    """The file, a batch at a time, each in a session of its own: the request's is over when the first line leaves."""
    words, sessions = Words(said("RIGHTS"), said("AGES"), said("STATUS")), db.sessionmaker

    def lines() -> Iterator[str]:
        yield MARK + _line(HEAD)
        after: Key | None = None
        while True:
            with reading(), sessions() as session:
                page = list_cases(session, filters, desk, after=after, size=BATCH)
                names = {worker.id: worker.name for worker in list_workers(session)}
                batch = "".join(_line(_cells(case, desk, words, names)) for case in page.cases)
            yield batch
            if page.next_key is None:
                return
            after = page.next_key

    return lines()


def _cells(case: "Case", desk: Desk, words: Words, names: Mapping[uuid.UUID, str]) -> tuple[str, ...]:
    return (
        case.number,
        words.rights[case.right.value],
        words.ages[case.age_band.value] if case.age_band else "",
        case.received_on.isoformat(),
        case.due_on.isoformat() if case.due_on else "",
        days_between(case.due_on, desk.today) if case.due_on and not case.closed_at else "",
        words.stages[case.status.value],
        names.get(case.owner_id, "") if case.owner_id else "",
    )


def _line(cells: tuple[str, ...]) -> str:
    out = StringIO()
    csv.writer(out).writerow([guarded(cell) for cell in cells])
    return out.getvalue()
