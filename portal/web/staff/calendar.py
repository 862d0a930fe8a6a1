"""The bank holidays that dates are counted with. Saying that a day is one, or none, shows first which dates move."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.cases import holiday_changes, holidays
from portal.cases.holiday_changes import MOST_AT_ONCE
from portal.cases.kinds import DayIs
from portal.cases.runs import MOST_SHOWN, moved_by
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.installation import installation
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.clock import DayForm
from portal.web.transactions import commits

bp = Blueprint("calendar", __name__, url_prefix="/staff/calendar")
YEARS_SHOWN = 2


@bp.get("")
@requires(Permission.CALENDAR_CHANGE)
def show() -> ResponseReturnValue:
    """This year's days and next year's, and who said what of them."""
    return _page(DayForm(formdata=None))


@bp.post("")
@requires(Permission.CALENDAR_CHANGE)
@commits
def say() -> ResponseReturnValue:
    """Show which open cases get another date; on the second press, let it count."""
    form = DayForm()
    if "change" in request.form:
        return _page(form)
    if not form.validate():
        return _page(form), 422
    day, day_is, reason = form.day.data, DayIs(form.day_is.data), form.reason.data or ""
    who: dict[str, Any] = {"calendar": installation().calendar, "actor": current_actor()}
    try:
        if "sure" not in request.form:
            return _before(form, holiday_changes.plan_day(db.session, day, day_is, reason=reason, **who))
        change = holiday_changes.say_day(db.session, day, day_is, reason, at=clock.now(), **who)
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return _page(form), 422
    flash("It counts now.")
    return redirect(url_for(".changed", change_id=change.id), 303)


@bp.get("/<uuid:change_id>")
@requires(Permission.CALENDAR_CHANGE)
def changed(change_id: uuid.UUID) -> ResponseReturnValue:
    """The cases that got another date, and how far the working out has come."""
    change = holiday_changes.get_change(db.session, change_id)
    return render_template(
        "staff/calendar/changed.html", change=change, moved=moved_by(db.session, change.id), most=MOST_SHOWN,
        names=get_names(db.session, {change.changed_by_id}),
    )  # fmt: skip


def _before(form: DayForm, moved: list[holiday_changes.Moved]) -> str:
    return render_template(
        "staff/calendar/sure.html", day=form, moved=[one for one in moved if one.has_another_date],
        others=sum(not one.has_another_date for one in moved), most=MOST_SHOWN, at_once=MOST_AT_ONCE,
    )  # fmt: skip


def _page(form: DayForm) -> str:
    here, year = installation().calendar, clock.today().year
    days = holidays.days_of(db.session, here, range(year, year + YEARS_SHOWN))
    workers = {one.change.changed_by_id for one in days if one.change}
    return render_template(
        "staff/calendar/show.html", form=form, days=days, calendar=holidays.in_force(db.session, here),
        names=get_names(db.session, workers),
    )  # fmt: skip
