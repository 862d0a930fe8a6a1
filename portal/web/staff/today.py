"""What needs me now (ux S1.1): what waits for this worker, by task, each leading to the list behind it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.queue import SearchForm
from portal.web.staff.tasks_today import tasks_today

bp = Blueprint("today", __name__, url_prefix="/staff/today")


@bp.get("")
@requires(Permission.OWN_ACCOUNT)
def show() -> ResponseReturnValue:
    """The list of tasks. Nothing is opened for it."""
    actor = current_actor()
    search = SearchForm(formdata=None) if actor.may(Permission.CASE_READ) else None
    return render_template("staff/today/show.html", tasks=tasks_today(db.session, actor), search_form=search)
