"""My request: where it stands in plain words, when the answer is due and how that was worked out."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.answers import queries as answers
from portal.audit import VISIBLE_TO_PERSON, timeline
from portal.cases import queries as cases
from portal.cases import service
from portal.cases.states import OPEN, phase
from portal.core import clock
from portal.extensions import db
from portal.questions import queries as questions
from portal.questions import service as asked
from portal.questions.alerts import changed_since
from portal.questions.states import QuestionState
from portal.web.access import requires_person
from portal.web.actors import current_actor, own_request_id
from portal.web.public.forms.back import StopForm
from portal.web.sessions import current_session
from portal.web.transactions import commits

if TYPE_CHECKING:
    from portal.questions.models import PolicyQuestion

bp = Blueprint("mine", __name__)


@bp.get("/mine")
@requires_person
def show() -> ResponseReturnValue:
    """The request, its phase, its date."""
    request_id = own_request_id()
    mine = cases.of_request(db.session, request_id)
    question = questions.of_request(db.session, request_id)
    subjects = [request_id, *(case.id for case in mine), *([question.id] if question else [])]
    events = timeline(db.session, subjects, actions=VISIBLE_TO_PERSON)
    return render_template(
        "public/mine/show.html",
        cases=[(case, phase(case.status)) for case in mine],
        answer=answers.released(db.session, request_id),
        question=questions.opened(db.session, question) if question else None,
        rule_changed=changed_since(db.session, question, today=clock.today()) if question else None,
        events=events,
        finish=StopForm(formdata=None),
        can_stop=any(case.status in OPEN for case in mine) or _waits(question),
    )


@bp.get("/mine/stop")
@requires_person
def ask_stop() -> ResponseReturnValue:
    """Are you sure? A plain question, not a scare."""
    return render_template("public/mine/stop.html", form=StopForm(formdata=None))


@bp.post("/mine/stop")
@requires_person
@commits
def stop() -> ResponseReturnValue:
    """Stop every open case of this request, and the question in it."""
    StopForm()
    question = questions.of_request(db.session, own_request_id())
    if question is not None and _waits(question):
        asked.close(db.session, question, actor=current_actor(), at=clock.now())
    for case in cases.of_request(db.session, own_request_id()):
        if case.status in OPEN:
            service.withdraw(db.session, case, actor=current_actor(), at=clock.now())
    return redirect(url_for(".show"), 303)


def _waits(question: "PolicyQuestion | None") -> bool:
    return question is not None and question.state is QuestionState.ASKED


@bp.post("/mine/done")
@requires_person
@commits
def done() -> ResponseReturnValue:
    """Finished for now: forget this browser, go home."""
    current_session().end()
    return redirect(url_for("public_pages.home"), 303)
