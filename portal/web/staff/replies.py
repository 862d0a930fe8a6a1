"""Writing to a person on the page of their case, in words of one's own. Letters are `letters`."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import queries
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.messages import service
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.case_screen import case_screen
from portal.web.staff.forms.messages import ReplyForm, WordsForm
from portal.web.transactions import commits

bp = Blueprint("replies", __name__, url_prefix="/staff/cases/<uuid:case_id>")


@bp.post("/messages")
@requires(Permission.CASE_WORK)
@commits
def write(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write to the person, once."""
    form = ReplyForm()

    def act() -> None:
        case = queries.get(db.session, case_id)
        service.reply(
            db.session, case.request_id, form.words.data or "", submission=form.submission.data,
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip

    return _take(case_id, form, act, "Sent. They can read it when they come back.")


def _take(case_id: uuid.UUID, form: WordsForm, act: Callable[[], None], done: str) -> ResponseReturnValue:
    """Do it, or show the form again with nothing lost. "Check" measures the words and sends nothing."""
    if "check" in request.form:
        return case_screen(case_id, form)
    try:
        if not form.validate():
            return case_screen(case_id, form), 422
        act()
    except service.AlreadyWritten:
        db.session.rollback()
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(RuleBroken(error.message, field=form.field_name if error.field else ""))
        return case_screen(case_id, form), 422
    flash(done)
    return redirect(url_for("cases.show", case_id=case_id, _anchor="messages"), 303)
