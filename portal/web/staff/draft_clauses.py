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
from portal.policies.drafts.queries import get_draft, published_in
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.draft_clause_pages import clause_page, gone_page, marks, piece_in, recipients_of
from portal.web.staff.forms.cases import MoveForm
from portal.web.staff.forms.clauses import BOXES, ClauseForm, fingerprint
from portal.web.staff.forms.new_clause import NewClauseForm
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
        piece = form.piece(code, was=was)
        service.change(
            db.session, draft, lambda text: drafting.replace_clause(text, code, piece), actor=current_actor(),
            at=clock.now(),
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
    """Move it one place up or down, or after another clause."""
    draft = get_draft(db.session, draft_id)
    way, after = WAYS.get(request.form.get("way", "")), request.form.get("after")
    if way is None and after is None:
        raise RuleBroken("Say where it moves to. Nothing was changed.")
    service.must_be_unchanged(draft, MoveForm().seen)

    def edit(text: str) -> str:
        return drafting.move_after(text, code, after or "") if way is None else drafting.move_clause(text, code, way)

    service.change(db.session, draft, edit, actor=current_actor(), at=clock.now())
    return redirect(url_for("drafts.show", draft_id=draft_id, _anchor=f"clause-{code}"), 303)


@bp.get("/new-clause")
@requires(Permission.POLICIES_WRITE)
def new(draft_id: uuid.UUID) -> ResponseReturnValue:
    """An empty clause."""
    draft = get_draft(db.session, draft_id)
    service.must_be_open(draft)
    form = NewClauseForm(formdata=None, data={"version": draft.version, "after": ""})
    return _new_page(draft_id, form)


@bp.post("/new-clause")
@requires(Permission.POLICIES_WRITE)
@commits
def add(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Put it in."""
    draft, form = get_draft(db.session, draft_id), NewClauseForm()
    here = [placed.piece for placed in drafting.placed_in(draft.text)]
    form.offer(here, recipients_of(draft))
    if not form.validate():
        return _new_page(draft_id, form), 422
    taken = {piece.code for piece in (*here, *published_in(db.session, draft))}
    code = form.new_code(taken)
    if not code or code in {piece.code for piece in here}:
        said = "A clause has this id already" if code else "Give it an id: none can be made from the title"
        form.refuse(RuleBroken(said, field="code"))
        return _new_page(draft_id, form), 422
    piece = form.piece(code)
    service.change(
        db.session, draft, lambda text: drafting.add_clause(text, piece, after=form.after.data),
        actor=current_actor(), at=clock.now(),
    )  # fmt: skip
    flash("Added.")
    return redirect(url_for(".show", draft_id=draft_id, code=code), 303)


def _new_page(draft_id: uuid.UUID, form: NewClauseForm) -> str:
    draft = get_draft(db.session, draft_id)
    form.offer((placed.piece for placed in drafting.placed_in(draft.text)), recipients_of(draft))
    return render_template("staff/policies/new_clause.html", draft=draft, form=form, marks=marks(form), boxes=BOXES)
