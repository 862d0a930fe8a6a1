"""Due dates in a worker's own calendar program: the address for it, and what stands behind the address."""

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from icalendar import Calendar, Event

from portal.accounts.permissions import Permission
from portal.cases import calendar_feed
from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.installation import installation
from portal.web.access import public, requires
from portal.web.actors import current_actor
from portal.web.forms import BaseForm
from portal.web.transactions import commits

if TYPE_CHECKING:
    from portal.cases.models import Case

bp = Blueprint("feeds", __name__, url_prefix="/staff/due-dates")
FRESH = "calendar_token"


@bp.get("")
@requires(Permission.QUEUE_READ)
def show() -> ResponseReturnValue:
    """Whether there is an address; the address itself right after it was made, and never again."""
    token = session.pop(FRESH, None)
    address = installation().settings.public_url + url_for(".feed", token=uuid.UUID(token)) if token else ""
    since = calendar_feed.made_at(db.session, current_actor().worker_id)
    return render_template("staff/queue/calendar.html", address=address, since=since, form=BaseForm(formdata=None))


@bp.post("")
@requires(Permission.QUEUE_READ)
@commits
def make() -> ResponseReturnValue:
    """A new address. The one before opens nothing any more."""
    session[FRESH] = str(calendar_feed.make(db.session, actor=current_actor(), at=clock.now()))
    return redirect(url_for(".show"), 303)


@bp.post("/end")
@requires(Permission.QUEUE_READ)
@commits
def end() -> ResponseReturnValue:
    """The address opens nothing any more."""
    calendar_feed.end(db.session, actor=current_actor(), at=clock.now())
    flash("The address is gone. Nothing opens it any more.")
    return redirect(url_for(".show"), 303)


@bp.get("/<uuid:token>.ics")
@public
def feed(token: uuid.UUID) -> ResponseReturnValue:
    """Due dates for whoever holds the secret: a calendar program cannot sign in. Raises NotFound."""
    worker_id = calendar_feed.whose(db.session, token)
    if worker_id is None:
        raise NotFound
    return Response(_as_calendar(calendar_feed.due_dates(db.session, worker_id)), mimetype="text/calendar")


def _as_calendar(cases: "Sequence[Case]") -> bytes:
    """One whole day for each case: its number, and nothing about anybody."""
    calendar = Calendar()
    calendar.add("prodid", "-//Candour//Due dates//EN")
    calendar.add("version", "2.0")
    for case in cases:
        event = Event()
        event.add("uid", f"{case.id}@candour")
        event.add("dtstamp", clock.now())
        event.add("dtstart", case.due_on)
        event.add("summary", f"Case {case.number} due")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
