"""Clauses that leave a draft, and come back."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import NotFound, SomebodyElseChangedIt
from portal.core.values import ID
from portal.extensions import db
from portal.policies import drafting
from portal.policies.drafts import service
from portal.policies.drafts.queries import get_draft, published_in
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.draft_clause_pages import clause_page, gone_page, piece_in
from portal.web.staff.forms.cases import MoveForm
from portal.web.staff.forms.clauses import ClauseForm, fingerprint
from portal.web.transactions import commits

bp = Blueprint("draft_taking_out", __name__, url_prefix="/staff/policies/drafts/<uuid:draft_id>/clauses/<code>")


@bp.get("/remove")
@requires(Permission.POLICIES_WRITE)
def ask(draft_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Are you sure? Says whether it can be put back."""
    draft = get_draft(db.session, draft_id)
    service.must_be_open(draft)
    piece = piece_in(draft, code)
    if piece is None:
        raise NotFound
    comes_back = any(one.code == code for one in published_in(db.session, draft))
    return render_template("staff/policies/remove.html", draft=draft, piece=piece, comes_back=comes_back)


@bp.post("/remove")
@requires(Permission.POLICIES_WRITE)
@commits
def remove(draft_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Take it out of the draft."""
    draft = get_draft(db.session, draft_id)
    service.must_be_unchanged(draft, MoveForm().seen)
    service.change(
        db.session, draft, lambda text: drafting.remove_clause(text, code), actor=current_actor(), at=clock.now()
    )
    flash("The clause was taken out.")
    return redirect(url_for("drafts.show", draft_id=draft_id), 303)


@bp.post("/restore")
@requires(Permission.POLICIES_WRITE)
@commits
def restore(draft_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Put a published clause back as it is published."""
    draft = get_draft(db.session, draft_id)
    service.must_be_unchanged(draft, MoveForm().seen)
    service.restore_clause(db.session, draft, code, actor=current_actor(), at=clock.now())
    flash("The clause is back.")
    return redirect(url_for("drafts.show", draft_id=draft_id, _anchor=f"clause-{code}"), 303)


@bp.post("/put-back")
@requires(Permission.POLICIES_WRITE)
@commits
def put_back(draft_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Put a clause back as somebody typed it; unless somebody else did so meanwhile."""
    draft, form = get_draft(db.session, draft_id), ClauseForm()
    if not ID.fullmatch(code):
        raise NotFound
    if now := piece_in(draft, code):
        form.refuse(SomebodyElseChangedIt(service.CHANGED_MEANWHILE))
        form.seen.data = fingerprint(now)
        return clause_page(draft, code, form, now=now), 422
    if not form.validate():
        return gone_page(draft, code, form), 422
    service.change(
        db.session, draft, lambda text: drafting.add_clause(text, form.piece(code)), actor=current_actor(),
        at=clock.now(),
    )  # fmt: skip
    flash("The clause is back, with your text. It stands at the end.")
    return redirect(url_for("draft_clauses.show", draft_id=draft_id, code=code), 303)
