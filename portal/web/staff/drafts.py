"""One draft: its facts, its clauses, and whether it is ready."""

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import RuleBroken, SomebodyElseChangedIt
from portal.extensions import db
from portal.policies.drafts import service
from portal.policies.drafts.queries import get_draft
from portal.policies.front import FrontUnreadable, front_of, replace_front
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.draft_pages import draft_page
from portal.web.staff.forms.cases import MoveForm
from portal.web.staff.forms.policies import FactsForm, FrontForm, OverForm
from portal.web.transactions import commits

if TYPE_CHECKING:
    from portal.policies.models import PolicyDraft

bp = Blueprint("drafts", __name__, url_prefix="/staff/policies/drafts/<uuid:draft_id>")


@bp.get("")
@requires(Permission.POLICIES_READ)
def show(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The facts, the clauses with their marks, and what can be done next."""
    page = draft_page(db.session, get_draft(db.session, draft_id))
    return render_template("staff/policies/draft.html", page=page)


@bp.get("/front")
@requires(Permission.POLICIES_WRITE)
def front(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The facts at the top, one by one and as they stand in the file."""
    return _front_page(draft_id)


@bp.post("/front")
@requires(Permission.POLICIES_WRITE)
@commits
def change_facts(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Set the plain facts."""
    draft, form = get_draft(db.session, draft_id), FactsForm()
    try:
        _must_fit(draft, form)
        if not form.validate():
            return _front_page(draft_id, form=form), 422
        service.change_fact(db.session, draft, form.facts, actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _front_page(draft_id, form=form), 422
    return _saved(draft_id)


@bp.post("/front/yaml")
@requires(Permission.POLICIES_WRITE)
@commits
def change_front(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Replace everything at the top."""
    draft, form = get_draft(db.session, draft_id), FrontForm()
    try:
        _must_fit(draft, form)
        if not form.validate():
            return _front_page(draft_id, raw=form), 422
        service.change(
            db.session, draft, lambda text: replace_front(text, form.front.data or ""), actor=current_actor(),
            at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        form.refuse(error)
        return _front_page(draft_id, raw=form), 422
    return _saved(draft_id)


@bp.post("/ready")
@requires(Permission.POLICIES_WRITE)
@commits
def ready(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Say that it can be published."""
    draft = get_draft(db.session, draft_id)
    service.must_be_unchanged(draft, MoveForm().seen)
    service.ready(db.session, draft, actor=current_actor(), at=clock.now())
    flash("Marked ready. Somebody else can publish it now.")
    return redirect(url_for(".show", draft_id=draft_id), 303)


@bp.post("/drop")
@requires(Permission.POLICIES_WRITE)
@commits
def drop(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Give it up."""
    draft = get_draft(db.session, draft_id)
    service.must_be_unchanged(draft, MoveForm().seen)
    service.drop(db.session, draft, actor=current_actor(), at=clock.now())
    flash("The draft was dropped. What is published stays as it is. You can take it up again here.")
    return redirect(url_for(".show", draft_id=draft_id), 303)


@bp.post("/again")
@requires(Permission.POLICIES_WRITE)
@commits
def again(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Take up a draft that was dropped."""
    draft = get_draft(db.session, draft_id)
    service.must_be_unchanged(draft, MoveForm().seen)
    service.take_up_again(db.session, draft, actor=current_actor(), at=clock.now())
    flash("You can go on with it.")
    return redirect(url_for(".show", draft_id=draft_id), 303)


def _front_page(draft_id: uuid.UUID, *, form: FactsForm | None = None, raw: FrontForm | None = None) -> str:
    """Both forms; the one that was refused keeps what was typed, and is the one the summary tells of.

    One that was refused because of somebody else's change also keeps the version it was typed over.
    """
    page = draft_page(db.session, get_draft(db.session, draft_id))
    service.must_be_open(page.draft)
    try:
        now = front_of(page.draft.text).rstrip()
    except FrontUnreadable:
        now = ""
    fresh = {"version": str(page.draft.version)}
    plain = form or FactsForm(formdata=None, data=page.facts | fresh)
    whole = raw or FrontForm(formdata=None, data={"front": now} | fresh)
    stale = next((shown for shown in (plain, whole) if shown.seen != page.draft.version), None)
    saved = plain.take_untouched(page.facts) if stale is plain else {}
    if stale is None and form is None:
        plain.start_from(page.facts)
    elif stale is not None:
        stale.show_beside(page.draft.version)
    return render_template(
        "staff/policies/front.html", page=page, form=raw or plain, plain=plain, raw=whole, now=now, stale=stale,
        saved=saved,
    )  # fmt: skip


def _must_fit(draft: "PolicyDraft", form: OverForm) -> None:
    if not form.fits(draft.version):
        raise SomebodyElseChangedIt(service.CHANGED_MEANWHILE)


def _saved(draft_id: uuid.UUID) -> ResponseReturnValue:
    flash("Saved.")
    return redirect(url_for(".show", draft_id=draft_id), 303)
