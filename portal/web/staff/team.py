"""How the desk is doing: figures over a month, a quarter or a year, drawn, with the table beside each drawing."""

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.team import queries
from portal.team.charts import bars
from portal.team.kinds import Span
from portal.team.rules import period_of
from portal.web.access import requires

bp = Blueprint("team", __name__, url_prefix="/staff/team")


@bp.get("")
@requires(Permission.TEAM_READ)
def show() -> ResponseReturnValue:
    """One period, and how it stands now."""
    period = period_of(_span(), _day())
    everything, *rights = queries.figures(db.session, period)
    now = queries.now(db.session, clock.today())
    return render_template(
        "staff/team/show.html",
        period=period,
        spans=Span,
        is_latest=period.after > clock.today(),
        all=everything,
        rights=rights,
        now=now,
        debriefs=queries.debriefs(db.session, period),
        late=bars(now.late),
        loads=bars(now.loads),
        on_time=bars([(one.right.value if one.right else "", one.on_time) for one in rights], most=100),
        left_out=bars([(one.right.value if one.right else "", one.left_out) for one in rights if one.closed], most=100),
        waits=bars([(one.right.value if one.right else "", one.days_most) for one in rights]),
    )


def _span() -> Span:
    given = request.args.get("span", Span.QUARTER.value)
    if given not in set(Span):
        raise NotFound
    return Span(given)


def _day() -> date:
    """A day of the period; today unless another was asked for. Raises NotFound for what is no day of ours."""
    given = request.args.get("day", "")
    if not given:
        return clock.today()
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise NotFound from None
    if not date(2000, 1, 1) <= day <= clock.today():
        raise NotFound
    return day
