"""Other shares: sets of many people. List them, write one down, look into one, and move it on."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.shares import queries, service
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.cases import MoveForm, VersionedForm
from portal.web.staff.forms.shares import CloseForm, LateForm, ShareForm
from portal.web.staff.opened import note_share_opened, noted
from portal.web.staff.register_keys import before
from portal.web.staff.share_page import share_of, share_screen
from portal.web.transactions import commits, opening

bp = Blueprint("shares", __name__, url_prefix="/staff/shares")


@bp.get("")
@requires(Permission.REGISTER_READ)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """The sets, newest first: codes only, nothing sealed is opened for a list."""
    locked = current_actor().may(Permission.REGISTER_LOCKED)
    rows = queries.list_sets(db.session, locked=locked, before=before(request.args.get("before", "")))
    return render_template("staff/shares/list.html", sets=rows[: queries.PAGE], has_more=len(rows) > queries.PAGE)


@bp.get("/new")
@requires(Permission.SHARES_LOG)
def new() -> ResponseReturnValue:
    """An empty form."""
    return render_template("staff/shares/new.html", form=ShareForm(formdata=None))


@bp.post("/new")
@requires(Permission.SHARES_LOG)
@commits
def create() -> ResponseReturnValue:
    """Write the set down, or show what is missing with nothing lost."""
    form = ShareForm()
    if not form.validate():
        return render_template("staff/shares/new.html", form=form), 422
    try:
        row = service.begin(
            db.session, form.entry(), submission=form.submission.data, actor=current_actor(), at=clock.now()
        )
    except RuleBroken as error:
        form.refuse(error)
        return render_template("staff/shares/new.html", form=form), 422
    flash("Written down. Put in everybody whose data goes out." if row.has_members else "Written down.")
    return redirect(url_for(".show", share_id=row.id), 303)


@bp.get("/<uuid:share_id>")
@requires(Permission.REGISTER_READ)
@opening(note_share_opened)
def show(share_id: uuid.UUID) -> ResponseReturnValue:
    """One set with its seals opened. Opening it is logged."""
    return share_screen(share_id)


@bp.post("/<uuid:share_id>/propose")
@requires(Permission.SHARES_LOG)
@commits
def propose(share_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for the second person."""
    form, row = MoveForm(), share_of(share_id)

    def act() -> None:
        service.propose(db.session, row, seen_version=form.seen, actor=current_actor(), at=clock.now())

    return _act(share_id, form, act, "A second person can close it now.")


@bp.post("/<uuid:share_id>/send-back")
@requires(Permission.SHARES_CLOSE)
@commits
def send_back(share_id: uuid.UUID) -> ResponseReturnValue:
    """Not yet."""
    form, row = MoveForm(), share_of(share_id)

    def act() -> None:
        service.send_back(db.session, row, seen_version=form.seen, actor=current_actor(), at=clock.now())

    return _act(share_id, form, act, "Sent back. People can be put in and taken out again.")


@bp.post("/<uuid:share_id>/close")
@requires(Permission.SHARES_LOG)
@commits
def close(share_id: uuid.UUID) -> ResponseReturnValue:
    """It went out. From now on whoever is in it can be told."""
    form, row = CloseForm(), share_of(share_id)

    def act() -> None:
        service.close(
            db.session, row, shared_on=form.shared_on.data, seen_version=form.seen, actor=current_actor(),
            at=clock.now(),
        )  # fmt: skip

    return _act(share_id, form, act, "Closed. It went out.")


@bp.post("/<uuid:share_id>/drop")
@requires(Permission.SHARES_LOG)
@commits
def drop(share_id: uuid.UUID) -> ResponseReturnValue:
    """It never went out."""
    form, row = MoveForm(), share_of(share_id)

    def act() -> None:
        service.drop(db.session, row, seen_version=form.seen, actor=current_actor(), at=clock.now())

    return _act(share_id, form, act, "Dropped. It never went out, and nobody is told of it.")


@bp.post("/<uuid:share_id>/late")
@requires(Permission.SHARES_LOG)
@commits
def late(share_id: uuid.UUID) -> ResponseReturnValue:
    """Whoever got it was told of opt-outs that came later."""
    form, row = LateForm(), share_of(share_id)

    def act() -> None:
        service.note_late_told(
            db.session, row, told_on=form.told_on.data, seen_version=form.seen, actor=current_actor(), at=clock.now()
        )

    return _act(share_id, form, act, "Written down: they were told.")


def _act(share_id: uuid.UUID, form: VersionedForm, act: Callable[[], None], done: str) -> ResponseReturnValue:
    """Do it and go back to the set, or show it again with nothing lost."""
    try:
        if form.validate():
            act()
            flash(done)
            return redirect(url_for(".show", share_id=share_id), 303)
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
    noted(note_share_opened, share_id)
    return share_screen(share_id, form), 422
