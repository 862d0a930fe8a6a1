"""The clock of a case: where it stands, and the acts that start, stop or extend it.

Every act is sent twice: the first press shows old and new date and changes nothing, the second makes it count.
"""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import queries
from portal.cases.service import must_be_unchanged
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.installation import installation
from portal.messages.service import AlreadyWritten, must_be_new
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.clock_acts import ACTS, empty_form, form_of
from portal.web.staff.clock_page import clock_page, stands_now
from portal.web.staff.forms.clock import ClockForm
from portal.web.staff.letter_pages import preview_of
from portal.web.staff.opened import note_case_opened
from portal.web.transactions import commits, opening

bp = Blueprint("clock", __name__, url_prefix="/staff/cases/<uuid:case_id>/clock")


@bp.get("")
@requires(Permission.CASE_READ)
@opening(note_case_opened)
def show(case_id: uuid.UUID) -> ResponseReturnValue:
    """The clock: dates, what happened, what can be done."""
    return _page(case_id)


@bp.post("/question")
@requires(Permission.CASE_WORK)
@commits
def question(case_id: uuid.UUID) -> ResponseReturnValue:
    """Ask one question: the clock stops (Art 12A(5))."""
    return _take(case_id, "question")


@bp.post("/answer")
@requires(Permission.CASE_WORK)
@commits
def answer(case_id: uuid.UUID) -> ResponseReturnValue:
    """The answer came in another way: the clock goes on."""
    return _take(case_id, "answer")


@bp.post("/extension")
@requires(Permission.CASE_WORK)
@commits
def extension(case_id: uuid.UUID) -> ResponseReturnValue:
    """Tell them that we need longer (Art 12A(3)-(4))."""
    return _take(case_id, "extension")


@bp.post("/identity")
@requires(Permission.CASE_WORK)
@commits
def identity(case_id: uuid.UUID) -> ResponseReturnValue:
    """Ask who they are, where there is reasonable doubt (Art 12(6))."""
    return _take(case_id, "identity")


@bp.post("/identity-met")
@requires(Permission.CASE_WORK)
@commits
def identity_met(case_id: uuid.UUID) -> ResponseReturnValue:
    """They showed who they are."""
    return _take(case_id, "identity-met")


@bp.post("/authority")
@requires(Permission.CASE_WORK)
@commits
def authority(case_id: uuid.UUID) -> ResponseReturnValue:
    """Let the month wait for the decision on who asks."""
    return _take(case_id, "authority")


@bp.post("/fee")
@requires(Permission.CASE_WORK)
@commits
def fee(case_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a fee (Art 12(5)). The advice is never to."""
    return _take(case_id, "fee")


@bp.post("/fee-met")
@requires(Permission.CASE_WORK)
@commits
def fee_met(case_id: uuid.UUID) -> ResponseReturnValue:
    """The fee came."""
    return _take(case_id, "fee-met")


@bp.post("/back")
@requires(Permission.CASE_WORK)
@commits
def back(case_id: uuid.UUID) -> ResponseReturnValue:
    """Take back what was written down wrongly."""
    return _take(case_id, "back")


def _take(case_id: uuid.UUID, name: str) -> ResponseReturnValue:
    """Show old and new date; on the second press, do it. A refusal draws the page again, with nothing lost."""
    act, form = ACTS[name], form_of(name)
    if "change" in request.form:
        return _page(case_id, name, form)
    try:
        if not form.validate():
            return _page(case_id, name, form), 422
        case = queries.get(db.session, case_id)
        must_be_new(db.session, case.request_id, form.submission.data)
        must_be_unchanged(case, form.seen)
        if "sure" not in request.form:
            plan = act.plan(stands_now(db.session, case), form, current_actor())
            plain = getattr(form, "plainness", None)
            return render_template(
                "staff/clock/sure.html", case=case, plan=plan, act=act, held=form.held(), plain=plain,
                preview=preview_of(plan.letter) if plan.letter else None,
            )  # fmt: skip
        act.do(case, form, calendar=installation().calendar, actor=current_actor(), at=clock.now())
    except AlreadyWritten:
        db.session.rollback()
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return _page(case_id, name, form), 422
    flash(act.done)
    return redirect(url_for(".show", case_id=case_id), 303)


def _page(case_id: uuid.UUID, name: str = "", form: ClockForm | None = None) -> str:
    """The page with every form on it; `form` is the one that came back."""
    page = clock_page(db.session, queries.get(db.session, case_id), current_actor())
    drawn: dict[str, Any] = {one: empty_form(one, data={"on": clock.today()}) for one in ACTS}
    if form is not None:
        drawn[name] = form
    drawn["back"].event.choices = [(str(event.id), "") for event in page.to_take_back]
    for one in drawn.values():
        one.version.data = str(page.case.version)
    given = {"form": form} if form is not None else {}
    return render_template("staff/clock/show.html", page=page, forms=drawn, came_back=name, **given)
