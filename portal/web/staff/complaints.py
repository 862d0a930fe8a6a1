"""A complaint at the desk: what it is about, and the second person who stands for its outcome (ux S6.2)."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import queries
from portal.cases.service import must_be_unchanged
from portal.complaints import queries as complaints
from portal.complaints import service
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.installation import installation
from portal.messages.service import AlreadyWritten
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.case_screen import case_screen
from portal.web.staff.complaint_parts import offer_file
from portal.web.staff.forms.cases import MoveForm, VersionedForm
from portal.web.staff.forms.letters import ComplaintFileForm, OutcomeBackForm
from portal.web.transactions import commits

bp = Blueprint("complaints", __name__, url_prefix="/staff/cases/<uuid:case_id>/complaint")


@bp.post("")
@requires(Permission.CASE_WORK)
@commits
def file(case_id: uuid.UUID) -> ResponseReturnValue:
    """Which case it is about, and whom it names."""
    case, form = queries.get(db.session, case_id), ComplaintFileForm()
    offer_file(db.session, form, complaints.cases_to_name(db.session, case))

    def act() -> None:
        about = uuid.UUID(form.about_case.data) if form.about_case.data else None
        workers = [uuid.UUID(worker) for worker in form.workers.data or []]
        service.say_what_it_is_about(db.session, case, about, workers, actor=current_actor(), at=clock.now())

    return _take(case_id, form, act, "Saved.")


@bp.post("/tell")
@requires(Permission.ANSWER_APPROVE)
@commits
def tell(case_id: uuid.UUID) -> ResponseReturnValue:
    """Stand for the outcome, and tell the person."""
    # the case is told once, so its id is id enough for a second press
    return _take(case_id, MoveForm(), lambda: service.tell_outcome(
        db.session, queries.get(db.session, case_id), submission=case_id.hex, calendar=installation().calendar,
        actor=current_actor(), at=clock.now(),
    ), "They were told. The complaint is closed.")  # fmt: skip


@bp.post("/send-back")
@requires(Permission.ANSWER_APPROVE)
@commits
def send_back(case_id: uuid.UUID) -> ResponseReturnValue:
    """Not yet: back to whoever wrote it."""
    form = OutcomeBackForm()

    def act() -> None:
        case = queries.get(db.session, case_id)
        service.send_back(db.session, case, reason=form.reason.data or "", actor=current_actor(), at=clock.now())

    return _take(case_id, form, act, "Sent back to whoever wrote it.")


def _take(case_id: uuid.UUID, form: VersionedForm, act: Callable[[], None], done: str) -> ResponseReturnValue:
    """Do it, or show the case again and say why not."""
    try:
        must_be_unchanged(queries.get(db.session, case_id), form.seen)
        if not form.validate():
            return case_screen(case_id, form), 422
        act()
    except AlreadyWritten:
        db.session.rollback()
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return case_screen(case_id, form), 422
    flash(done)
    return redirect(url_for("cases.show", case_id=case_id), 303)
