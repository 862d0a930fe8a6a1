"""Looking after accounts: who works here, what they are trusted with, signing them out, letting them go."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import queries, resets, workers
from portal.accounts.permissions import Permission
from portal.cases import letting_go
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.asking import reads_only
from portal.web.forms import BaseForm
from portal.web.staff.forms.workers import RolesForm, SearchForm
from portal.web.staff.invitations import hand_over
from portal.web.staff.workers_page import leaving_page, list_page, show_page
from portal.web.transactions import commits

bp = Blueprint("workers", __name__, url_prefix="/staff/workers")
MANAGE = Permission.WORKERS_MANAGE


@bp.get("")
@requires(MANAGE)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """One page of workers, and the invitations that wait."""
    return list_page(SearchForm(formdata=None), queries.page_of(db.session, after=_after()))


@bp.post("/search")
@requires(MANAGE)
@reads_only
def search() -> ResponseReturnValue:
    """Find somebody. What was looked for is a name, so it stands in no address."""
    form = SearchForm()
    if not form.validate() or not (form.words.data or "").strip():
        return redirect(url_for(".list"), 303)
    return list_page(form, queries.search(db.session, form.words.data))


@bp.get("/<uuid:worker_id>")
@requires(MANAGE)
def show(worker_id: uuid.UUID) -> ResponseReturnValue:
    """One worker."""
    return show_page(worker_id)


@bp.post("/<uuid:worker_id>/roles")
@requires(MANAGE)
@commits
def change_roles(worker_id: uuid.UUID) -> ResponseReturnValue:
    """Trust them with other things from their next click on."""
    form = RolesForm()
    return _act(
        worker_id, lambda worker, **who: workers.change_roles(db.session, worker, form.chosen, **who),
        "Saved. It counts from their next click on.", form,
    )  # fmt: skip


@bp.post("/<uuid:worker_id>/sign-out")
@requires(MANAGE)
@commits
def sign_out(worker_id: uuid.UUID) -> ResponseReturnValue:
    """Sign them out everywhere."""
    return _act(
        worker_id, lambda worker, **who: workers.end_sessions(db.session, worker, **who),
        "They are signed out everywhere.",
    )  # fmt: skip


@bp.get("/<uuid:worker_id>/leaving")
@requires(MANAGE)
def leaving(worker_id: uuid.UUID) -> ResponseReturnValue:
    """Say what deactivation means, and which cases go back."""
    return leaving_page(worker_id, BaseForm())


@bp.post("/<uuid:worker_id>/leaving")
@requires(MANAGE)
@commits
def let_go(worker_id: uuid.UUID) -> ResponseReturnValue:
    """Deactivate."""
    form = BaseForm()
    try:
        letting_go.let_go(db.session, queries.get(db.session, worker_id), actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return leaving_page(worker_id, form), 422
    return _done(worker_id, "Deactivated. They are signed out everywhere, and their cases are everybody's again.")


@bp.post("/<uuid:worker_id>/back")
@requires(MANAGE)
@commits
def have_back(worker_id: uuid.UUID) -> ResponseReturnValue:
    """Activate again."""
    return _act(
        worker_id, lambda worker, **who: workers.enable_worker(db.session, worker, **who),
        "Active again, with the roles below.",
    )  # fmt: skip


@bp.post("/<uuid:worker_id>/reset")
@requires(MANAGE)
@commits
def ask_reset(worker_id: uuid.UUID) -> ResponseReturnValue:
    """The first of two admins: they lost their second factor."""
    return _act(
        worker_id, lambda worker, **who: resets.ask(db.session, worker, **who),
        "Written down. Now another admin confirms it.",
    )  # fmt: skip


@bp.post("/<uuid:worker_id>/reset/confirm")
@requires(MANAGE)
@commits
def confirm_reset(worker_id: uuid.UUID) -> ResponseReturnValue:
    """The second of two admins."""
    form = RolesForm(formdata=None)
    try:
        one, code = resets.confirm(
            db.session, queries.get(db.session, worker_id), actor=current_actor(), at=clock.now()
        )
    except RuleBroken as error:
        form.refuse(error)
        return show_page(worker_id, form), 422
    return hand_over(one.id, code)


@bp.post("/<uuid:worker_id>/reset/refuse")
@requires(MANAGE)
@commits
def refuse_reset(worker_id: uuid.UUID) -> ResponseReturnValue:
    """No reset after all."""
    return _act(
        worker_id, lambda worker, **who: resets.refuse(db.session, worker, **who),
        "No reset. Nothing changed for them.",
    )  # fmt: skip


def _act(
    worker_id: uuid.UUID, act: Callable[..., object], done: str, form: RolesForm | None = None
) -> ResponseReturnValue:
    """Do `act(worker, actor=…, at=…)` and say that it is done, or show the page again with nothing lost."""
    worker, shown = queries.get(db.session, worker_id), form or RolesForm(formdata=None)
    try:
        if form is not None and not form.validate():
            return show_page(worker_id, form), 422
        act(worker, actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        shown.refuse(error)
        return show_page(worker_id, shown), 422
    return _done(worker_id, done)


def _after() -> uuid.UUID | None:
    """The last worker of the page before. Raises NotFound for what is no id."""
    given = request.args.get("after", "")
    try:
        return uuid.UUID(given) if given else None
    except ValueError:
        raise NotFound from None


def _done(worker_id: uuid.UUID, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for(".show", worker_id=worker_id), 303)
