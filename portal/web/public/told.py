"""Who we told that something was put right, deleted or frozen (Art 19), for the person to read on their own page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.errors import NotFound
from portal.extensions import db
from portal.shares.recipients import told_of_request
from portal.web.access import requires_person
from portal.web.actors import own_request_id

bp = Blueprint("told", __name__)


@bp.get("/mine/who-we-told")
@requires_person
def show() -> ResponseReturnValue:
    """The list of answers that were released. Without one there is no such page."""
    told = told_of_request(db.session, own_request_id())
    if not told:
        raise NotFound
    return render_template("public/mine/told.html", told=told)
