"""The public numbers at the desk: prepared by one worker, looked at and published by another."""

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.core import clock
from portal.core.errors import RuleBroken, SomebodyElseChangedIt
from portal.extensions import db
from portal.installation import installation
from portal.transparency import queries, service
from portal.transparency.paper import words_of
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.numbers import PrepareForm, PublishForm
from portal.web.transactions import commits

if TYPE_CHECKING:
    from portal.transparency.models import NumbersYear

bp = Blueprint("staff_numbers", __name__, url_prefix="/staff/numbers")


@bp.get("")
@requires(Permission.NUMBERS_PUBLISH)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """Every year and edition, and the form that prepares one."""
    return _list(PrepareForm(formdata=None, data={"year": clock.today().year - 1}))


@bp.post("")
@requires(Permission.NUMBERS_PUBLISH)
@commits
def prepare() -> ResponseReturnValue:
    """Freeze what may be shown of a year, for somebody else to look at."""
    form = PrepareForm()
    if not form.validate():
        return _list(form), 422
    try:
        row = service.prepare(
            db.session, form.year.data, people_helped=form.people_helped.data, correction=form.correction.data or "",
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        form.refuse(error)
        return _list(form), 422
    flash("Prepared. Somebody else looks at it and publishes it.")
    return redirect(url_for(".show", numbers_id=row.id), 303)


@bp.get("/<uuid:numbers_id>")
@requires(Permission.NUMBERS_PUBLISH)
def show(numbers_id: uuid.UUID) -> ResponseReturnValue:
    """One edition, exactly as everybody will see it."""
    row = queries.get(db.session, numbers_id)
    return _page(row, PublishForm(formdata=None, data={"version": row.version, "sha256": row.figures_sha256}))


@bp.post("/<uuid:numbers_id>/publish")
@requires(Permission.NUMBERS_PUBLISH)
@commits
def publish(numbers_id: uuid.UUID) -> ResponseReturnValue:
    """Show it to everybody, for good."""
    row, form = queries.get(db.session, numbers_id), PublishForm()
    _must_be_unchanged(row, form)
    try:
        if not form.validate():
            return _page(row, form), 422
        service.publish_year(
            db.session, row, sha256=form.sha256.data or "", actor=current_actor(), at=clock.now()
        )  # fmt: skip
    except RuleBroken as error:
        form.refuse(error)
        return _page(row, form), 422
    flash("Published. Everybody can read it now.")
    return redirect(url_for(".show", numbers_id=row.id), 303)


@bp.post("/<uuid:numbers_id>/drop")
@requires(Permission.NUMBERS_PUBLISH)
@commits
def drop(numbers_id: uuid.UUID) -> ResponseReturnValue:
    """Take back what waits to be published."""
    row = queries.get(db.session, numbers_id)
    _must_be_unchanged(row, PublishForm())
    service.drop(db.session, row, actor=current_actor(), at=clock.now())
    flash("Dropped. Nothing was published.")
    return redirect(url_for(".list"), 303)


def _must_be_unchanged(row: "NumbersYear", form: PublishForm) -> None:
    if row.version != form.seen:
        raise SomebodyElseChangedIt


def _list(form: PrepareForm) -> str:
    rows = queries.list_all(db.session)
    workers = {row.prepared_by_id for row in rows} | {row.published_by_id for row in rows if row.published_by_id}
    return render_template("staff/numbers/list.html", rows=rows, form=form, names=get_names(db.session, workers))


def _page(row: "NumbersYear", form: PublishForm) -> str:
    return render_template(
        "staff/numbers/show.html", row=row, said=words_of(row, installation().organisation), form=form,
        is_theirs=row.prepared_by_id == current_actor().id, names=get_names(db.session, {row.prepared_by_id}),
    )  # fmt: skip
