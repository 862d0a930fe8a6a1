"""Who is in a set: put people in, take them out, take out everybody who opted out."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.shares import service
from portal.shares.rules import LARGEST_FILE, safe_count
from portal.web.access import requires
from portal.web.actors import current_actor, signed_in_worker
from portal.web.staff.forms.cases import MoveForm
from portal.web.staff.forms.shares import PeopleForm
from portal.web.staff.opened import note_share_opened
from portal.web.staff.share_page import people_screen, share_of, share_screen
from portal.web.transactions import commits, opening

bp = Blueprint("share_people", __name__, url_prefix="/staff/shares/<uuid:share_id>")
ROOM = 64 * 1024  # for the rest of the form
BAD = "Some lines do not fit. Nobody was put in. Change them, or tick the box to leave them out"


@bp.url_value_preprocessor
def _let_a_list_in(endpoint: str | None, _values: object) -> None:
    """A list may be larger than a form, from a worker who may fill sets; from nobody else."""
    worker = signed_in_worker() if endpoint == "share_people.add" else None
    if worker is not None and worker.may(Permission.SHARES_LOG):
        request.max_content_length = LARGEST_FILE + ROOM


@bp.get("/people")
@requires(Permission.SHARES_LOG)
@opening(note_share_opened)
def people(share_id: uuid.UUID) -> ResponseReturnValue:
    """Who is in it, as whoever gets it knows them."""
    return people_screen(share_id, after=request.args.get("after", ""))


@bp.post("/people")
@requires(Permission.SHARES_LOG)
@commits
def add(share_id: uuid.UUID) -> ResponseReturnValue:
    """Put the people of a list in: all of them, or nobody."""
    form, row = PeopleForm(), share_of(share_id)
    form.rows.data = _with_file(form.rows.data or "")
    try:
        if not form.validate():
            return people_screen(share_id, form), 422
        count, bad = service.add(
            db.session, row, form.rows.data, kind=form.identifier, leave_out=bool(form.leave_out.data),
            seen_version=form.seen, actor=current_actor(), at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return people_screen(share_id, form), 422
    if bad and not form.leave_out.data:
        db.session.rollback()
        form.rows.errors = [BAD]
        return people_screen(share_id, form, bad=bad), 422
    flash(f"{count} put in." + (f" {len(bad)} left out." if bad else ""))
    return redirect(url_for(".people", share_id=share_id), 303)


@bp.post("/people/<uuid:member_id>/out")
@requires(Permission.SHARES_LOG)
@commits
def take_out(share_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Take one person out."""
    form, row = MoveForm(), share_of(share_id)
    service.take_out(db.session, row, member_id, seen_version=form.seen, actor=current_actor(), at=clock.now())
    flash("Taken out.")
    return redirect(url_for(".people", share_id=share_id), 303)


@bp.post("/check")
@requires(Permission.SHARES_LOG)
@commits
def check(share_id: uuid.UUID) -> ResponseReturnValue:
    """Take out everybody who opted out. How many they were is said in words that single nobody out."""
    form, row = MoveForm(), share_of(share_id)
    try:
        count = service.take_out_opted_out(
            db.session, row, seen_version=form.seen, actor=current_actor(), at=clock.now()
        )
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return share_screen(share_id, form), 422
    flash(f"Looked through all opt-outs. Taken out: {safe_count(count)}.")
    return redirect(url_for("shares.show", share_id=share_id), 303)


def _with_file(typed: str) -> str:
    """What was typed, and after it what stands in the file: shown again, line by line, when a line does not fit."""
    given = request.files.get("list_file")
    read = given.stream.read(LARGEST_FILE + 1).decode("utf-8", "replace").lstrip("\ufeff") if given else ""
    return "\n".join(part for part in (typed.rstrip(), read.replace("\x00", "").strip("\r\n")) if part)
