"""Two people of the register side by side: they are one, they are two, or some entries are somebody else's."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.core.formatting import long_date
from portal.disclosures.people import queries, service
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.people import ApartForm, JoinForm, SeenForm, SplitForm, reason_of
from portal.web.staff.opened import note_two_opened
from portal.web.staff.people_page import compare_page
from portal.web.transactions import commits, opening

bp = Blueprint("joining", __name__, url_prefix="/staff/register/people/<uuid:disclosure_id>")


@bp.get("/with/<uuid:other_entry_id>")
@requires(Permission.REGISTER_JOIN)
@opening(note_two_opened)
def compare(disclosure_id: uuid.UUID, other_entry_id: uuid.UUID) -> ResponseReturnValue:
    """Both side by side, with what they go by, and what joining them would make. Opening is logged."""
    return _compare(disclosure_id, other_entry_id)


@bp.post("/with/<uuid:other_entry_id>/join")
@requires(Permission.REGISTER_JOIN)
@commits
def join(disclosure_id: uuid.UUID, other_entry_id: uuid.UUID) -> ResponseReturnValue:
    """They are one."""
    return _say(service.join, "join", JoinForm(), "Joined. You can undo it here.", disclosure_id, other_entry_id)


@bp.post("/with/<uuid:other_entry_id>/apart")
@requires(Permission.REGISTER_JOIN)
@commits
def apart(disclosure_id: uuid.UUID, other_entry_id: uuid.UUID) -> ResponseReturnValue:
    """They are two."""
    said = "Written down: two people. You can undo it here."
    return _say(service.say_apart, "apart", ApartForm(), said, disclosure_id, other_entry_id)


@bp.get("/split")
@requires(Permission.REGISTER_JOIN)
def split(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """Which entries are somebody else's."""
    return _split(disclosure_id)


@bp.post("/split")
@requires(Permission.REGISTER_JOIN)
@commits
def split_off(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """Make them another person's."""
    form = SplitForm()

    def act() -> None:
        mine = {str(one): one for one in queries.visible(db.session, disclosure_id, locked=True)}
        going = [mine[one] for one in form.going.data or () if one in mine]
        service.split(
            db.session, disclosure_id, going, reason_of(form.reason.data), seen=form.seen.data or "",
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip

    return _do(form, act, "Split. You can undo it here.", disclosure_id, lambda: _split(disclosure_id, form))


def _do(
    form: SeenForm, act: Callable[[], None], done: str, disclosure_id: uuid.UUID, again: Callable[[], str]
) -> ResponseReturnValue:
    """Do it and go to the person, or draw the page again with nothing lost."""
    try:
        if form.validate():
            act()
            flash(done)
            return redirect(url_for("people.show", disclosure_id=disclosure_id), 303)
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
    return again(), 422


def _compare(
    disclosure_id: uuid.UUID, other_entry_id: uuid.UUID, *, join: JoinForm | None = None, apart: ApartForm | None = None
) -> str:
    page = compare_page(db.session, disclosure_id, other_entry_id)
    forms = {"join_form": join or JoinForm(formdata=None), "apart_form": apart or ApartForm(formdata=None)}
    for form in forms.values():
        form.seen.data = page.seen
    return render_template("staff/people/compare.html", page=page, form=join or apart, **forms)


def _split(disclosure_id: uuid.UUID, refused: SplitForm | None = None) -> str:
    form = refused or SplitForm(formdata=None)
    mine = queries.visible(db.session, disclosure_id, locked=True)
    form.seen.data = queries.seen_now(db.session, disclosure_id)
    entries = queries.page_of(db.session, mine, most=len(mine))
    form.offer({str(row.id): f"Entry {row.number}, {long_date(row.decided_at)}" for row in entries})
    return render_template(
        "staff/people/split.html", entry=queries.one(db.session, disclosure_id), entries=entries, form=form
    )


def _say(
    act: Callable[..., object], name: str, form: Any, said: str, disclosure_id: uuid.UUID, other_entry_id: uuid.UUID
) -> ResponseReturnValue:
    """What two entries are to each other, as the form called `name` on the page of both says it."""

    def carry_out() -> None:
        act(
            db.session, disclosure_id, other_entry_id, reason_of(form.reason.data), seen=form.seen.data or "",
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip

    return _do(form, carry_out, said, disclosure_id, lambda: _compare(disclosure_id, other_entry_id, **{name: form}))
