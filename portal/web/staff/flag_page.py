"""What the page of a flag shows, gathered before it is drawn: everything the person wrote, in one place."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from portal.accounts.queries import get_names
from portal.cases import queries as cases
from portal.questions import queries as questions
from portal.requests import queries as requests
from portal.requests.queries import OpenedRequest
from portal.safeguarding import queries
from portal.safeguarding.deadlines import is_late, standing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.cases.models import Case
    from portal.safeguarding.models import SafeguardingFlag


@dataclass(frozen=True, slots=True)
class FlagPage:
    """Everything on the page of a flag."""

    flag: "SafeguardingFlag"
    request: OpenedRequest
    question: str
    cases: "Sequence[Case]"
    note: str
    names: dict[uuid.UUID, str]
    standing: str
    late: bool


def flag_page(session: "Session", flag: "SafeguardingFlag", *, at: datetime) -> FlagPage:
    """Gather the page. Raises KeyDestroyed."""
    question = questions.of_request(session, flag.request_id)
    workers = {worker for worker in (flag.seen_by_id, flag.closed_by_id) if worker}
    return FlagPage(
        flag=flag,
        request=requests.opened(session, flag.request_id),
        question=questions.opened(session, question).question if question else "",
        cases=cases.of_request(session, flag.request_id),
        note=queries.note_of(session, flag),
        names=get_names(session, workers),
        standing=standing(flag.look_by, at),
        late=is_late(flag.look_by, at),
    )
