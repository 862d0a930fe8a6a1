"""Finding a case by a number, a reference or an identifier. What was typed stands in no address and in no log."""

import uuid

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.cases import finding
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.need_to_know import my_sight
from portal.web.staff.forms.queue import SearchForm
from portal.web.transactions import commits

bp = Blueprint("search", __name__, url_prefix="/staff/search")
FOUND, MORE = "found_cases", "found_more"  # in the session: ids, never what was typed


@bp.get("")
@requires(Permission.CASE_READ)
def show() -> ResponseReturnValue:
    """What the last search found."""
    return _page(SearchForm(formdata=None))


@bp.post("")
@requires(Permission.CASE_READ)
@commits
def look() -> ResponseReturnValue:
    """Look, write down that somebody did, and go to the case, or to the list when there is not exactly one."""
    form = SearchForm()
    try:
        if not form.validate():
            return _page(form), 422
        found = finding.search(
            db.session, form.wanted.data or "", sight=my_sight(current_actor()), actor=current_actor(), at=clock.now()
        )  # fmt: skip
    except RuleBroken as error:
        form.refuse(error)
        return _page(form), 422
    session[FOUND], session[MORE] = [str(case.id) for case in found.cases], found.more
    if len(found.cases) == 1:
        return redirect(url_for("cases.show", case_id=found.cases[0].id), 303)
    return redirect(url_for(".show"), 303)


def _page(form: SearchForm) -> str:
    kept = session.get(FOUND)
    cases = finding.by_ids(db.session, [uuid.UUID(case_id) for case_id in kept or ()], my_sight(current_actor()))
    return render_template(
        "staff/queue/found.html",
        form=form,
        cases=cases,
        searched=kept is not None,
        more=session.get(MORE, False),
        names=get_names(db.session, {case.owner_id for case in cases if case.owner_id}),
    )
