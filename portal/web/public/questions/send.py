"""Sending, the code that is shown once, and the proof that it was saved."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import throttling
from portal.accounts.actor import SYSTEM, person_actor
from portal.cases import queries as cases
from portal.cases.service import open_case
from portal.core import clock
from portal.core.words import N_, language
from portal.extensions import db
from portal.installation import installation
from portal.requests import queries as requests
from portal.requests import service
from portal.requests.code import ReturnCode, tidy_reference
from portal.requests.intake import Intake
from portal.requests.kinds import Channel
from portal.safeguarding.detectors import texts_in
from portal.safeguarding.kinds import FlagSource
from portal.web.actors import mark_of
from portal.web.forms import BaseForm
from portal.web.public import danger
from portal.web.public.forms.questions import CheckForm, ProveForm
from portal.web.public.questions import draft
from portal.web.transactions import keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.requests.models import Request


def send() -> ResponseReturnValue:
    """Store the request of the draft and its cases."""
    intake = draft.intake()

    def open_cases(request_row: "Request", at: datetime) -> None:
        for right in intake.rights:
            open_case(db.session, request_row, right, calendar=installation().calendar, actor=SYSTEM, at=at)
        danger.flag(request_row.id, texts_in(intake), FlagSource.REQUEST)

    return store(intake, draft.submission(), open_cases)


def store(intake: Intake, submission: str, work: "Callable[[Request, datetime], None]") -> ResponseReturnValue:
    """Store a request with the work it makes, then go to the page with the code. Post, redirect, get."""
    at = clock.now()
    keep()  # hashing is slow on purpose: nobody else has to wait for it
    fresh = service.fresh_code()
    try:
        request_row, code = service.receive_request(
            db.session,
            intake,
            submission=submission,
            channel=Channel.PORTAL,
            actor=SYSTEM,
            at=at,
            fresh=fresh,
            language=language(),
        )
    except service.AlreadySent:
        # the other press of Send was first; it has the code, and it must stay the only one
        db.session.rollback()
        return redirect(url_for("questions.show", number=draft.done_at()), 303)
    work(request_row, at)
    draft.was_stored(request_row.id)
    _show_once(code, fresh.words_hash)
    return redirect(url_for("questions.show", number=draft.done_at()), 303)


def done() -> ResponseReturnValue:
    """The code once; after that the page that asks for the words, and never shows them again."""
    if draft.SAVED in session:
        due = session[draft.SAVED]
        return _page("saved", CheckForm(formdata=None), due_on=date.fromisoformat(due) if due else None)
    row = requests.get(db.session, _sent())
    if not _holds_the_words_of(row):
        draft.forget_sent()
        return redirect(url_for("back.show"), 303)
    code = session.pop(draft.SHOW_ONCE, None)
    if code:
        return _page("done", CheckForm(formdata=None), code=code, due_on=_due_on(row.id))
    return _page("prove", ProveForm(formdata=None))


def prove_or_replace() -> ResponseReturnValue:
    """Check the words the person typed, or make new ones for somebody who did not save them."""
    row = None if draft.SAVED in session else requests.get(db.session, _sent())
    if row is None or not _holds_the_words_of(row):
        return redirect(url_for("questions.show", number=draft.done_at()), 303)
    at = clock.now()
    verdict = throttling.take(db.session, "prove", str(row.id), at=at)
    words_hash, reference = row.words_hash, service.reference_of(db.session, row)
    keep()  # hashing and comparing are slow on purpose: nobody else has to wait for them
    if "replace" in request.form and verdict.allowed:
        fresh = service.fresh_code(reference)
        if not _holds_the_words_of(row):  # others made some while these were hashed
            return redirect(url_for("questions.show", number=draft.done_at()), 303)
        code = service.replace_words(db.session, row, fresh=fresh, actor=person_actor(row.id), at=at)
        _show_once(code, fresh.words_hash)
        return redirect(url_for("questions.show", number=draft.done_at()), 303)
    form = ProveForm()
    same_code = tidy_reference(form.reference.data or "") == reference
    if verdict.allowed and service.words_fit(words_hash, form.words.data or "") and same_code:
        service.note_proved(db.session, row, at=at)
        draft.let_go(_due_on(row.id))
        return redirect(url_for("questions.show", number=draft.done_at()), 303)
    form.words.errors = [
        N_("That does not match yet. Check the spelling and the order")
        if verdict.allowed
        else N_("Make new words, or wait 15 minutes")
    ]
    return _page("prove", form), 422


def _page(name: str, form: BaseForm, **more: Any) -> str:
    """A page after Send was pressed: idle or not, what was sent is there, and no page may say otherwise."""
    return render_template(f"public/questions/{name}.html", form=form, idle_url=url_for("leave.away_after"), **more)


def _due_on(request_id: uuid.UUID) -> date | None:
    """The day of the first answer; None for a question about a rule, which has no case and no day."""
    return next((case.due_on for case in cases.of_request(db.session, request_id)), None)


def _holds_the_words_of(row: "Request") -> bool:
    """Whether the words are still those this browser was shown: who was given others since owns the request alone."""
    return session.get(draft.SENT_WORDS) == mark_of(row.words_hash)


def _show_once(code: ReturnCode, words_hash: str) -> None:
    session[draft.SENT_WORDS] = mark_of(words_hash)
    session[draft.SHOW_ONCE] = {"reference": code.spaced_reference, "words": list(code.words)}


def _sent() -> uuid.UUID:
    return uuid.UUID(session[draft.SENT])
