"""Who is it? One page: the ladder, the decision, names of one person, how much they understand, who asks for them."""

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.extensions import db
from portal.identity import deciding, ladder
from portal.identity.checks import Whose
from portal.identity.kinds import (
    ClimbReason,
    CodeWord,
    KnownChannel,
    Paper,
    Rung,
    Seen,
    Verdict,
)
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff import gates
from portal.web.staff.forms import who as forms
from portal.web.staff.opened import note_case_opened
from portal.web.staff.who_screen import do, page_of
from portal.web.transactions import commits, opening

bp = Blueprint("who", __name__, url_prefix="/staff/cases/<uuid:case_id>/who")


@bp.get("")
@requires(Permission.CASE_READ)
@opening(note_case_opened)
def show(case_id: uuid.UUID) -> ResponseReturnValue:
    """Who it is, as far as we know."""
    return page_of(case_id)


@bp.post("/known")
@requires(Permission.CASE_WORK)
@commits
def known(case_id: uuid.UUID) -> ResponseReturnValue:
    """They used a way by which we already talk."""
    form = forms.KnownForm()

    def act(of: Whose) -> str:
        check = ladder.recognise(
            db.session, of, KnownChannel(form.channel.data), code_word=CodeWord(form.code_word.data),
            seen_by_others=form.seen_by_others.data, actor=current_actor(), at=clock.now(),
        )  # fmt: skip
        if check.verdict is Verdict.IT_IS_THEM:
            return gates.identity_met(of.request_id, actor=current_actor(), at=clock.now())
        return "Written down. It is not enough yet."

    return do(case_id, form, act)


@bp.post("/ask")
@requires(Permission.CASE_WORK)
@commits
def climb(case_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for more than that, with the reason. A document is asked for only after a second worker's yes."""
    form = forms.ClimbForm()
    form.offer(tuple(forms.RUNGS))

    def act(of: Whose) -> str:
        rung = Rung(form.rung.data)
        words = form.ask_words.data if form.ask_by.data == "message" else ""
        ladder.climb(
            db.session, of, rung, ClimbReason(form.reason.data), form.words.data or "", actor=current_actor(),
            at=clock.now(),
        )  # fmt: skip
        if rung is Rung.DOCUMENT:
            return "Written down. Somebody who may approve answers has to say yes first."
        gates.identity_asked(
            of.request_id, words, submission=form.submission.data, actor=current_actor(), at=clock.now()
        )
        return "Asked." if words else "Written down. Now ask them."

    return do(case_id, form, act, field="ask_words")


@bp.post("/document")
@requires(Permission.ANSWER_APPROVE)
@commits
def allow(case_id: uuid.UUID) -> ResponseReturnValue:
    """A second worker says whether a document may be asked for. With a yes, the person is asked."""
    form = forms.AllowForm()
    yes = form.allow.data == "yes"

    def act(of: Whose) -> str:
        ladder.allow_document(db.session, of, yes=yes, actor=current_actor(), at=clock.now())
        return "A document may be asked for." if yes else "No document is asked for."

    return do(case_id, form, act)


@bp.post("/facts")
@requires(Permission.CASE_WORK)
@commits
def facts(case_id: uuid.UUID) -> ResponseReturnValue:
    """What they told, and whether it fits."""
    form = forms.FactsForm()

    def act(of: Whose) -> str:
        ladder.note_facts(db.session, of, form.told(), actor=current_actor(), at=clock.now())
        return "Written down. What they told is deleted by itself within 7 days."

    return do(case_id, form, act)


@bp.post("/document/ask")
@requires(Permission.CASE_WORK)
@commits
def ask_document(case_id: uuid.UUID) -> ResponseReturnValue:
    """Ask to see a document, by a message, once a second worker said yes."""
    form = forms.AskForm()

    def act(of: Whose) -> str:
        ladder.must_be_allowed(db.session, of)
        gates.identity_asked(
            of.request_id, form.document_words.data or "", submission=form.submission.data, actor=current_actor(),
            at=clock.now(),
        )  # fmt: skip
        return "Asked."

    return do(case_id, form, act, field="document_words")


@bp.post("/seen")
@requires(Permission.CASE_WORK)
@commits
def paper(case_id: uuid.UUID) -> ResponseReturnValue:
    """A document was seen. Nothing of it is kept."""
    form = forms.PaperForm()

    def act(of: Whose) -> str:
        ladder.note_document(
            db.session, of, Paper(form.paper.data), Seen(form.how.data), fits=form.fits.data == "yes",
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip
        return "Written down. Nothing of the document was kept."

    return do(case_id, form, act)


@bp.post("/it-is-them")
@requires(Permission.CASE_WORK)
@commits
def sure(case_id: uuid.UUID) -> ResponseReturnValue:
    """It is them."""
    form = forms.SureForm()

    def act(of: Whose) -> str:
        deciding.decide(
            db.session, of, Verdict.IT_IS_THEM, "", forget_now=form.forget_now.data, actor=current_actor(),
            at=clock.now(),
        )  # fmt: skip
        return gates.identity_met(of.request_id, actor=current_actor(), at=clock.now())

    return do(case_id, form, act)


@bp.post("/not-sure")
@requires(Permission.CASE_WORK)
@commits
def doubt(case_id: uuid.UUID) -> ResponseReturnValue:
    """Not sure yet. They are told kindly, and may try one more way."""
    form = forms.DoubtForm()

    def act(of: Whose) -> str:
        deciding.decide(
            db.session, of, Verdict.NOT_SURE, form.why.data or "", actor=current_actor(), at=clock.now()
        )  # fmt: skip
        words = form.doubt_words.data if form.tell_by.data == "message" else ""
        gates.identity_doubted(
            of.request_id, words, submission=form.submission.data, actor=current_actor(), at=clock.now()
        )
        return "Written down. Nothing is opened or sent. They can try one more way."

    return do(case_id, form, act, field="doubt_words")


@bp.post("/again")
@requires(Permission.CASE_WORK)
@commits
def again(case_id: uuid.UUID) -> ResponseReturnValue:
    """Take the decision up again."""

    def act(of: Whose) -> str:
        deciding.look_again(db.session, of, actor=current_actor(), at=clock.now())
        return "Begun anew. Until you decide, nothing is released."

    return do(case_id, forms.AgainForm(), act)
