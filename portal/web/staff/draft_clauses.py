"""One clause of a draft: its words for every reader, its facts, its place."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken, SomebodyElseChangedIt
from portal.extensions import db
from portal.policies import drafting
from portal.policies.drafting import Way
from portal.policies.drafts import service
from portal.policies.drafts.queries import get_draft
from portal.policies.marks import marks_of
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.draft_clause_pages import clause_page, gone_page, piece_in
from portal.web.staff.forms.cases import MoveForm
from portal.web.staff.forms.policies import BOXES, ClauseForm, NewClauseForm, fingerprint
from portal.web.transactions import commits

bp = Blueprint("draft_clauses", __name__, url_prefix="/staff/policies/drafts/<uuid:draft_id>")
WAYS = {"up": Way.UP, "down": Way.DOWN}


@bp.get("/clauses/<code>")
@requires(Permission.POLICIES_WRITE)
def show(draft_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """The clause, with its marks."""
    draft, form = get_draft(db.session, draft_id), ClauseForm(formdata=None)
    service.must_be_open(draft)
    piece = piece_in(draft, code)
    if piece is None:
        raise NotFound
    form.show(piece)
    return clause_page(draft, code, form)


@bp.post("/clauses/<code>")
@requires(Permission.POLICIES_WRITE)
@commits
def save(draft_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Keep what was typed, problems and all; unless somebody else changed the same clause meanwhile."""
    draft, form = get_draft(db.session, draft_id), ClauseForm()
    was = piece_in(draft, code)
    if was is None:
        return gone_page(draft, code, form), 409
    try:
        if form.seen.data != fingerprint(was):
            raise SomebodyElseChangedIt(service.CHANGED_MEANWHILE)  # one way out for every refusal
        if not form.validate():
            return clause_page(draft, code, form), 422
        service.change(
            db.session, draft, lambda text: drafting.replace_clause(text, code, form.piece(code)),
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        form.refuse(error)
        form.seen.data = fingerprint(was)  # who sees both texts may put their own in place
        return clause_page(draft, code, form, now=was), 422
    flash("Saved.")
    return redirect(url_for(".show", draft_id=draft_id, code=code), 303)


@bp.post("/clauses/<code>/move")
@requires(Permission.POLICIES_WRITE)
@commits
def move(draft_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Move it one place up or down."""
    draft, way = get_draft(db.session, draft_id), WAYS.get(request.form.get("way", ""))
    if way is None:
        raise RuleBroken("Say where it moves to. Nothing was changed.")
    service.must_be_unchanged(draft, MoveForm().seen)
    service.change(
        db.session, draft, lambda text: drafting.move_clause(text, code, way), actor=current_actor(), at=clock.now()
    )
    return redirect(url_for("drafts.show", draft_id=draft_id, _anchor=f"clause-{code}"), 303)


@bp.get("/new-clause")
@requires(Permission.POLICIES_WRITE)
def new(draft_id: uuid.UUID) -> ResponseReturnValue:
    """An empty clause."""
    draft = get_draft(db.session, draft_id)
    service.must_be_open(draft)
    form = NewClauseForm(formdata=None, data={"version": draft.version, "facts": "part: \nsource: []", "after": ""})
    return _new_page(draft_id, form)


@bp.post("/new-clause")
@requires(Permission.POLICIES_WRITE)
@commits
def add(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Put it in."""
    draft, form = get_draft(db.session, draft_id), NewClauseForm()
    pieces = [placed.piece for placed in drafting.placed_in(draft.text)]
    form.offer(pieces)
    if not form.validate():
        return _new_page(draft_id, form), 422
    code = form.code.data
    if any(piece.code == code for piece in pieces):
        form.refuse(RuleBroken("A clause has this id already", field="code"))
        return _new_page(draft_id, form), 422
    service.change(
        db.session, draft, lambda text: drafting.add_clause(text, form.piece(code), after=form.after.data),
        actor=current_actor(), at=clock.now(),
    )  # fmt: skip
    flash("Added.")
    return redirect(url_for(".show", draft_id=draft_id, code=code), 303)


def _new_page(draft_id: uuid.UUID, form: NewClauseForm) -> str:
    draft = get_draft(db.session, draft_id)
    form.offer(placed.piece for placed in drafting.placed_in(draft.text))
    marks = {name: marks_of(form[name].data or "", reader) for name, reader in BOXES.items()}
    return render_template("staff/policies/new_clause.html", draft=draft, form=form, marks=marks, boxes=BOXES)
