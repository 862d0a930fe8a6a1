"""E-mails to workers that did not leave: which kind, to whom, when, why; and sending one again."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import worker_mails
from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.audit import Action, record
from portal.casework import task_mails
from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.installation import installation
from portal.notifications.to_workers import Failed, Key
from portal.safeguarding import telling
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.forms import BaseForm
from portal.web.transactions import commits

bp = Blueprint("worker_mails", __name__, url_prefix="/staff/mails")
PAGE = 25
SEND_AGAIN = (telling.send_again, worker_mails.send_again, task_mails.send_again)


@bp.get("")
@requires(Permission.WORKERS_MANAGE)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """Last first. Whom a flag or a task is about is on none of them."""
    found = failed_mails(_before(request.args.get("before", "")), PAGE + 1)
    names = get_names(db.session, {one.worker_id for one in found if one.worker_id})
    return render_template(
        "staff/worker_mails/list.html", mails=found[:PAGE], names=names, form=BaseForm(formdata=None),
        before=f"{found[PAGE - 1].at.isoformat()}_{found[PAGE - 1].id}" if len(found) > PAGE else "",
        is_set_up=installation().ports.mail is not None,
    )  # fmt: skip


@bp.post("/<uuid:mail_id>/again")
@requires(Permission.WORKERS_MANAGE)
@commits
def send_again(mail_id: uuid.UUID) -> ResponseReturnValue:
    """Try it once more."""
    at, actor = clock.now(), current_actor()
    kind = next((kind for again in SEND_AGAIN if (kind := again(db.session, mail_id, at=at))), None)
    if kind is None:
        flash("Nobody waits for it any more, so nothing was sent.")
        return redirect(url_for(".list"), 303)
    record(
        db.session, Action.WORKER_MAIL_REPEATED, actor_kind=actor.kind, actor_id=actor.id, subject=mail_id, at=at,
        kind=kind.value,
    )  # fmt: skip
    flash("It is on its way again. If it fails once more, it stands here.")
    return redirect(url_for(".list"), 303)


def failed_mails(before: Key | None, limit: int) -> Sequence[Failed]:
    """A stretch of all of them, each domain's own merged in one order."""
    session = db.session
    found = [
        *telling.failed(session, before=before, limit=limit),
        *worker_mails.failed(session, at=clock.now(), before=before, limit=limit),
        *task_mails.failed(session, before=before, limit=limit),
    ]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)[:limit]


def _before(key: str) -> Key | None:
    """The key of the last one seen, `<moment>_<id>`. Raises NotFound for anything else."""
    if not key:
        return None
    moment, _, mail_id = key.partition("_")
    try:
        return datetime.fromisoformat(moment), uuid.UUID(mail_id)
    except ValueError:
        raise NotFound from None
