"""A draft as its readers will meet it, beside what is published, and its publication by a second person."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken
from portal.core.formatting import long_date
from portal.extensions import db
from portal.installation import installation
from portal.policies import drafting
from portal.policies.drafts import service
from portal.policies.drafts.queries import get_draft
from portal.policies.kinds import Reader
from portal.policies.markdown import to_html
from portal.policies.marks import marks_of
from portal.questions.alerts import count_who_asked
from portal.search.service import refill
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.draft_compare_page import READERS, compare_page
from portal.web.staff.draft_rules import open_of
from portal.web.staff.forms.policies import PublishForm
from portal.web.staff.forms.questions import NoteForm
from portal.web.transactions import commits

bp = Blueprint("draft_publishing", __name__, url_prefix="/staff/policies/drafts/<uuid:draft_id>")


@bp.get("/as/<reader>")
@requires(Permission.POLICIES_READ)
def preview(draft_id: uuid.UUID, reader: str) -> ResponseReturnValue:
    """The words one reader will get."""
    if reader not in {one.value for one in Reader}:
        raise NotFound
    shown, draft = Reader(reader), get_draft(db.session, draft_id)
    pieces = [placed.piece for placed in drafting.placed_in(draft.text)]
    words = [(piece, piece.readings.get(shown, piece.words)) for piece in pieces]
    return render_template(
        "staff/policies/preview.html", draft=draft, reader=shown, readers=READERS,
        marks=marks_of("\n\n".join(text for _, text in words), shown),
        clauses=[(piece, to_html(text), shown in piece.readings) for piece, text in words],
    )  # fmt: skip


@bp.get("/compare")
@requires(Permission.POLICIES_READ)
def compare(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The old text and the new one, side by side."""
    page = compare_page(db.session, get_draft(db.session, draft_id))
    return render_template("staff/policies/compare.html", page=page)


@bp.get("/publish")
@requires(Permission.POLICIES_PUBLISH)
def confirm(draft_id: uuid.UUID) -> ResponseReturnValue:
    """What publishing would change, for whoever decides on it."""
    draft = get_draft(db.session, draft_id)
    return _confirm_page(draft_id, PublishForm(formdata=None, data={"version": draft.version}))


@bp.post("/publish")
@requires(Permission.POLICIES_PUBLISH)
@commits
def publish(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Publish it for good."""
    draft, form = get_draft(db.session, draft_id), PublishForm()
    try:
        service.must_be_unchanged(draft, form.seen)
        if not form.validate():
            return _confirm_page(draft_id, form), 422
        row = service.publish(db.session, draft, actor=current_actor(), at=clock.now())
        refill(db.session, installation().pack)
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return _confirm_page(draft_id, form), 422
    starts = f" It starts on {long_date(row.starts_on)}." if row.starts_on > clock.today() else ""
    flash(f"Version {row.number} is published.{starts}")
    return redirect(url_for("desk_policies.list"), 303)


@bp.post("/send-back")
@requires(Permission.POLICIES_PUBLISH)
@commits
def send_back(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Give it back to whoever wrote it, with a note."""
    draft, form = get_draft(db.session, draft_id), NoteForm()
    try:
        service.must_be_unchanged(draft, form.seen)
        if not form.validate():
            return _confirm_page(draft_id, note=form), 422
        service.send_back(db.session, draft, form.note.data or "", actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _confirm_page(draft_id, note=form), 422
    flash("Sent back. Whoever wrote it sees your note.")
    return redirect(url_for("drafts.show", draft_id=draft_id), 303)


def _confirm_page(draft_id: uuid.UUID, form: PublishForm | None = None, *, note: NoteForm | None = None) -> str:
    page = compare_page(db.session, get_draft(db.session, draft_id))
    actor = current_actor()
    is_own = page.draft.updated_by_id == actor.worker_id
    publish_form, note_form = form or PublishForm(formdata=None), note or NoteForm(formdata=None)
    for shown in (publish_form, note_form):
        shown.version.data = str(page.draft.version)  # the page shows the text as it is now
    asked = count_who_asked(db.session, page.draft.slug, page.changed)
    return render_template(
        "staff/policies/publish.html", page=page, form=note or publish_form, publish_form=publish_form,
        note_form=note_form, is_own=is_own, asked=asked,
        depend=[one for one in open_of(page.draft) if one.will_depend],
    )  # fmt: skip
