"""Words of danger in what was just sent: help comes first on the next page, once for each draft.

What was heard is a mark in the session, and goes when it goes. Nothing is stored unless the person sends: then the
safeguarding flag is raised.
"""

import secrets
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask import session

from portal.accounts.actor import SYSTEM
from portal.core import clock
from portal.extensions import db
from portal.installation import installation
from portal.requests import queries as requests
from portal.safeguarding import service
from portal.safeguarding.detectors import speaks_of_danger, texts_in
from portal.safeguarding.kinds import FlagSource

HEARD, ANSWERED = "danger-heard", "danger-answered"
LONGEST_ID = 32  # an id comes from a form, so it may be anything


def hear(values: Mapping[str, Any], *, draft: str = "") -> None:
    """Look at every text in a form's data. `draft` is the id of what is written; without one, each time counts."""
    draft = draft[:LONGEST_ID] or secrets.token_hex(4)
    typed = {name: value for name, value in values.items() if name != "csrf_token"}  # random letters spell anything
    if session.get(ANSWERED) != draft and speaks_of_danger(*texts_in(typed)):
        session[HEARD] = draft


def helps_first() -> bool:
    """Whether the page that is drawn now begins with help. Asked once by the layout: asking is what uses it up."""
    draft = session.pop(HEARD, None)
    if draft is None:
        return False
    session[ANSWERED] = draft
    return True


def flag(request_id: uuid.UUID, texts: Iterable[str], source: FlagSource = FlagSource.MESSAGE) -> None:
    """Raise the safeguarding flag when what was just sent has words of danger, in the transaction that keeps it."""
    service.listen(
        db.session, requests.get(db.session, request_id), texts, source=source,
        within_hours=installation().organisation.safeguarding.look_within_hours, actor=SYSTEM, at=clock.now(),
    )  # fmt: skip
