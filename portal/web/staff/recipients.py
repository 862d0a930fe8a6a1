"""Recipients of a change (Art 19) on a case, and the sets that its person may be in."""

import uuid
from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import queries as cases
from portal.cases.service import must_be_unchanged
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.disclosures.kinds import MatchDecision, SentBy
from portal.extensions import db
from portal.shares import notices, recipients
from portal.shares.kinds import NotToldWhy
from portal.shares.rules import LARGEST_FILE, tells_recipients
from portal.web.access import requires
from portal.web.actors import current_actor, signed_in_worker
from portal.web.need_to_know import my_sight
from portal.web.staff.forms.cases import MatchForm, MoveForm, number_of
from portal.web.staff.forms.shares import LeaveForm, SendForm
from portal.web.staff.opened import note_case_opened, note_proof, note_recipients_opened
from portal.web.staff.recipients_page import notice_screen, recipients_screen
from portal.web.staff.register_keys import before
from portal.web.transactions import commits, opening

bp = Blueprint("recipients", __name__, url_prefix="/staff/cases/<uuid:case_id>/recipients")
waiting_bp = Blueprint("recipients_waiting", __name__, url_prefix="/staff/recipients")
ROOM = 64 * 1024  # for the rest of the form
UNSAID = "Say whether it is them. Nothing was changed."


@waiting_bp.get("")
@requires(Permission.CASE_READ)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """The notices that wait, oldest first: numbers of cases and dates."""
    rows = recipients.list_open(db.session, my_sight(current_actor()), after=before(request.args.get("after", "")))
    page = rows[: recipients.PAGE]
    return render_template("staff/recipients/waiting.html", rows=page, has_more=len(rows) > recipients.PAGE)


@bp.url_value_preprocessor
def _let_a_proof_in(endpoint: str | None, _values: object) -> None:
    """A file that proves something may be larger than a form, from a worker who may send it; from nobody else."""
    worker = signed_in_worker() if endpoint == "recipients.send" else None
    if worker is not None and worker.may(Permission.CASE_WORK):
        request.max_content_length = LARGEST_FILE + ROOM


@bp.get("")
@requires(Permission.CASE_READ)
@opening(note_case_opened)
def show(case_id: uuid.UUID) -> ResponseReturnValue:
    """Who got their data, and what became of each notice."""
    return recipients_screen(case_id)


@bp.post("/entries/<uuid:disclosure_id>")
@requires(Permission.CASE_WORK)
@commits
def match_entry(case_id: uuid.UUID, disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """Say whether an entry of the register is about them, and how the worker knows where only weak things fit."""
    case, form = cases.get(db.session, case_id), MatchForm()
    must_be_unchanged(case, form.seen)
    if not form.validate():
        raise RuleBroken(UNSAID)
    try:
        notices.decide_entry(
            db.session, case, disclosure_id, MatchDecision(form.decision.data), how=form.how_known,
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return recipients_screen(case_id, refused={disclosure_id: form}), 422
    flash("Saved.")
    return redirect(url_for(".show", case_id=case_id), 303)


@bp.post("/sets/<uuid:share_id>")
@requires(Permission.CASE_WORK)
@commits
def match_set(case_id: uuid.UUID, share_id: uuid.UUID) -> ResponseReturnValue:
    """Say whether they are in a set, for a change to be told or for the answer to tell of it."""
    case, form = cases.get(db.session, case_id), MatchForm()
    must_be_unchanged(case, form.seen)
    if not form.validate():
        raise RuleBroken(UNSAID)
    decision = MatchDecision(form.decision.data)
    notices.decide_set(db.session, case, share_id, decision, actor=current_actor(), at=clock.now())
    flash("Saved.")
    if tells_recipients(case.right):
        return redirect(url_for(".show", case_id=case_id), 303)
    return redirect(url_for("cases.show", case_id=case_id, _anchor="sets"), 303)


@bp.get("/<uuid:notice_id>")
@requires(Permission.CASE_READ)
@opening(note_recipients_opened)
def notice(case_id: uuid.UUID, notice_id: uuid.UUID) -> ResponseReturnValue:
    """One recipient: tell them, say why not, or what they were told."""
    return notice_screen(case_id, notice_id)


@bp.post("/<uuid:notice_id>/send")
@requires(Permission.CASE_WORK)
@commits
def send(case_id: uuid.UUID, notice_id: uuid.UUID) -> ResponseReturnValue:
    """They were told."""
    form, case = SendForm(), cases.get(db.session, case_id)
    given = request.files.get("proof_file")

    def act() -> None:
        notices.send(
            db.session, case, notice_id, form.words.data or "", way=SentBy(form.way.data) if form.way.data else None,
            sent_on=form.sent_on.data, proof=form.proof.data or "",
            file=given.stream.read(LARGEST_FILE + 1) if given else b"",
            seen_version=number_of(form.notice_version.data), actor=current_actor(), at=clock.now(),
        )  # fmt: skip

    return _act(case_id, notice_id, form, act)


@bp.post("/<uuid:notice_id>/leave")
@requires(Permission.CASE_WORK)
@commits
def leave(case_id: uuid.UUID, notice_id: uuid.UUID) -> ResponseReturnValue:
    """They cannot be told."""
    form, case = LeaveForm(), cases.get(db.session, case_id)

    def act() -> None:
        notices.leave(
            db.session, case, notice_id, form.why.data or "",
            code=NotToldWhy(form.code.data) if form.code.data else None,
            seen_version=number_of(form.notice_version.data), actor=current_actor(), at=clock.now(),
        )  # fmt: skip

    return _act(case_id, notice_id, form, act)


@bp.post("/<uuid:notice_id>/reopen")
@requires(Permission.CASE_WORK)
@commits
def reopen(case_id: uuid.UUID, notice_id: uuid.UUID) -> ResponseReturnValue:
    """What was written down was wrong."""
    form, case = MoveForm(), cases.get(db.session, case_id)
    must_be_unchanged(case, form.seen)
    version = recipients.get_notice(db.session, case, notice_id).version
    notices.reopen(db.session, case, notice_id, seen_version=version, actor=current_actor(), at=clock.now())
    flash("Taken back. What it said is gone.")
    return redirect(url_for(".notice", case_id=case_id, notice_id=notice_id), 303)


@bp.get("/<uuid:notice_id>/proof")
@requires(Permission.CASE_READ)
@opening(note_proof)
def proof(case_id: uuid.UUID, notice_id: uuid.UUID) -> ResponseReturnValue:
    """The file that proves it, to be saved: nothing of ours opens what somebody else made."""
    data, kind = recipients.proof_of(db.session, cases.get(db.session, case_id), notice_id)
    name = f'attachment; filename="proof.{kind.value}"'
    return Response(data, mimetype="application/octet-stream", headers={"Content-Disposition": name})


def _act(
    case_id: uuid.UUID, notice_id: uuid.UUID, form: SendForm | LeaveForm, act: Callable[[], None]
) -> ResponseReturnValue:  # fmt: skip
    try:
        must_be_unchanged(cases.get(db.session, case_id), form.seen)
        if not form.validate():
            return notice_screen(case_id, notice_id, form), 422
        act()
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return notice_screen(case_id, notice_id, form), 422
    flash("Written down.")
    return redirect(url_for(".show", case_id=case_id), 303)
