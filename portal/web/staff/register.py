"""The register: list the entries, look at one. Writing one is in `log_entries`, what follows it in `entry_acts`."""

import uuid

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.web.access import requires
from portal.web.staff.entry_page import entry_screen
from portal.web.staff.opened import note_entry_opened
from portal.web.staff.register_list import register_page
from portal.web.transactions import opening

bp = Blueprint("register", __name__, url_prefix="/staff/register")


@bp.get("")
@requires(Permission.REGISTER_READ)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """The entries, newest first: codes only, nothing sealed is opened for a list."""
    shown, narrow = register_page()
    return render_template("staff/register/list.html", shown=shown, narrow=narrow)


@bp.get("/<uuid:disclosure_id>")
@requires(Permission.REGISTER_READ)
@opening(note_entry_opened)
def show(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """One entry with its seals opened, and what became of it. Opening it is logged."""
    return entry_screen(disclosure_id)
