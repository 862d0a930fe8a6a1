"""Tasks on the page of a case: ask, chase, escalate, done."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import queries
from portal.casework import tasks
from portal.casework.states import TaskMove
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.case_screen import act_on_case
from portal.web.staff.forms.casework import TaskForm, TaskMoveForm
from portal.web.transactions import commits

bp = Blueprint("tasks", __name__, url_prefix="/staff/cases/<uuid:case_id>/tasks")
MOVED = {
    TaskMove.CHASE: "Chased.", TaskMove.ESCALATE: "Escalated. Tell whoever is above them.", TaskMove.FINISH: "Done.",
    TaskMove.CANCEL: "Cancelled.",
}  # fmt: skip


@bp.post("")
@requires(Permission.CASE_WORK)
@commits
def ask(case_id: uuid.UUID) -> ResponseReturnValue:
    """Ask a colleague for something, once."""
    form, case = TaskForm(), queries.get(db.session, case_id)

    def act() -> None:
        tasks.ask(
            db.session, case, form.what.data or "", due_on=form.due.data, worker_id=_worker(form.to_worker.data),
            whom=form.whom.data or "", submission=form.submission.data, actor=current_actor(), at=clock.now(),
        )  # fmt: skip

    return act_on_case(case_id, form, act, "Asked.", anchor="tasks", once=True)


@bp.post("/<uuid:task_id>")
@requires(Permission.CASE_WORK)
@commits
def move(case_id: uuid.UUID, task_id: uuid.UUID) -> ResponseReturnValue:
    """One press on a task."""
    form, case, wanted = TaskMoveForm(), queries.get(db.session, case_id), request.form.get("move", "")
    if not form.validate() or wanted not in set(TaskMove):
        raise RuleBroken("Press one of the buttons of the task. Nothing was changed.")
    step = TaskMove(wanted)
    tasks.move(db.session, case, task_id, step, seen_version=form.seen, actor=current_actor(), at=clock.now())
    flash(MOVED[step])
    return redirect(url_for("cases.show", case_id=case_id, _anchor="tasks"), 303)


def _worker(typed: str | None) -> uuid.UUID | None:
    """The colleague who was picked; None for somebody who is named in words. An id of nobody is refused by the act."""
    try:
        return uuid.UUID(typed or "")
    except ValueError:
        return None
