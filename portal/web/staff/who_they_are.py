"""Names and addresses of one person, linked and taken away, and how much they understand."""

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.extensions import db
from portal.identity import capacity
from portal.identity.checks import Whose
from portal.identity.kinds import (
    Considered,
    Understanding,
)
from portal.installation import installation
from portal.requests import handles
from portal.requests import queries as requests
from portal.requests.kinds import IdentifierKind
from portal.shares.service import refresh
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms import who as forms
from portal.web.staff.who_screen import do
from portal.web.transactions import commits

bp = Blueprint("who_they_are", __name__, url_prefix="/staff/cases/<uuid:case_id>/who")


@bp.post("/handles")
@requires(Permission.CASE_WORK)
@commits
def link(case_id: uuid.UUID) -> ResponseReturnValue:
    """Link one more name or address of theirs."""
    form = forms.HandleForm()

    def act(of: Whose) -> str:
        handles.link(
            db.session, requests.get(db.session, of.request_id), IdentifierKind(form.handle_kind.data),
            form.value.data or "", form.link_why.data or "", actor=current_actor(), at=clock.now(),
        )  # fmt: skip
        refresh(db.session, of.request_id)  # an opt-out of theirs counts by this name too
        return "Linked. The register is searched by it too."

    return do(case_id, form, act, anchor="handles")


@bp.post("/handles/<uuid:handle_id>/unlink")
@requires(Permission.CASE_WORK)
@commits
def unlink(case_id: uuid.UUID, handle_id: uuid.UUID) -> ResponseReturnValue:
    """Take a linked name or address away again."""

    def act(of: Whose) -> str:
        row = requests.get(db.session, of.request_id)
        handles.unlink(db.session, row, handle_id, actor=current_actor(), at=clock.now())
        return "Taken away. Entries of the register found only by it count no more."

    return do(case_id, forms.AgainForm(), act, anchor="handles")


@bp.post("/understanding")
@requires(Permission.CASE_WORK)
@commits
def understanding(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write down how much the young person understands."""
    form = forms.CapacityForm()

    def act(of: Whose) -> str:
        capacity.note_capacity(
            db.session, of, Understanding(form.view.data), [Considered(code) for code in form.considered.data],
            form.capacity_words.data or "", nation=installation().organisation.nation, actor=current_actor(),
            at=clock.now(),
        )  # fmt: skip
        return "Written down."

    return do(case_id, form, act, anchor="understanding")
