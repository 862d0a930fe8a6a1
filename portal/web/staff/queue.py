"""Which case next: soonest due first (ux S1.2)."""

import uuid
from datetime import date
from functools import partial

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.cases import queries
from portal.cases.queries import Page, Sight
from portal.cases.states import OPEN, Status
from portal.complaints.queries import to_tell
from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.messages.queries import waiting_among
from portal.safeguarding import queries as flags
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.need_to_know import my_sight

bp = Blueprint("queue", __name__, url_prefix="/staff")

TABS: dict[str, str] = {
    "open": "Open",
    "mine": "Mine",
    "late": "Late",
    "news": "New messages",
    "checking": "To approve",
    "answered": "Answered",
}


@bp.get("/")
@requires(Permission.QUEUE_READ, is_desk=True)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """One tab of the queue, one page of it."""
    tab = request.args.get("tab", "open")
    if tab not in TABS:
        raise NotFound
    sight = my_sight(current_actor())
    page = _page(tab, sight)
    return render_template(
        "staff/queue/list.html",
        tab=tab,
        tabs=TABS,
        page=page,
        flags_waiting=flags.waiting(db.session, at=clock.now()),
        flag_href=url_for("flags.list"),
        to_tell=to_tell(db.session, clock.today()),
        late=queries.count_late(db.session, clock.today(), sight),
        counts=queries.count_by_status(db.session, sight),
        news=waiting_among(db.session, {case.request_id for case in page.cases}),
        owners=get_names(db.session, {case.owner_id for case in page.cases if case.owner_id}),
    )


def _page(tab: str, sight: Sight) -> Page:
    list_queue = partial(queries.list_queue, db.session, sight=sight, after=_after(request.args.get("after", "")))
    if tab == "mine":
        return list_queue(owner_id=sight.worker_id)
    if tab == "late":
        return list_queue(late_before=clock.today())
    if tab == "news":
        return list_queue(statuses=frozenset(Status), with_new_messages=True)
    statuses = {"checking": frozenset({Status.CHECKING}), "answered": frozenset({Status.ANSWERED})}.get(tab, OPEN)
    return list_queue(statuses=statuses)


def _after(key: str) -> tuple[date, uuid.UUID] | None:
    """The key of the last case seen, `2026-12-23_<id>`. Raises NotFound for anything else."""
    if not key:
        return None
    day, _, case_id = key.partition("_")
    try:
        return date.fromisoformat(day), uuid.UUID(case_id)
    except ValueError:
        raise NotFound from None
