"""My request: what matters now, when the answer is due and how that was worked out, and what I can do."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.answers import queries as answers
from portal.audit import VISIBLE_TO_PERSON, timeline
from portal.cases import queries as cases
from portal.cases import service
from portal.cases.resting import can_rest
from portal.cases.retelling import retold
from portal.cases.states import OPEN, Phase, phase
from portal.core import clock
from portal.extensions import db
from portal.messages import queries as messages
from portal.messages.kinds import Sender
from portal.notifications.queries import trouble
from portal.questions import queries as questions
from portal.questions import service as asked
from portal.questions.alerts import changed_since
from portal.questions.states import QuestionState
from portal.requests import lost_words
from portal.requests import queries as requests
from portal.requests.authority import may_be_answered
from portal.shares.recipients import told_of_request
from portal.web.access import requires_person
from portal.web.actors import current_actor, own_request_id
from portal.web.languages import in_english
from portal.web.public.forms.back import StopForm
from portal.web.sessions import current_session
from portal.web.transactions import commits

if TYPE_CHECKING:
    from portal.cases.models import Case
    from portal.questions.models import PolicyQuestion

bp = Blueprint("mine", __name__)
MATTERS = (Phase.READY, Phase.CHECKING, Phase.LOOKING, Phase.WE_HAVE_IT, Phase.STOPPED)  # what to see first


@bp.app_template_filter("retold_or_english")
def _retold(step: str) -> Any:
    """A step of a working in the language that is spoken, or marked as English."""
    said = retold(step)
    return in_english(said) if said == step else said


@dataclass(frozen=True, slots=True)
class Asked:
    """One case as the person sees it. `which` is the place of its answer; None when there is none to read."""

    case: "Case"
    phase: Phase
    which: int | None


@bp.get("/mine")
@requires_person
def show() -> ResponseReturnValue:
    """The request: answers, our last message, dates, and a short list of what can be done."""
    request_id = own_request_id()
    mine = cases.of_request(db.session, request_id)
    question = questions.of_request(db.session, request_id)
    subjects = [request_id, *(case.id for case in mine), *([question.id] if question else [])]
    return render_template(
        "public/mine/show.html",
        asked=_asked(request_id, mine),
        question=questions.opened(db.session, question) if question else None,
        rule_changed=changed_since(db.session, question, today=clock.today()) if question else None,
        may_ask=may_be_answered(db.session, requests.get(db.session, request_id)),
        trouble=trouble(db.session, request_id),
        wrote_on=messages.last_from_us(db.session, request_id),
        unseen=messages.count_unseen(db.session, request_id, by=Sender.PERSON),
        events=timeline(db.session, subjects, actions=VISIBLE_TO_PERSON),
        finish=StopForm(formdata=None),
        can_rest=can_rest(mine),
        is_resting=requests.get(db.session, request_id).resting_since is not None,
        can_stop=any(case.status in OPEN for case in mine) or _waits(question),
        can_resume=any(service.can_resume(case, today=clock.today()) for case in mine),
        told_of_change=told_of_request(db.session, request_id),
        words_asked=lost_words.open_ask(db.session, request_id, at=clock.now()),
    )


def _asked(request_id: uuid.UUID, mine: "Sequence[Case]") -> list[Asked]:
    """The cases, with what matters most on top."""
    released = [answer.case_id for answer in answers.released(db.session, request_id)]
    # with one answer its addresses stay short
    place = {case_id: number if released[1:] else 0 for number, case_id in enumerate(released, start=1)}
    shown = [Asked(case, phase(case.status), place.get(case.id)) for case in mine]
    return sorted(shown, key=lambda one: (MATTERS.index(one.phase), one.case.sort_on))


@bp.get("/mine/how-are-you")
@requires_person
def how_are_you() -> ResponseReturnValue:
    """After reading: three things to do. Nothing is asked, and nothing is kept."""
    return render_template("public/mine/how-are-you.html")


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
