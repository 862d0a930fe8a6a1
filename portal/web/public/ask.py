"""Asking a question about a policy: one page, then the code, as for every request."""

from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.accounts.actor import SYSTEM
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.policies.queries import policy_of_day
from portal.questions import service
from portal.requests.intake import Intake
from portal.requests.kinds import Right
from portal.safeguarding.kinds import FlagSource
from portal.web.access import public
from portal.web.public import danger
from portal.web.public.forms.ask import AskForm
from portal.web.public.questions.send import store
from portal.web.transactions import commits

if TYPE_CHECKING:
    from datetime import datetime

    from portal.policies.models import PolicyVersion
    from portal.requests.models import Request

bp = Blueprint("ask", __name__, url_prefix="/policies/<slug>/ask")


@bp.get("")
@public
def show(slug: str) -> ResponseReturnValue:
    """An empty page to write on."""
    version = policy_of_day(db.session, slug, clock.today())
    return _page(version, _form(version, AskForm(formdata=None)))


@bp.post("")
@public
@commits
def send(slug: str) -> ResponseReturnValue:
    """Store the question. No card is asked for: the person comes back with the code, and nothing is sent."""
    version = policy_of_day(db.session, slug, clock.today())
    form = _form(version, AskForm())
    danger.hear(form.data, draft=form.submission.data or "")
    if not form.validate():
        return _page(version, form), 422

    def ask(request_row: "Request", at: "datetime") -> None:
        service.ask(db.session, request_row, version, form.question.data, clause=form.clause.data, actor=SYSTEM, at=at)
        danger.flag(request_row.id, [form.question.data], FlagSource.QUESTION)

    try:
        return store(Intake(rights=(Right.QUESTION,), services=()), form.submission.data, ask)
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return _page(policy_of_day(db.session, slug, clock.today()), form), 422


def _form(version: "PolicyVersion", form: AskForm) -> AskForm:
    form.offer([(clause.code, clause.title) for clause in version.clauses])
    return form


def _page(version: "PolicyVersion", form: AskForm) -> str:
    return render_template("public/ask/show.html", form=form, version=version)
