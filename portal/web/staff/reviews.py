"""The access review."""

import csv
import io
import uuid

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import reviews
from portal.accounts.kinds import ReviewVerdict
from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.installation import installation
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.cells import guarded
from portal.web.forms import BaseForm
from portal.web.staff.forms.workers import ROLES
from portal.web.transactions import commits

bp = Blueprint("reviews", __name__, url_prefix="/staff/access-reviews")
REVIEW = Permission.WORKERS_REVIEW
HEAD = ("name", "roles", "last sign-in", "files opened in 90 days", "glass broken in 90 days", "decided", "by", "on")


@bp.get("")
@requires(REVIEW)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """When the next one is due, the one under way, and those that are done."""
    return _list(BaseForm(formdata=None))


@bp.post("")
@requires(REVIEW)
@commits
def start() -> ResponseReturnValue:
    """Begin one: everybody as they stand now."""
    form = BaseForm()
    try:
        review = reviews.start(db.session, actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _list(form), 422
    return redirect(url_for(".show", review_id=review.id), 303)


@bp.get("/<uuid:review_id>")
@requires(REVIEW)
def show(review_id: uuid.UUID) -> ResponseReturnValue:
    """One review, row by row."""
    return _show(review_id, BaseForm(formdata=None))


@bp.post("/<uuid:review_id>/rows/<uuid:row_id>")
@requires(REVIEW)
@commits
def decide(review_id: uuid.UUID, row_id: uuid.UUID) -> ResponseReturnValue:
    """Keep, change or remove."""
    form = BaseForm()
    try:
        verdict = _verdict()
        review = reviews.get(db.session, review_id)
        reviews.decide(db.session, review, row_id, verdict, actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _show(review_id, form), 422
    return redirect(url_for(".show", review_id=review_id, _anchor=f"row-{row_id}"), 303)


@bp.post("/<uuid:review_id>/finish")
@requires(REVIEW)
@commits
def finish(review_id: uuid.UUID) -> ResponseReturnValue:
    """Close it. It is kept as it is."""
    form = BaseForm()
    try:
        reviews.finish(db.session, reviews.get(db.session, review_id), actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _show(review_id, form), 422
    flash("The review is finished and kept.")
    return redirect(url_for(".list"), 303)


@bp.get("/<uuid:review_id>/table.csv")
@requires(REVIEW)
def table(review_id: uuid.UUID) -> ResponseReturnValue:
    """The same rows, for a spreadsheet. A name that looks like a formula is made to look like text."""
    review = reviews.get(db.session, review_id)
    rows = reviews.rows_of(db.session, review)
    by = get_names(db.session, {row.decided_by_id for row, _ in rows if row.decided_by_id})
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for row, name in rows:
        decided = (row.verdict.value, by[row.decided_by_id]) if row.verdict and row.decided_by_id else ("", "")
        on = clock.local_date(row.decided_at).isoformat() if row.decided_at else ""
        cells = (name, " ".join(row.roles), row.last_seen_on or "", row.opened, row.broke_glass, *decided, on)
        writer.writerow([guarded(str(cell)) for cell in cells])
    headers = {"Content-Disposition": "attachment; filename=table.csv"}
    return Response(text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _verdict() -> ReviewVerdict:
    given = request.form.get("verdict", "")
    if given not in set(ReviewVerdict):
        raise RuleBroken("Say whether to keep, change or remove.")
    return ReviewVerdict(given)


def _list(form: BaseForm) -> str:
    finished = reviews.list_finished(db.session)
    months = installation().settings.review_months
    return render_template(
        "staff/reviews/list.html",
        form=form,
        under_way=reviews.open_review(db.session),
        finished=finished,
        names=get_names(db.session, {one.finished_by_id for one in finished if one.finished_by_id}),
        due_on=reviews.due_on(db.session, months=months, today=clock.today()),
        months=months,
    )


def _show(review_id: uuid.UUID, form: BaseForm) -> str:
    review = reviews.get(db.session, review_id)
    rows = reviews.rows_of(db.session, review)
    actor = current_actor()
    return render_template(
        "staff/reviews/show.html",
        form=form,
        review=review,
        rows=rows,
        me=actor.id,
        may_manage=actor.may(Permission.WORKERS_MANAGE),
        left=sum(row.verdict is None for row, _ in rows),
        names=get_names(db.session, {row.decided_by_id for row, _ in rows if row.decided_by_id}),
        role_names={role.value: label for role, (label, _) in ROLES.items()},
    )
