"""What waits and what was given up: a failed job is seen, and can be tried again."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.extensions import db
from portal.outbox import queries, retry_dead
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.forms import BaseForm
from portal.web.transactions import commits

bp = Blueprint("jobs", __name__, url_prefix="/staff/jobs")


@bp.get("")
@requires(Permission.JOBS_READ)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """Dead letters first, then what waits."""
    return render_template(
        "staff/jobs/list.html",
        dead=queries.list_dead(db.session),
        pending=queries.list_pending(db.session),
        form=BaseForm(formdata=None),
    )


@bp.post("/<uuid:job_id>/retry")
@requires(Permission.JOBS_RETRY)
@commits
def retry(job_id: uuid.UUID) -> ResponseReturnValue:
    """Try a given-up job again."""
    actor = current_actor()
    retry_dead(db.session, queries.get(db.session, job_id), actor_kind=actor.kind, actor_id=actor.id, at=clock.now())
    flash("It will be tried again now.")
    return redirect(url_for(".list"), 303)
