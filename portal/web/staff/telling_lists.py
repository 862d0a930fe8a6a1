"""What waits in the duty to tell: one page for each pile, and the answers a lead looks at before they leave."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.answers import holding
from portal.cases import queries as cases
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.disclosures.duty import piles
from portal.disclosures.duty.piles import PAGE, Pile
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.forms import BaseForm
from portal.web.need_to_know import may_see, shut_for
from portal.web.staff.register_keys import before
from portal.web.transactions import commits

bp = Blueprint("telling_lists", __name__, url_prefix="/staff/telling")


@bp.get("/to-sign")
@requires(Permission.REGISTER_SIGN)
def to_sign() -> ResponseReturnValue:
    """Each "not yet" that waits for a second signature."""
    return _pile(Pile.TO_SIGN)


@bp.get("/sent-back")
@requires(Permission.REGISTER_TELL)
def sent_back() -> ResponseReturnValue:
    """Each "not yet" that a second person did not sign."""
    return _pile(Pile.SENT_BACK)


@bp.get("/look-again")
@requires(Permission.REGISTER_TELL)
def look_again() -> ResponseReturnValue:
    """Each "not yet" whose day has come."""
    return _pile(Pile.LOOK_AGAIN)


@bp.get("/way-found")
@requires(Permission.REGISTER_TELL)
def way_found() -> ResponseReturnValue:
    """Each person who could not be reached and of whom a request was matched since."""
    return _pile(Pile.WAY_FOUND)


@bp.get("/locks-to-decide")
@requires(Permission.REGISTER_LOCKED)
def locks_to_decide() -> ResponseReturnValue:
    """What somebody else asked for."""
    return _pile(Pile.LOCKS_TO_DECIDE)


@bp.get("/locks-to-review")
@requires(Permission.REGISTER_LOCKED)
def locks_to_review() -> ResponseReturnValue:
    """Locks whose day has come."""
    return _pile(Pile.LOCKS_TO_REVIEW)


@bp.get("/leaving")
@requires(Permission.REGISTER_LOCKED)
def leaving() -> ResponseReturnValue:
    """The answers that wait for a lead."""
    return _leaving(BaseForm(formdata=None))


@bp.post("/leaving/<uuid:case_id>")
@requires(Permission.REGISTER_LOCKED)
@commits
def let_go(case_id: uuid.UUID) -> ResponseReturnValue:
    """A lead has looked: the answer leaves."""
    try:
        holding.let_go(db.session, cases.get(db.session, case_id), actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        db.session.rollback()
        form = BaseForm(formdata=None)
        form.refuse(error)
        return _leaving(form), 422
    flash("It leaves now.")
    return redirect(url_for(".leaving"), 303)


def _pile(pile: Pile) -> str:
    actor = current_actor()
    rows = piles.page(
        db.session, pile, actor=actor, today=clock.today(), after=before(request.args.get("after", "")),
        shut=shut_for(actor),
    )  # fmt: skip
    return render_template("staff/telling/list.html", pile=pile, rows=rows[:PAGE], has_more=len(rows) > PAGE)


def _leaving(form: BaseForm) -> str:
    """Those of other teams are counted, for somebody has to know of them. Those of people they know are not there."""
    actor = current_actor()
    rows = holding.held(db.session, actor=actor, shut=shut_for(actor))
    mine = [row for row in rows if may_see(actor, row.case_id)]
    return render_template("staff/telling/leaving.html", form=form, rows=mine, elsewhere=len(rows) - len(mine))
