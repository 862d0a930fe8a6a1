"""Looking after accounts: who works here, what they are trusted with, signing them out, letting them go."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import factors, invitations, queries, resets, sessions, workers
from portal.accounts.permissions import Permission
from portal.accounts.queries import WorkersPage
from portal.cases import letting_go
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.asking import reads_only
from portal.web.forms import BaseForm
from portal.web.staff.forms.workers import ROLES, RolesForm, SearchForm
from portal.web.staff.invitations import hand_over
from portal.web.transactions import commits

bp = Blueprint("workers", __name__, url_prefix="/staff/workers")
MANAGE = Permission.WORKERS_MANAGE


@bp.get("")
@requires(MANAGE)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """One page of workers, and the invitations that wait."""
    return _list(SearchForm(formdata=None), queries.page_of(db.session, after=_after()))


@bp.post("/search")
@requires(MANAGE)
@reads_only
def search() -> ResponseReturnValue:
    """Find somebody. What was looked for is a name, so it stands in no address."""
    form = SearchForm()
    if not form.validate() or not (form.words.data or "").strip():
        return redirect(url_for(".list"), 303)
    return _list(form, queries.search(db.session, form.words.data))


@bp.get("/<uuid:worker_id>")
@requires(MANAGE)
def show(worker_id: uuid.UUID) -> ResponseReturnValue:
    """One worker."""
    return _show(worker_id)


@bp.post("/<uuid:worker_id>/roles")
@requires(MANAGE)
@commits
def change_roles(worker_id: uuid.UUID) -> ResponseReturnValue:
    """Trust them with other things from their next click on."""
    form, worker = RolesForm(), queries.get(db.session, worker_id)
    try:
        if not form.validate():
            return _show(worker_id, form), 422
        workers.change_roles(db.session, worker, form.chosen, actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _show(worker_id, form), 422
    return _done(worker_id, "Saved. It counts from their next click on.")


@bp.post("/<uuid:worker_id>/sign-out")
@requires(MANAGE)
@commits
def sign_out(worker_id: uuid.UUID) -> ResponseReturnValue:
    """Sign them out everywhere."""
    workers.end_sessions(db.session, queries.get(db.session, worker_id), actor=current_actor(), at=clock.now())
    return _done(worker_id, "They are signed out everywhere.")


@bp.get("/<uuid:worker_id>/leaving")
@requires(MANAGE)
def leaving(worker_id: uuid.UUID) -> ResponseReturnValue:
    """Say what deactivation means, and which cases go back."""
    return _leaving(worker_id, BaseForm())


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
        return _leaving(worker_id, form), 422
    return _done(worker_id, "Deactivated. They are signed out everywhere, and their cases are everybody's again.")


@bp.post("/<uuid:worker_id>/back")
@requires(MANAGE)
@commits
def have_back(worker_id: uuid.UUID) -> ResponseReturnValue:
    """Activate again."""
    form = RolesForm(formdata=None)
    try:
        workers.enable_worker(db.session, queries.get(db.session, worker_id), actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _show(worker_id, form), 422
    return _done(worker_id, "Active again, with the roles below.")


@bp.post("/<uuid:worker_id>/reset")
@requires(MANAGE)
@commits
def ask_reset(worker_id: uuid.UUID) -> ResponseReturnValue:
    """The first of two admins: they lost their second factor."""
    form = RolesForm(formdata=None)
    try:
        resets.ask(db.session, queries.get(db.session, worker_id), actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _show(worker_id, form), 422
    return _done(worker_id, "Written down. Now another admin confirms it.")


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
        return _show(worker_id, form), 422
    return hand_over(one.id, code)


@bp.post("/<uuid:worker_id>/reset/refuse")
@requires(MANAGE)
@commits
def refuse_reset(worker_id: uuid.UUID) -> ResponseReturnValue:
    """No reset after all."""
    form = RolesForm(formdata=None)
    try:
        resets.refuse(db.session, queries.get(db.session, worker_id), actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _show(worker_id, form), 422
    return _done(worker_id, "No reset. Nothing changed for them.")


def _list(form: SearchForm, page: WorkersPage) -> str:
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


def _show(worker_id: uuid.UUID, form: RolesForm | None = None) -> str:
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


def _leaving(worker_id: uuid.UUID, form: BaseForm) -> str:
    worker = queries.get(db.session, worker_id)
    return render_template(
        "staff/workers/leaving.html", form=form, one=worker, cases=letting_go.in_hand(db.session, worker.id)
    )


def _names() -> dict[str, str]:
    return {role.value: label for role, (label, _) in ROLES.items()}


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
