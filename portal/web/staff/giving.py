"""Giving the cases that were ticked to a worker: first who takes them and how many can be given, then the act."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import assigning
from portal.casework.queries import known_to
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.asking import reads_only
from portal.web.forms import BaseForm
from portal.web.need_to_know import my_sight
from portal.web.staff.forms.queue import GiveForm
from portal.web.staff.queue_keys import here
from portal.web.staff.queue_page import queue_screen
from portal.web.transactions import commits

bp = Blueprint("giving", __name__, url_prefix="/staff/give")


@bp.post("")
@requires(Permission.CASE_ASSIGN)
@reads_only
def confirm() -> ResponseReturnValue:
    """Say how many of the chosen can be given, and ask who takes them."""
    try:
        return _confirm_page(_form())
    except RuleBroken as error:
        form = BaseForm(formdata=None)
        form.refuse(error)
        return queue_screen(form), 422


@bp.post("/now")
@requires(Permission.CASE_ASSIGN)
@commits
def give() -> ResponseReturnValue:
    """Give them, or ask again with nothing lost."""
    form = _form()
    try:
        to = uuid.UUID(form.to.data) if form.validate() and form.to.data else uuid.UUID(int=0)
        done = assigning.give(
            db.session, _chosen(), to, sight=my_sight(current_actor()), besides=known_to(db.session, to),
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return _confirm_page(form), 422
    flash(_said(len(done.can), len(done.cannot)))
    return redirect(url_for("queue.list", **here()), 303)


def _form() -> GiveForm:
    return GiveForm().offer({str(worker.id): worker.name for worker in assigning.takers(db.session)})


def _confirm_page(form: GiveForm) -> str:
    sorted_out = assigning.sort_out(db.session, _chosen(), sight=my_sight(current_actor()))
    return render_template("staff/queue/give.html", form=form, chosen=sorted_out, here=here())


def _chosen() -> dict[uuid.UUID, int]:
    """The cases that were ticked, each with the version that the list showed. What is none of ours is left out."""
    chosen: dict[uuid.UUID, int] = {}
    for ticked in request.form.getlist("cases"):
        case_id, _, version = ticked.partition("_")
        try:
            chosen[uuid.UUID(case_id)] = int(version)
        except ValueError:
            continue
    return chosen


def _said(given: int, left: int) -> str:
    words = f"{given} case{'' if given == 1 else 's'} given."
    if left:
        words += f" {left} stay{'s' if left == 1 else ''} as before: closed, or changed by somebody meanwhile."
    return words
