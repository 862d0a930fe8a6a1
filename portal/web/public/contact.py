"""Changing how we can reach somebody, or saying that it is still right."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.words import N_
from portal.extensions import db
from portal.requests import contact, queries
from portal.web.access import requires_person
from portal.web.actors import current_actor, own_request_id
from portal.web.public.forms.questions import ContactForm
from portal.web.public.questions.draft import card_of
from portal.web.transactions import commits

if TYPE_CHECKING:
    from portal.requests.intake import ContactCard

bp = Blueprint("contact", __name__, url_prefix="/mine/contact")


@bp.get("")
@requires_person
def show() -> ResponseReturnValue:
    """The card as it stands, ready to be changed."""
    card = _card()
    return _page(ContactForm(formdata=None, data={**asdict(card), "way": card.way.value, **_others(card)}))


@bp.post("")
@requires_person
@commits
def change() -> ResponseReturnValue:
    """Keep the new card."""
    form = ContactForm()
    if not form.validate():
        return _page(form), 422
    request = queries.get(db.session, own_request_id())
    contact.change_contact(db.session, request, card_of(form.data), actor=current_actor(), at=clock.now())
    flash(N_("Saved. We only use the way you picked."))
    return redirect(url_for("mine.show"), 303)


def _page(form: ContactForm) -> str:
    return render_template("public/mine/contact.html", form=form, confirmed_on=_card().confirmed_on)


def _card() -> "ContactCard":
    return contact.card_of(db.session, queries.get(db.session, own_request_id()))


def _others(card: "ContactCard") -> dict[str, bool]:
    """Who chose a shared inbox has said twice that it is meant: they are not asked again unless they change it."""
    return {"somebody_else": card.somebody_else_sees_it, "anyway": card.somebody_else_sees_it}
