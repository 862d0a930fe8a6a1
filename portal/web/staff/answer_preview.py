"""See what the answer would tell of the register, and what is missing, before the file is made."""

import uuid

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.answers.preview import preview
from portal.cases import queries as cases
from portal.core.errors import NotFound
from portal.extensions import db
from portal.policies.queries import clause_title
from portal.requests.kinds import Right
from portal.web.access import requires
from portal.web.staff.opened import note_preview_opened
from portal.web.transactions import opening

bp = Blueprint("answer_preview", __name__, url_prefix="/staff/cases/<uuid:case_id>/answer/preview")


@bp.get("")
@requires(Permission.ANSWER_PREPARE)
@opening(note_preview_opened)
def show(case_id: uuid.UUID) -> ResponseReturnValue:
    """Every confirmed entry in the person's words. Opening it opens each of them, and that is logged."""
    case = cases.get(db.session, case_id)
    if case.right is not Right.SHARED:
        raise NotFound
    entries = preview(db.session, case, rule_title=lambda *clause: clause_title(db.session, *clause))
    return render_template("staff/answers/preview.html", case=case, entries=entries)
