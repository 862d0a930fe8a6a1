"""Who is it? One page: the ladder, the decision, names of one person, how much they understand, who asks for them."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import queries
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.identity import capacity, deciding, ladder
from portal.identity import queries as identity
from portal.identity.checks import Whose, must_be_unchanged
from portal.identity.kinds import (
    ClimbReason,
    CodeWord,
    Considered,
    KnownChannel,
    Paper,
    Rung,
    Seen,
    Understanding,
    Verdict,
)
from portal.installation import installation
from portal.requests import handles
from portal.requests import queries as requests
from portal.requests.kinds import IdentifierKind
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff import gates
from portal.web.staff.forms import who as forms
from portal.web.staff.forms.cases import VersionedForm
from portal.web.staff.opened import note_case_opened
from portal.web.staff.who_page import WORDS, who_page, whose
from portal.web.transactions import commits, opening

bp = Blueprint("who", __name__, url_prefix="/staff/cases/<uuid:case_id>/who")
FORMS: dict[str, type[VersionedForm]] = {
    "known": forms.KnownForm, "climb": forms.ClimbForm, "facts": forms.FactsForm, "paper": forms.PaperForm,
    "allow": forms.AllowForm, "ask": forms.AskForm, "sure": forms.SureForm, "doubt": forms.DoubtForm,
    "again": forms.AgainForm, "handle": forms.HandleForm, "capacity": forms.CapacityForm,
}  # fmt: skip


@bp.get("")
@requires(Permission.CASE_READ)
@opening(note_case_opened)
def show(case_id: uuid.UUID) -> ResponseReturnValue:
    """Who it is, as far as we know."""
    return _page(case_id)


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

    return _do(case_id, form, act)


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

    return _do(case_id, form, act, field="ask_words")


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

    return _do(case_id, form, act)


@bp.post("/facts")
@requires(Permission.CASE_WORK)
@commits
def facts(case_id: uuid.UUID) -> ResponseReturnValue:
    """What they told, and whether it fits."""
    form = forms.FactsForm()

    def act(of: Whose) -> str:
        ladder.note_facts(db.session, of, form.told(), actor=current_actor(), at=clock.now())
        return "Written down. What they told is deleted by itself within 7 days."

    return _do(case_id, form, act)


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

    return _do(case_id, form, act, field="document_words")


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

    return _do(case_id, form, act)


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

    return _do(case_id, form, act)


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

    return _do(case_id, form, act, field="doubt_words")


@bp.post("/again")
@requires(Permission.CASE_WORK)
@commits
def again(case_id: uuid.UUID) -> ResponseReturnValue:
    """Take the decision up again."""

    def act(of: Whose) -> str:
        deciding.look_again(db.session, of, actor=current_actor(), at=clock.now())
        return "Begun anew. Until you decide, nothing is released."

    return _do(case_id, forms.AgainForm(), act)


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
        return "Linked. The register is searched by it too."

    return _do(case_id, form, act, anchor="handles")


@bp.post("/handles/<uuid:handle_id>/unlink")
@requires(Permission.CASE_WORK)
@commits
def unlink(case_id: uuid.UUID, handle_id: uuid.UUID) -> ResponseReturnValue:
    """Take a linked name or address away again."""

    def act(of: Whose) -> str:
        row = requests.get(db.session, of.request_id)
        handles.unlink(db.session, row, handle_id, actor=current_actor(), at=clock.now())
        return "Taken away. Entries of the register found only by it count no more."

    return _do(case_id, forms.AgainForm(), act, anchor="handles")


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

    return _do(case_id, form, act, anchor="understanding")


def _do(
    case_id: uuid.UUID, form: VersionedForm, act: Callable[[Whose], str], *, field: str = "", anchor: str = ""
) -> ResponseReturnValue:
    """Do it, or draw the page again with nothing lost. `field` is where words for the person stand."""
    case = queries.get(db.session, case_id)
    try:
        must_be_unchanged(identity.current(db.session, case.request_id), form.seen)
        if not form.validate():
            return _page(case_id, form), 422
        done = act(whose(db.session, case))
    except RuleBroken as error:
        db.session.rollback()
        error.field = field if error.field == "message" else error.field
        form.refuse(error)
        return _page(case_id, form), 422
    flash(done)
    return redirect(url_for(".show", case_id=case_id, _anchor=anchor or None), 303)


def _page(case_id: uuid.UUID, refused: VersionedForm | None = None) -> str:
    page = who_page(
        db.session, queries.get(db.session, case_id), current_actor(), nation=installation().organisation.nation
    )
    drawn = {name: kind(formdata=None) for name, kind in FORMS.items()}
    drawn["known"].seen_by_others.data = page.request.card.somebody_else_sees_it
    drawn |= {name: refused for name, kind in FORMS.items() if refused and type(refused) is kind}
    drawn["climb"].offer([rung for rung in page.offered if rung in forms.RUNGS])
    for form in drawn.values():
        form.version.data = str(page.check.version if page.check else 0)
    return render_template("staff/cases/who.html", page=page, f=drawn, words=WORDS, form=refused)
