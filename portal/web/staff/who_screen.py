"""The page of who it is: drawn, and drawn again with nothing lost when an act on it was refused."""

import uuid
from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.cases import queries
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.identity import queries as identity
from portal.identity.checks import Whose, must_be_unchanged
from portal.installation import installation
from portal.web.actors import current_actor
from portal.web.staff.forms import who as forms
from portal.web.staff.forms.cases import VersionedForm
from portal.web.staff.who_page import WORDS, who_page, whose

FORMS: dict[str, type[VersionedForm]] = {
    "known": forms.KnownForm, "climb": forms.ClimbForm, "facts": forms.FactsForm, "paper": forms.PaperForm,
    "allow": forms.AllowForm, "ask": forms.AskForm, "sure": forms.SureForm, "doubt": forms.DoubtForm,
    "again": forms.AgainForm, "handle": forms.HandleForm, "capacity": forms.CapacityForm,
}  # fmt: skip


def do(
    case_id: uuid.UUID, form: VersionedForm, act: Callable[[Whose], str], *, field: str = "", anchor: str = ""
) -> ResponseReturnValue:
    """Do it, or draw the page again with nothing lost. `field` is where words for the person stand."""
    case = queries.get(db.session, case_id)
    try:
        must_be_unchanged(identity.current(db.session, case.request_id), form.seen)
        if not form.validate():
            return page_of(case_id, form), 422
        done = act(whose(db.session, case))
    except RuleBroken as error:
        db.session.rollback()
        error.field = field if error.field == "message" else error.field
        form.refuse(error)
        return page_of(case_id, form), 422
    flash(done)
    return redirect(url_for("who.show", case_id=case_id, _anchor=anchor or None), 303)


def page_of(case_id: uuid.UUID, refused: VersionedForm | None = None) -> str:
    """Draw it; `refused` is the form that came back with what was typed."""
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
