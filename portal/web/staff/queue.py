"""Which case next: soonest due first (ux S1.2)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.web.access import requires
from portal.web.staff.queue_page import queue_screen

bp = Blueprint("queue", __name__, url_prefix="/staff")


@bp.get("/")
@requires(Permission.QUEUE_READ, is_desk=True)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """One tab of the queue, narrowed or not, one page of it."""
    return queue_screen()
