"""Answering our question inside the request: the clock goes on."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.cases import clock as acts
from portal.cases.asked import question_to
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.core.words import N_
from portal.extensions import db
from portal.installation import installation
from portal.messages.service import AlreadyWritten
from portal.web.access import requires_person
from portal.web.actors import current_actor, own_request_id
from portal.web.public import danger
from portal.web.public.forms.answering import AnswerForm
from portal.web.public.talk import talk_page
from portal.web.transactions import commits

bp = Blueprint("answering", __name__, url_prefix="/mine/messages/answer")
TOO_LATE = N_("We do not wait for that answer any more. You can still write it below as a message.")


@bp.post("")
@requires_person
@commits
def answer() -> ResponseReturnValue:
    """Send the answer, once."""
    form = AnswerForm(prefix="our-")
    danger.hear(form.data, draft=form.submission.data or "")
    if not form.validate():
        return talk_page(answer=form), 422
    asked, text = question_to(db.session, own_request_id()), form.answer.data or ""
    if asked is None:
        form.say(TOO_LATE)
        return talk_page(answer=form), 422
    try:
        acts.answer_here(
            db.session, asked.case, text, submission=form.submission.data, calendar=installation().calendar,
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip
        danger.flag(own_request_id(), [text])
    except AlreadyWritten:
        db.session.rollback()
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(RuleBroken(error.message, field="answer" if error.field else ""))
        return talk_page(answer=form), 422
    flash(N_("Sent. Our team can read it now."))
    return redirect(url_for("messages.show"), 303)
