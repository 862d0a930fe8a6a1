"""What is done about an entry after it was logged. Nothing in it is overwritten unseen."""

import io
import uuid
from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken, SomebodyElseChangedIt
from portal.core.uploads import LARGEST
from portal.disclosures import amending, attaching, correcting, feedback
from portal.disclosures.kinds import Feedback, SentBy
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor, signed_in_worker
from portal.web.forms import BaseForm
from portal.web.staff.entry_page import entry_of, entry_screen
from portal.web.staff.forms.entry_acts import AmendForm, AttachForm, CorrectionForm, FeedbackForm, in_words
from portal.web.staff.opened import note_attachment_opened, note_entry_opened, noted
from portal.web.transactions import commits, opening

bp = Blueprint("entry_acts", __name__, url_prefix="/staff/register/<uuid:disclosure_id>")
ROOM = 64 * 1024  # for what a form says besides its file
FILE = "application/octet-stream"  # a browser saves it, and draws or runs nothing


@bp.url_value_preprocessor
def _let_a_file_in(endpoint: str | None, _values: object) -> None:
    """A file may be larger than a form, from a worker who may log; from nobody else."""
    worker = signed_in_worker() if endpoint == "entry_acts.attach" else None
    if worker is not None and worker.may(Permission.REGISTER_LOG):
        request.max_content_length = LARGEST + ROOM


@bp.post("/feedback")
@requires(Permission.REGISTER_LOG)
@commits
def hear(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """Write down what happened next, or that nobody told us."""
    form = FeedbackForm()

    def act() -> None:
        feedback.note(
            db.session, entry_of(disclosure_id, current_actor()), Feedback(form.feedback.data),
            form.feedback_words.data or "", on=form.feedback_on.data, submission=form.submission.data,
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip

    return _do(disclosure_id, form, act, "Written down.", "next")


@bp.post("/corrections")
@requires(Permission.REGISTER_LOG)
@commits
def correct(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """Write down that somebody who was told has had a correction."""
    form = CorrectionForm()

    def act() -> None:
        correcting.note_sent(
            db.session, entry_of(disclosure_id, current_actor()), _id(form.recipient.data), form.corrected.data or "",
            form.proof.data or "", sent_by=SentBy(form.correction_by.data), sent_at=form.sent_at(clock.now()),
            submission=form.submission.data, actor=current_actor(), at=clock.now(),
        )  # fmt: skip

    return _do(disclosure_id, form, act, "Written down.", "corrections")


@bp.post("/attachments")
@requires(Permission.REGISTER_LOG)
@commits
def attach(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a file, sealed, after a look at what it is."""
    form, given = AttachForm(), request.files.get("file")

    def act() -> None:
        attaching.attach(
            db.session, entry_of(disclosure_id, current_actor()), given.stream.read(LARGEST + 1) if given else b"",
            form.label.data or "", submission=form.submission.data, actor=current_actor(), at=clock.now(),
        )  # fmt: skip

    return _do(disclosure_id, form, act, "Attached.", "attachments")


@bp.get("/attachments/<uuid:attachment_id>")
@requires(Permission.REGISTER_READ)
@opening(note_attachment_opened)
def fetch(disclosure_id: uuid.UUID, attachment_id: uuid.UUID) -> ResponseReturnValue:
    """The file, to be saved and never drawn here. Opening it is logged."""
    found = attaching.fetch(db.session, entry_of(disclosure_id, current_actor()), attachment_id)
    return send_file(io.BytesIO(found.data), mimetype=FILE, as_attachment=True, download_name=found.name)


@bp.get("/attachments/<uuid:attachment_id>/take-away")
@requires(Permission.REGISTER_LOG)
def ask_to_take_away(disclosure_id: uuid.UUID, attachment_id: uuid.UUID) -> ResponseReturnValue:
    """Are you sure? It cannot be brought back."""
    entry = entry_of(disclosure_id, current_actor())
    attachment = attaching.get(db.session, entry, attachment_id)
    return render_template("staff/register/entry/take_away.html", row=entry, attachment=attachment)


@bp.post("/attachments/<uuid:attachment_id>/take-away")
@requires(Permission.REGISTER_LOG)
@commits
def take_away(disclosure_id: uuid.UUID, attachment_id: uuid.UUID) -> ResponseReturnValue:
    """Destroy a wrong file. That it was there stays."""
    entry = entry_of(disclosure_id, current_actor())
    attaching.take_away(db.session, entry, attachment_id, actor=current_actor(), at=clock.now())
    flash("Taken away, for good.")
    return redirect(url_for("register.show", disclosure_id=disclosure_id, _anchor="attachments"), 303)


@bp.get("/amend")
@requires(Permission.REGISTER_LOG)
@opening(note_entry_opened)
def choose(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """What can be put right; or the form for one part, when the address names it."""
    entry = entry_of(disclosure_id, current_actor())
    if request.args.get("part"):
        return _amend_page(disclosure_id, AmendForm(formdata=None))
    places = amending.places(db.session, entry)
    return render_template("staff/register/entry/choose.html", row=entry, places=places, in_words=in_words)


@bp.post("/amend")
@requires(Permission.REGISTER_LOG)
@commits
def amend(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """Put a mistake right. What stood there stays to be read."""
    form, place = AmendForm(), _place(disclosure_id)
    if not form.validate():
        noted(note_entry_opened, disclosure_id)
        return _amend_page(disclosure_id, form), 422
    try:
        amending.amend(
            db.session, entry_of(disclosure_id, current_actor()), place, form.value(place),
            form.what_was_wrong.data or "", submission=form.submission.data, seen=form.seen.data or "",
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        db.session.rollback()
        error.field = {"new": {"code": "code", "moment": "new_on"}.get(place.shape, "new")}.get(
            error.field, error.field
        )
        form.refuse(error)
        if isinstance(error, SomebodyElseChangedIt):  # they were told, and may decide on it as it is now
            form.seen.data = place.seen
        noted(note_entry_opened, disclosure_id)
        return _amend_page(disclosure_id, form), 422
    flash("Put right. What stood there can still be read below.")
    return redirect(url_for("register.show", disclosure_id=disclosure_id, _anchor="amendments"), 303)


def _do(
    disclosure_id: uuid.UUID, form: BaseForm, act: Callable[[], None], done: str, anchor: str
) -> ResponseReturnValue:
    """Do it, or draw the page of the entry again with nothing lost."""
    try:
        if form.validate():
            act()
            flash(done)
            return redirect(url_for("register.show", disclosure_id=disclosure_id, _anchor=anchor), 303)
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
    noted(note_entry_opened, disclosure_id)
    return entry_screen(disclosure_id, form), 422


def _amend_page(disclosure_id: uuid.UUID, form: AmendForm) -> str:
    place = _place(disclosure_id)
    entry = entry_of(disclosure_id, current_actor())
    return render_template(
        "staff/register/entry/amend.html", row=entry, place=place, form=form.begin(place), in_words=in_words
    )


def _place(disclosure_id: uuid.UUID) -> amending.Place:
    """The part that the address names. Raises NotFound."""
    entry, of = entry_of(disclosure_id, current_actor()), request.args.get("of", "")
    return amending.find_place(db.session, entry, request.args.get("part", ""), _id(of) if of else None)


def _id(typed: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(typed or "")
    except ValueError:
        raise NotFound from None
