"""Sending, the code that is shown once, and the proof that it was saved."""

import uuid

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import throttling
from portal.accounts.actor import SYSTEM, person_actor
from portal.cases import queries as cases
from portal.cases.service import open_case
from portal.core import clock
from portal.extensions import db
from portal.installation import installation
from portal.requests import queries as requests
from portal.requests import service
from portal.requests.code import ReturnCode
from portal.requests.kinds import Channel
from portal.web.public.forms.questions import CheckForm, ProveForm
from portal.web.public.questions import draft
from portal.web.transactions import keep


def send() -> ResponseReturnValue:
    """Store the request and its case, then go to the page with the code. Post, redirect, get."""
    at = clock.now()
    intake = draft.intake()
    keep()  # hashing is slow on purpose: nobody else has to wait for it
    fresh = service.fresh_code()
    request_row, code = service.receive_request(
        db.session, intake, submission=draft.submission(), channel=Channel.PORTAL, actor=SYSTEM, at=at, fresh=fresh
    )
    for right in intake.rights:
        open_case(db.session, request_row, right, calendar=installation().calendar, actor=SYSTEM, at=at)
    session.pop(draft.DRAFT)
    session[draft.SENT] = str(request_row.id)
    _show_once(code)
    return redirect(url_for("questions.show", number=6), 303)


def done() -> ResponseReturnValue:
    """The code once; after that the page that asks for the words, and never shows them again."""
    code = session.pop(draft.SHOW_ONCE, None)
    row = requests.get(db.session, _sent())
    case = cases.of_request(db.session, row.id)[0]
    if code:
        return render_template("public/questions/done.html", form=CheckForm(formdata=None), code=code, case=case)
    if row.words_proved_at:
        return render_template("public/questions/saved.html", case=case)
    return render_template("public/questions/prove.html", form=ProveForm(formdata=None))


def prove_or_replace() -> ResponseReturnValue:
    """Check the words the person typed, or make new ones for somebody who did not save them."""
    row = requests.get(db.session, _sent())
    at = clock.now()
    if "replace" in request.form:
        _show_once(service.replace_words(db.session, row, actor=person_actor(row.id), at=at))
        return redirect(url_for("questions.show", number=6), 303)
    form = ProveForm()
    verdict = throttling.take(db.session, "prove", str(row.id), at=at)
    keep()
    if verdict.allowed and service.prove_words(db.session, row, words=form.words.data or "", at=at):
        return redirect(url_for("questions.show", number=6), 303)
    form.words.errors = [
        "These are not your words. Look at what you wrote down"
        if verdict.allowed
        else "Make new words, or wait 15 minutes"
    ]
    return render_template("public/questions/prove.html", form=form), 422


def _show_once(code: ReturnCode) -> None:
    session[draft.SHOW_ONCE] = {"reference": code.spaced_reference, "words": list(code.words)}


def _sent() -> uuid.UUID:
    return uuid.UUID(session[draft.SENT])
