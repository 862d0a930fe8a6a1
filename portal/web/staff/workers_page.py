"""The pages of the accounts, drawn."""

import uuid

from flask import render_template

from portal.accounts import factors, invitations, queries, resets, sessions
from portal.accounts.queries import WorkersPage
from portal.cases import letting_go
from portal.core import clock
from portal.extensions import db
from portal.web.actors import current_actor
from portal.web.forms import BaseForm
from portal.web.staff.forms.workers import ROLES, RolesForm, SearchForm


def list_page(form: SearchForm, page: WorkersPage) -> str:
    """Those found, and the invitations that wait."""
    return render_template(
        "staff/workers/list.html",
        form=form,
        button_form=BaseForm(formdata=None),
        page=page,
        kinds=factors.kinds_of(db.session, page.workers),
        waiting=invitations.list_waiting(db.session),
        now=clock.now(),
        role_names=_names(),
    )


def show_page(worker_id: uuid.UUID, form: RolesForm | None = None) -> str:
    """One worker; `form` is the one that was refused."""
    worker, actor = queries.get(db.session, worker_id), current_actor()
    reset = resets.waiting(db.session, worker.id, at=clock.now())
    return render_template(
        "staff/workers/show.html",
        form=form or RolesForm(formdata=None, data={"roles": worker.roles}),
        one=worker,
        is_me=worker.id == actor.id,
        kinds=factors.kinds_of(db.session, [worker])[worker.id],
        codes_left=factors.codes_left(db.session, worker.id),
        sessions=len(sessions.list_of(db.session, worker.id, at=clock.now())),
        reset=reset,
        asked_by=queries.get(db.session, reset.asked_by_id).name if reset else "",
        may_confirm=reset is not None and reset.asked_by_id != actor.id,
        role_names=_names(),
    )


def leaving_page(worker_id: uuid.UUID, form: BaseForm) -> str:
    """What deactivation means for them, and which cases go back."""
    worker = queries.get(db.session, worker_id)
    return render_template(
        "staff/workers/leaving.html", form=form, one=worker, cases=letting_go.in_hand(db.session, worker.id)
    )


def _names() -> dict[str, str]:
    return {role.value: label for role, (label, _) in ROLES.items()}
