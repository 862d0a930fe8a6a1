"""Words of danger: which to look at first, what was written, what came of it. Lists show codes and times, no words."""

import uuid
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken
from portal.extensions import db
from portal.safeguarding import queries, service
from portal.safeguarding.deadlines import is_late, standing
from portal.safeguarding.kinds import Outcome
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.need_to_know import shut_flags_for
from portal.web.staff.flag_page import flag_page
from portal.web.staff.forms.flags import OUTCOMES, CloseFlagForm
from portal.web.staff.opened import note_flag_opened
from portal.web.transactions import commits, opening

bp = Blueprint("flags", __name__, url_prefix="/staff/flags")
TABS = {"open": "Open", "closed": "Closed"}


@bp.get("")
@requires(Permission.FLAGS_READ)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """Open flags, soonest to be looked at first; or closed ones, newest first."""
    tab = request.args.get("tab", "open")
    if tab not in TABS:
        raise NotFound
    key, at, shut = _key(request.args.get("after", "")), clock.now(), shut_flags_for(current_actor())
    if tab == "open":
        page = queries.list_open(db.session, besides=shut, after=key)
    else:
        page = queries.list_closed(db.session, besides=shut, before=key)
    rows = [(flag, standing(flag.look_by, at), is_late(flag.look_by, at)) for flag in page.flags]
    return render_template(
        "staff/flags/list.html", tab=tab, tabs=TABS, rows=rows, next_key=page.next_key, outcomes=OUTCOMES
    )


@bp.get("/<uuid:flag_id>")
@requires(Permission.FLAGS_READ)
@opening(note_flag_opened)
def show(flag_id: uuid.UUID) -> ResponseReturnValue:
    """One flag, and what the person wrote. Opening it is logged."""
    return _page(flag_id, CloseFlagForm(formdata=None))


@bp.post("/<uuid:flag_id>/close")
@requires(Permission.FLAGS_CLOSE)
@commits
def close(flag_id: uuid.UUID) -> ResponseReturnValue:
    """Say what came of it, or show the form again with nothing lost."""
    form = CloseFlagForm()
    flag = queries.get(db.session, flag_id)
    try:
        service.must_be_unchanged(flag, form.seen)
        if not form.validate():
            return _page(flag_id, form), 422
        outcome, note = Outcome(form.outcome.data), form.note.data or ""
        service.close(db.session, flag, outcome, note, actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return _page(flag_id, form), 422
    flash("Closed.")
    return redirect(url_for(".list"), 303)


def _page(flag_id: uuid.UUID, form: CloseFlagForm) -> str:
    page = flag_page(db.session, queries.get(db.session, flag_id), at=clock.now())
    return render_template("staff/flags/show.html", page=page, form=form, outcomes=OUTCOMES)


def _key(key: str) -> tuple[datetime, uuid.UUID] | None:
    """The key of the last flag seen, `<moment>_<id>`. Raises NotFound for anything else."""
    if not key:
        return None
    moment, _, flag_id = key.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return at.astimezone(), uuid.UUID(flag_id)
    except (ValueError, OverflowError):
        raise NotFound from None
