"""One person of the register: their entries in one view, joined and split by hand, each act undone from here.

The address holds an entry of theirs and never the person: a person's own id would tell that something was joined to an
entry, also where what was joined is locked.
"""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken
from portal.disclosures.people import queries, service
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.need_to_know import must_know
from portal.web.staff.forms.people import REASONS, ActForm, NumberForm
from portal.web.staff.opened import note_person_opened
from portal.web.staff.people_page import person_page
from portal.web.staff.register_keys import before
from portal.web.transactions import commits, opening

bp = Blueprint("people", __name__, url_prefix="/staff/register/people/<uuid:disclosure_id>")


@bp.get("")
@requires(Permission.REGISTER_READ)
def show(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """All entries about the person of this entry: codes only, nothing sealed is opened."""
    return draw(disclosure_id)


@bp.get("/names")
@requires(Permission.REGISTER_READ)
@opening(note_person_opened)
def names(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """The same with what they go by. Each entry that is opened for that is logged."""
    return draw(disclosure_id, with_names=True)


@bp.post("/find")
@requires(Permission.REGISTER_JOIN)
@commits
def find(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """Go and compare with an entry that is known by its number."""
    form = NumberForm()
    if form.validate():
        found = queries.find_number(db.session, form.number.data or "", locked=True)
        if found is not None and found.id != disclosure_id and _opens(found.id):
            target = url_for("joining.compare", disclosure_id=disclosure_id, other_entry_id=found.id)
            return redirect(target, 303)
        form.refuse(RuleBroken("No other entry that you can open has this number", field="number"))
    return draw(disclosure_id, number_form=form), 422


@bp.post("/undo")
@requires(Permission.REGISTER_JOIN)
@commits
def undo(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """Take one act on this person back."""
    form = ActForm()
    mine = queries.visible(db.session, disclosure_id, locked=True)
    acts = {str(act.row.id): act.row for act in queries.acts_of(db.session, mine)}
    if not form.validate() or form.act.data not in acts:
        raise NotFound
    act = acts[form.act.data]
    for entry_id in act.before["entries"]:  # it may join somebody again whom the worker knows
        must_know(current_actor(), {"other_entry_id": uuid.UUID(entry_id)})
    try:
        service.undo(db.session, act.id, actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return draw(disclosure_id, act_form=form), 422
    flash("Undone. Everything is as it was before.")
    return redirect(url_for(".show", disclosure_id=disclosure_id), 303)


def _opens(entry_id: uuid.UUID) -> bool:
    """Whether the entry is there for the worker. One that is not answers like a number of none; the try is kept."""
    try:
        must_know(current_actor(), {"other_entry_id": entry_id})
    except NotFound:
        return False
    return True


def draw(
    disclosure_id: uuid.UUID, *, with_names: bool = False, number_form: NumberForm | None = None,
    act_form: ActForm | None = None,
) -> str:  # fmt: skip
    """Draw the page; a form that was refused comes back with what was typed."""
    after = before(request.args.get("after", ""))
    page = person_page(
        db.session, disclosure_id, current_actor(), at=clock.now(), after=after, with_names=with_names
    )  # fmt: skip
    return render_template(
        "staff/people/show.html", page=page, reasons=REASONS, number_form=number_form or NumberForm(formdata=None),
        act_form=act_form or ActForm(formdata=None), form=number_form or act_form, is_first=after is None,
    )  # fmt: skip
